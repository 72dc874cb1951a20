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
	for _, line := range d.Lines {
		put(string(line.Kind), line.ItemCode, line.Description, line.Unit, optional(line.Quantity), optional(line.UnitPrice),
			line.Net.String(), line.TaxRate.String(), line.Tax.String(), line.Gross.String(), strconv.Itoa(line.ReducesLine))
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

func optional(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}
