package bankfile

import (
	"regexp"
	"slices"
)

// divide makes a statement of each currency, in the order of booking, with the balances of its first and last line.
func (r *tableReader) divide() []Statement {
	var order []string
	by := map[string][]Line{}
	for _, l := range r.lines {
		if _, ok := by[l.Currency]; !ok {
			order = append(order, l.Currency)
		}
		by[l.Currency] = append(by[l.Currency], l)
	}
	account := r.accountAbove()
	var out []Statement
	for _, currency := range order {
		s := Statement{Account: account, Currency: currency, Lines: by[currency], Problems: slices.Clone(r.broken)}
		if s.Currency == "" && (r.file.Preset == "alipay" || r.file.Preset == "wechat") {
			s.Currency = "CNY"
		}
		s.chain()
		r.checkSums(&s, len(order) == 1)
		s.prove()
		out = append(out, s)
	}
	return out
}

// chain puts the lines into the order of booking and proves each balance from the one before. Exports come with the newest first or
// last; which of the two, the dates say, and the balances where all is of one day.
func (s *Statement) chain() {
	withBalance := len(s.Lines) > 0
	for _, l := range s.Lines {
		withBalance = withBalance && l.Balance.Valid
	}
	last := len(s.Lines) - 1
	down := last > 0 && s.Lines[last].BookedOn.Before(s.Lines[0].BookedOn)
	if oneDay := last > 0 && s.Lines[last].BookedOn == s.Lines[0].BookedOn; oneDay && withBalance {
		down = len(breaks(s.Lines, true)) < len(breaks(s.Lines, false))
	}
	if down {
		slices.Reverse(s.Lines)
	}
	if !withBalance {
		return
	}
	for _, i := range breaks(s.Lines, false) {
		s.problem(RunningBalance, s.Lines[i].Place, s.Lines[i].Balance.Decimal.String())
	}
	from, to := s.Lines[0], s.Lines[last]
	s.Opening = &Balance{from.BookedOn, from.Balance.Decimal.Sub(from.Amount), s.Currency}
	s.Closing = &Balance{to.BookedOn, to.Balance.Decimal, s.Currency}
}

// breaks are the lines whose balance does not follow from the line before, reading from the end when backwards.
func breaks(lines []Line, backwards bool) []int {
	var out []int
	for i := 1; i < len(lines); i++ {
		before, now := lines[i-1], lines[i]
		if backwards {
			before, now = lines[i], lines[i-1]
		}
		if !before.Balance.Decimal.Add(now.Amount).Equal(now.Balance.Decimal) {
			out = append(out, i)
		}
	}
	return out
}

var (
	accountAbove = regexp.MustCompile(`(?:卡号|账号|账户|帐号|支付宝账户|微信昵称)\s*[:：]\s*[\[【]?([^\s,，"\]】]+)`)
	countAbove   = regexp.MustCompile(`共\s*(\d+)\s*笔`)
	sumAbove     = regexp.MustCompile(`(收入|支出)[:：]\s*(\d+)\s*笔\s*([0-9.,]+)\s*元`)
)
