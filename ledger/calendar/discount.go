package calendar

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
)

// Discount is one tier of an early-payment discount (现金折扣): Percent off when
// paid within Days of T0, that day included.
type Discount struct {
	Percent decimal.Decimal // more than 0, less than 100
	Days    int
}

type discountJSON struct {
	Percent string `json:"percent"`
	Days    int    `json:"days"`
}

// MarshalJSON writes the percent as a string.
func (d Discount) MarshalJSON() ([]byte, error) {
	return json.Marshal(discountJSON{d.Percent.String(), d.Days})
}

// UnmarshalJSON takes the percent as strict text.
func (d *Discount) UnmarshalJSON(raw []byte) error {
	var flat discountJSON
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&flat); err != nil {
		return err
	}
	percent, err := money.ParsePrice(flat.Percent)
	if err != nil {
		return err
	}
	*d = Discount{percent, flat.Days}
	return nil
}

// maxTiers bounds the tiers; trade knows two, seldom three.
const maxTiers = 5

var discountForm = regexp.MustCompile(`^(?:(\d{1,2}(?:\.\d{1,4})?)/(\d{1,3})[ ,]+)*n/(\d{1,4})$`)

// ParseDiscount reads the trade notation "2/10 n/30" or "2/10, 1/20, n/30": two
// percent within ten days, one within twenty, the whole within thirty. Refused
// with NotDiscountTerms or what Validate says.
func ParseDiscount(text string, basis Basis) (Terms, error) {
	if len(text) > 80 || !discountForm.MatchString(text) {
		return Terms{}, refuse(NotDiscountTerms, "discount", 0, text)
	}
	var terms Terms
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		left, right, _ := strings.Cut(word, "/")
		days, err := strconv.Atoi(right)
		if err != nil {
			return Terms{}, refuse(NotDiscountTerms, "discount", 0, text)
		}
		if left == "n" {
			tiers := terms.Discounts
			terms = Net(basis, days)
			terms.Discounts = tiers
			continue
		}
		percent, err := money.ParsePrice(left)
		if err != nil {
			return Terms{}, refuse(NotDiscountTerms, "discount", 0, text)
		}
		terms.Discounts = append(terms.Discounts, Discount{percent, days})
	}
	return terms, terms.Validate()
}

// DiscountUntil is the last day of the first, highest tier; false without a discount.
func (t Terms) DiscountUntil(t0 Date) (Date, bool) {
	if len(t.Discounts) == 0 || t0.IsZero() {
		return Date{}, false
	}
	return t0.AddDays(t.Discounts[0].Days), true
}

// DiscountOn is the tier earned by a payment on the date paid; false when it is
// too late for any.
func (t Terms) DiscountOn(t0, paid Date) (Discount, bool) {
	for _, d := range t.Discounts {
		if !paid.IsZero() && !t0.IsZero() && paid.Sub(t0) <= d.Days {
			return d, true
		}
	}
	return Discount{}, false
}

func (t Terms) checkDiscounts() error {
	if len(t.Discounts) > maxTiers {
		return refuse(TooManyParts, "discounts", 0, "")
	}
	for i, d := range t.Discounts {
		switch {
		case !d.Percent.IsPositive() || !d.Percent.LessThan(hundred):
			return refuse(OutOfRange, "discount percent", i+1, d.Percent.String())
		case d.Days < 0 || d.Days > MaxDays:
			return refuse(OutOfRange, "discount days", i+1, strconv.Itoa(d.Days))
		case i > 0 && (d.Days <= t.Discounts[i-1].Days || !d.Percent.LessThan(t.Discounts[i-1].Percent)):
			return refuse(DiscountOrder, "discount", i+1, "")
		}
		if len(t.Parts) == 1 && t.Parts[0].Offset.Rule == RuleNetDays && d.Days > t.Parts[0].Offset.Days {
			return refuse(DiscountAfterDue, "discount days", i+1, strconv.Itoa(d.Days))
		}
	}
	return nil
}
