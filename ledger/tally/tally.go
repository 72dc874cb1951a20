// Package tally compares two ledgers of the same dealings, ours and the customer's, line by line: what is the same on both sides and why, and what is left
// and of what kind (SPEC section 10). It is pure: no database, no clock, and the same lines give the same answer in whatever order they come.
package tally

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
)

// Kind says what a line is; empty when nobody knows, as often in a foreign ledger.
type Kind string

// The kinds.
const (
	Charge     Kind = "charge"     // a receivable, an invoice
	Credit     Kind = "credit"     // a credit note
	Receipt    Kind = "receipt"    // money paid
	Adjustment Kind = "adjustment" // rebate, deduction, penalty, interest, tail difference
)

// Line is one movement of one side's ledger.
type Line struct {
	No        int    // the caller's own number, unique within its side
	Kind      Kind   // empty when unknown
	Number    string // document no, or whatever stands in that column
	Invoice   string
	Order     string // order or contract no
	Reference string // of a payment
	Text      string // description; numbers inside it are found
	Date      calendar.Date
	Amount    decimal.Decimal // signed: positive increases the debt; the other side's lines are turned to this sign before
	Outside   bool            // belongs to another period, and is here only so that a line of this period may find its document
}

// Within marks the lines that do not lie between the dates, both included, as outside. A zero date is no bound, and a line without date stays inside.
func Within(lines []Line, from, through calendar.Date) []Line {
	marked := make([]Line, len(lines))
	for i, line := range lines {
		line.Outside = !line.Date.IsZero() && (line.Date.Before(from) || !through.IsZero() && line.Date.After(through))
		marked[i] = line
	}
	return marked
}

// Options are the tolerances and limits; zero values mean the defaults.
type Options struct {
	DateTolerance   int             // days between the two bookings where dates must speak for a match; default 10
	AmountTolerance decimal.Decimal // amounts that differ by no more are the same under the same number; default 0
	Budget          int             // steps that the search for sums may take in all; default 20 million, some tenths of a second
}

// Side is whose ledger a line stands in.
type Side string

// The sides.
const (
	Ours   Side = "ours"
	Theirs Side = "theirs"
)

// Certainty says whether a match may be confirmed unseen.
type Certainty string

// The certainties. Certain is what holds by the number of a document, or what could not be anything else; likely is for a person to look at.
const (
	Certain Certainty = "certain"
	Likely  Certainty = "likely"
)

// Rule is the rule by which lines were found to belong together. The codes are stable; README.md says what each asks for.
type Rule string

// The rules, in the order in which they are tried.
const (
	NumberExact      Rule = "number_exact"       // the same number, as written
	NumberNormalized Rule = "number_normalized"  // the same number but for case, width, separators, prefix, leading zeros
	NumberInText     Rule = "number_in_text"     // the number stands inside the other's text
	NumberSuffix     Rule = "number_suffix"      // one number is the end of the other; same amount
	OrderAmount      Rule = "order_amount"       // the same order and amount
	NumberTypo       Rule = "number_typo_amount" // one slip in the number; same amount, near date
	AmountDate       Rule = "amount_date"        // the same amount at nearly the same date
	SumOneToMany     Rule = "sum_one_to_many"    // one of our lines is several of theirs
	SumManyToOne     Rule = "sum_many_to_one"    // several of our lines are one of theirs
	SumManyToMany    Rule = "sum_many_to_many"   // several are several
	Unmatched        Rule = ""                   // no rule: a line that is alone
)

// Cause is the code of a reason; words for it are the page's.
type Cause string

