package importing

import (
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	custom "hefu/ledger/field"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// lines reads the lines of a receivable or credit note. A credit note may be written with either sign: what its lines sum to
// says which, and the document gets them positive.
func (b *builder) lines(g *group, d *made) {
	if g.count > document.MaxLines {
		b.at(g.rows[0], documentNo, ledger.E("too_long"))
		return
	}
	if !d.Currency.Valid() {
		return
	}
	d.Lines = make([]document.Line, len(g.rows))
	total, sound := decimal.Zero, len(b.faults)
	for i, row := range g.rows {
		b.line(row, d.Currency, &d.Lines[i])
		total = total.Add(d.Lines[i].Gross)
	}
	if g.kind == CreditNotes && total.IsNegative() {
		total = total.Neg()
		for i := range d.Lines {
			turn(&d.Lines[i])
		}
	}
	d.total = total
	if len(b.faults) == sound {
		b.checkTotal(g, d, total)
	}
}

// checkTotal holds a document to what the file says it sums to. A document of nothing cannot be posted, and is not lost silently.
func (b *builder) checkTotal(g *group, d *made, total decimal.Decimal) {
	row := g.rows[0]
	if text := b.text(row, documentTotal); text != "" {
		stated, err := money.Parse(text, d.Currency)
		switch {
		case err != nil:
			b.at(row, documentTotal, ledger.E(codeOf(err)))
		case !stated.Equal(total) && !(g.kind == CreditNotes && stated.Neg().Equal(total)):
			b.at(row, documentTotal, ledger.E("control_total_differs").With("sum", money.Text(total, d.Currency)).With("control", text))
		}
	}
	switch {
	case total.IsZero():
		b.at(row, b.amountColumn(), ledger.E("must_not_be_zero"))
	case total.IsNegative():
		b.at(row, b.amountColumn(), ledger.E("must_be_positive"))
	}
}

// amountColumn is where a fault of a document's total is shown.
func (b *builder) amountColumn() field {
	for _, f := range []field{documentTotal, grossField, netField, amountField, unitPrice, grossPrice} {
		if b.column[f] >= 0 {
			return f
		}
	}
	return fieldCount
}

// line reads one line. What the file states wins; what it leaves out is computed (SPEC section 3).
func (b *builder) line(row sheet.Row, currency money.Currency, line *document.Line) {
	line.ItemCode, line.Description, line.Unit = b.text(row, itemCode), b.text(row, itemName), b.text(row, unitField)
	kind, ok := lineKinds.of(b.text(row, lineKind))
	if !ok {
		b.at(row, lineKind, ledger.E("not_a_choice"))
	}
	line.Kind = document.LineKind(kind)
	line.Fields = b.said(row, custom.OfLine)
	if text := b.text(row, reducesLine); text != "" {
		no, err := strconv.Atoi(text)
		if err != nil || no < 1 || no > document.MaxLines {
			b.at(row, reducesLine, ledger.E("not_a_number"))
		}
		line.ReducesLine = no
	}
	faults := len(b.faults)
	line.Quantity = b.number(row, quantityField, money.QuantityPlaces, money.ParseQuantity)
	line.UnitPrice = b.number(row, unitPrice, money.PricePlaces, money.ParsePrice)
	line.TaxRate = b.number(row, taxRate, money.PricePlaces, parseTaxRate).Decimal
	price := b.number(row, grossPrice, money.PricePlaces, money.ParsePrice)
	net, tax, gross := b.amountIn(row, netField, currency), b.amountIn(row, taxField, currency), b.amountIn(row, grossField, currency)
	if len(b.faults) > faults {
		return
	}
	b.complete(row, currency, line, price, net, tax, gross)
}

// complete decides net, tax and gross: from each other where two are stated, from quantity and price where none is, the tax from
// the rate where it is not stated.
func (b *builder) complete(row sheet.Row, currency money.Currency, line *document.Line, price, net, tax, gross decimal.NullDecimal) {
	if !net.Valid && !gross.Valid {
		switch {
		case line.Quantity.Valid && line.UnitPrice.Valid:
			net = decimal.NewNullDecimal(money.Round(line.Quantity.Decimal.Mul(line.UnitPrice.Decimal), currency))
		case line.Quantity.Valid && price.Valid:
			computed := money.ComputeGrossLine(line.Quantity.Decimal, price.Decimal, line.TaxRate, currency)
			gross = decimal.NewNullDecimal(computed.Gross)
		default:
			b.at(row, b.amountColumn(), ledger.E("required"))
			return
		}
	}
	if price.Valid && !line.UnitPrice.Valid {
		line.UnitPrice = decimal.NewNullDecimal(price.Decimal.Mul(hundred).DivRound(hundred.Add(line.TaxRate), money.PricePlaces))
	}
	switch {
	case net.Valid && tax.Valid && !gross.Valid:
		gross = decimal.NewNullDecimal(net.Decimal.Add(tax.Decimal))
	case net.Valid && !tax.Valid && gross.Valid:
		tax = decimal.NewNullDecimal(gross.Decimal.Sub(net.Decimal))
	case net.Valid && !tax.Valid:
		computed := decimal.Zero
		if !line.TaxRate.IsZero() {
			computed = net.Decimal.Mul(line.TaxRate).DivRound(hundred, currency.Exponent())
		}
		tax, gross = decimal.NewNullDecimal(computed), decimal.NewNullDecimal(net.Decimal.Add(computed))
	case !net.Valid && tax.Valid:
		net = decimal.NewNullDecimal(gross.Decimal.Sub(tax.Decimal))
	case !net.Valid:
		net = gross
		if !line.TaxRate.IsZero() {
			net = decimal.NewNullDecimal(gross.Decimal.Mul(hundred).DivRound(hundred.Add(line.TaxRate), currency.Exponent()))
		}
		tax = decimal.NewNullDecimal(gross.Decimal.Sub(net.Decimal))
	}
	line.Net, line.Tax, line.Gross = net.Decimal, tax.Decimal, gross.Decimal
	if line.Quantity.Valid != line.UnitPrice.Valid {
		completePrice(line)
	}
}

// completePrice gives a line that has a quantity and no price the price its net amount makes, and drops a price that stands
// alone: it proves nothing.
func completePrice(line *document.Line) {
	line.UnitPrice = decimal.NullDecimal{}
	if line.Quantity.Valid && !line.Quantity.Decimal.IsZero() {
		line.UnitPrice = decimal.NewNullDecimal(line.Net.DivRound(line.Quantity.Decimal, money.PricePlaces))
	} else {
		line.Quantity = decimal.NullDecimal{}
	}
}

// turn changes the sign of a line.
func turn(line *document.Line) {
	if line.Quantity.Valid {
		line.Quantity.Decimal = line.Quantity.Decimal.Neg()
	}
	line.Net, line.Tax, line.Gross = line.Net.Neg(), line.Tax.Neg(), line.Gross.Neg()
}
