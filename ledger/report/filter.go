package report

import (
	"slices"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
)

// Periods name a period that moves with the day: this month, the last, this quarter, this year, the last, and twelve months with this
// one.
var Periods = []string{"month", "last_month", "quarter", "year", "last_year", "twelve_months"}

// Causes are what moves a balance, as Summary tells them apart.
var Causes = []string{"charges", "credit_notes", "adjustments", "receipts", "other"}

// CustomerGroups are what rows can stand for in the reports that are made from balances.
var CustomerGroups = []string{"customer", "salesperson", "region"}

// AgingGroups are what rows of an aging can stand for.
var AgingGroups = []string{string(aging.ByCustomer), string(aging.BySalesperson), string(aging.ByRegion), string(aging.ByTerms), string(aging.ByKind), string(aging.ByProductLine)}

// Groups are what rows of a report can stand for; the first is what they stand for without a choice. None: the report has one form.
func Groups(kind string) []string {
	switch kind {
	case "summary", "movement", "indicators":
		return CustomerGroups
	case "analysis":
		return AnalysisGroups
	case "disputes":
		return DisputeGroups
	case "cycle":
		return CycleGroups
	case "aging", "advance-aging":
		return AgingGroups
	}
	return nil
}

// uses says which reports take the filters that not all of them do.
var uses = map[string][]string{
	"detail":          {"product_line", "source_kind", "receipts", "cause"},
	"analysis":        {"product_line", "source_kind", "receipts"},
	"open-items":      {"product_line", "source_kind", "phase"},
	"movement-detail": {"cause"},
	"disputes":        {"product_line", "category", "root_cause"},
	"dispute-list":    {"product_line", "category", "root_cause", "phase"},
	"general-ledger":  {"dimension"},
	"account-ledger":  {"dimension"},
	"customer-ledger": {"dimension"},
}

// Uses names the filters that the report takes beside those that all take.
func Uses(kind string) []string { return uses[kind] }

// fit refuses filters that would not narrow the report, so that nobody reads more than was asked for as if it were less.
func (f Filter) fit(kind string) error {
	bad := ledger.E("validation_failed")
	for field, set := range map[string]bool{"product_line": f.ProductLine != "", "source_kind": f.SourceKind != "", "receipts": f.NoReceipts, "cause": f.Cause != "",
		"category": f.Category != "", "root_cause": f.RootCause != "", "phase": f.Phase != "", "dimension": f.Dimension.Asked()} {
		if set && !slices.Contains(uses[kind], field) {
			bad.At(field, "not_a_choice")
		}
	}
	if (kind == "aging" || kind == "advance-aging") && f.NoSalesperson {
		bad.At("unassigned", "not_a_choice")
	}
	if (kind == "aging" || kind == "advance-aging") && f.Region == None {
		bad.At("region", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Check refuses what the report does not take, without reading anything: not_found for a report that is none, else validation_failed.
func (f Filter) Check(kind string) error {
	if !slices.Contains(Kinds, kind) {
		return ledger.E("not_found")
	}
	for _, wrong := range []error{f.fit(kind), f.check(), f.groups(kind)} {
		if wrong != nil {
			return wrong
		}
	}
	return nil
}

func (f Filter) check() error {
	bad := ledger.E("validation_failed")
	if f.Currency != "" && !f.Currency.Valid() {
		bad.At("currency", "not_a_currency")
	}
	if f.Period != "" && !slices.Contains(Periods, f.Period) {
		bad.At("period", "not_a_choice")
	}
	if f.Cause != "" && !slices.Contains(Causes, f.Cause) {
		bad.At("cause", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// groups refuses what rows of the report cannot stand for.
func (f Filter) groups(kind string) error {
	if f.By != "" && !slices.Contains(Groups(kind), f.By) {
		return ledger.E("validation_failed").At("by", "not_a_choice")
	}
	return nil
}

// settle gives the filter its days.
func (f *Filter) settle(today calendar.Date) error {
	if f.Period != "" {
		f.From, f.To = periodOf(f.Period, today)
	}
	if f.To.IsZero() {
		f.To = today
	}
	if f.From.IsZero() {
		f.From = f.To.StartOfMonth()
	}
	if f.To.Before(f.From) {
		return ledger.E("validation_failed").At("to", "not_a_choice")
	}
	return nil
}

// periodOf is the period of that name as of a day. What is under way ends with the day.
func periodOf(name string, today calendar.Date) (from, to calendar.Date) {
	month := today.StartOfMonth()
	inYear := int(month.Time().Month()) - 1
	switch name {
	case "last_month":
		return month.AddMonths(-1), month.AddDays(-1)
	case "quarter":
		return month.AddMonths(-(inYear % 3)), today
	case "year":
		return month.AddMonths(-inYear), today
	case "last_year":
		return month.AddMonths(-inYear - 12), month.AddMonths(-inYear).AddDays(-1)
	case "twelve_months":
		return month.AddMonths(-11), today
	}
	return month, today
}
