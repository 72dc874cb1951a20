package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/payment"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listRefunds struct {
	web.Paging
	View string `query:"view" enum:"waiting,to_decide," default:""`
}

type proposeRefund struct {
	Body struct {
		PaymentID ledger.ID  `json:"payment_id,omitzero"`
		EventID   ledger.ID  `json:"event_id,omitzero" doc:"Of money that fits no payment; it goes back whole"`
		Amount    web.Amount `json:"amount,omitempty" doc:"Left out: all that is left"`
		Reason    string     `json:"reason" minLength:"1" maxLength:"400"`
	}
}

type decideRefund struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version"`
		Approve    bool   `json:"approve"`
		Note       string `json:"note,omitempty" maxLength:"400" doc:"Needed to decline"`
	}
}

type withdrawRefund struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int `json:"row_version"`
	}
}

type readClearing struct {
	From calendar.Date `query:"from" required:"false"`
	To   calendar.Date `query:"to" required:"false"`
}

type recordPayout struct {
	Body struct {
		Provider  string        `json:"provider" enum:"sandbox,stripe,alipay,wechat"`
		Reference string        `json:"reference" minLength:"1" maxLength:"100"`
		Currency  string        `json:"currency" maxLength:"3"`
		Amount    web.Amount    `json:"amount"`
		PaidOn    calendar.Date `json:"paid_on,omitzero" doc:"Left out: today"`
	}
}

type begun struct {
	ID ledger.ID `json:"id"`
}

// refunds: money that goes back, what payers dispute, and what providers pay out.
func refunds(api *web.API, books *books.Books) {
	payouts(api, books)
	refusals(api, books)
	web.Get(api, "/payment-refunds", ledger.SeeBank, "List refunds of online payments, the newest first", func(ctx context.Context, actor ledger.Actor, in *listRefunds) (web.Page[refundView], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[refundView]{}, err
		}
		found, err := books.Payments.Refunds(ctx, actor, in.View, after, in.Limit+1)
		if err != nil {
			return web.Page[refundView]{}, err
		}
		return web.Cut(found, in.Limit, func(r payment.Refund) ledger.ID { return r.ID }, func(r payment.Refund) refundView { return wordRefund(r, actor) })
	})
	web.Post(api, "/payment-refunds", ledger.PostDocuments, "Ask a second person to let money go back", func(ctx context.Context, actor ledger.Actor, in *proposeRefund) (begun, error) {
		cmd := payment.NewRefund{PaymentID: in.Body.PaymentID, EventID: in.Body.EventID, Reason: in.Body.Reason}
		if in.Body.Amount != "" {
			amount, err := wire.ReadBound("amount", string(in.Body.Amount))
			if err != nil {
				return begun{}, err
			}
			if !amount.Decimal.IsPositive() {
				return begun{}, ledger.E("validation_failed").At("amount", "must_be_positive")
			}
			cmd.Amount = amount.Decimal
		}
		id, err := books.Payments.ProposeRefund(ctx, actor, cmd)
		return begun{id}, err
	}, web.Created())
	web.Post(api, "/payment-refunds/{id}/decision", ledger.ApproveDocuments, "Let money go back, or decline", func(ctx context.Context, actor ledger.Actor, in *decideRefund) (web.Nothing, error) {
		return web.Nothing{}, books.Payments.DecideRefund(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Approve, in.Body.Note)
	})
	web.Post(api, "/payment-refunds/{id}/withdrawal", ledger.PostDocuments, "Take one's own request of a refund back", func(ctx context.Context, actor ledger.Actor, in *withdrawRefund) (web.Nothing, error) {
		return web.Nothing{}, books.Payments.WithdrawRefund(ctx, actor, in.ID, in.Body.RowVersion)
	})
	web.Post(api, "/chargebacks/{id}/answer", ledger.PostDocuments, "Note how a chargeback was answered at the provider", func(ctx context.Context, actor ledger.Actor, in *asideTold) (web.Nothing, error) {
		return web.Nothing{}, books.Payments.AnswerChargeback(ctx, actor, in.ID, in.Body.Note)
	})
	web.Get(api, "/provider-clearing", ledger.SeeBank, "Read the providers' clearing account day by day", func(ctx context.Context, actor ledger.Actor, in *readClearing) (clearingView, error) {
		found, err := books.Payments.Clearing(ctx, actor, in.From, in.To)
		return wordProviderClearing(found, actor), err
	}, web.Within(agingDeadline))
	web.Post(api, "/provider-payouts", ledger.PostDocuments, "Book what a provider paid out to the bank", func(ctx context.Context, actor ledger.Actor, in *recordPayout) (begun, error) {
		amount, err := wire.ReadBound("amount", string(in.Body.Amount))
		if err != nil {
			return begun{}, err
		}
		id, err := books.Payments.RecordPayout(ctx, actor, payment.Payout{Provider: in.Body.Provider, Reference: in.Body.Reference, Currency: money.Currency(in.Body.Currency), Amount: amount.Decimal, On: in.Body.PaidOn})
		return begun{id}, err
	}, web.Created())
}

