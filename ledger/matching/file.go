package matching

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/pdf"
	"hefu/ledger/sheet"
)

// File is the report as a file. SHA256 is that of its bytes, in hex.
type File struct {
	Name        string
	ContentType string
	SHA256      string
	Content     []byte
}

// Download is the report as pdf or xlsx, in zh-CN or en, with the very figures of Report. Needs SeeStatements. Refused: an unknown format or locale,
// not_found.
func (s *Service) Download(ctx context.Context, actor ledger.Actor, statementID ledger.ID, format, locale string) (File, error) {
	if locale != "zh-CN" && locale != "en" {
		return File{}, ledger.E("validation_failed").At("locale", "not_a_choice")
	}
	r, err := s.Report(ctx, actor, statementID)
	if err != nil {
		return File{}, err
	}
	out := File{Name: r.StatementNo + "-reconciliation." + format}
	switch format {
	case "pdf":
		out.ContentType = "application/pdf"
		var printed pdf.Result
		if printed, err = pdf.RenderReconciliation(r.Printed(locale)); err == nil {
			out.Content = printed.PDF
		}
	case "xlsx":
		out.ContentType = workbookType
		out.Content, err = r.workbook(locale)
	default:
		return File{}, ledger.E("validation_failed").At("format", "not_a_choice")
	}
	if err != nil {
		return File{}, ledger.E("internal").Because(err)
	}
	sum := sha256.Sum256(out.Content)
	out.SHA256 = hex.EncodeToString(sum[:])
	return out, nil
}

// Printed is the report as text ready to print.
func (r Report) Printed(locale string) pdf.Reconciliation {
	currency := money.Currency(r.Currency)
	amount := func(d decimal.Decimal) string { return money.Format(d, currency, locale) }
	on := r.MatchedAt
	if r.CompletedAt != nil {
		on = *r.CompletedAt
	}
	o := r.Organization
	out := pdf.Reconciliation{Statement: pdf.Statement{Locale: pdf.Locale(locale), Number: r.StatementNo, Version: strconv.Itoa(r.Version), Date: on,
		Seller:   pdf.Seller{Name: o.Name, NameEn: o.NameEN, Address: o.Address, Phone: o.Phone, TaxID: o.TaxID},
		Customer: pdf.Customer{Name: r.Customer.Name, NameEn: r.Customer.NameEN, Code: r.Customer.Code},
		Currency: pdf.Currency{Code: r.Currency, Name: currency.Name(locale)}, Period: r.PeriodStart.String() + " ~ " + r.CutOff.String(), IssuedOn: calendar.FromTime(on).String(),
		Totals: []pdf.Figure{{Label: wordExplained.term(), Amount: amount(r.Explained)}}}}
	out.Bridge = append(out.Bridge, pdf.Figure{Label: wordClosing.term(), Amount: amount(r.Closing)})
	for _, s := range r.Sections {
		if len(s.Entries) == 0 {
			continue
		}
		out.Bridge = append(out.Bridge, pdf.Figure{Label: sectionWords[s.Key].term(), Amount: amount(s.Total.Neg())})
		printed := pdf.ReconciliationSection{Title: sectionWords[s.Key].term(), Total: amount(s.Total.Neg())}
		for _, e := range s.Entries {
			printed.Entries = append(printed.Entries, pdf.ReconciliationEntry{Document: e.DocumentNo, Kind: kindWords[e.Kind].in(locale), Date: day(e.On), Days: strconv.Itoa(e.Days),
				Description: e.Description, Note: e.remark(locale), Amount: amount(e.Amount.Neg())})
		}
		out.Sections = append(out.Sections, printed)
	}
	out.Bridge = append(out.Bridge, pdf.Figure{Label: wordExplained.term(), Amount: amount(r.Explained)})
	for _, c := range r.check() {
		shown := "-"
		if c.amount.Valid {
			shown = amount(c.amount.Decimal)
		}
		out.Check = append(out.Check, pdf.Figure{Label: c.label.term(), Amount: shown})
	}
	if r.Provisional {
		out.Notes = append(out.Notes, wordProvisional.in(locale))
	}
	return out
}

