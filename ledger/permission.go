package ledger

import (
	"maps"
	"slices"
)

// Permission is one thing a role may do. The table below is the only place that says so: the domain asks it before every
// act, and the pages and the route matrix test read it.
type Permission string

// The permissions, by noun.
const (
	SeeStatements     Permission = "see_statements"
	SeeDocuments      Permission = "see_documents"
	ConfirmStatements Permission = "confirm_statements"
	DisputeLines      Permission = "dispute_lines"
	SeeCustomers      Permission = "see_customers"
	ManageCustomers   Permission = "manage_customers"
	MakeStatements    Permission = "make_statements"
	AnswerDisputes    Permission = "answer_disputes"
	ProposeResolution Permission = "propose_resolution"
	PostDocuments     Permission = "post_documents"
	ApproveDocuments  Permission = "approve_documents"
	Allocate          Permission = "allocate"
	Import            Permission = "import"
	SeeReports        Permission = "see_reports"
	ClosePeriods      Permission = "close_periods"
	ManagePeople      Permission = "manage_people"
	ManageTokens      Permission = "manage_tokens"
	ManageColleagues  Permission = "manage_colleagues"
	ChangePayee       Permission = "change_payee"
	CheckAnswers      Permission = "check_answers"
	ManageChannels    Permission = "manage_channels"
	ManageJobs        Permission = "manage_jobs"
	ExportEvidence    Permission = "export_evidence"
	SeeAudit          Permission = "see_audit"
	ExportAudit       Permission = "export_audit"
	CheckDrafts       Permission = "check_drafts"
	SeeBank           Permission = "see_bank"
	ManageFields      Permission = "manage_fields"
	ReceiveEvents     Permission = "receive_events"
	DeclareGroups     Permission = "declare_groups"
	Pay               Permission = "pay"
	Finalize          Permission = "finalize"
	SignStatements    Permission = "sign_statements"
	Countersign       Permission = "countersign"
	ManageSigning     Permission = "manage_signing"
	ManageRetention   Permission = "manage_retention"
	Pseudonymise      Permission = "pseudonymise"
)

var permissions = map[Role][]Permission{
	Viewer:            {SeeStatements, SeeDocuments},
	Confirmer:         {SeeStatements, SeeDocuments, ConfirmStatements, DisputeLines, CheckAnswers},
	Payer:             {SeeStatements, SeeDocuments, Pay},
	Signer:            {SeeStatements, SeeDocuments, Countersign},
	CustomerAdmin:     {SeeStatements, SeeDocuments, ManageColleagues, ManageTokens},
	Sales:             {SeeStatements, SeeDocuments, SeeCustomers, AnswerDisputes, ProposeResolution, SeeReports, CheckDrafts},
	CreditManager:     {SeeStatements, SeeDocuments, SeeCustomers, SeeReports, CheckDrafts},
	ARAccountant:      {SeeStatements, SeeDocuments, SeeCustomers, ManageCustomers, MakeStatements, AnswerDisputes, ProposeResolution, PostDocuments, Allocate, Import, SeeReports, CheckDrafts, ExportEvidence, SeeBank, Finalize},
	FinanceSupervisor: {SeeStatements, SeeDocuments, SeeCustomers, ManageCustomers, MakeStatements, AnswerDisputes, ProposeResolution, PostDocuments, ApproveDocuments, Allocate, Import, SeeReports, ClosePeriods, ChangePayee, ManageChannels, SeeAudit, ExportAudit, CheckDrafts, ExportEvidence, SeeBank, ManageFields, DeclareGroups, Finalize, SignStatements, ManageSigning, ManageRetention, Pseudonymise},
	Management:        {SeeStatements, SeeDocuments, SeeCustomers, SeeReports, SeeAudit, ExportAudit, CheckDrafts, SeeBank},
	Auditor:           {SeeStatements, SeeDocuments, SeeCustomers, SeeReports, SeeAudit, ExportAudit, ExportEvidence, SeeBank},
	Administrator:     {SeeCustomers, ManagePeople, ManageTokens, ReceiveEvents, ChangePayee, ManageChannels, ManageJobs, SeeAudit, ManageFields, Pseudonymise},
	Interface:         {SeeStatements, SeeDocuments, SeeCustomers, SeeReports, Import, ReceiveEvents},
}

// May tells whether one of the actor's roles carries the permission. Background work may do everything.
func (a Actor) May(permission Permission) bool {
	if a.Audience == System {
		return true
	}
	return a.covered(permission) && a.holds(permission)
}

// holds tells whether one of the roles carries the permission, with or without a token's scopes.
func (a Actor) holds(permission Permission) bool {
	for _, role := range a.Roles {
		for _, held := range permissions[role] {
			if held == permission {
				return true
			}
		}
	}
	return false
}

// RequireFresh refuses, with step_up_required, an act that asks for a fresh sign-in: one that changes what somebody may do, or where money goes.
// The command line and background work have no sign-in to repeat.
func (a Actor) RequireFresh() error {
	if a.Fresh || a.PersonID == systemPerson {
		return nil
	}
	return E("step_up_required")
}

// Require is May as an error: Forbidden, naming what is missing: the permission, or the scope of a token. Whoever came by a link
// and has not proved the address may only look: link_code_required.
func (a Actor) Require(permission Permission) error {
	switch {
	case a.May(permission) && !a.LinkID.IsZero() && !a.Verified && permission != SeeStatements && permission != SeeDocuments:
		return E("link_code_required")
	case a.May(permission):
		return nil
	case a.holds(permission), a.Token != "" && a.Audience == Backoffice: // the organization's own program holds all that any scope names
		return a.uncovered(permission)
	}
	return E("not_permitted").With("permission", string(permission))
}

// Grant is one permission with the roles that carry it.
type Grant struct {
	Permission Permission
	Roles      []Role
}

// StaffRoles are the roles of the seller's side, ContactRoles those of the customer's, each in the order in which they are shown.
var (
	StaffRoles   = []Role{Sales, CreditManager, ARAccountant, FinanceSupervisor, Management, Auditor, Administrator}
	ContactRoles = []Role{Viewer, Confirmer, Payer, Signer, CustomerAdmin}
)

// Grants is the table that May asks, by permission in alphabetical order: what a page about roles shows.
func Grants() []Grant {
	carried := map[Permission][]Role{}
	for _, role := range slices.Concat(StaffRoles, ContactRoles) {
		for _, permission := range permissions[role] {
			carried[permission] = append(carried[permission], role)
		}
	}
	var out []Grant
	for _, permission := range slices.Sorted(maps.Keys(carried)) {
		out = append(out, Grant{permission, carried[permission]})
	}
	return out
}
