package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/payment"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listOnlinePayments struct {
	web.Paging
	View     string    `query:"view" enum:"open,unknown,succeeded,failed,refunded,disputed," default:""`
	Customer ledger.ID `query:"customer_id" required:"false"`
	Q        string    `query:"q" maxLength:"100" doc:"In references, receipts' numbers and customers"`
}

type listTold struct {
	web.Paging
	View string `query:"view" enum:"waiting,money," default:"" doc:"Left out: everything that providers told"`
	Q    string `query:"q" maxLength:"100"`
}

type attributeTold struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		CustomerID ledger.ID `json:"customer_id,omitzero" doc:"Of money for a payment left out: it is that customer's"`
	}
}

type asideTold struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Note string `json:"note" minLength:"1" maxLength:"400"`
	}
}

// onlinePayments: what customers paid through providers, what providers told, and what a person decides about it.
func onlinePayments(api *web.API, books *books.Books) {
	web.Get(api, "/payments", ledger.SeeBank, "List online payments, the newest first", func(ctx context.Context, actor ledger.Actor, in *listOnlinePayments) (web.Page[OnlinePayment], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[OnlinePayment]{}, err
		}
		found, err := books.Payments.List(ctx, actor, payment.Filter{CustomerID: in.Customer, View: in.View, Query: in.Q, After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[OnlinePayment]{}, err
		}
		return web.Cut(found, in.Limit, func(p payment.Payment) ledger.ID { return p.ID }, wordOnline)
	})
	web.Get(api, "/payments/{id}", ledger.SeeBank, "Read an online payment with its events, entries and refunds", func(ctx context.Context, actor ledger.Actor, in *byID) (onlineWhole, error) {
		found, err := books.Payments.Whole(ctx, actor, in.ID)
		return wordOnlineWhole(found, actor), err
	})
	web.Post(api, "/payments/{id}/question", ledger.PostDocuments, "Ask the provider now how a payment stands", func(ctx context.Context, actor ledger.Actor, in *byID) (onlineWhole, error) {
		if err := books.Payments.AskNow(ctx, actor, in.ID); err != nil {
			return onlineWhole{}, err
		}
		found, err := books.Payments.Whole(ctx, actor, in.ID)
		return wordOnlineWhole(found, actor), err
	}, web.Within(agingDeadline))
	web.Get(api, "/provider-events", ledger.SeeBank, "List what payment providers told, the newest first", func(ctx context.Context, actor ledger.Actor, in *listTold) (web.Page[toldView], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[toldView]{}, err
		}
		found, err := books.Payments.Events(ctx, actor, in.View, in.Q, after, in.Limit+1)
		if err != nil {
			return web.Page[toldView]{}, err
		}
		return web.Cut(found, in.Limit, func(t payment.Told) ledger.ID { return t.ID }, func(t payment.Told) toldView { return wordToldBy(t, actor) })
	})
	web.Post(api, "/provider-events/{id}/attribution", ledger.PostDocuments, "Make the receipt of money that fits no payment", func(ctx context.Context, actor ledger.Actor, in *attributeTold) (posted, error) {
		made, err := books.Payments.Attribute(ctx, actor, in.ID, in.Body.CustomerID)
		return posted{ID: made.ID, DocumentNo: made.DocumentNo}, err
	}, web.Created())
	web.Post(api, "/provider-events/{id}/aside", ledger.PostDocuments, "Note that money which fits no payment is none of ours", func(ctx context.Context, actor ledger.Actor, in *asideTold) (web.Nothing, error) {
		return web.Nothing{}, books.Payments.SetAside(ctx, actor, in.ID, in.Body.Note)
	})
}

// The next step of a payment, for a person who looks at it.
func nextOf(w payment.Payment, events []payment.Told) string {
	for _, t := range events {
		if t.Waits() {
			return "look"
		}
	}
	if w.State == payment.Unknown && w.Reason == "amount_differs" {
		return "look"
	}
	switch w.Refunding {
	case payment.RefundProposed:
		return "approve"
	case payment.RefundSending, payment.RefundUnknown:
		return "provider"
	}
	switch w.Standing() {
	case "created", "pending":
		return "payer"
	case "unknown":
		return "provider"
	case "disputed":
		return "answer"
	case "failed", "cancelled", "expired":
		if w.Reissuable() {
			return "again"
		}
	case "succeeded":
		if w.OnAccount.IsPositive() {
			return "settle"
		}
	}
	return "none"
}

