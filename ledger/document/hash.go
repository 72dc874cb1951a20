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
	for _, field := range d.more() {
		put(field[0], field[1])
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

// more are the fields that came later, by name and only where they say something: what was posted before keeps its fingerprint.
func (d New) more() [][2]string {
	var out [][2]string
	add := func(name, value string, said bool) {
		if said {
			out = append(out, [2]string{name, value})
		}
	}
	add("adjusts", d.Adjusts.String(), !d.Adjusts.IsZero())
	add("item_type", d.ItemType, d.ItemType != "")
	add("return_no", d.ReturnNo, d.ReturnNo != "")
	if d.Note != nil {
		add("note", d.Note.No+"\x00"+d.Note.Drawer+"\x00"+d.Note.Acceptor+"\x00"+d.Note.DueOn.String(), true)
	}
	add("settles_item", d.SettlesItem.String(), !d.SettlesItem.IsZero())
	for _, id := range d.Settles {
		add("settles", id.String(), true)
	}
	add("short_cause", d.ShortCause, d.ShortCause != "")
	add("short_note", d.ShortNote, d.ShortNote != "")
	add("reverses", d.Reverses.String(), !d.Reverses.IsZero())
	add("dishonoured", "true", d.Dishonoured)
	for _, code := range d.Fields.Codes() {
		add("field "+code, d.Fields[code], true)
	}
	for i, line := range d.Lines {
		for _, code := range line.Fields.Codes() {
			add("line "+strconv.Itoa(i+1)+" field "+code, line.Fields[code], true)
		}
	}
	return out
}
