// Package backoffice is what staff use: customers, statement runs, disputes, documents, reports and imports. It turns requests
// into the domain's commands and the domain's answers into this audience's JSON; it decides nothing.
package backoffice

import (
	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
)

// Register adds the back office's operations to the server.
func Register(server *web.Server, books *books.Books) {
	api := server.API(ledger.Backoffice)
	dashboard(api, books)
	worklists(api, books)
	inboxes(api, books)
	notes(api, books)
	customers(api, books)
	runs(api, books)
	matchings(api, books)
	statements(api, books)
	links(api, books)
	disputes(api, books)
	disputeEvidence(api, books)
	disputePolicies(api, books)
	issues(api, books)
	documents(api, books)
	drafts(api, books)
	approvals(api, books)
	notesReceived(api, books)
	postingRules(api, books)
	rates(api, books)
	receivables(api, books)
	settlements(api, books)
	workbench(api, books)
	made(api, books)
	settlingPolicies(api, books)
	clearings(api, books)
	agings(api, books)
	reports(api, books)
	reportFiles(api, books)
	imports(api, books)
	notices(api, books)
	channels(api, books)
	mailTemplates(api, books)
	tokens(api, books)
	periods(api, books)
	groups(api, books)
	alike(api, books)
	profiles(api, books)
	masterData(api, books)
	people(api, books)
	programs(api, books)
	organization(api, books)
	settings(api, books)
	progressBoard(api, books)
	evidences(api, books)
	archives(api, books)
	anchors(api, books)
	retention(api, books)
	personalData(api, books)
	histories(api, books)
	auditLog(api, books)
	roleMatrix(api)
	staffDesk(api, books)
	standIns(api, books)
	backlogs(api, books)
	controls(api, books)
	bankDesk(api, books)
	proofs(api, books)
	knownPayers(api, books)
	payerFlags(api, books)
	reportViews(api, books)
	fields(api, books)
	finalizations(api, books)
	dimensions(api, books)
	onlinePayments(api, books)
	refunds(api, books)
}

// bankDesk is what comes in on the bank, and what was meant by it.
func bankDesk(api *web.API, books *books.Books) {
	bankAccountsAPI(api, books)
	bankFilesAPI(api, books)
	bankLinesAPI(api, books)
	receipts(api, books)
	slips(api, books)
}

// byID is the input of an operation on one object.
type byID struct {
	ID ledger.ID `path:"id"`
}
