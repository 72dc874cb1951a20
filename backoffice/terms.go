package backoffice

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// plainTerms are payment terms as a form states them. Others, such as those with discounts, come by import and are kept.
type plainTerms struct {
	Rule  string `json:"rule" enum:"keep,none,net_days,end_of_month,instalments"`
	Basis string `json:"basis,omitempty" enum:"order,shipment,revenue,invoice,given"`
	Days  int    `json:"days,omitempty" minimum:"0" maximum:"3650"`

	Parts     []termsPart `json:"parts,omitempty" maxItems:"59" doc:"Of instalments: each with its share, in order; with the retention they make 100 percent"`
	Retention *termsPart  `json:"retention,omitempty" doc:"Of instalments: what is held back against defects (质保金), and for how many days"`

	Arrangement string `json:"arrangement,omitempty" enum:"letter_of_credit,deferred," doc:"How receivables are to be collected; left out: the usual way"`
}

// termsPart is a share of the amount, and the days after the start on which it is due.
type termsPart struct {
	Percent string `json:"percent" maxLength:"20" doc:"More than 0 and at most 100, as a decimal of up to eight places"`
	Days    int    `json:"days" minimum:"0" maximum:"3650"`
}

// stored is what is kept of the terms; nil: as for a customer without any. stands are the terms in force, for a form that keeps them.
func (f plainTerms) stored(stands *calendar.Terms) (json.RawMessage, error) {
	basis := calendar.Basis(f.Basis)
	if basis == "" {
		basis = calendar.FromInvoice
	}
	var terms calendar.Terms
	switch {
	case f.Rule == "keep" && stands != nil:
		terms = *stands
	case f.Rule == "net_days":
		terms = calendar.Net(basis, f.Days)
	case f.Rule == "end_of_month":
		terms = calendar.Single(basis, calendar.Offset{Rule: calendar.RuleEndOfMonth, Days: f.Days})
	case f.Rule == "instalments":
		parts, err := f.parts()
		if err != nil {
			return nil, err
		}
		terms = calendar.Terms{Basis: basis, Parts: parts}
	default:
		return nil, nil
	}
	if f.Rule != "keep" {
		terms.Arrangement = calendar.Arrangement(f.Arrangement)
	}
	if err := terms.Validate(); err != nil && f.Rule == "instalments" {
		return nil, refusedTerms(err)
	}
	text, err := json.Marshal(terms)
	if err != nil {
		return nil, ledger.E("validation_failed").At("terms", "bad_terms")
	}
	return text, nil
}

// parts reads the instalments, and after them what is retained. Refused at the parts that are no percentage.
func (f plainTerms) parts() ([]calendar.Part, error) {
	if len(f.Parts) == 0 {
		return nil, ledger.E("validation_failed").At("terms.parts", "required")
	}
	bad := ledger.E("validation_failed")
	var out []calendar.Part
	take := func(field string, p termsPart, retention bool) {
		percent, err := money.ParsePrice(p.Percent)
		if err != nil || !percent.IsPositive() || percent.GreaterThan(decimal.New(100, 0)) {
			bad.At(field+".percent", "terms_percent")
		}
		out = append(out, calendar.Part{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: p.Days}, Share: calendar.SharePercent, Percent: percent, Retention: retention})
	}
	for i, p := range f.Parts {
		take(fmt.Sprintf("terms.parts[%d]", i), p, false)
	}
	if f.Retention != nil {
		take("terms.retention", *f.Retention, true)
	}
	if len(bad.Fields) > 0 {
		return nil, bad
	}
	return out, nil
}

// refusedTerms words why instalments are no terms.
func refusedTerms(err error) error {
	var why *calendar.Error
	if errors.As(err, &why) && why.Code == calendar.PercentSum {
		return ledger.E("validation_failed").At("terms.parts", "terms_sum")
	}
	return ledger.E("validation_failed").At("terms", "bad_terms").Because(err)
}

// formOf is how a form shows the terms in force; keep stands for those it cannot show.
func formOf(terms *calendar.Terms) plainTerms {
	if terms == nil {
		return plainTerms{Rule: "none"}
	}
	keep := plainTerms{Rule: "keep"}
	if len(terms.Parts) == 0 || len(terms.Discounts) > 0 || terms.Roll != "" || terms.Calendar != "" || terms.Basis == calendar.FromUninvoicedRevenue {
		return keep
	}
	shown := plainTerms{Basis: string(terms.Basis), Arrangement: string(terms.Arrangement)}
	only := terms.Parts[0]
	plain := len(terms.Parts) == 1 && !only.Retention && only.Offset.Months == 0
	switch {
	case plain && only.Offset.Rule == calendar.RuleNetDays:
		shown.Rule, shown.Days = "net_days", only.Offset.Days
	case plain && only.Offset.Rule == calendar.RuleEndOfMonth:
		shown.Rule, shown.Days = "end_of_month", only.Offset.Days
	case len(terms.Parts) > 1 && shown.lay(terms.Parts):
		shown.Rule = "instalments"
	default:
		return keep
	}
	return shown
}

// lay fills in parts in percent with days each, of which the last may be retained; false for any others.
func (f *plainTerms) lay(parts []calendar.Part) bool {
	for i, p := range parts {
		part := termsPart{Percent: p.Percent.String(), Days: p.Offset.Days}
		last := i == len(parts)-1
		switch {
		case p.Share != calendar.SharePercent || p.Offset.Rule != calendar.RuleNetDays || p.Retention && !last:
			return false
		case p.Retention:
			f.Retention = &part
		default:
			f.Parts = append(f.Parts, part)
		}
	}
	return true
}