// checked is a line of the proof.
type checked struct {
	label  word
	amount decimal.NullDecimal
}

// check leads from the reconciled balance to the customer's, and names what is left.
func (r Report) check() []checked {
	out := []checked{{wordExplained, decimal.NewNullDecimal(r.Explained)}, {wordTheirClosing, r.TheirClosing}, {wordUnexplained, r.Unexplained}}
	for _, c := range r.Causes {
		out = append(out, checked{causeWords[c.Code], decimal.NewNullDecimal(c.Amount)})
	}
	return out
}

// remark says where an entry comes from and where it leads.
func (e Entry) remark(locale string) string {
	text := ""
	add := func(s string) {
		if text != "" && s != "" {
			text += " · "
		}
		text += s
	}
	if e.Carried {
		add(wordCarried.in(locale))
	}
	add(e.DisputeNo)
	add(e.CreditNo)
	add(e.Note)
	return text
}

// workbook is the report as two sheets: the bridge with the proof, and the items.
func (r Report) workbook(locale string) ([]byte, error) {
	var file bytes.Buffer
	out := sheet.NewWriter(&file, sheet.XLSX)
	plain := func(d decimal.Decimal) string { return money.Text(d, money.Currency(r.Currency)) }
	column := func(kind sheet.Kind, w word) sheet.Column { return sheet.Column{Title: w.in(locale), Kind: kind} }
	name, seller := r.Customer.Name, r.Organization.Name
	if locale == "en" {
		name, seller = firstOf(r.Customer.NameEN, name), firstOf(r.Organization.NameEN, seller)
	}
	if err := out.Sheet(wordReport.in(locale), sheet.Column{Title: wordItem.in(locale), Width: 44}, sheet.Column{Title: wordContent.in(locale), Width: 36}, column(sheet.Amount, wordAmount)); err != nil {
		return nil, err
	}
	rows := [][3]string{{wordStatement.in(locale), r.StatementNo + " v" + strconv.Itoa(r.Version), ""}, {wordSeller.in(locale), seller, ""},
		{wordCustomer.in(locale), r.Customer.Code + " " + name, ""}, {wordPeriod.in(locale), r.PeriodStart.String() + " ~ " + r.CutOff.String(), ""}, {wordCurrency.in(locale), r.Currency, ""},
		{wordClosing.in(locale), "", plain(r.Closing)}}
	for _, s := range r.Sections {
		rows = append(rows, [3]string{sectionWords[s.Key].in(locale), "", plain(s.Total.Neg())})
	}
	for _, c := range r.check() {
		shown := ""
		if c.amount.Valid {
			shown = plain(c.amount.Decimal)
		}
		rows = append(rows, [3]string{c.label.in(locale), "", shown})
	}
	if r.Provisional {
		rows = append(rows, [3]string{wordProvisional.in(locale), "", ""})
	}
	for _, row := range rows {
		if err := out.Write(row[:]...); err != nil {
			return nil, err
		}
	}
	err := out.Sheet(wordItems.in(locale), column(sheet.Text, wordSection), column(sheet.Text, wordKind), column(sheet.Text, wordDocument), column(sheet.Date, wordDate),
		column(sheet.Number, wordDays), column(sheet.Text, wordDescription), column(sheet.Text, wordNote), column(sheet.Amount, wordAmount))
	if err != nil {
		return nil, err
	}
	for _, s := range r.Sections {
		for _, e := range s.Entries {
			if err := out.Write(sectionWords[s.Key].in(locale), kindWords[e.Kind].in(locale), e.DocumentNo, day(e.On), strconv.Itoa(e.Days), e.Description, e.remark(locale), plain(e.Amount.Neg())); err != nil {
				return nil, err
			}
		}
	}
	err = out.Close()
	return file.Bytes(), err
}

func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
