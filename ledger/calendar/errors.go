package calendar

import "fmt"

// Code names why a date, a calendar, payment terms or buckets were refused.
// The values are stable: they travel to the API and the error catalogue.
type Code string

// The closed set of reasons.
const (
	NotADate          Code = "not_a_date"          // text is not YYYY-MM-DD
	NoSuchDay         Code = "no_such_day"         // 2025-02-29, 2025-13-01
	YearRange         Code = "year_range"          // a year before 1900
	UnknownCalendar   Code = "unknown_calendar"    // no holiday calendar of that name
	UnknownRoll       Code = "unknown_roll"        // not none, next, previous, modified_next
	UnknownBasis      Code = "unknown_basis"       // not one of the six start dates
	MissingDate       Code = "missing_date"        // the start date asked for is not known
	UnknownRule       Code = "unknown_rule"        // no such due-date rule
	UnknownShare      Code = "unknown_share"       // no such kind of share
	FieldNotUsed      Code = "field_not_used"      // the rule or share does not use a field that is set
	OutOfRange        Code = "out_of_range"        // days, months, day or percent outside its limits
	NoParts           Code = "no_parts"            // terms without any part
	TooManyParts      Code = "too_many_parts"      // more than MaxParts
	PercentSum        Code = "percent_sum"         // percents do not sum to 100
	RemainderMissing  Code = "remainder_missing"   // fixed or relative shares without a remainder
	RemainderNotLast  Code = "remainder_not_last"  // something follows the remainder
	FixedExceedsTotal Code = "fixed_exceeds_total" // fixed parts take more than there is
	AmountNotExact    Code = "amount_not_exact"    // more places than the currency has
	DiscountOrder     Code = "discount_order"      // later discount tiers must be longer and smaller
	DiscountAfterDue  Code = "discount_after_due"  // a discount that outlives the net days
	NotDiscountTerms  Code = "not_discount_terms"  // text is not like "2/10 n/30"
	NotTerms          Code = "not_terms"           // JSON that is no payment terms
	BadEdges          Code = "bad_edges"           // bucket edges are not rising whole days from 1
)

// Error is the only error type of this package.
type Error struct {
	Code   Code
	Field  string // "date", "basis", "percent", ...
	Part   int    // 1-based part of the terms or tier of the discount, 0 where it is about the whole
	Detail string // the refused value, cut to 60 bytes
}

func (e *Error) Error() string {
	text := string(e.Code)
	if e.Part > 0 {
		text = fmt.Sprintf("part %d: %s", e.Part, text)
	}
	if e.Field != "" {
		text += " " + e.Field
	}
	if e.Detail != "" {
		text += fmt.Sprintf(" %q", e.Detail)
	}
	return text
}

// refuse cuts the detail, so that a hostile text never fills a log or a page.
func refuse(code Code, field string, part int, detail string) *Error {
	const keep = 60
	if len(detail) > keep {
		detail = detail[:keep]
	}
	return &Error{Code: code, Field: field, Part: part, Detail: detail}
}
