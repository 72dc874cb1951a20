package portal

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/payment"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type wantedLine struct {
	Item   ledger.ID `json:"item"`
	Amount string    `json:"amount,omitempty" maxLength:"40" doc:"Left out: all of it that is not disputed"`
}

// PayAsked says what is to be paid.
type PayAsked struct {
	Statement  ledger.ID    `json:"statement,omitempty" doc:"Left out: the open items in currency"`
	Currency   string       `json:"currency,omitempty" maxLength:"3"`
	Lines      []wantedLine `json:"lines,omitempty" maxItems:"1000" doc:"Left out: everything that may be paid; an empty list: nothing"`
	UseCredits bool         `json:"use_credits,omitempty"`
}

type askQuote struct {
	Body PayAsked
}

type startPayment struct {
	Body struct {
		PayAsked
		Provider string `json:"provider" maxLength:"20"`
		Total    string `json:"total" maxLength:"40" doc:"The total of the quote that was shown"`
	}
}

type quoteLine struct {
	Item          ledger.ID      `json:"item"`
	Document      wire.Reference `json:"document"`
	InvoiceNo     string         `json:"invoice_no"`
	DueDate       calendar.Date  `json:"due_date"`
	Overdue       bool           `json:"overdue"`
	Open          web.Amount     `json:"open"`
	Disputed      web.Amount     `json:"disputed" doc:"Left out unless it is asked for"`
	Payment       *ledger.ID     `json:"payment,omitempty" doc:"The payment under way that holds it"`
	Chosen        web.Amount     `json:"chosen"`
	Discount      web.Amount     `json:"discount"`
	DiscountUntil *calendar.Date `json:"discount_until,omitempty"`
	Picked        bool           `json:"picked"`
	InDispute     bool           `json:"in_dispute"`
}

type quoteCredit struct {
	Document wire.Reference `json:"document"`
	Kind     string         `json:"kind"`
	Open     web.Amount     `json:"open"`
	Used     web.Amount     `json:"used"`
}

type quoteView struct {
	StatementNo string        `json:"statement_no,omitempty"`
	Currency    string        `json:"currency"`
	Lines       []quoteLine   `json:"lines"`
	Credits     []quoteCredit `json:"credits"`
	Chosen      web.Amount    `json:"chosen"`
	Discount    web.Amount    `json:"discount"`
	CreditsOpen web.Amount    `json:"credits_open" doc:"All of the credits together"`
	CreditsUsed web.Amount    `json:"credits_used"`
	Total       web.Amount    `json:"total"`
	Discounted  bool          `json:"discounted"`
	Payable     bool          `json:"payable" doc:"There is something to pay"`
	Ways        []string      `json:"ways"`
	More        bool          `json:"more"`
}

type listPayments struct {
	web.Paging
	Statement ledger.ID `query:"statement" required:"false"`
	State     string    `query:"state" enum:"open,succeeded,failed," default:""`
}

type sandboxEnd struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Paid bool `json:"paid"`
	}
}

