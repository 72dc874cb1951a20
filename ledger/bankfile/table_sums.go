package bankfile

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/sheet"
)

// presetOf tells whose export a table looks like.
func presetOf(above, header []string) string {
	text, names := strings.Join(above, " "), plainName(strings.Join(header, ","))
	switch {
	case strings.Contains(text, "支付宝"):
		return "alipay"
	case strings.Contains(text, "微信支付"), strings.Contains(names, "微信支付业务单号"):
		return "wechat"
	case strings.Contains(names, "记账金额(收入)") && strings.Contains(names, "交易场所"):
		return "icbc"
	case strings.Contains(names, "联机余额"):
		return "cmb"
	}
	return ""
}

func (r *tableReader) accountAbove() string {
	for _, text := range r.above {
		for _, pattern := range []*regexp.Regexp{accountAbove, accountBeside} {
			if m := pattern.FindStringSubmatch(text); m != nil {
				return m[1]
			}
		}
	}
	return ""
}

// balancesAbove takes the balances that the file states beside the table: they prove the first line too, which balances of lines cannot.
func (r *tableReader) balancesAbove(s *Statement) {
	for _, text := range r.above {
		for pattern, place := range map[*regexp.Regexp]**Balance{opensAbove: &s.Opening, closesAbove: &s.Closing} {
			m := pattern.FindStringSubmatch(text)
			if m == nil {
				continue
			}
			amount, blank, ok := cellFigure(m[1])
			if !ok || blank || *place == nil { // of one without the other nothing can be proven
				continue
			}
			(*place).Amount = amount
		}
	}
}

// checkSums holds the lines to what the file itself says of them: numbers and sums above the table, rows of totals below it.
func (r *tableReader) checkSums(s *Statement, only bool) {
	in, out := s.sides()
	for i, row := range r.totals {
		r.checkTotalsRow(s, row, only)
		if i > 0 && only && strings.Contains(strings.Join(r.totals[i-1].Cells, ""), "总笔数") {
			r.checkNamedTotals(s, r.totals[i-1], row, in, out)
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
			} else if sum, _, ok := cellFigure(m[3]); !ok || !sum.Equal(r.billed[m[1]]) {
				s.problem(ControlTotal, "", m[1]+" "+m[3]+" / "+r.billed[m[1]].String())
			}
		}
		for _, m := range sumBelow.FindAllStringSubmatch(text, -1) {
			r.checkSide(s, "", m[1], m[3], in, out)
		}
	}
}

// checkTotalsRow holds a row of totals to the columns above it. Totals of a page or a day are no totals of the statement.
func (r *tableReader) checkTotalsRow(s *Statement, row sheet.Row, only bool) {
	text := strings.Join(row.Cells, "")
	if r.mapping.In == "" || len(row.Cells) == 0 || !strings.Contains(text, "计") || strings.Contains(text, "本页") || strings.Contains(text, "本日") || strings.Contains(text, "当日") || strings.Contains(text, "小计") || strings.Contains(text, "累计") ||
		strings.Contains(text, "本月") || !only && currencyOf(strings.NewReplacer("合计", "", "总计", "").Replace(row.Cells[0])) != s.Currency {
		return
	}
	in, out := decimal.Zero, decimal.Zero // by column: what was taken back stands there with a sign
	for _, l := range s.Lines {
		if l.paidOut {
			out = out.Sub(l.Amount)
		} else {
			in = in.Add(l.Amount)
		}
	}
	for i, column := range []string{r.mapping.In, r.mapping.Out} {
		sum := []decimal.Decimal{in, out}[i]
		if total, blank, ok := cellFigure(r.cell(row, column)); ok && !blank && !total.Abs().Equal(sum.Abs()) {
			s.problem(ControlTotal, "row "+strconv.Itoa(row.Number), total.String()+" / "+sum.String())
		}
	}
}

// checkNamedTotals reads WeChat's totals: a row of names, and a row of figures below it.
func (r *tableReader) checkNamedTotals(s *Statement, names, figures sheet.Row, in, out decimal.Decimal) {
	for i, name := range names.Cells {
		if side, ok := strings.CutSuffix(strings.TrimSpace(name), "金额"); ok {
			r.checkSide(s, "row "+strconv.Itoa(figures.Number), side, strings.Trim(figures.Cell(i), "`' \t"), in, out)
		}
	}
}

func (r *tableReader) checkSide(s *Statement, place, side, said string, in, out decimal.Decimal) {
	sum, known := map[string]decimal.Decimal{"收入": in, "支出": out}[side]
	if total, blank, ok := cellFigure(said); known && (!ok || blank || !total.Abs().Equal(sum)) {
		s.problem(ControlTotal, place, side+" "+said+" / "+sum.String())
	}
}
