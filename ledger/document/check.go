package document

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"hefu/ledger"
	"hefu/ledger/money"
)

// Limits on one document.
const (
	MaxLines      = 20000
	maxText       = 2000
	maxNumberText = 120
)

// Check finds every fault of a document that can be seen without the database, each named by field. Precedence: the kind,
// then the fields in order, then the lines in order; all are reported at once.
func Check(d New) error {
	rule, ok := rules[d.Kind]
	if !ok {
		return ledger.E("validation_failed").At("kind", "not_a_choice")
	}
	bad := ledger.E("validation_failed")
	if d.CustomerID.IsZero() {
		bad.At("customer_id", "required")
	}
	if !d.Currency.Valid() {
		return bad.At("currency", "not_a_currency")
	}
	if d.DocumentDate.IsZero() {
		bad.At("document_date", "required")
	}
	checkRate(bad, d.Rate)
	checkReduces(bad, d)
	checkNeighbours(bad, d)
	checkNote(bad, d)
	checkGivenDate(bad, d)
	checkTexts(bad, d)
	if rule.lines {
		checkLines(bad, d)
	} else {
		checkAmount(bad, "amount", d.Amount, d.Currency, rule.signed)
		if len(d.Lines) > 0 {
			bad.At("lines", "not_expected")
		}
	}
	if d.Kind == Adjustment {
		checkReason(bad, d)
	}
	if _, ok := methodAccounts[d.Method]; !ok {
		bad.At("method", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// checkRate takes what the column holds: more than zero, at most 10^9, eight places. Zero means that it is looked up.
func checkRate(bad *ledger.Error, rate decimal.Decimal) {
	switch {
	case rate.IsNegative():
		bad.At("rate", "must_be_positive")
	case !rate.Equal(rate.Round(money.RatePlaces)):
		bad.At("rate", "too_many_places")
	case rate.GreaterThan(largestRate):
		bad.At("rate", "too_large")
	}
}

// checkReduces: a credit note names what it reduces, unless it comes from a system whose receivables are not kept here;
// nothing else reduces anything.
func checkReduces(bad *ledger.Error, d New) {
	switch {
	case d.Kind == CreditNote && d.Reduces.IsZero() && d.system() == ownSystem:
		bad.At("reduces", "required")
	case d.Kind != CreditNote && !d.Reduces.IsZero():
		bad.At("reduces", "not_expected")
	}
}

// ShortCauses are why a customer pays less than the documents it names have open (WO-15).
var ShortCauses = []string{"part_payment", "bank_charges", "discount_taken", "deduction", "price_difference", "disputed", "mistake", "other"}

// checkNeighbours: only an adjustment is about a receivable, a fine-tune always; only money in names what it pays, and why it is less.
func checkNeighbours(bad *ledger.Error, d New) {
	money := d.Kind == Receipt || d.Kind == Advance
	switch {
	case d.Kind != Adjustment && !d.Adjusts.IsZero():
		bad.At("adjusts", "not_expected")
	case d.Kind == Adjustment && Reason(d.Reason).tuned() && d.Adjusts.IsZero():
		bad.At("adjusts", "required")
	}
	if d.Kind == Adjustment && Reason(d.Reason).tuned() && !d.totals().tax.IsZero() {
		bad.At("lines", "not_expected")
	}
	if d.ReturnNo != "" && d.Kind != Refund {
		bad.At("return_no", "not_expected")
	}
	if !money && len(d.Settles) > 0 {
		bad.At("settles", "not_expected")
	}
	if len(d.Settles) > maxNamed {
		bad.At("settles", "too_long")
	}
	if d.ShortCause != "" && !slices.Contains(ShortCauses, d.ShortCause) {
		bad.At("short_cause", "not_a_choice")
	}
	if !d.SettlesItem.IsZero() && d.Kind != Refund {
		bad.At("settles_item", "not_expected")
	}
	if (!d.Reverses.IsZero() || d.Dishonoured) && d.Kind != Reversal {
		bad.At("reverses", "not_expected")
	}
}

// maxNamed bounds what one payment names.
const maxNamed = 1000

// checkGivenDate: a start or due date set by hand says why (SPEC 7). What a source states needs no reason of ours.
func checkGivenDate(bad *ledger.Error, d New) {
	if d.givenByHand() && d.Reason == "" {
		bad.At("reason", "required")
	}
}

func (d New) givenByHand() bool {
	return d.SourceKind == "manual" && (!d.Dates.Given.IsZero() || !d.DueDate.IsZero())
}

// ownSystem is the source system of what is made here.
const ownSystem = "hefu"

func (d New) system() string {
	if d.SourceSystem == "" {
		return ownSystem
	}
	return d.SourceSystem
}

func checkTexts(bad *ledger.Error, d New) {
	for _, text := range []struct {
		name, value string
		limit       int
	}{
		{"document_no", d.DocumentNo, maxNumberText}, {"order_no", d.OrderNo, maxNumberText}, {"contract_no", d.ContractNo, maxNumberText},
		{"shipment_no", d.ShipmentNo, maxNumberText}, {"invoice_no", d.InvoiceNo, maxNumberText}, {"source_id", d.SourceID, maxNumberText},
		{"source_system", d.SourceSystem, maxNumberText}, {"source_kind", d.SourceKind, maxNumberText}, {"product_line", d.ProductLine, maxNumberText},
		{"description", d.Description, maxText}, {"reason", d.Reason, maxText},
		{"item_type", d.ItemType, maxNumberText}, {"return_no", d.ReturnNo, maxNumberText}, {"short_note", d.ShortNote, maxText},
	} {
		checkText(bad, text.name, text.value, text.limit)
	}
}

// checkText takes any script, but no control characters, and only text in Unicode's composed form (NFC).
func checkText(bad *ledger.Error, name, value string, limit int) {
	if plainText(value, limit) {
		return
	}
	if len(value) > limit*4 || len([]rune(value)) > limit {
		bad.At(name, "too_long")
		return
	}
	if strings.ContainsFunc(value, unicode.IsControl) || !norm.NFC.IsNormalString(value) || strings.ContainsRune(value, unicode.ReplacementChar) {
		bad.At(name, "bad_text")
	}
}

// CheckReason refuses a free-text reason that is missing, too long, or no plain text.
func CheckReason(reason string) error {
	bad := ledger.E("validation_failed")
	if strings.TrimSpace(reason) == "" {
		return bad.At("reason", "required")
	}
	if checkText(bad, "reason", reason, maxText); len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func checkReason(bad *ledger.Error, d New) {
	sign, ok := increases[Reason(d.Reason)]
	if !ok {
		bad.At("reason", "not_a_choice")
		return
	}
	if r := Reason(d.Reason); (r == TailDifference || r.tuned()) && d.totals().gross.Abs().GreaterThan(TailLimit) {
		bad.At("lines", "too_large")
	}
	if Reason(d.Reason) == Netting && !d.totals().tax.IsZero() { // tax was settled with the two invoices
		bad.At("lines", "not_expected")
	}
	if total := d.totals().gross.Sign(); sign != 0 && total != 0 && total != sign {
		bad.At("lines", "does_not_add_up")
	}
}

func checkAmount(bad *ledger.Error, name string, amount decimal.Decimal, currency money.Currency, signed bool) {
	switch {
	case amount.IsZero():
		bad.At(name, "must_not_be_zero")
	case amount.IsNegative() && !signed:
		bad.At(name, "must_be_positive")
	case !money.Exact(amount, currency):
		bad.At(name, "too_many_places")
	case amount.Abs().GreaterThan(largest):
		bad.At(name, "too_large")
	}
}

var (
	largest     = decimal.New(1, 15)
	largestRate = decimal.New(1, 9)
)

func checkLines(bad *ledger.Error, d New) {
	if len(d.Lines) == 0 {
		bad.At("lines", "required")
		return
	}
	if len(d.Lines) > MaxLines {
		bad.At("lines", "too_long")
		return
	}
	for i, line := range d.Lines {
		if line.plain() {
			if _, err := money.CheckLine(line.arithmetic(), d.Currency); err == nil {
				continue
			}
		}
		at := "lines[" + strconv.Itoa(i) + "]"
		if _, err := money.CheckLine(line.arithmetic(), d.Currency); err != nil {
			bad.At(at, "does_not_add_up")
		}
		if line.Kind != "" && line.Kind != Goods && line.Kind != ServiceLine && line.Kind != FreightLine {
			bad.At(at+".kind", "not_a_choice")
		}
		if line.Kind == FreightLine && !line.Tax.IsZero() {
			bad.At(at+".tax", "not_expected")
		}
		if line.Kind == FreightLine && d.Kind == Adjustment {
			bad.At(at+".kind", "not_expected")
		}
		if line.tooLarge() {
			bad.At(at, "too_large")
		}
		if line.ReducesLine != 0 && d.Reduces.IsZero() {
			bad.At(at+".reduces_line", "not_expected")
		}
		checkText(bad, at+".item_code", line.ItemCode, maxNumberText)
		checkText(bad, at+".description", line.Description, maxText)
		checkText(bad, at+".unit", line.Unit, maxNumberText)
	}
	checkAmount(bad, "lines", d.totals().gross, d.Currency, rules[d.Kind].signed)
}

// plain tells that nothing but its arithmetic could be wrong with a line. Nearly all lines are plain, and naming the fields of
// those that are not costs more than the check.
func (l Line) plain() bool {
	return l.Kind != FreightLine && (l.Kind == "" || l.Kind == Goods || l.Kind == ServiceLine) && l.ReducesLine == 0 && !l.tooLarge() &&
		plainText(l.ItemCode, maxNumberText) && plainText(l.Description, maxText) && plainText(l.Unit, maxNumberText)
}

// plainText holds for text that needs no closer look: printable ASCII, Chinese characters and their punctuation, none of which
// has another form in Unicode, within the limit.
func plainText(value string, limit int) bool {
	for _, r := range value {
		switch {
		case ' ' <= r && r <= '~', '一' <= r && r <= '\u9fff', '、' <= r && r <= '〟', '！' <= r && r <= '～':
		default:
			return false
		}
	}
	return len(value) <= limit || utf8.RuneCountInString(value) <= limit
}

func (l Line) tooLarge() bool {
	for _, figure := range []decimal.Decimal{l.Quantity.Decimal, l.UnitPrice.Decimal, l.Net, l.Tax, l.Gross} {
		if figure.NumDigits()+int(figure.Exponent()) > 15 && figure.Abs().GreaterThan(largest) {
			return true
		}
	}
	return false
}

func (l Line) arithmetic() money.Line {
	return money.Line{Quantity: l.Quantity.Decimal, UnitPrice: l.UnitPrice.Decimal, Net: l.Net, TaxRate: l.TaxRate, Tax: l.Tax, Gross: l.Gross}
}

// totals are a document's parts: price, tax, freight, and all of it (DOC-11).
type totals struct{ net, tax, freight, gross decimal.Decimal }

func (d New) totals() totals {
	if !rules[d.Kind].lines {
		return totals{net: d.Amount, gross: d.Amount}
	}
	var sum totals
	for _, line := range d.Lines {
		if line.Kind == FreightLine {
			sum.freight = sum.freight.Add(line.Gross)
		} else {
			sum.net = sum.net.Add(line.Net)
			sum.tax = sum.tax.Add(line.Tax)
		}
		sum.gross = sum.gross.Add(line.Gross)
	}
	return sum
}
