package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// payerFlag is a receipt that somebody else than the customer paid.
type payerFlag struct {
	DocumentID   ledger.ID             `json:"document_id"`
	DocumentNo   string                `json:"document_no"`
	Currency     string                `json:"currency"`
	Amount       web.Amount            `json:"amount"`
	Customer     receiptOwner          `json:"customer"`
	LineID       ledger.ID             `json:"line_id"`
	BookedOn     calendar.Date         `json:"booked_on"`
	Payer        string                `json:"payer" doc:"As the bank wrote it"`
	PayerAccount string                `json:"payer_account"`
	KnownFor     *receiptOwner         `json:"known_for,omitempty" doc:"The customer that the payer is, or is known to pay for, instead"`
	State        string                `json:"state" enum:"held,released,reversed"`
	MadeBy       string                `json:"made_by" doc:"Who attributed the money"`
	MadeAt       time.Time             `json:"made_at"`
	ReleasedBy   string                `json:"released_by,omitempty"`
	ReleasedAt   *time.Time            `json:"released_at,omitempty"`
	Reason       string                `json:"reason,omitempty"`
	Actions      map[string]web.Action `json:"actions"`
}

type listPayerFlags struct {
	web.Paging
	State      string    `query:"state" enum:"held,released,reversed" required:"false"`
	DocumentID ledger.ID `query:"document_id" required:"false" doc:"Of this receipt"`
	Q          string    `query:"q" maxLength:"80" doc:"In the payer, its account, the customer and the receipt's number"`
}

type releasePayerFlag struct {
	ID   ledger.ID `path:"id" doc:"The receipt"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

// payerFlags: receipts whose payer is not the customer, and their release by another person.
func payerFlags(api *web.API, books *books.Books) {
	web.Get(api, "/bank/payer-flags", ledger.SeeBank, "List receipts that somebody else than the customer paid, the newest first", func(ctx context.Context, actor ledger.Actor, in *listPayerFlags) (web.Page[payerFlag], error) {
		page := web.Page[payerFlag]{Items: []payerFlag{}}
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return page, err
		}
		found, err := books.Bank.Flags(ctx, actor, bank.FlagFilter{State: bank.FlagState(in.State), DocumentID: in.DocumentID, Text: in.Q, After: after, Limit: in.Limit + 1})
		if err != nil {
			return page, err
		}
		for i, f := range found {
			if i == in.Limit {
				page.NextCursor, err = web.Cursor(found[i-1].DocumentID)
				return page, err
			}
			page.Items = append(page.Items, wordPayerFlag(f, actor))
		}
		return page, nil
	})
	web.Post(api, "/bank/payer-flags/{id}/release", ledger.ApproveDocuments, "Say that a receipt may be the customer's although somebody else paid it", func(ctx context.Context, actor ledger.Actor, in *releasePayerFlag) (payerFlag, error) {
		found, err := books.Bank.ReleaseFlag(ctx, actor, in.ID, in.Body.Reason)
		return wordPayerFlag(found, actor), err
	})
}

func wordPayerFlag(f bank.Flag, actor ledger.Actor) payerFlag {
	out := payerFlag{DocumentID: f.DocumentID, DocumentNo: f.DocumentNo, Currency: f.Currency, Amount: wire.Amount(f.Amount, f.Currency), Customer: receiptOwner{f.CustomerID, f.CustomerCode, f.CustomerName},
		LineID: f.LineID, BookedOn: f.BookedOn, Payer: f.Payer, PayerAccount: f.PayerAccount, State: string(f.State), MadeBy: f.MadeByName, MadeAt: f.MadeAt, ReleasedBy: f.ReleasedBy,
		ReleasedAt: f.ReleasedAt, Reason: f.Reason, Actions: map[string]web.Action{}}
	if !f.KnownForID.IsZero() {
		out.KnownFor = &receiptOwner{f.KnownForID, f.KnownForCode, f.KnownForName}
	}
	release := web.Action{Allowed: true}
	if err := f.MayRelease(actor); err != nil {
		release = web.Action{Why: ledger.AsError(err).Message(actor.Locale)}
	}
	out.Actions["release"] = release
	return out
}
