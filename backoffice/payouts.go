package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listPayouts struct {
	web.Paging
	View string `query:"view" enum:"waiting,differs,at_bank," default:"" doc:"Left out: all"`
}

type joinPayout struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		LineID ledger.ID `json:"line_id"`
		Reason string    `json:"reason,omitempty" maxLength:"400" doc:"Needed where the amounts differ"`
	}
}

type partPayout struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"400"`
	}
}

type recordPayoutOf struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Provider  string `json:"provider,omitempty" enum:"sandbox,stripe,alipay,wechat," doc:"Left out: who the line's payer is"`
		Reference string `json:"reference,omitempty" maxLength:"100" doc:"Left out: the bank's"`
	}
}

// PayoutView is what a provider paid out, with the bank line that it came as.
type PayoutView struct {
	ID        ledger.ID             `json:"id"`
	Provider  string                `json:"provider" enum:"sandbox,stripe,alipay,wechat"`
	Reference string                `json:"reference"`
	Currency  string                `json:"currency"`
	Amount    web.Amount            `json:"amount"`
	PaidOn    calendar.Date         `json:"paid_on"`
	BookedBy  string                `json:"booked_by"`
	State     string                `json:"state" enum:"on_the_way,at_bank,differs,difference_waits,settled" doc:"differs: in another amount; difference_waits for a second person; settled: the difference is posted"`
	Days      int                   `json:"days" doc:"Since it was paid out"`
	Line      *payoutCame           `json:"line,omitempty" doc:"Left out while it is on its way"`
	Actions   map[string]web.Action `json:"actions"`
}

// payoutCame is the bank line that a payout came as.
type payoutCame struct {
	ID         ledger.ID     `json:"id"`
	On         calendar.Date `json:"on"`
	Amount     web.Amount    `json:"amount"`
	Account    string        `json:"account"`
	Payer      string        `json:"payer"`
	Rule       string        `json:"rule" enum:"reference,payer,from_line,by_hand" doc:"Why the line is this payout"`
	Difference web.Amount    `json:"difference" doc:"The line less the payout"`
	Unposted   web.Amount    `json:"unposted" doc:"What of the difference the books do not have"`
	Reason     string        `json:"reason,omitempty"`
	JoinedBy   string        `json:"joined_by"`
	JoinedAt   *time.Time    `json:"joined_at,omitempty"`
}

// payoutLine is a bank line that a payout may have come as.
type payoutLine struct {
	ID         ledger.ID       `json:"id"`
	On         calendar.Date   `json:"on"`
	Amount     web.Amount      `json:"amount"`
	Payer      string          `json:"payer"`
	Text       string          `json:"text"`
	Account    string          `json:"account"`
	Rule       string          `json:"rule" enum:"reference,payer,amount" doc:"What speaks for it"`
	Difference web.Amount      `json:"difference" doc:"The line less the payout"`
	Receipt    *wire.Reference `json:"receipt,omitempty" doc:"A receipt stands for the line: the money is perhaps booked twice"`
}

type payoutWhole struct {
	PayoutView
	Lines       []payoutLine       `json:"lines" doc:"The lines that it may have come as, the likeliest first"`
	Kinds       []string           `json:"kinds" doc:"What its difference may be posted as"`
	Differences []payoutDifference `json:"differences" doc:"What was posted, proposed or reversed of its difference, the newest first"`
}

// payouts: what providers paid out, and the bank's lines for it.
func payouts(api *web.API, books *books.Books) {
	payoutDifferences(api, books)
	web.Get(api, "/provider-payouts", ledger.SeeBank, "List what providers paid out, the latest booked first, with the bank line that each came as", func(ctx context.Context, actor ledger.Actor, in *listPayouts) (web.Page[PayoutView], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[PayoutView]{}, err
		}
		found, err := books.Bank.Payouts(ctx, actor, bank.PayoutFilter{View: in.View, After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[PayoutView]{}, err
		}
		return web.Cut(found, in.Limit, func(p bank.Payout) ledger.ID { return p.ID }, func(p bank.Payout) PayoutView { return wordPayout(p, actor) })
	})
	web.Get(api, "/provider-payouts/{id}", ledger.SeeBank, "Read a payout with the bank lines that it may have come as", func(ctx context.Context, actor ledger.Actor, in *byID) (payoutWhole, error) {
		return payoutWithLines(ctx, books, actor, in.ID)
	})
	web.Post(api, "/provider-payouts/{id}/line", ledger.PostDocuments, "Say which bank line a payout came as", func(ctx context.Context, actor ledger.Actor, in *joinPayout) (PayoutView, error) {
		joined, err := books.Bank.JoinPayout(ctx, actor, in.ID, in.Body.LineID, in.Body.Reason)
		return wordPayout(joined, actor), err
	})
	web.Post(api, "/provider-payouts/{id}/line-removal", ledger.PostDocuments, "Take a payout and its bank line apart: the line waits again", func(ctx context.Context, actor ledger.Actor, in *partPayout) (PayoutView, error) {
		parted, err := books.Bank.PartPayout(ctx, actor, in.ID, in.Body.Reason)
		return wordPayout(parted, actor), err
	})
	web.Post(api, "/bank/lines/{id}/payout", ledger.PostDocuments, "Book a provider's payout from the bank's line for it, once", func(ctx context.Context, actor ledger.Actor, in *recordPayoutOf) (payoutWhole, error) {
		id, err := books.Payments.RecordPayoutOf(ctx, actor, payment.FromLine{LineID: in.ID, Provider: in.Body.Provider, Reference: in.Body.Reference})
		if err != nil {
			return payoutWhole{}, err
		}
		return payoutWithLines(ctx, books, actor, id)
	}, web.Created())
}

func payoutWithLines(ctx context.Context, books *books.Books, actor ledger.Actor, id ledger.ID) (payoutWhole, error) {
	found, lines, err := books.Bank.PayoutLines(ctx, actor, id)
	if err != nil {
		return payoutWhole{}, err
	}
	differences, err := books.Bank.Differences(ctx, actor, id)
	out := payoutWhole{PayoutView: wordPayout(found, actor), Lines: []payoutLine{}, Kinds: []string{}, Differences: wordDifferences(differences, found.Currency, found.Base, actor)}
	for _, kind := range bank.DifferenceKinds {
		if kind.Takes(found.Difference.Decimal) {
			out.Kinds = append(out.Kinds, string(kind))
		}
	}
	for _, l := range lines {
		line := payoutLine{ID: l.LineID, On: l.On, Amount: wire.Amount(l.Amount, found.Currency), Payer: l.Payer, Text: l.Text, Account: l.Account, Rule: string(l.Rule), Difference: wire.Amount(l.Difference, found.Currency)}
		if !l.ReceiptID.IsZero() {
			line.Receipt = &wire.Reference{ID: l.ReceiptID, DocumentNo: l.ReceiptNo}
		}
		out.Lines = append(out.Lines, line)
	}
	return out, err
}

func wordPayout(p bank.Payout, actor ledger.Actor) PayoutView {
	out := PayoutView{ID: p.ID, Provider: p.Provider, Reference: p.Reference, Currency: p.Currency, Amount: wire.Amount(p.Amount, p.Currency), PaidOn: p.PaidOn, BookedBy: p.BookedBy, State: p.State(), Days: p.Days}
	if !p.LineID.IsZero() {
		out.Line = &payoutCame{ID: p.LineID, On: p.LineOn, Amount: wire.Amount(p.LineAmount.Decimal, p.Currency), Account: p.LineOf, Payer: p.Payer, Rule: string(p.Rule),
			Difference: wire.Amount(p.Difference.Decimal, p.Currency), Unposted: wire.Amount(p.Unposted(), p.Currency), Reason: p.Reason, JoinedBy: p.JoinedBy, JoinedAt: p.JoinedAt}
	}
	may := func(fits bool) web.Action {
		found := allowedTo(actor, ledger.PostDocuments)
		if found.Allowed && !fits {
			found = web.Action{Why: ledger.E("state_forbids").With("state", p.State()).Message(actor.Locale)}
		}
		return found
	}
	out.Actions = map[string]web.Action{"join": may(p.LineID.IsZero()), "part": may(!p.LineID.IsZero() && p.Rule != bank.FromLine && p.Came == ""), "post_difference": may(p.State() == "differs")}
	return out
}

// bankPayout is the payout that a bank line is.
type bankPayout struct {
	ID         ledger.ID  `json:"id"`
	Provider   string     `json:"provider" enum:"sandbox,stripe,alipay,wechat"`
	Reference  string     `json:"reference"`
	Rule       string     `json:"rule" enum:"reference,payer,from_line,by_hand"`
	Difference web.Amount `json:"difference"`
}

func wordPayoutOf(l bank.Line) (payout *bankPayout, from string) {
	if !l.PayoutID.IsZero() {
		payout = &bankPayout{l.PayoutID, l.PayoutProvider, l.PayoutRef, string(l.PayoutRule), wire.Amount(l.PayoutOff.Decimal, l.Currency)}
	}
	if l.Amount.IsPositive() {
		from = provider.PaysAs(l.Counterparty)
	}
	return payout, from
}
