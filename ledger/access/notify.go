package access

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// The kinds of notices.
const (
	CodeAsked   = "access.code" // mail Service.Code(CodeID) to the contact, at once
	LinkRenewed = "access.link" // mail Service.URL(LinkID) to the contact: asked for by its holder, or sent again by staff
)

// Notice asks for a mail to one contact about one statement.
type Notice struct {
	Kind           string
	OrganizationID ledger.ID
	CustomerID     ledger.ID
	ContactID      ledger.ID
	StatementID    ledger.ID
	LinkID         ledger.ID
	CodeID         ledger.ID // of CodeAsked
}

// Notify puts a notice on record in the transaction that gave the reason for it.
type Notify func(ctx context.Context, tx *store.Tx, notice Notice) error

func toNobody(context.Context, *store.Tx, Notice) error { return nil }
