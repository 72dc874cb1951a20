package bankfile

import (
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