// The causes. Values says what Reason.Values holds, in order.
const (
	SameNumber     Cause = "same_number"      // our number, their number, as written
	SamePart       Cause = "same_part"        // our number, their number, the part they have in common
	SimilarNumber  Cause = "similar_number"   // our number, their number
	SameOrder      Cause = "same_order"       // the order
	SameAmount     Cause = "same_amount"      // the amount
	SameSum        Cause = "same_sum"         // the sum, number of our lines, number of theirs
	SameDate       Cause = "same_date"        // the date
	NearDate       Cause = "near_date"        // our date, their date, days between them
	ByDateOrder    Cause = "by_date_order"    // how many of the same amount stood on our side, how many on theirs
	OnlyCandidate  Cause = "only_candidate"   // no other line or sum fits
	OneReference   Cause = "one_reference"    // the reference or voucher that the lines of one side share
	NamedToo       Cause = "named_too"        // the numbers of other lines that are named and taken off
	AmountDiffers  Cause = "amount_differs"   // our sum, their sum, difference
	NumberDiffers  Cause = "number_differs"   // our number, their number: they speak against it
	KindDiffers    Cause = "kind_differs"     // one is money and the other is not
	OtherPeriod    Cause = "other_period"     // side outside the period ("ours", "theirs"), its date
	RepeatsLine    Cause = "repeats_line"     // the number of the line of the same side that it repeats (may be empty), its date
	OppositeSign   Cause = "opposite_sign"    // our amount, their amount
	NumberTaken    Cause = "number_taken"     // the number, which other lines have already matched by
	SeveralFit     Cause = "several_fit"      // how many lines of the other side would have fitted: nobody can say which
	NoCounterpart  Cause = "no_counterpart"   // nothing on the other side fits
	SearchEnded    Cause = "search_ended"     // the budget for sums was used up before this line was searched for
	AmountTooLarge Cause = "amount_too_large" // beyond what is compared: 10^15, or eight places
)

// Reason is one ground of a finding, with the values that a sentence about it needs; all as text, amounts plain.
type Reason struct {
	Cause  Cause    `json:"cause"`
	Values []string `json:"values,omitempty"`
}

// Match are lines of both sides that are the same dealing.
type Match struct {
	Ours, Theirs []int // Line.No, ascending; never empty
	Rule         Rule
	Reasons      []Reason
	Certainty    Certainty
	Difference   decimal.Decimal // ours − theirs; zero, or within the tolerance
}

// Class is what kind of difference a finding is.
type Class string

// The classes of SPEC section 10.
const (
	OnlyOurs       Class = "only_ours"      // we booked it, they did not
	OnlyTheirs     Class = "only_theirs"    // they booked it, we did not
	DiffersAmount  Class = "amount_differs" // the same document, another amount
	DiffersPeriod  Class = "period_differs" // the same document, in the period on one side only
	DuplicatedLine Class = "duplicated"     // booked twice on one side
)

// Remainder is a finding that is no match: a line alone, or lines of both sides that belong together and do not agree.
type Remainder struct {
	Class      Class
	Ours       []int // Line.No, ascending; empty for only_theirs and for what they have twice
	Theirs     []int // likewise
	Twin       int   // of duplicated: the line of the same side that is repeated; else 0
	Candidates []int // of a line alone: lines of the other side, alone too, with its amount and nearly its date, nearest first, at most five; a person may know
	Rule       Rule  // by which the sides belong together; "" for a line alone
	Reasons    []Reason
	Certainty  Certainty
	Difference decimal.Decimal // what it adds to ours − theirs: only the lines within the period count
}

// Totals are sums over the lines within the period.
type Totals struct {
	Ours, Theirs decimal.Decimal           // all lines of each side
	Matched      decimal.Decimal           // our lines that matched
	Tolerated    decimal.Decimal           // differences inside the matches
	Differences  map[Class]decimal.Decimal // of the remainders, by class
	Lines        map[Side]int
	MatchedLines map[Side]int
}

// Result is the whole comparison. Every line of the period is in exactly one match or remainder, and
// Totals.Ours − Totals.Theirs = Totals.Tolerated + the sum of Totals.Differences, exactly.
type Result struct {
	Matches    []Match     // by the first of our lines
	Remainders []Remainder // by class, then by line
	Elsewhere  []Match     // lines outside the period that matched one another: nothing to do
	Totals     Totals
	Complete   bool // false when the budget ended the search for sums; the lines concerned say so
	Steps      int  // of the budget that were used
}
