package ledger

import "slices"

// Audience is the side an actor stands on; it decides which database role serves the request.
type Audience string

// The audiences. System is background work and the command line.
const (
	Portal     Audience = "portal"
	Backoffice Audience = "backoffice"
	System     Audience = "system"
)

// Role is what a person may do (SPEC section 2).
type Role string

// The roles of both sides.
const (
	Viewer    Role = "viewer"
	Confirmer Role = "confirmer"
	Payer     Role = "payer"
	Signer    Role = "signer"
	// CustomerAdmin administers the people of one customer. Administrator, below, is the seller's own.
	CustomerAdmin Role = "customer_admin"

	Sales             Role = "sales"
	CreditManager     Role = "credit_manager"
	ARAccountant      Role = "ar_accountant"
	FinanceSupervisor Role = "finance_supervisor"
	Management        Role = "management"
	Auditor           Role = "auditor"
	Administrator     Role = "administrator"
	// Interface is what the organization's own programs are, by a token of it. No person has it.
	Interface Role = "interface"
)

// Actor is who acts, for whom, and from where. Every domain method takes one; none is hidden in a context.
type Actor struct {
	Audience       Audience
	PersonID       ID
	Name           string
	Subject        string // issuer and subject of the identity, as the audit log names it
	OrganizationID ID
	CustomerID     ID // set for the portal only
	Roles          []Role
	Locale         string // zh-CN or en
	Address        string // network address of the client
	RequestID      string
	Token          string  // the visible beginning of the API token through which a person's program acts; empty for people
	Scopes         []Scope // of the token

	// Of a session that came from a link: it reaches this one statement, and acts only once its holder is verified by a code that
	// was mailed to the contact.
	LinkID      ID
	StatementID ID
	Verified    bool

	// Fresh: the person has signed in anew a few minutes ago at most.
	Fresh bool

	Requests []string // idempotency keys whose work this actor's next commit completes

	// Standings are the colleagues with whom the actor counts as one person. Roles then holds those of whom the actor stands in for too;
	// OwnRoles are the actor's alone. ActsFor is who one act is done for; Name says so as well.
	Standings []Standing
	OwnRoles  []Role
	ActsFor   ID
}

// Reaches tells whether a statement is one that the actor may see at all: any, but for a session that came from a link.
func (a Actor) Reaches(statement ID) bool { return a.LinkID.IsZero() || a.StatementID == statement }

// Has tells whether the actor holds one of the roles.
func (a Actor) Has(roles ...Role) bool {
	for _, role := range a.Roles {
		if slices.Contains(roles, role) {
			return true
		}
	}
	return false
}

// SystemActor acts for background work in one organization, under a name the audit log shows.
func SystemActor(organization ID, name string) Actor {
	return Actor{Audience: System, PersonID: systemPerson, Name: name, Subject: "system:" + name, OrganizationID: organization, Locale: "zh-CN"}
}

// systemPerson stands for the program itself wherever a person's id is recorded.
var systemPerson = ID{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xbf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// OwnCustomersOnly tells whether the actor sees only the customers it is the salesperson of: sales staff without another role.
func (a Actor) OwnCustomersOnly() bool {
	if a.Audience != Backoffice || len(a.Roles) == 0 {
		return false
	}
	for _, role := range a.Roles {
		if role != Sales {
			return false
		}
	}
	return true
}
