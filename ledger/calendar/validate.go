package calendar

import "github.com/shopspring/decimal"

var hundred = decimal.New(100, 0)

// Validate tells whether the terms can be used, with the first reason as *Error.
// Precedence: basis, roll, calendar, number of parts, then each part in order
// (rule, figures, share), then the sum of the shares, then the discounts.
func (t Terms) Validate() error {
	if !t.Basis.Valid() {
		return refuse(UnknownBasis, "basis", 0, string(t.Basis))
	}
	if !t.Roll.Valid() {
		return refuse(UnknownRoll, "roll", 0, string(t.Roll))
	}
	if _, err := Named(t.Calendar); err != nil {
		return err
	}
	switch {
	case !t.Arrangement.ofTerms():
		return refuse(NotTerms, "arrangement", 0, string(t.Arrangement))
	case len(t.Parts) == 0:
		return refuse(NoParts, "parts", 0, "")
	case len(t.Parts) > MaxParts:
		return refuse(TooManyParts, "parts", 0, "")
	}
	for i, p := range t.Parts {
		if err := p.Offset.check(i + 1); err != nil {
			return err
		}
		if err := p.checkShare(i + 1); err != nil {
			return err
		}
	}
	if err := t.checkSum(); err != nil {
		return err
	}
	return t.checkDiscounts()
}

func (p Part) checkShare(part int) error {
	switch p.Share {
	case SharePercent, SharePercentOfRemaining:
		if !p.Percent.IsPositive() || p.Percent.GreaterThan(hundred) {
			return refuse(OutOfRange, "percent", part, p.Percent.String())
		}
	case ShareFixed:
		if !p.Amount.IsPositive() {
			return refuse(OutOfRange, "amount", part, p.Amount.String())
		}
	case ShareRemainder:
	default:
		return refuse(UnknownShare, "share", part, string(p.Share))
	}
	percent := p.Share == SharePercent || p.Share == SharePercentOfRemaining
	if !percent && !p.Percent.IsZero() {
		return refuse(FieldNotUsed, "percent", part, p.Percent.String())
	}
	if p.Share != ShareFixed && !p.Amount.IsZero() {
		return refuse(FieldNotUsed, "amount", part, p.Amount.String())
	}
	return nil
}

// checkSum holds that the parts always make the whole: percents alone sum to
// 100; anything else needs a remainder at the end (or 100 % of what remains).
func (t Terms) checkSum() error {
	sum, last := decimal.Zero, len(t.Parts)-1
	for i, p := range t.Parts {
		if p.Share == ShareRemainder && i != last {
			return refuse(RemainderNotLast, "share", i+1, "")
		}
		if p.Share == SharePercent {
			sum = sum.Add(p.Percent)
		}
	}
	if sum.GreaterThan(hundred) || (t.percentsOnly() && !sum.Equal(hundred)) {
		return refuse(PercentSum, "percent", 0, sum.String())
	}
	if !t.percentsOnly() && !t.Parts[last].takesRest() {
		return refuse(RemainderMissing, "share", last+1, "")
	}
	return nil
}

func (t Terms) percentsOnly() bool {
	for _, p := range t.Parts {
		if p.Share != SharePercent {
			return false
		}
	}
	return true
}

func (p Part) takesRest() bool {
	return p.Share == ShareRemainder || (p.Share == SharePercentOfRemaining && p.Percent.Equal(hundred))
}
