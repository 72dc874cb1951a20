package bankfile

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// presetOf tells whose export a table looks like.
func presetOf(above, header []string) string {
	text, names := strings.Join(above, " "), plainName(strings.Join(header, ","))
	switch {
	case strings.Contains(text, "支付宝"):
		return "alipay"
	case strings.Contains(text, "微信支付"):
		return "wechat"
	case strings.Contains(names, "记账金额(收入)") && strings.Contains(names, "交易场所"):
		return "icbc"
	case strings.Contains(names, "联机余额"):
		return "cmb"
	}
	return ""
}

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

func (r *tableReader) accountAbove() string {
	for _, text := range r.above {
		if m := accountAbove.FindStringSubmatch(text); m != nil {
			return m[1]
		}
	}
	return ""
}

// checkSums holds the lines to what the file itself says of them: numbers and sums above the table, a row of totals below it.
func (r *tableReader) checkSums(s *Statement, only bool) {
	in, out := decimal.Zero, decimal.Zero
	for _, l := range s.Lines {
		if l.Amount.IsPositive() {
			in = in.Add(l.Amount)
		} else {
			out = out.Sub(l.Amount)
		}
	}
	for _, row := range r.totals {
		if r.mapping.In == "" || len(row.Cells) == 0 || !only && currencyOf(strings.NewReplacer("合计", "", "总计", "").Replace(row.Cells[0])) != s.Currency {
			continue
		}
		for i, column := range []string{r.mapping.In, r.mapping.Out} {
			sum := []decimal.Decimal{in, out}[i]
			if total, blank, ok := cellFigure(r.cell(row, column)); ok && !blank && !total.Equal(sum) {
				s.problem(ControlTotal, "row "+strconv.Itoa(row.Number), total.String()+" / "+sum.String())
			}
		}
	}
	for _, text := range r.above {
		rows := len(r.lines)
		for _, k := range r.file.Skipped {
			if k.Code != Remark {
				rows++
			}
		}
		if m := countAbove.FindStringSubmatch(text); m != nil && m[1] != strconv.Itoa(rows) {
			s.problem(CountDiffers, "", m[1]+" / "+strconv.Itoa(rows))
		}
		for _, m := range sumAbove.FindAllStringSubmatch(text, -1) {
			if n := r.bills[m[1]]; m[2] != strconv.Itoa(n) {
				s.problem(CountDiffers, "", m[1]+" "+m[2]+" / "+strconv.Itoa(n))
			}
		}
	}
}
