// Package portal is what customers use: their statements, the answers to them, disputes and documents. It turns requests into the
// domain's commands and the domain's answers into this audience's JSON; it decides nothing.
package portal

import (
	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// Register adds the portal's operations to the server.
func Register(server *web.Server, books *books.Books) {
	api := server.API(ledger.Portal)
	home(api, books)
	statements(api, books)
	disputes(api, books)
	wire.Preferences(api, books.Notices)
	documents(api, books)
	wire.OpenProofs(api, books)
	matchings(api, books)
	tokens(api, books)
	colleagues(api, books)
	reviews(api, books)
	elsewhere(api, books)
	standings(api, books)
	account(api, books)
	receivables(api, books)
	fields(api, books)
	payments(api, books)
	transfers(api, books)
	finalizations(api, books)
	bundles(api, books)
}

// byID is the input of an operation on one object.
type byID struct {
	ID ledger.ID `path:"id"`
}
