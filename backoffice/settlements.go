package backoffice

import (
	"context"
	"time"

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
	CustomerID ledger.ID     `query:"customer_id" required:"true"`
	Side       string        `query:"side" enum:"debit,credit" required:"false"`
	Currency   string        `query:"currency" maxLength:"3" required:"false"`
	Group      calendar.Date `query:"group" required:"false" doc:"A day: also the items of the other companies of the customer's group that was declared for it"`
}

type openItem struct {
	ID       ledger.ID      `json:"id"`
	Customer *wire.Named    `json:"customer,omitempty" doc:"Where it is another company of the customer's group"`
	Document wire.Reference `json:"document"`
	Kind     string         `json:"kind"`
	Side     string         `json:"side"`
	Currency string         `json:"currency"`
	DueDate  calendar.Date  `json:"due_date"`
	Original web.Amount     `json:"original"`
	Open     web.Amount     `json:"open"`

	PostingDate calendar.Date `json:"posting_date"`
	Reason      string        `json:"reason,omitempty" doc:"Of an adjustment"`
	OrderNo     string        `json:"order_no,omitempty"`
	InvoiceNo   string        `json:"invoice_no,omitempty"`
	Description string        `json:"description,omitempty"`
	Disputed    bool          `json:"disputed,omitempty"`
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
		EffectiveDate calendar.Date `json:"effective_date,omitzero" doc:"Left out, the settlement is removed as of its own date where that is allowed, else reversed today"`
		Reason        string        `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

type against struct {
	Body struct {
		ItemID   ledger.ID     `json:"item_id"`
		Amount   web.Amount    `json:"amount,omitempty"`
		On       calendar.Date `json:"on"`
		Method   string        `json:"method,omitempty" enum:"bank,cash,provider"`
		Reason   string        `json:"reason" minLength:"1" maxLength:"2000"`
		ReturnNo string        `json:"return_no,omitempty" maxLength:"120" doc:"Needed to pay a credit note back"`
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

// settlementMade is what became of it: a settlement, or a proposal that waits for a second person, and why.
type settlementMade struct {
	SettlementID *ledger.ID `json:"settlement_id,omitempty"`
	ProposalID   *ledger.ID `json:"proposal_id,omitempty"`
	Cases        []string   `json:"cases" doc:"Why it waits: back_dated, disputed, other_person, ungranted"`
}

type proposalPair struct {
	DebitItem   ledger.ID `json:"debit_item"`
	CreditItem  ledger.ID `json:"credit_item"`
	DebitAmount string    `json:"debit_amount"`
}

// settlementProposal is a special settlement by hand that waits, or what became of it.
type settlementProposal struct {
	ID            ledger.ID             `json:"id"`
	Act           string                `json:"act" enum:"allocate,undo"`
	Customer      wire.Party            `json:"customer"`
	EffectiveDate calendar.Date         `json:"effective_date"`
	Reason        string                `json:"reason"`
	Cases         []string              `json:"cases"`
	Pairs         []proposalPair        `json:"pairs"`
	Undoes        *ledger.ID            `json:"undoes,omitempty"`
	State         string                `json:"state" enum:"waiting,posted,declined,withdrawn"`
	SettlementID  *ledger.ID            `json:"settlement_id,omitempty"`
	ProposedBy    string                `json:"proposed_by"`
	DecideReason  string                `json:"decide_reason,omitempty"`
	CreatedAt     time.Time             `json:"created_at"`
	RowVersion    int                   `json:"row_version"`
	Actions       map[string]web.Action `json:"actions"`
}

type listProposals struct {
	web.Paging
	State string `query:"state" enum:"to_decide,waiting,posted,declined,withdrawn" required:"false"`
}

func settlements(api *web.API, books *books.Books) {
	web.Get(api, "/open-items", ledger.Allocate, "List a customer's open items", func(ctx context.Context, actor ledger.Actor, in *listItems) (web.Page[openItem], error) {
		items, err := books.Allocations.OpenWithGroup(ctx, actor, in.CustomerID, in.Group, in.Side, in.Currency)
		page := web.Page[openItem]{Items: []openItem{}}
		for _, i := range items {
			var other *wire.Named
			if i.CustomerID != in.CustomerID {
				other = &wire.Named{ID: i.CustomerID, Name: i.Customer}
			}
			page.Items = append(page.Items, openItem{i.ID, other, wire.Reference{ID: i.DocumentID, DocumentNo: i.DocumentNo}, i.Kind, i.Side, i.Currency, i.Due, wire.Amount(i.Original, i.Currency), wire.Amount(i.Open, i.Currency),
				i.Posted, i.Reason, i.OrderNo, i.InvoiceNo, i.Description, i.Disputed})
		}
		return page, err
	})
	web.Post(api, "/allocations", ledger.Allocate, "Settle debits with credits, all or none; a special case is proposed to a second person", func(ctx context.Context, actor ledger.Actor, in *allocate) (settlementMade, error) {
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
		done, err := books.Allocations.SettleByHand(ctx, actor, cmd)
		return wordDone(done), err
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
	web.Post(api, "/settlements/{id}/reversal", ledger.Allocate, "Undo a settlement by a dated reversal; a special case is proposed to a second person", func(ctx context.Context, actor ledger.Actor, in *undo) (settlementMade, error) {
		done, err := books.Allocations.UndoByHand(ctx, actor, in.ID, in.Body.EffectiveDate, in.Body.Reason)
		return wordDone(done), err
	})
	proposals(api, books)
	follow := func(act func(context.Context, ledger.Actor, allocation.AgainstCommand) (document.Posted, error)) web.Handler[against, posted] {
		return func(ctx context.Context, actor ledger.Actor, in *against) (posted, error) {
			amount, err := readPlain("amount", in.Body.Amount)
			if err != nil {
				return posted{}, err
			}
			p, err := act(ctx, actor, allocation.AgainstCommand{ItemID: in.Body.ItemID, Amount: amount, On: in.Body.On, Method: in.Body.Method, Reason: in.Body.Reason, ReturnNo: in.Body.ReturnNo})
			return posted{ID: p.ID, DocumentNo: p.DocumentNo}, err
		}
	}
	web.Post(api, "/refunds", ledger.PostDocuments, "Pay a credit back", follow(books.Allocations.Refund), web.Created())
	web.Post(api, "/clean-ups", ledger.PostDocuments, "Write a small balance off", follow(books.Allocations.CleanUp), web.Created())
}

// proposals are settlements by hand that wait for the finance supervisor.
func proposals(api *web.API, books *books.Books) {
	web.Get(api, "/settlement-proposals", ledger.Allocate, "List settlements that wait for a second person, and what became of them", func(ctx context.Context, actor ledger.Actor, in *listProposals) (web.Page[settlementProposal], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[settlementProposal]{}, err
		}
		rows, err := books.Allocations.Proposals(ctx, actor, allocation.ProposalState(in.State), after, in.Limit+1)
		if err != nil {
			return web.Page[settlementProposal]{}, err
		}
		return web.Cut(rows, in.Limit, func(p allocation.Proposal) ledger.ID { return p.ID }, func(p allocation.Proposal) settlementProposal { return wordProposal(p, actor) })
	})
	web.Post(api, "/settlement-proposals/{id}/decision", ledger.ApproveDocuments, "Approve, which settles, or decline a proposal", func(ctx context.Context, actor ledger.Actor, in *decideDraft) (settlementMade, error) {
		done, err := books.Allocations.Decide(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Approve, in.Body.Reason)
		return wordDone(done), err
	})
	web.Post(api, "/settlement-proposals/{id}/withdrawal", ledger.Allocate, "Take one's own proposal back", func(ctx context.Context, actor ledger.Actor, in *moveDraft) (web.Nothing, error) {
		return web.Nothing{}, books.Allocations.Withdraw(ctx, actor, in.ID, in.Body.RowVersion)
	})
}

func wordDone(d allocation.Done) settlementMade {
	out := settlementMade{Cases: []string{}}
	if !d.Settlement.IsZero() {
		out.SettlementID = &d.Settlement
	}
	if !d.Proposal.IsZero() {
		out.ProposalID = &d.Proposal
	}
	for _, c := range d.Cases {
		out.Cases = append(out.Cases, string(c))
	}
	return out
}

func wordProposal(p allocation.Proposal, actor ledger.Actor) settlementProposal {
	out := settlementProposal{ID: p.ID, Act: p.Act, Customer: wire.Party{ID: p.CustomerID, Code: p.CustomerCode, Name: p.CustomerName}, EffectiveDate: p.On, Reason: p.Reason,
		Cases: p.Cases, Pairs: []proposalPair{}, State: string(p.State), ProposedBy: p.ProposedByName, DecideReason: p.DecideReason, CreatedAt: p.CreatedAt, RowVersion: p.RowVersion}
	if pairs, err := p.Pairs(); err == nil {
		for _, pair := range pairs {
			out.Pairs = append(out.Pairs, proposalPair{pair.DebitItem, pair.CreditItem, pair.DebitAmount.String()})
		}
	}
	if !p.Undoes.IsZero() {
		out.Undoes = &p.Undoes
	}
	if !p.Settlement.IsZero() {
		out.SettlementID = &p.Settlement
	}
	rule := func(allowed bool, code string) web.Action {
		switch {
		case p.State != allocation.Waiting:
			return web.Action{Why: ledger.E("state_forbids").With("state", string(p.State)).Message(actor.Locale)}
		case !allowed:
			return web.Action{Why: ledger.E(code).Message(actor.Locale)}
		}
		return web.Action{Allowed: true}
	}
	own := p.ProposedBy == actor.PersonID
	out.Actions = map[string]web.Action{"decide": rule(!actor.SamePerson(p.ProposedBy, p.CreatedAt), "four_eyes"), "withdraw": rule(own, "not_permitted")}
	if !actor.May(ledger.ApproveDocuments) {
		out.Actions["decide"] = rule(false, "not_permitted")
	}
	return out
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
