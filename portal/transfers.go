package portal

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/payment"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type askTransfer struct {
	Body struct {
		PayAsked
		Total string `json:"total" maxLength:"40" doc:"The total of the quote that was shown"`
	}
}

type listTransfers struct {
	web.Paging
	Statement ledger.ID `query:"statement" required:"false"`
}

type transferView struct {
	ID            ledger.ID          `json:"id"`
	StatementID   *ledger.ID         `json:"statement_id,omitempty"`
	StatementNo   string             `json:"statement_no,omitempty"`
	Code          string             `json:"code" doc:"The payment reference, as it is written"`
	Spaced        string             `json:"spaced" doc:"The same in groups, for reading out"`
	Currency      string             `json:"currency"`
	Amount        web.Amount         `json:"amount"`
	Discount      web.Amount         `json:"discount"`
	DiscountUntil *calendar.Date     `json:"discount_until,omitempty" doc:"The money has to be in by then"`
	PayeeName     string             `json:"payee_name"`
	PayeeBank     string             `json:"payee_bank"`
	PayeeAccount  string             `json:"payee_account"`
	By            string             `json:"by"`
	CreatedAt     time.Time          `json:"created_at"`
	Standing      string             `json:"standing" enum:"waiting,received,settled,payee_changed" doc:"settled: its items were settled otherwise; payee_changed: the seller has another account by now, and the old one is not told any more"`
	Receipt       *wire.Reference    `json:"receipt,omitempty" doc:"The money that came under the reference"`
	Items         []wire.PaymentItem `json:"items"`
}

// transfers are how a customer pays by bank, under a reference (附言码).
func transfers(api *web.API, books *books.Books) {
	web.Post(api, "/transfers", ledger.Pay, "Have a payment reference for a bank transfer", func(ctx context.Context, actor ledger.Actor, in *askTransfer) (transferView, error) {
		asked, err := in.Body.asked()
		if err != nil {
			return transferView{}, err
		}
		total, err := amountOf("total", in.Body.Total)
		if err != nil {
			return transferView{}, err
		}
		found, err := books.Payments.Refer(ctx, actor, asked, total)
		return wordTransfer(found), err
	}, web.ByLink())
	web.Get(api, "/transfers", ledger.SeeDocuments, "List one's payment references", func(ctx context.Context, actor ledger.Actor, in *listTransfers) (web.Page[transferView], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[transferView]{}, err
		}
		found, err := books.Payments.Transfers(ctx, actor, payment.Filter{StatementID: in.Statement, After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[transferView]{}, err
		}
		return web.Cut(found, in.Limit, func(t payment.Transfer) ledger.ID { return t.ID }, wordTransfer)
	}, web.ByLink())
	web.Get(api, "/transfers/{id}", ledger.SeeDocuments, "Read a payment reference", func(ctx context.Context, actor ledger.Actor, in *byID) (transferView, error) {
		found, err := books.Payments.Transfer(ctx, actor, in.ID)
		return wordTransfer(found), err
	}, web.ByLink())
	web.Post(api, "/transfers/{id}/reissue", ledger.Pay, "Have a new payment reference for what of this one is still open", func(ctx context.Context, actor ledger.Actor, in *byID) (transferView, error) {
		found, err := books.Payments.Reissue(ctx, actor, in.ID)
		return wordTransfer(found), err
	}, web.ByLink())
	web.Download(api, "/transfers/{id}/qr", ledger.SeeDocuments, "The payment reference with payee and amount as a QR code", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		picture, err := books.Payments.QR(ctx, actor, in.ID)
		return web.File{Name: "qr.png", Media: "image/png", Body: picture}, err
	}, web.ByLink())
	web.Download(api, "/transfers/{id}/slip", ledger.SeeDocuments, "The remittance slip", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		name, content, err := books.Payments.Slip(ctx, actor, in.ID, actor.Locale)
		return web.File{Name: name, Media: "application/pdf", Body: content}, err
	}, web.ByLink())
}

func wordTransfer(t payment.Transfer) transferView {
	out := transferView{ID: t.ID, StatementNo: t.StatementNo, Code: t.Code, Spaced: payment.Spaced(t.Code), Currency: t.Currency, Amount: wire.Amount(t.Amount, t.Currency),
		Discount: wire.Amount(t.Discount, t.Currency), PayeeName: t.PayeeName, PayeeBank: t.PayeeBank, PayeeAccount: t.PayeeAccount, By: t.By, CreatedAt: t.CreatedAt, Standing: string(t.Standing), Items: []wire.PaymentItem{}}
	if !t.StatementID.IsZero() {
		out.StatementID = &t.StatementID
	}
	if !t.DiscountUntil.IsZero() {
		out.DiscountUntil = &t.DiscountUntil
	}
	if !t.ReceiptID.IsZero() {
		out.Receipt = &wire.Reference{ID: t.ReceiptID, DocumentNo: t.ReceiptNo}
	}
	for _, it := range t.Items {
		out.Items = append(out.Items, wire.PaymentItem{Document: wire.Reference{ID: it.DocumentID, DocumentNo: it.DocumentNo}, Side: it.Side,
			Amount: wire.Amount(it.Amount, t.Currency), Discount: wire.Amount(it.Discount, t.Currency)})
	}
	return out
}
