package bankfile

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// divide makes a statement of each account and currency, in the order of booking, with the balances of its first and last line.
func (r *tableReader) divide() []Statement {
	type page struct{ account, currency string }
	var order []page
	by := map[page][]Line{}
	for _, l := range r.lines {
		key := page{l.own, l.Currency}
		if _, ok := by[key]; !ok {
			order = append(order, key)
		}
		by[key] = append(by[key], l)
	}
	above := r.accountAbove()
	var out []Statement
	for _, key := range order {
		s := Statement{Account: first(key.account, above), Currency: key.currency, Lines: by[key], Problems: slices.Clone(r.broken)}
		if s.Currency == "" && (r.file.Preset == "alipay" || r.file.Preset == "wechat") {
			s.Currency = "CNY"
		}
		s.chain()
		if len(order) == 1 {
			r.balancesAbove(&s)
		}
		r.checkSums(&s, len(order) == 1)
		s.prove()
		out = append(out, s)
	}
	return out
}

// chain puts the lines into the order of booking and proves each balance from the one before. Exports come with the newest first or
// last; which of the two, the dates say, and the balances where all is of one day. Days may be in one order and the lines of a day in the other.
func (s *Statement) chain() {
	last := len(s.Lines) - 1
	if last < 0 {
		return
	}
	down := s.Lines[last].BookedOn.Before(s.Lines[0].BookedOn)
	if last > 0 && s.Lines[last].BookedOn == s.Lines[0].BookedOn {
		turned := slices.Clone(s.Lines)
		slices.Reverse(turned)
		down = len(breaks(turned)) < len(breaks(s.Lines))
	}
	if down {
		slices.Reverse(s.Lines)
	}
	if slices.IndexFunc(s.Lines, func(l Line) bool { return l.Balance.Valid }) < 0 {
		return
	}
	found := breaks(s.Lines)
	if turned := turnDays(s.Lines); len(found) > 0 && len(breaks(turned)) == 0 {
		s.Lines, found = turned, nil
	}
	for _, i := range found {
		s.problem(RunningBalance, s.Lines[i].Place, s.Lines[i].Balance.Decimal.String())
	}
	for _, l := range []Line{s.Lines[0], s.Lines[last]} { // what nothing leads to, or on from, is not proven
		if !l.Balance.Valid {
			s.problem(BalanceUnread, l.Place, "")
			return
		}
	}
	from, to := s.Lines[0], s.Lines[last]
	s.Opening = &Balance{from.BookedOn, from.Balance.Decimal.Sub(from.Amount), s.Currency}
	s.Closing = &Balance{to.BookedOn, to.Balance.Decimal, s.Currency}
}

// turnDays turns the lines of each day round and leaves the days in their order.
func turnDays(lines []Line) []Line {
	out := slices.Clone(lines)
	for from := 0; from < len(out); {
		to := from
		for to < len(out) && out[to].BookedOn == out[from].BookedOn {
			to++
		}
		slices.Reverse(out[from:to])
		from = to
	}
	return out
}

// breaks are the lines whose balance does not follow from the last one before it.
func breaks(lines []Line) []int {
	var out []int
	known := decimal.NullDecimal{}
	for i, l := range lines {
		if known.Valid {
			known.Decimal = known.Decimal.Add(l.Amount)
		}
		if !l.Balance.Valid {
			continue
		}
		if known.Valid && !known.Decimal.Equal(l.Balance.Decimal) {
			out = append(out, i)
		}
		known = l.Balance
	}
	return out
}

// settleOut finds what the signs in a column of outgoing money mean: Alipay writes each as -12.00. If some have a sign and some have not, the
// sign takes back; if all have one, the header or the balances say what it means, and where neither does, nobody knows.
func (r *tableReader) settleOut() {
	negative, positive := 0, 0
	for _, l := range r.lines {
		if l.paidOut && l.Amount.IsPositive() {
			negative++ // the figure was negative, and was taken off
		} else if l.paidOut {
			positive++
		}
	}
	if negative == 0 || positive > 0 {
		return
	}
	turned := slices.Clone(r.lines)
	for i, l := range turned {
		if l.paidOut {
			turned[i].Amount = l.Amount.Neg()
			if turned[i].Kind != Reversal {
				turned[i].Kind = turned[i].kind(false)
			}
		}
	}
	if strings.Contains(plainName(r.mapping.Out), "(-") {
		r.lines = turned
		return
	}
	as, other := r.provesBy(r.lines), r.provesBy(turned)
	switch {
	case other && !as:
		r.lines = turned
	case other == as:
		r.broken = append(r.broken, Problem{SignDiffers, "", r.mapping.Out})
	}
}

// provesBy tells whether balances lead through all lines, so that something would break by another sign.
func (r *tableReader) provesBy(lines []Line) bool {
	s := Statement{Lines: slices.Clone(lines)}
	s.chain()
	return len(lines) > 1 && s.Opening != nil && len(s.Problems) == 0
}

// settleSure: a column of amounts without a sign and without a word of direction may hold both what came in and what went out. Unless the
// balances prove it, or a person said so, a person is asked.
func (r *tableReader) settleSure() {
	if r.given || r.mapping.Amount == "" || r.mapping.Direction != "" || len(r.lines) == 0 {
		return
	}
	for _, l := range r.lines {
		if l.Amount.IsNegative() {
			return
		}
	}
	for _, s := range r.file.Statements {
		if len(s.Lines) < 2 || s.Opening == nil || len(s.Problems) > 0 {
			r.file.Table.Sure = false
		}
	}
}

var (
	accountAbove  = regexp.MustCompile(`(?:卡号|账号|账户|帐号|支付宝账户|微信昵称)\s*[:：]\s*[\[【]?([^\s,，"\]】]+)`)
	accountBeside = regexp.MustCompile(`(?:卡号|账号|帐号)\s*(?:\[[^\]]*\])?\s+([0-9*]{6,})`)
	opensAbove    = regexp.MustCompile(`(?:期初|上期|承前)余额\s*(?:\(元\)|（元）)?\s*[:：]?\s*[¥￥]?(-?[0-9][0-9,]*\.?[0-9]*)`)
	closesAbove   = regexp.MustCompile(`(?:期末|本期)余额\s*(?:\(元\)|（元）)?\s*[:：]?\s*[¥￥]?(-?[0-9][0-9,]*\.?[0-9]*)`)
	sumBelow      = regexp.MustCompile(`(收入|支出)合计[:：]\s*(\d+)\s*笔[，,]?\s*共?\s*(-?[0-9.,]+)\s*元`)
	countAbove    = regexp.MustCompile(`共\s*(\d+)\s*笔`)
	sumAbove      = regexp.MustCompile(`(收入|支出)[:：]\s*(\d+)\s*笔\s*([0-9.,]+)\s*元`)
)
