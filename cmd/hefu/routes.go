package main

import (
	"hefu/backoffice"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/portal"
)

// register adds the routes of both audiences. b is nil when the routes are only described.
func register(server *web.Server, b *books.Books) {
	if b == nil {
		b = &books.Books{}
	}
	portal.Register(server, b)
	backoffice.Register(server, b)
}
