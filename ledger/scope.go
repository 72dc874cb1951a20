package ledger

import "slices"

// Scope is a part of what its maker may do that an API token may do too.
type Scope string

// The scopes. Answering takes reading in: who confirms a statement is shown it.
const (
	ReadStatements   Scope = "read_statements"
	ReadDocuments    Scope = "read_documents"
	AnswerStatements Scope = "answer_statements"
)

// The scopes of the organization's own tokens, for its ERP.
const (
	ImportDocuments Scope = "import_documents"
	ReadBooks       Scope = "read_books"
	TakeEvents      Scope = "receive_events"
)

// scopes say which permissions a scope lets through; a permission that no scope names is for people alone.
var scopes = map[Scope][]Permission{
	ReadStatements:   {SeeStatements},
	ReadDocuments:    {SeeDocuments},
	AnswerStatements: {SeeStatements, ConfirmStatements, DisputeLines},
	ImportDocuments:  {Import},
	ReadBooks:        {SeeCustomers, SeeStatements, SeeDocuments, SeeReports},
	TakeEvents:       {ReceiveEvents},
}

// Scopes are those of customers' tokens, in the order in which they are offered.
func Scopes() []Scope { return []Scope{ReadStatements, ReadDocuments, AnswerStatements} }

// OrganizationScopes are those of the organization's own tokens, in the order in which they are offered.
func OrganizationScopes() []Scope { return []Scope{ImportDocuments, ReadBooks, TakeEvents} }

// ScopesOf are the scopes that a token of that side can have.
func ScopesOf(audience Audience) []Scope {
	if audience == Backoffice {
		return OrganizationScopes()
	}
	return Scopes()
}

// Writes tells whether a token with the scope may send what needs the permission, beside reading it.
func (s Scope) Writes(permission Permission) bool {
	return s == AnswerStatements || s == ImportDocuments && permission == Import
}

// Permissions are what the scope lets through; none for a scope that is none.
func (s Scope) Permissions() []Permission { return scopes[s] }

// RequireScope refuses a token that lacks the scope, by the scope's name; people have no scopes and pass.
func (a Actor) RequireScope(scope Scope) error {
	if a.Token == "" || slices.Contains(a.Scopes, scope) {
		return nil
	}
	return E("scope_missing").With("scope", string(scope))
}

// covered tells whether the actor's token reaches the permission; everybody without a token is.
func (a Actor) covered(permission Permission) bool {
	return a.Token == "" || slices.ContainsFunc(a.Scopes, func(s Scope) bool { return slices.Contains(scopes[s], permission) })
}

// uncovered is the refusal of a token: it names the scope that is missing, or says that only people may.
func (a Actor) uncovered(permission Permission) error {
	for _, scope := range ScopesOf(a.Audience) {
		if slices.Contains(scopes[scope], permission) {
			return E("scope_missing").With("scope", string(scope))
		}
	}
	return E("token_not_enough")
}
