package finalization

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/esign"
	"hefu/ledger/matching"
	"hefu/ledger/money"
	"hefu/ledger/pdf"
)

// VerifyPath is where a file's QR code leads; the finalization's id follows.
const VerifyPath = "/verify?f="

// print lays the file out: the report, both places for signatures, the payee's account, the QR code, and the data attached.
func (s *Service) print(id ledger.ID, r matching.Report, g ground, content []byte, text Text, locale string) ([]byte, error) {
	page := r.Printed(locale)
	page.Date, page.ContentHash, page.VerifyURL = g.Now, g.hash(), s.o.BaseURL+VerifyPath+id.String()
	page.Notes = append(page.Notes, text.In(locale))
	if !r.TheirClosing.Valid { // nothing was matched, so there is nothing to prove against
		page.Check = nil
	}
	if o := r.Organization; o.PayeeAccount != "" && r.Explained.IsPositive() {
		page.Slip = &pdf.Slip{Payee: o.PayeeName, Bank: o.PayeeBank, Account: o.PayeeAccount, Reference: r.StatementNo,
			Amount: r.Currency + " " + money.Format(r.Explained, money.Currency(r.Currency), locale), Payer: r.Customer.Name}
	}
	printed, err := pdf.RenderReconciliation(page)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	form := esign.Form{Title: title(locale) + " " + r.StatementNo, Author: r.Organization.Name, Lang: locale, Created: g.Now, Attachments: []esign.Attachment{
		{Name: "statement.json", MIME: "application/json", Description: "对账单数据 Statement data", Relation: "Source", Content: []byte(g.Body)},
		{Name: "reconciliation.json", MIME: "application/json", Description: "定稿数据 Reconciliation data", Relation: "Data", Content: content},
	}}
	for _, party := range []Party{Seller, Customer} {
		at := slices.IndexFunc(printed.Seals, func(p pdf.SealPlace) bool { return string(p.Party) == string(party) })
		if at < 0 {
			return nil, ledger.E("internal").Because(errors.New("the page has no place for the seal of the " + string(party)))
		}
		p := printed.Seals[at]
		form.Fields = append(form.Fields, esign.Field{Name: string(party), Label: partyWords[party], Page: p.Page, X: p.X, Y: p.Y, Width: p.Width + pdf.SealText, Height: p.Height})
	}
	file, err := esign.Prepare(printed.PDF, form)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return file, nil
}

var partyWords = map[Party]string{Seller: "供方签章 Seller's signature", Customer: "需方签章 Customer's signature"}

func title(locale string) string {
	if locale == "en" {
		return "Reconciliation report"
	}
	return "余额调节表"
}

// maxFile is the longest file that is read again.
const maxFile = 64 << 20

// keep puts a file where files are kept. A transaction that does not commit leaves only bytes that are swept.
func (s *Service) keep(ctx context.Context, file []byte) (blob.Sum, error) {
	if s.blobs == nil {
		return blob.Sum{}, ledger.E("unavailable").Because(errors.New("no place for files was opened"))
	}
	sum, _, err := blob.Put(ctx, s.blobs, bytes.NewReader(file))
	return sum, kept(err)
}

func kept(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, blob.ErrFull):
		return ledger.E("storage_full").Because(err)
	}
	return ledger.E("unavailable").Because(err)
}

func (s *Service) read(ctx context.Context, sum []byte) ([]byte, error) {
	if s.blobs == nil || len(sum) != len(blob.Sum{}) {
		return nil, ledger.E("unavailable").Because(errors.New("no place for files was opened"))
	}
	content, err := s.blobs.Open(ctx, blob.Sum(sum))
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	defer func() { _ = content.Close() }() // only read from
	file, err := io.ReadAll(io.LimitReader(content, maxFile))
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return file, nil
}