// payments are how a customer pays through a provider.
func payments(api *web.API, books *books.Books) {
	web.Post(api, "/payments/quote", ledger.Pay, "What a payment would come to", func(ctx context.Context, actor ledger.Actor, in *askQuote) (quoteView, error) {
		asked, err := in.Body.asked()
		if err != nil {
			return quoteView{}, err
		}
		found, err := books.Payments.Quote(ctx, actor, asked)
		return wordQuote(found), err
	}, web.ByLink())
	web.Post(api, "/payments", ledger.Pay, "Begin a payment", func(ctx context.Context, actor ledger.Actor, in *startPayment) (wire.Payment, error) {
		asked, err := in.Body.asked()
		if err != nil {
			return wire.Payment{}, err
		}
		total, err := amountOf("total", in.Body.Total)
		if err != nil {
			return wire.Payment{}, err
		}
		found, err := books.Payments.Start(ctx, actor, payment.NewPayment{Asked: asked, Provider: in.Body.Provider, Total: total})
		return wire.PaymentOf(found), err
	}, web.ByLink(), web.Created(), web.Within(fileDeadline))
	web.Get(api, "/payments", ledger.SeeDocuments, "List one's payments", func(ctx context.Context, actor ledger.Actor, in *listPayments) (web.Page[wire.Payment], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[wire.Payment]{}, err
		}
		found, err := books.Payments.List(ctx, actor, payment.Filter{StatementID: in.Statement, View: in.State, After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[wire.Payment]{}, err
		}
		return web.Cut(found, in.Limit, func(p payment.Payment) ledger.ID { return p.ID }, wire.PaymentOf)
	}, web.ByLink())
	web.Get(api, "/payments/{id}", ledger.SeeDocuments, "How a payment stands", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Payment, error) {
		found, err := books.Payments.Get(ctx, actor, in.ID)
		return wire.PaymentOf(found), err
	}, web.ByLink())
	web.Download(api, "/payments/{id}/qr", ledger.SeeDocuments, "Where a payment is paid, as a QR code for a wallet or a phone", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		picture, err := books.Payments.PayQR(ctx, actor, in.ID)
		return web.File{Name: "pay.png", Media: "image/png", Body: picture}, err
	}, web.ByLink())
	web.Post(api, "/payments/{id}/cancellation", ledger.Pay, "Give a payment up before it is paid", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Payment, error) {
		found, err := books.Payments.Cancel(ctx, actor, in.ID)
		return wire.PaymentOf(found), err
	}, web.ByLink(), web.Within(fileDeadline))
	web.Post(api, "/payments/{id}/question", ledger.Pay, "Have the provider asked at once, because the payer came back from its page", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Payment, error) {
		found, err := books.Payments.CameBack(ctx, actor, in.ID)
		return wire.PaymentOf(found), err
	}, web.ByLink())
	web.Post(api, "/payments/{id}/reissue", ledger.Pay, "Pay the items of a payment that ended unpaid anew, the same way", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Payment, error) {
		found, err := books.Payments.Renew(ctx, actor, in.ID)
		return wire.PaymentOf(found), err
	}, web.ByLink(), web.Created(), web.Within(fileDeadline))
	web.Post(api, "/payments/{id}/sandbox", ledger.Pay, "Say how a sandbox payment ends", func(ctx context.Context, actor ledger.Actor, in *sandboxEnd) (wire.Payment, error) {
		found, err := books.Payments.Say(ctx, actor, in.ID, in.Body.Paid)
		return wire.PaymentOf(found), err
	}, web.ByLink())
}

func (in PayAsked) asked() (payment.Asked, error) {
	out := payment.Asked{StatementID: in.Statement, Currency: money.Currency(in.Currency), UseCredits: in.UseCredits}
	if in.Lines != nil { // none is not all
		out.Lines = []payment.Wanted{}
	}
	for _, l := range in.Lines {
		w := payment.Wanted{ItemID: l.Item}
		if l.Amount != "" {
			amount, err := amountOf("lines.amount", l.Amount)
			if err != nil {
				return out, err
			}
			if !amount.IsPositive() {
				return out, ledger.E("validation_failed").At("lines.amount", "must_be_positive")
			}
			w.Amount = amount
		}
		out.Lines = append(out.Lines, w)
	}
	return out, nil
}

func amountOf(field, text string) (decimal.Decimal, error) {
	amount, err := wire.ReadBound(field, text)
	if err == nil && !amount.Valid {
		err = ledger.E("validation_failed").At(field, "required")
	}
	return amount.Decimal, err
}

func wordQuote(q payment.Quote) quoteView {
	currency := string(q.Currency)
	out := quoteView{StatementNo: q.StatementNo, Currency: currency, Lines: []quoteLine{}, Credits: []quoteCredit{}, Chosen: wire.Amount(q.Chosen, currency),
		Discount: wire.Amount(q.Discount, currency), CreditsOpen: wire.Amount(q.CreditsOpen, currency), CreditsUsed: wire.Amount(q.CreditsUsed, currency), Total: wire.Amount(q.Total, currency),
		Discounted: q.Discount.IsPositive(), Payable: q.Total.IsPositive(), Ways: append([]string{}, q.Ways...), More: q.More}
	for _, l := range q.Lines {
		row := quoteLine{Item: l.ItemID, Document: wire.Reference{ID: l.DocumentID, DocumentNo: l.DocumentNo}, InvoiceNo: l.InvoiceNo, DueDate: l.Due, Overdue: l.Overdue,
			Open: wire.Amount(l.Open, currency), Disputed: wire.Amount(l.Disputed, currency), Chosen: wire.Amount(l.Chosen, currency), Discount: wire.Amount(l.Discount, currency),
			Picked: l.Chosen.IsPositive(), InDispute: l.Disputed.IsPositive()}
		if !l.PaymentID.IsZero() {
			row.Payment = &l.PaymentID
		}
		if !l.DiscountUntil.IsZero() {
			row.DiscountUntil = &l.DiscountUntil
		}
		out.Lines = append(out.Lines, row)
	}
	for _, c := range q.Credits {
		out.Credits = append(out.Credits, quoteCredit{wire.Reference{ID: c.DocumentID, DocumentNo: c.DocumentNo}, c.Kind, wire.Amount(c.Open, currency), wire.Amount(c.Used, currency)})
	}
	return out
}
