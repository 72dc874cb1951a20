package backoffice

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/money"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listItems struct {
	CustomerID ledger.ID `query:"customer_id" required:"true"`
	Side       string    `query:"side" enum:"debit,credit" required:"false"`
	Currency   string    `query:"currency" maxLength:"3" required:"false"`
}

type openItem struct {
	ID       ledger.ID      `json:"id"`
	Document wire.Reference `json:"document"`
	Kind     string         `json:"kind"`
	Side     string         `json:"side"`
	Currency string         `json:"currency"`
	DueDate  calendar.Date  `json:"due_date"`
	Original web.Amount     `json:"original"`
	Open     web.Amount     `json:"open"`
}

// Pair takes an amount off a debit item and a credit item; credit_amount is needed only when the currencies differ.
type Pair struct {
	DebitItem    ledger.ID  `json:"debit_item"`
	CreditItem   ledger.ID  `json:"credit_item"`
	DebitAmount  web.Amount `json:"debit_amount"`
	CreditAmount web.Amount `json:"credit_amount,omitempty"`
}

type allocate struct {
	Body struct {
		CustomerID    ledger.ID     `json:"customer_id"`
		EffectiveDate calendar.Date `json:"effective_date"`
		Reason        string        `json:"reason,omitempty" maxLength:"2000"`
		Pairs         []Pair        `json:"pairs" minItems:"1" maxItems:"10000"`
	}
}

type undo struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		EffectiveDate calendar.Date `json:"effective_date"`
		Reason        string        `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

type against struct {
	Body struct {
		ItemID ledger.ID     `json:"item_id"`
		Amount web.Amount    `json:"amount,omitempty"`
		On     calendar.Date `json:"on"`
		Method string        `json:"method,omitempty" enum:"bank,cash,provider"`
		Reason string        `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

type receiveMoney struct {
	Body struct {
		Document  NewDocument `json:"document"`
		Documents []ledger.ID `json:"documents,omitempty" maxItems:"10000" doc:"Settled in this order; empty: the receivables of the document's order"`
	}
}

type received struct {
	ID           ledger.ID  `json:"id"`
	DocumentNo   string     `json:"document_no"`
	Known        bool       `json:"known"`
	SettlementID *ledger.ID `json:"settlement_id,omitempty"`
}

type settlementMade struct {
	SettlementID ledger.ID `json:"settlement_id"`
}

func settlements(api *web.API, books *books.Books) {
	web.Get(api, "/open-items", ledger.Allocate, "List a customer's open items", func(ctx context.Context, actor ledger.Actor, in *listItems) (web.Page[openItem], error) {
		items, err := books.Allocations.Open(ctx, actor, in.CustomerID, in.Side, in.Currency)
		page := web.Page[openItem]{Items: []openItem{}}
		for _, i := range items {
			page.Items = append(page.Items, openItem{i.ID, wire.Reference{ID: i.DocumentID, DocumentNo: i.DocumentNo}, i.Kind, i.Side, i.Currency, i.Due, wire.Amount(i.Original, i.Currency), wire.Amount(i.Open, i.Currency)})
		}
		return page, err
	})
	web.Post(api, "/allocations", ledger.Allocate, "Settle debits with credits, all or none", func(ctx context.Context, actor ledger.Actor, in *allocate) (settlementMade, error) {
		cmd := allocation.Command{CustomerID: in.Body.CustomerID, EffectiveDate: in.Body.EffectiveDate, Mode: allocation.Manual, Reason: in.Body.Reason}
		for _, p := range in.Body.Pairs {
			debit, err := readPlain("pairs.debit_amount", p.DebitAmount)
			if err != nil {
				return settlementMade{}, err
			}
			credit, err := readPlain("pairs.credit_amount", p.CreditAmount)
			if err != nil {
				return settlementMade{}, err
			}
			cmd.Pairs = append(cmd.Pairs, allocation.Pair{DebitItem: p.DebitItem, CreditItem: p.CreditItem, DebitAmount: debit, CreditAmount: credit})
		}
		id, err := books.Allocations.Allocate(ctx, actor, cmd)
		return settlementMade{id}, err
	}, web.Created())
	web.Post(api, "/receipts", ledger.PostDocuments, "Post money in and settle what it names at once", func(ctx context.Context, actor ledger.Actor, in *receiveMoney) (received, error) {
		content, err := in.Body.Document.read()
		if err != nil {
			return received{}, err
		}
		done, err := books.Allocations.Receive(ctx, actor, allocation.ReceiveCommand{Document: content, Documents: in.Body.Documents})
		out := received{ID: done.Posted.ID, DocumentNo: done.Posted.DocumentNo, Known: done.Posted.Known}
		if !done.Settlement.IsZero() {
			out.SettlementID = &done.Settlement
		}
		return out, err
	}, web.Created())
	web.Post(api, "/settlements/{id}/reversal", ledger.Allocate, "Undo a settlement by a dated reversal", func(ctx context.Context, actor ledger.Actor, in *undo) (settlementMade, error) {
		id, err := books.Allocations.Undo(ctx, actor, in.ID, in.Body.EffectiveDate, in.Body.Reason)
		return settlementMade{id}, err
	})
	follow := func(act func(context.Context, ledger.Actor, allocation.AgainstCommand) (document.Posted, error)) web.Handler[against, posted] {
		return func(ctx context.Context, actor ledger.Actor, in *against) (posted, error) {
			amount, err := readPlain("amount", in.Body.Amount)
			if err != nil {
				return posted{}, err
			}
			p, err := act(ctx, actor, allocation.AgainstCommand{ItemID: in.Body.ItemID, Amount: amount, On: in.Body.On, Method: in.Body.Method, Reason: in.Body.Reason})
			return posted{ID: p.ID, DocumentNo: p.DocumentNo}, err
		}
	}
	web.Post(api, "/refunds", ledger.PostDocuments, "Pay a credit back", follow(books.Allocations.Refund), web.Created())
	web.Post(api, "/clean-ups", ledger.PostDocuments, "Write a small balance off", follow(books.Allocations.CleanUp), web.Created())
}

// readPlain parses an amount whose currency only the item knows; the domain then holds it to that currency's places. Left out it
// means all there is, so a zero that was written down must not mean the same.
func readPlain(field string, text web.Amount) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Zero, nil
	}
	amount, err := money.ParseQuantity(string(text))
	if err != nil {
		return amount, ledger.E("validation_failed").At(field, "not_a_number").Because(err)
	}
	if !amount.IsPositive() {
		return amount, ledger.E("validation_failed").At(field, "must_be_positive")
	}
	return amount, nil
}