func wordOnline(p payment.Payment) OnlinePayment {
	out := OnlinePayment{Payment: wire.PaymentOf(p), Customer: wire.Party{ID: p.CustomerID, Code: p.CustomerCode, Name: p.CustomerName}, ProviderRef: p.ProviderRef, Next: nextOf(p, nil)}
	out.Address, out.Code = "", "" // the payer's alone
	if p.Fee.Valid {
		fee := wire.Amount(p.Fee.Decimal, p.Currency)
		out.Fee = &fee
	}
	return out
}

func wordOnlineWhole(w payment.Whole, actor ledger.Actor) onlineWhole {
	out := onlineWhole{OnlinePayment: wordOnline(w.Payment), Events: []toldView{}, Postings: []onlinePosting{}, Refunds: []refundView{}, Chargebacks: []chargebackView{}, Left: wire.Amount(w.Left, w.Currency)}
	out.Next = nextOf(w.Payment, w.Events)
	for _, t := range w.Events {
		out.Events = append(out.Events, wordToldBy(t, actor))
	}
	for _, p := range w.Postings {
		line := onlinePosting{Entry: p.EntryID, What: p.What, On: p.On, Account: p.Account, AccountName: p.AccountName, AccountNameEN: p.AccountEN, Currency: p.Currency}
		if !p.DocumentID.IsZero() {
			line.Document = &wire.Reference{ID: p.DocumentID, DocumentNo: p.DocumentNo}
		}
		amount := wire.Amount(p.Amount.Abs(), p.Currency)
		if p.Amount.IsNegative() {
			line.Credit = &amount
		} else {
			line.Debit = &amount
		}
		out.Postings = append(out.Postings, line)
	}
	for _, r := range w.Refunds {
		out.Refunds = append(out.Refunds, wordRefund(r, actor))
	}
	for _, c := range w.Chargebacks {
		out.Chargebacks = append(out.Chargebacks, wordChargeback(c, actor))
	}
	refund := allowedTo(actor, ledger.PostDocuments)
	if refund.Allowed && !w.Left.IsPositive() {
		why := ledger.E("nothing_to_refund")
		if w.State != payment.Succeeded {
			why = ledger.E("state_forbids").With("state", string(w.State))
		}
		refund = web.Action{Why: why.Message(actor.Locale)}
	}
	for _, r := range w.Refunds {
		if r.Waits() && refund.Allowed {
			refund = web.Action{Why: ledger.E("refund_under_way").Message(actor.Locale)}
		}
	}
	ask := allowedTo(actor, ledger.PostDocuments)
	if ask.Allowed && w.State.Ended() {
		ask = web.Action{Why: ledger.E("state_forbids").With("state", string(w.State)).Message(actor.Locale)}
	}
	out.Actions = map[string]web.Action{"refund": refund, "ask": ask}
	return out
}

func wordToldBy(t payment.Told, actor ledger.Actor) toldView {
	out := toldView{ID: t.ID, Provider: t.Provider, Event: t.Event, Kind: t.Kind, Reference: t.Reference, ProviderRef: t.ProviderRef, Currency: t.Currency, Verdict: t.Verdict, Deliveries: t.Deliveries,
		HappenedAt: t.HappenedAt, FirstAt: t.FirstAt, LastAt: t.LastAt, LookedAt: t.LookedAt, LookedBy: t.LookedBy, Note: t.Note, RefundState: t.RefundState, Waits: t.Waits()}
	if t.Amount.Valid {
		amount := wire.Amount(t.Amount.Decimal, t.Currency)
		out.Amount = &amount
	}
	if !t.PaymentID.IsZero() {
		out.Payment = &t.PaymentID
	}
	if !t.CustomerID.IsZero() {
		out.Customer = &wire.Party{ID: t.CustomerID, Code: t.CustomerCode, Name: t.CustomerName}
	}
	if !t.ReceiptID.IsZero() {
		out.Receipt = &wire.Reference{ID: t.ReceiptID, DocumentNo: t.ReceiptNo}
	}
	may := func(fits bool) web.Action {
		found := allowedTo(actor, ledger.PostDocuments)
		switch {
		case found.Allowed && t.RefundState != "":
			found = web.Action{Why: ledger.E("refund_under_way").Message(actor.Locale)}
		case found.Allowed && !fits:
			found = web.Action{Why: ledger.E("state_forbids").With("state", t.Verdict).Message(actor.Locale)}
		}
		return found
	}
	free := t.Waits() && t.PaymentID.IsZero()
	out.Actions = map[string]web.Action{"attribute": may(t.Waits()), "refund": may(free), "set_aside": may(free)}
	return out
}