func wordRefund(r payment.Refund, actor ledger.Actor) refundView {
	out := refundView{ID: r.ID, Reference: r.Reference, Provider: r.Provider, Currency: r.Currency, Amount: wire.Amount(r.Amount, r.Currency), Reason: r.Reason, State: string(r.State), Fault: r.Fault,
		ProviderRef: r.ProviderRef, ProposedBy: r.Proposer, CreatedAt: r.CreatedAt, DecidedBy: r.Decider, DecidedAt: r.DecidedAt, Note: r.Note, EndedAt: r.EndedAt, RowVersion: r.RowVersion}
	if !r.CustomerID.IsZero() {
		out.Customer = &wire.Party{ID: r.CustomerID, Code: r.CustomerCode, Name: r.CustomerName}
	}
	if !r.PaymentID.IsZero() {
		out.Payment = &r.PaymentID
	}
	if !r.DocumentID.IsZero() {
		out.Document = &wire.Reference{ID: r.DocumentID, DocumentNo: r.DocumentNo}
	}
	decide, withdraw := allowedTo(actor, ledger.ApproveDocuments), allowedTo(actor, ledger.PostDocuments)
	switch {
	case r.State != payment.RefundProposed:
		no := web.Action{Why: ledger.E("state_forbids").With("state", string(r.State)).Message(actor.Locale)}
		decide, withdraw = no, no
	default:
		if decide.Allowed && actor.SamePerson(r.ProposedBy, r.CreatedAt) {
			decide = web.Action{Why: ledger.E("four_eyes").Message(actor.Locale)}
		}
		if r.ProposedBy != actor.PersonID {
			withdraw = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
	}
	out.Actions = map[string]web.Action{"decide": decide, "withdraw": withdraw}
	return out
}

func wordChargeback(c payment.Chargeback, actor ledger.Actor) chargebackView {
	out := chargebackView{ID: c.ID, ProviderRef: c.ProviderRef, Currency: c.Currency, Amount: wire.Amount(c.Amount, c.Currency), Reason: c.Reason, State: c.State,
		Document: wire.Reference{ID: c.DocumentID, DocumentNo: c.DocumentNo}, OpenedAt: c.OpenedAt, EndedAt: c.EndedAt, AnsweredAt: c.AnsweredAt, AnsweredBy: c.AnsweredBy, Note: c.Note}
	if c.Fee.Valid {
		fee := wire.Amount(c.Fee.Decimal, c.Currency)
		out.Fee = &fee
	}
	if !c.ReceiptID.IsZero() {
		out.Receipt = &wire.Reference{ID: c.ReceiptID, DocumentNo: c.ReceiptNo}
	}
	answer := allowedTo(actor, ledger.PostDocuments)
	if answer.Allowed && c.State != "open" {
		answer = web.Action{Why: ledger.E("state_forbids").With("state", c.State).Message(actor.Locale)}
	}
	out.Actions = map[string]web.Action{"answer": answer}
	return out
}

func wordProviderClearing(c payment.Clearing, actor ledger.Actor) clearingView {
	out := clearingView{From: c.From, To: c.To, Days: []clearingDay{}, Accounts: []clearingAccount{}, Strays: []clearingStray{}, Actions: map[string]web.Action{"pay_out": allowedTo(actor, ledger.PostDocuments)}}
	for _, d := range c.Days {
		out.Days = append(out.Days, clearingDay{d.On, d.Provider, d.Currency, wire.Amount(d.Received, d.Currency), wire.Amount(d.Fees, d.Currency), wire.Amount(d.Refunds, d.Currency),
			wire.Amount(d.Chargebacks, d.Currency), wire.Amount(d.PaidOut, d.Currency), wire.Amount(d.Balance, d.Currency), wire.Amount(d.Waiting, d.Currency), d.Balance.IsZero() && d.Waiting.IsZero()})
	}
	for _, a := range c.Accounts {
		out.Accounts = append(out.Accounts, clearingAccount{a.Currency, wire.Amount(a.Balance, a.Currency), wire.Amount(a.Held, a.Currency), wire.Amount(a.Difference, a.Currency),
			wire.Amount(a.Waiting, a.Currency), a.Difference.IsZero() && a.Waiting.IsZero()})
	}
	for _, s := range c.Strays {
		row := clearingStray{On: s.On, Customer: s.Customer, Currency: s.Currency, Amount: wire.Amount(s.Amount, s.Currency)}
		if !s.DocumentID.IsZero() {
			row.Document = &wire.Reference{ID: s.DocumentID, DocumentNo: s.DocumentNo}
		}
		out.Strays = append(out.Strays, row)
	}
	return out
}
