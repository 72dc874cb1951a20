package payment

import (
	"cmp"
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/pdf"
)

// QR is a picture (PNG) of the text that a payer needs to transfer: payee, bank, account, amount and reference, each on a line of its own.
// Needs SeeDocuments. Refused: not_found; payee_changed; reference_done when nothing waits for money under it any more.
func (s *Service) QR(ctx context.Context, actor ledger.Actor, id ledger.ID) ([]byte, error) {
	t, err := s.payableTransfer(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return pdf.QRCode(t.scanned())
}

func (t Transfer) scanned() string {
	return strings.Join([]string{t.PayeeName, t.PayeeBank, t.PayeeAccount, t.Currency + " " + money.Text(t.Amount, money.Currency(t.Currency)), t.Code}, "\n")
}

// PayQR is a picture (PNG) of where a payment that may be paid is paid: the code that a wallet scans, or the page's address for a phone.
// Needs SeeDocuments. Refused: not_found; state_forbids once it has ended.
func (s *Service) PayQR(ctx context.Context, actor ledger.Actor, id ledger.ID) ([]byte, error) {
	p, err := s.Get(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	if p.State != Pending {
		return nil, ledger.E("state_forbids").With("state", string(p.State))
	}
	return pdf.QRCode(cmp.Or(p.Code, p.Address))
}

// payableTransfer is a reference that still waits for its money, and whose account is still the seller's: nobody is led to an old one, or to pay
// twice.
func (s *Service) payableTransfer(ctx context.Context, actor ledger.Actor, id ledger.ID) (Transfer, error) {
	t, err := s.Transfer(ctx, actor, id)
	switch {
	case err != nil:
	case t.Standing == PayeeChanged:
		err = ledger.E("payee_changed")
	case t.Standing != Waiting:
		err = ledger.E("reference_done")
	}
	return t, err
}

const readSlipParties = `
SELECT o.name, o.name_en, c.name, c.name_en, c.code FROM organizations o JOIN customers c ON c.organization_id = o.id WHERE o.id = $1 AND c.id = $2`

// Slip is the remittance slip (PDF): where to pay, the reference, and what it pays. Needs SeeDocuments. Refused: not_found;
// payee_changed; reference_done.
func (s *Service) Slip(ctx context.Context, actor ledger.Actor, id ledger.ID, locale string) (name string, content []byte, err error) {
	t, err := s.payableTransfer(ctx, actor, id)
	if err != nil {
		return "", nil, err
	}
	p, _, err := store.ReadOne[struct{ Seller, SellerEN, Customer, CustomerEN, Code string }](ctx, s.db, actor, readSlipParties, actor.OrganizationID, actor.CustomerID)
	if err != nil {
		return "", nil, err
	}
	says := func(zh, en string) string {
		if locale == "en" {
			return en
		}
		return zh
	}
	said := func(zh, en, value string) string { return says(zh+"：", en+": ") + value }
	column := func(zh, en string) pdf.ListingColumn {
		return pdf.ListingColumn{Label: pdf.Term{Zh: zh + "（" + t.Currency + "）", En: en + " (" + t.Currency + ")"}, Amount: true}
	}
	currency := money.Currency(t.Currency)
	amount := t.Currency + " " + money.Format(t.Amount, currency, locale)
	l := pdf.Listing{Locale: pdf.Locale(locale), Title: pdf.Term{Zh: "汇款单", En: "Remittance slip"}, Date: t.CreatedAt, Seller: pdf.Seller{Name: p.Seller, NameEn: p.SellerEN},
		Customer: pdf.Customer{Name: p.Customer, NameEn: p.CustomerEN, Code: p.Code},
		Scan:     t.scanned(),
		Facts: []pdf.Fact{{Label: pdf.Term{Zh: "附言码", En: "Payment reference"}, Value: Spaced(t.Code), Large: true}, {Label: pdf.Term{Zh: "汇款金额", En: "Amount"}, Value: amount, Large: true},
			{Label: pdf.Term{Zh: "收款人", En: "Payee"}, Value: t.PayeeName}, {Label: pdf.Term{Zh: "开户行", En: "Bank"}, Value: t.PayeeBank}, {Label: pdf.Term{Zh: "账号", En: "Account"}, Value: t.PayeeAccount}},
		Notes:   []string{says("请将附言码原样填写在汇款附言（摘要）中，款项到账后将恰好结清下列项目。", "Write the reference into the payment text exactly as it stands; once the money is in, exactly these items are settled.")},
		Columns: []pdf.ListingColumn{{Label: pdf.Term{Zh: "单据", En: "Document"}, Wide: true}, column("结清金额", "Settled"), column("折扣", "Discount"), column("应汇金额", "To transfer")},
		Sums:    []string{says("合计", "Total"), "", "", money.Format(t.Amount, currency, locale)}}
	if t.StatementNo != "" {
		l.Facts = append(l.Facts, pdf.Fact{Label: pdf.Term{Zh: "对账单", En: "Statement"}, Value: t.StatementNo})
	}
	if t.Discount.IsPositive() {
		l.Notes = append(l.Notes, said("折扣有效期（款项须到账）", "Discount if the money is in by", t.DiscountUntil.String()))
	}
	for _, it := range t.Items {
		settled := it.Amount
		if it.Side == "credit" {
			settled = settled.Neg()
		}
		off := money.Format(it.Discount, currency, locale)
		l.Rows = append(l.Rows, []string{it.DocumentNo, money.Format(settled, currency, locale), off, money.Format(settled.Sub(it.Discount), currency, locale)})
	}
	out, err := pdf.RenderListing(l)
	return "remittance_" + t.Code + ".pdf", out.PDF, err
}
