package tally

import (
	"strconv"
)

func ruleOf(l link) Rule {
	switch {
	case l.fo == inText || l.ft == inText:
		return NumberInText
	case l.level == asWritten:
		return NumberExact
	}
	return NumberNormalized
}

func certaintyOf(l level) Certainty {
	if l <= withinText {
		return Certain
	}
	return Likely
}

func numberReason(l link) Reason {
	if l.level == asWritten {
		return Reason{SameNumber, []string{l.ours, l.theirs}}
	}
	return Reason{SamePart, []string{l.ours, l.theirs, l.part}}
}

// dates words how far apart two bookings are; nothing where a date is missing.
func dates(o, t *entry) []Reason {
	if o.Date.IsZero() || t.Date.IsZero() {
		return nil
	}
	if o.Date == t.Date {
		return []Reason{{SameDate, []string{o.Date.String()}}}
	}
	return []Reason{{NearDate, []string{o.Date.String(), t.Date.String(), strconv.Itoa(apart(o, t))}}}
}

func sameAmount(e *entry) Reason { return Reason{SameAmount, []string{e.Amount.String()}} }

func sameSum(ours, theirs []*entry) Reason {
	return Reason{SameSum, []string{amountOf(ours, anything).String(), strconv.Itoa(len(ours)), strconv.Itoa(len(theirs))}}
}

// sumRule is the rule of a sum, by how many lines each side has.
func sumRule(ours, theirs []*entry) Rule {
	switch {
	case len(ours) == 1:
		return SumOneToMany
	case len(theirs) == 1:
		return SumManyToOne
	}
	return SumManyToMany
}

const noDate = 1 << 20 // days between lines of which one has no date

// apart is the number of days between two lines.
func apart(a, b *entry) int {
	if a.Date.IsZero() || b.Date.IsZero() {
		return noDate
	}
	return max(a.Date.Sub(b.Date), b.Date.Sub(a.Date))
}
