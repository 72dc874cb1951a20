package importing

import (
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	custom "hefu/ledger/field"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// builder turns groups of rows into documents. It is used by the check and by the posting, so both see the same.
type builder struct {
	*layout
	parties *directory
	faults  []Fault // of the group under way
	terms   map[string]*calendar.Terms
	last    figures
	date    struct { // rows of one document mostly say the same day
		text string
		is   calendar.Date
	}
}

func (b *builder) at(row sheet.Row, f field, why *ledger.Error) {
	b.faults = append(b.faults, b.fault(row, f, why))
}

// made is a group as a document, with what posting it does not need but the check does.
type made struct {
	document.New
	group   *group
	control string          // what the file says the opening balances sum to
	value   decimal.Decimal // of an opening balance
	total   decimal.Decimal // gross of all lines
	names   string          // number of the receivable a credit note reduces
}

// build makes the document of a group. Faults are left in b.faults; the document is then not to be posted.
func (b *builder) build(g *group) made {
	b.faults = b.faults[:0]
	first := g.rows[0]
	d := made{group: g}
	d.SourceSystem, d.SourceKind = "import", "import"
	switch g.kind {
	case Receivables:
		d.Kind = document.Receivable
	case CreditNotes:
		d.Kind = document.CreditNote
	case Receipts:
		d.Kind = document.Receipt
	case OpeningBalances:
		d.Kind = document.OpeningBalance
	default:
		fault := Fault{Sheet: first.Sheet, Row: first.Number, Code: "not_a_choice"}
		why := ledger.E("not_a_choice")
		fault.ZH, fault.EN = why.Message("zh-CN"), why.Message("en")
		b.atColumn(&fault, first, b.kindAt)
		b.faults = append(b.faults, fault)
		return d
	}
	b.head(first, &d)
	if g.kind == Receivables || g.kind == CreditNotes {
		b.same(g)
		b.lines(g, &d)
	} else {
		b.amount(g, &d)
	}
	d.SourceID = string(g.kind) + ":" + b.identity(g, &d)
	return d
}

// identity is what makes an import repeatable: the document's number, or for an opening balance without one what it is about.
func (b *builder) identity(g *group, d *made) string {
	if g.no != "" || g.kind != OpeningBalances {
		return g.no
	}
	return b.text(g.rows[0], customerCode) + b.text(g.rows[0], customerName) + "/" + string(d.Currency) + "/" + d.DocumentDate.String() + "/" + d.DueDate.String()
}

func (b *builder) head(row sheet.Row, d *made) {
	d.DocumentNo = d.group.no
	if d.DocumentNo == "" && d.group.kind != OpeningBalances {
		b.at(row, documentNo, ledger.E("required"))
	}
	customer, why := b.parties.find(b.text(row, customerCode), b.text(row, customerName))
	if why != nil {
		at := customerCode
		if b.text(row, customerCode) == "" && b.column[customerName] >= 0 && b.column[customerCode] < 0 {
			at = customerName
		}
		b.at(row, at, why)
		customer = &buyer{Currency: string(b.parties.base), Active: true}
	}
	if !customer.Active {
		b.at(row, customerCode, ledger.E("customer_inactive").With("customer", customer.Code))
	}
	d.CustomerID, d.Currency = customer.ID, money.Currency(customer.Currency)
	if text := b.text(row, currencyField); text != "" {
		if d.Currency = money.Currency(text); !d.Currency.Valid() {
			b.at(row, currencyField, ledger.E("not_a_currency"))
		}
	}
	b.headDates(row, d)
	b.headRate(row, d)
	d.OrderNo, d.ContractNo, d.ShipmentNo = b.text(row, orderNo), b.text(row, contractNo), b.text(row, shipmentNo)
	d.InvoiceNo, d.Description, d.ProductLine = b.text(row, invoiceNo), b.text(row, summary), b.text(row, productLine)
	d.Fields = b.said(row, custom.OfDocument)
	d.names, d.control = b.text(row, reduces), b.text(row, controlTotal)
	var ok bool
	if d.Method, ok = methods.of(b.text(row, methodField)); !ok {
		b.at(row, methodField, ledger.E("not_a_choice"))
	}
	if source, ok := sourceKinds.of(b.text(row, sourceKind)); !ok {
		b.at(row, sourceKind, ledger.E("not_a_choice"))
	} else if source != "" {
		d.SourceKind = source
	}
}

func (b *builder) headDates(row sheet.Row, d *made) {
	d.DocumentDate = b.day(row, documentDate)
	d.Dates.Invoice, d.Dates.Order, d.Dates.Shipment = b.day(row, invoiceDate), b.day(row, orderDate), b.day(row, shipmentDate)
	d.PostingDate, d.DueDate = b.day(row, postingDate), b.day(row, dueDate)
	posted := documentDate
	switch {
	case !d.DocumentDate.IsZero():
	case b.text(row, documentDate) == "" && !d.Dates.Invoice.IsZero():
		d.DocumentDate, posted = d.Dates.Invoice, invoiceDate
	case b.text(row, documentDate) == "" && b.text(row, invoiceDate) == "":
		b.at(row, documentDate, ledger.E("required"))
	}
	on := d.DocumentDate
	if !d.PostingDate.IsZero() {
		on, posted = d.PostingDate, postingDate
	}
	if !on.IsZero() && !b.parties.open[on.StartOfMonth()] {
		b.at(row, posted, ledger.E("period_closed").With("period", on.String()[:7]))
	}
	if text := b.text(row, termsDays); text != "" {
		if d.Terms = b.net(text); d.Terms == nil {
			b.at(row, termsDays, ledger.E("bad_terms"))
		}
	}
}

// net are terms of so many days, made once for each number of days.
func (b *builder) net(text string) *calendar.Terms {
	if made, ok := b.terms[text]; ok {
		return made
	}
	days, err := strconv.Atoi(text)
	if err != nil || days < 0 || days > 3650 {
		return nil
	}
	made := calendar.Net(calendar.FromGiven, days)
	if b.terms == nil {
		b.terms = map[string]*calendar.Terms{}
	}
	b.terms[text] = &made
	return &made
}

func (b *builder) headRate(row sheet.Row, d *made) {
	if text := b.text(row, rateField); text != "" {
		rate, err := money.ParseRate(text)
		if err != nil {
			b.at(row, rateField, ledger.E(codeOf(err)))
		}
		d.Rate = rate
		return
	}
	if d.Currency.Valid() && !d.DocumentDate.IsZero() && !b.parties.hasRate(d.Currency, d.DocumentDate) {
		b.at(row, currencyField, ledger.E("rate_missing").With("currency", d.Currency).With("date", d.DocumentDate))
	}
}

func (b *builder) day(row sheet.Row, f field) calendar.Date {
	text := b.text(row, f)
	if text == "" {
		return calendar.Date{}
	}
	if text == b.date.text {
		return b.date.is
	}
	date, ok := parseDate(text, b.dates)
	if !ok {
		b.at(row, f, ledger.E("not_a_date"))
		return date
	}
	b.date.text, b.date.is = text, date
	return date
}

// same refuses rows that say something else about their document than its first row does. A cell may be left empty.
func (b *builder) same(g *group) {
	first := g.rows[0]
	for _, row := range g.rows[1:] {
		for _, f := range b.heads {
			// The strings are compared as they stand first: it is by far the most frequent case.
			if at := b.column[f]; row.Cell(at) == first.Cell(at) {
				continue
			}
			text, said := b.text(row, f), b.text(first, f)
			if text == said || row.Cell(b.column[f]) == "" {
				continue
			}
			if columns[f].date {
				one, ok := parseDate(text, b.dates)
				two, _ := parseDate(said, b.dates)
				if ok && one == two {
					continue
				}
			}
			b.at(row, f, ledger.E("document_differs").With("row", first.Number))
		}
		b.sameCustom(first, row)
		if !b.perLine {
			b.at(row, documentNo, ledger.E("duplicate"))
		}
	}
}

// amount reads the one amount of a receipt or opening balance.
func (b *builder) amount(g *group, d *made) {
	row := g.rows[0]
	for _, again := range g.rows[1:] {
		b.at(again, documentNo, ledger.E("duplicate"))
	}
	if !d.Currency.Valid() {
		return
	}
	amount, err := money.Parse(b.text(row, amountField), d.Currency)
	switch {
	case err != nil:
		b.at(row, amountField, ledger.E(codeOf(err)))
	case amount.IsZero():
		b.at(row, amountField, ledger.E("must_not_be_zero"))
	case amount.IsNegative() && g.kind == Receipts:
		b.at(row, amountField, ledger.E("must_be_positive"))
	}
	d.Amount = amount
	if g.kind == OpeningBalances {
		d.value = amount
	}
}
