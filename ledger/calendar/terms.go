package calendar

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"io"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
)

// Terms are payment terms (收款条件): when which part of an amount falls due.
// They are stored as JSON; Validate tells whether they can be used.
type Terms struct {
	Basis     Basis      `json:"basis"`
	Parts     []Part     `json:"parts"`
	Roll      Roll       `json:"roll,omitempty"`      // "" is none
	Calendar  string     `json:"calendar,omitempty"`  // name of the holiday calendar, "" is Weekends
	Discounts []Discount `json:"discounts,omitempty"` // early-payment discount tiers, shortest first

	Arrangement Arrangement `json:"arrangement,omitempty"` // how it is to be collected; empty: the usual way
}

// MaxParts bounds the instalments of one document: five years of months.
const MaxParts = 60

// Share says how much of the amount a part takes.
type Share string

// The shares.
const (
	SharePercent            Share = "percent"
	SharePercentOfRemaining Share = "percent_of_remaining" // of what the parts before it left
	ShareFixed              Share = "fixed"                // in the document's currency
	ShareRemainder          Share = "remainder"            // what is left; last part only
)

// Part is one payment condition of the terms.
type Part struct {
	Offset    Offset
	Share     Share
	Percent   decimal.Decimal // for the percent shares: more than 0, at most 100, up to 8 places
	Amount    decimal.Decimal // for ShareFixed: more than 0
	Retention bool            // held back against defects (质保金); aged and shown on its own
}

// partJSON keeps figures as strings and offsets beside them.
type partJSON struct {
	Offset
	Share     Share   `json:"share"`
	Percent   *string `json:"percent,omitempty"`
	Amount    *string `json:"amount,omitempty"`
	Retention bool    `json:"retention,omitempty"`
}

// MarshalJSON writes one flat object with figures as strings.
func (p Part) MarshalJSON() ([]byte, error) {
	flat := partJSON{Offset: p.Offset, Share: p.Share, Retention: p.Retention}
	if !p.Percent.IsZero() {
		text := p.Percent.String()
		flat.Percent = &text
	}
	if !p.Amount.IsZero() {
		text := p.Amount.String()
		flat.Amount = &text
	}
	return json.Marshal(flat)
}

// UnmarshalJSON takes figures as strict text only: "30", never 30 or "3e1".
func (p *Part) UnmarshalJSON(raw []byte) error {
	var flat partJSON
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&flat); err != nil {
		return err
	}
	read := Part{Offset: flat.Offset, Share: flat.Share, Retention: flat.Retention}
	for _, f := range []struct {
		text   *string
		target *decimal.Decimal
	}{{flat.Percent, &read.Percent}, {flat.Amount, &read.Amount}} {
		if f.text == nil {
			continue
		}
		figure, err := money.ParsePrice(*f.text) // eight places hold any percent and any amount
		if err != nil {
			return err
		}
		*f.target = figure
	}
	*p = read
	return nil
}

// ParseTerms reads untrusted or stored JSON: unknown fields, trailing text and
// unusable terms are refused (NotTerms, or what Validate says).
func ParseTerms(raw []byte) (Terms, error) {
	var t Terms
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&t); err != nil {
		return Terms{}, fmt.Errorf("%w: %w", refuse(NotTerms, "terms", 0, ""), err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return Terms{}, refuse(NotTerms, "terms", 0, "trailing text")
	}
	return t, t.Validate()
}

// Value stores the terms as JSON text.
func (t Terms) Value() (driver.Value, error) {
	raw, err := json.Marshal(t)
	return string(raw), err
}

// Scan reads stored JSON.
func (t *Terms) Scan(source any) error {
	var raw []byte
	switch v := source.(type) {
	case string:
		raw = []byte(v)
	case []byte:
		raw = v
	default:
		return refuse(NotTerms, "terms", 0, fmt.Sprintf("%T", source))
	}
	read, err := ParseTerms(raw)
	if err == nil {
		*t = read
	}
	return err
}

// Single are terms where the whole amount falls due by one rule.
func Single(basis Basis, offset Offset) Terms {
	return Terms{Basis: basis, Parts: []Part{{Offset: offset, Share: ShareRemainder}}}
}

// Net are the plainest terms: everything, days after T0.
func Net(basis Basis, days int) Terms {
	return Single(basis, Offset{Rule: RuleNetDays, Days: days})
}
