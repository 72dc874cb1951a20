package document

import (
	"crypto/sha256"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
)

// contentHash fingerprints what a source said, so that the same source key with other content is noticed. Each field is
// written with its length before it, so no two documents share a text. What the database decides is left out.
func contentHash(d New) []byte {
	text := make([]byte, 0, 512+128*len(d.Lines))
	put := func(values ...string) {
		for _, value := range values {
			text = strconv.AppendInt(text, int64(len(value)), 10)
			text = append(text, ':')
			text = append(text, value...)
		}
	}
	put(string(d.Kind), d.CustomerID.String(), string(d.Currency), d.Rate.String(), d.DocumentDate.String(), d.PostingDate.String(),
		d.Dates.Order.String(), d.Dates.Shipment.String(), d.Dates.Revenue.String(), d.Dates.UninvoicedRevenue.String(), d.Dates.Invoice.String(), d.Dates.Given.String(),
		d.DueDate.String(), d.DocumentNo, d.OrderNo, d.ContractNo, d.ShipmentNo, d.InvoiceNo, d.Description, d.Reason, d.Method, d.ProductLine,
		d.SourceKind, d.Amount.String(), d.Reduces.String(), termsText(d.Terms))
	var digits [32]byte
	figure := func(d decimal.Decimal) {
		plain := appendFigure(digits[:0], d)
		text = strconv.AppendInt(text, int64(len(plain)), 10)
		text = append(append(text, ':'), plain...)
	}
	optional := func(d decimal.NullDecimal) {
		if !d.Valid {
			put("")
			return
		}
		figure(d.Decimal)
	}
	for _, line := range d.Lines {
		put(string(line.Kind), line.ItemCode, line.Description, line.Unit)
		optional(line.Quantity)
		optional(line.UnitPrice)
		figure(line.Net)
		figure(line.TaxRate)
		figure(line.Tax)
		figure(line.Gross)
		put(strconv.Itoa(line.ReducesLine))
	}
	sum := sha256.Sum256(text)
	return sum[:]
}

func termsText(terms *calendar.Terms) string {
	if terms == nil {
		return ""
	}
	text, _ := terms.Value() // a value of this program's own types always becomes JSON
	return fmt.Sprint(text)
}

// appendFigure appends d as d.String() writes it, without making a string of it where the figure is of an ordinary size.
func appendFigure(text []byte, d decimal.Decimal) []byte {
	places := -d.Exponent()
	if places < 0 || places > 8 || d.NumDigits() > 17 {
		return append(text, d.String()...)
	}
	units := d.CoefficientInt64()
	for ; places > 0 && units%10 == 0; places-- {
		units /= 10
	}
	if units < 0 {
		text, units = append(text, '-'), -units
	}
	scale := int64(1)
	for range places {
		scale *= 10
	}
	text = strconv.AppendInt(text, units/scale, 10)
	if places == 0 {
		return text
	}
	text = append(text, '.')
	for rest := units % scale; scale > 1; rest %= scale {
		scale /= 10
		text = append(text, byte('0'+rest/scale))
	}
	return text
}
