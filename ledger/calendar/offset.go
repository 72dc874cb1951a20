package calendar

import "strconv"

// Rule says how a due date follows from the start date T0.
type Rule string

// The due-date rules, with the fields of Offset each one uses. Days of a month
// past its end mean its last day.
const (
	RuleNetDays        Rule = "net_days"              // T0 + Days
	RuleMonths         Rule = "months"                // T0 + Months, then + Days
	RuleEndOfMonth     Rule = "end_of_month"          // end of the month of T0 + Months, then + Days (月结)
	RuleDayOfMonth     Rule = "day_of_month"          // day Day of the Months-th following month (from 1), then + Days
	RuleDaysEndOfMonth Rule = "days_end_of_month_day" // T0 + Days, end of that month, then day Day of the next month (0: stay)
	RuleFixedDate      Rule = "fixed_date"            // Date, whatever T0 is (a retention's own date)
)

// Limits of the figures: ten years.
const (
	MaxDays   = 3660
	MaxMonths = 120
	maxDay    = 31
)

// Offset is a rule with its figures.
type Offset struct {
	Rule   Rule `json:"rule"`
	Days   int  `json:"days,omitempty"`   // 0 to MaxDays
	Months int  `json:"months,omitempty"` // 0 to MaxMonths
	Day    int  `json:"day,omitempty"`    // 1 to 31
	Date   Date `json:"date,omitzero"`
}

// From is the nominal due date, before any roll to a working day.
func (o Offset) From(t0 Date) Date {
	switch o.Rule {
	case RuleNetDays:
		return t0.AddDays(o.Days)
	case RuleMonths:
		return t0.AddMonths(o.Months).AddDays(o.Days)
	case RuleEndOfMonth:
		return t0.AddMonths(o.Months).EndOfMonth().AddDays(o.Days)
	case RuleDayOfMonth:
		return onDay(t0.StartOfMonth().AddMonths(o.Months), o.Day).AddDays(o.Days)
	case RuleDaysEndOfMonth:
		end := t0.AddDays(o.Days).EndOfMonth()
		if o.Day == 0 {
			return end
		}
		return onDay(end.AddDays(1), o.Day)
	case RuleFixedDate:
		return o.Date
	}
	return Date{}
}

func onDay(month Date, day int) Date {
	year, m, _ := month.Civil()
	return Of(year, m, day)
}

// check refuses unknown rules, figures out of range, and figures the rule would
// silently ignore.
func (o Offset) check(part int) error {
	uses, ok := ruleFields[o.Rule]
	if !ok {
		return refuse(UnknownRule, "rule", part, string(o.Rule))
	}
	for _, f := range []struct {
		field      string
		value      int
		used       bool
		least, max int
	}{
		{"days", o.Days, uses.days, 0, MaxDays},
		{"months", o.Months, uses.months, uses.leastMonths, MaxMonths},
		{"day", o.Day, uses.day, uses.leastDay, maxDay},
	} {
		switch {
		case !f.used && f.value != 0:
			return refuse(FieldNotUsed, f.field, part, strconv.Itoa(f.value))
		case f.used && (f.value < f.least || f.value > f.max):
			return refuse(OutOfRange, f.field, part, strconv.Itoa(f.value))
		}
	}
	switch {
	case o.Rule == RuleFixedDate && o.Date.IsZero():
		return refuse(MissingDate, "date", part, "")
	case o.Rule != RuleFixedDate && !o.Date.IsZero():
		return refuse(FieldNotUsed, "date", part, o.Date.String())
	}
	return nil
}

type fields struct {
	days, months, day     bool
	leastMonths, leastDay int
}

var ruleFields = map[Rule]fields{
	RuleNetDays:        {days: true},
	RuleMonths:         {months: true, days: true},
	RuleEndOfMonth:     {months: true, days: true},
	RuleDayOfMonth:     {months: true, day: true, days: true, leastMonths: 1, leastDay: 1},
	RuleDaysEndOfMonth: {days: true, day: true},
	RuleFixedDate:      {},
}
