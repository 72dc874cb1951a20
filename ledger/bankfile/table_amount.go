package bankfile

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/sheet"
)

// words of a direction column. What is neither income nor expense moves money between pockets of one's own.
var directions = map[string]int{
	"收入": +1, "收": +1, "贷": +1, "贷方": +1, "c": +1, "cr": +1, "credit": +1, "入": +1, "来账": +1, "来帐": +1, "收方": +1, "存入": +1, "贷记": +1, "转入": +1, "in": +1, "+": +1, "收款": +1,
	"支出": -1, "支": -1, "借": -1, "借方": -1, "d": -1, "dr": -1, "debit": -1, "出": -1, "往账": -1, "往帐": -1, "付方": -1, "支取": -1, "借记": -1, "转出": -1, "out": -1, "付": -1, "付款": -1,
}

var neutral = map[string]bool{"/": true, "不计收支": true, "中性交易": true, "其他": true, "": true, "-": true}

// ended are words of a status with which no money moved.
var ended = []string{"交易关闭", "已关闭", "失败", "已撤销", "等待付款", "已全额退款后关闭", "对方已退还"}

// amount reads what a row moves, signed; or why it moves nothing.
func (r *tableReader) amount(row sheet.Row, place string) (decimal.Decimal, Code, error) {
	m, none := r.mapping, decimal.Zero
	status := r.cell(row, m.Status)
	for _, word := range ended {
		if strings.Contains(status, word) {
			return none, Ended, nil
		}
	}
	if m.Amount == "" {
		return r.inOut(row, place)
	}
	text := r.cell(row, m.Amount)
	amount, blank, ok := cellFigure(text)
	if !ok || blank {
		return none, "", refuse(BadAmount, place, text)
	}
	if m.Direction == "" {
		if amount.IsZero() {
			return none, Zero, nil
		}
		return amount, "", nil
	}
	word := strings.ToLower(r.cell(row, m.Direction))
	sign, known := directions[word]
	r.bills[word]++
	r.billed[word] = r.billed[word].Add(amount.Abs())
	switch {
	case !known && neutral[word] && strings.Contains(status, "退款成功"):
		sign = +1 // a refund comes back, though it is counted as no income
	case !known && word == "" && r.file.Preset != "alipay" && r.file.Preset != "wechat":
		return none, "", refuse(NoDirection, place, amount.String())
	case !known && neutral[word]:
		return none, Neutral, nil
	case !known:
		return none, "", refuse(NoDirection, place, word)
	}
	if amount.IsZero() {
		return none, Zero, nil
	}
	// A sign that says the same as the word is no second one; one that contradicts it is a correction.
	if sign < 0 && amount.IsNegative() {
		return amount, "", nil
	}
	if sign < 0 {
		amount = amount.Neg()
	}
	return amount, "", nil
}

// opens are the words of a row that brings a balance forward and moves nothing.
var opens = regexp.MustCompile(`(期初|上期|上日|上页|期末|本期)余额|承前页?|过次页|余额结转|(?i:opening balance|brought forward|closing balance|carried forward)`)

// inOut reads two columns, of which one is filled. A negative figure takes back what was booked on its side.
func (r *tableReader) inOut(row sheet.Row, place string) (decimal.Decimal, Code, error) {
	in, noIn, ok1 := cellFigure(r.cell(row, r.mapping.In))
	out, noOut, ok2 := cellFigure(r.cell(row, r.mapping.Out))
	switch {
	case !ok1:
		return in, "", refuse(BadAmount, place, r.cell(row, r.mapping.In))
	case !ok2:
		return out, "", refuse(BadAmount, place, r.cell(row, r.mapping.Out))
	case noIn && noOut && opens.MatchString(tidy(strings.Join(row.Cells, " "))):
		return in, Remark, nil
	case noIn && noOut:
		return in, "", refuse(BadAmount, place, "")
	case !in.IsZero() && !out.IsZero():
		return in, "", refuse(BadAmount, place, in.String()+" / "+out.String())
	}
	if sum := in.Sub(out); !sum.IsZero() {
		return sum, "", nil
	}
	return in, Zero, nil
}
