package main

import (
	"hefu/ledger/books"
	"hefu/ledger/web"
)

// register adds the routes of both audiences. b is nil when the routes are only described.
func register(server *web.Server, b *books.Books) {
	_, _ = server, b
}
