package matching

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
	"hefu/ledger/tally"
)

// sentence is a reason in both languages; {0}, {1} … stand for its values.
type sentence struct {
	zh, en string
	money  []int // values that are amounts
}

// settlesDispute is a cause of our own: the credit note that a dispute of an earlier statement ended with. Its value is the dispute's number.
const settlesDispute tally.Cause = "settles_dispute"

var sentences = map[tally.Cause]sentence{
	tally.SameNumber:     {"单号相同（{0}）", "Same number ({0})", nil},
	tally.SamePart:       {"单号 {0} 与 {1} 的主体相同（{2}）", "Numbers {0} and {1} share {2}", nil},
	tally.SimilarNumber:  {"单号相近（{0}，{1}）", "Numbers are alike ({0}, {1})", nil},
	tally.OneReference:   {"同一付款参考号（{0}）", "One reference ({0})", nil},
	tally.SameOrder:      {"订单号相同（{0}）", "Same order ({0})", nil},
	tally.SameAmount:     {"金额相同（{0}）", "Same amount ({0})", []int{0}},
	tally.SameSum:        {"合计相同（{0}；对账单 {1} 行，需方账 {2} 行）", "Sums agree ({0}; {1} lines of the statement, {2} of the customer's ledger)", []int{0}},
	tally.SameDate:       {"日期相同（{0}）", "Same date ({0})", nil},
	tally.NearDate:       {"日期相差 {2} 天（{0}，{1}）", "Dates are {2} days apart ({0}, {1})", nil},
	tally.ByDateOrder:    {"同额多笔，按日期先后对应（我方 {0} 笔，贵方 {1} 笔）", "Several of the same amount, paired by date ({0} of ours, {1} of yours)", nil},
	tally.OnlyCandidate:  {"没有其他可对应的记录", "Nothing else fits", nil},
	tally.AmountDiffers:  {"金额不同（对账单 {0}，需方账 {1}，差额 {2}）", "Amounts differ (statement {0}, customer's ledger {1}, by {2})", []int{0, 1, 2}},
	tally.NumberDiffers:  {"单号不同（{0}，{1}）", "Numbers differ ({0}, {1})", nil},
	tally.KindDiffers:    {"金额相同，但一方是款项、另一方不是", "The amounts agree, but one is money and the other is not", nil},
	tally.OtherPeriod:    {"一方记在其他期间（{1}）", "Booked in another period by one side ({1})", nil},
	tally.RepeatsLine:    {"与同一方另一行重复（{0} {1}）", "Repeats another line of the same side ({0} {1})", nil},
	tally.NamedToo:       {"已扣减摘要中写明的 {0}", "Less {0}, which the text names", nil},
	tally.OppositeSign:   {"方向相反（对账单 {0}，需方账 {1}）", "Opposite signs (statement {0}, customer's ledger {1})", []int{0, 1}},
	tally.NumberTaken:    {"单号 {0} 已与其他记录对应", "Number {0} is matched by other lines already", nil},
	tally.SeveralFit:     {"有 {0} 种可能，无法确定是哪一笔", "{0} would fit; nobody can say which", nil},
	tally.NoCounterpart:  {"对方账上没有相应记录", "Nothing on the other side fits", nil},
	tally.SearchEnded:    {"可能的组合过多，未逐一查完，请手工核对", "Too many combinations to search them all; look by hand", nil},
	settlesDispute:       {"上期异议 {0} 已由此贷项解决", "Settles dispute {0} of an earlier statement", nil},
	tally.AmountTooLarge: {"金额超出可比较的范围", "The amount is beyond what can be compared", nil},
}

// Words says a reason in the reader's language, with amounts of the currency as people write them.
func Words(r tally.Reason, currency, locale string) string {
	s, known := sentences[r.Cause]
	if !known {
		return string(r.Cause)
	}
	text := word{s.zh, s.en}.in(locale)
	for i, value := range r.Values {
		for _, at := range s.money {
			if at == i {
				if amount, err := decimal.NewFromString(value); err == nil && money.Exact(amount, money.Currency(currency)) {
					value = money.Format(amount, money.Currency(currency), locale)
				}
			}
		}
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i)+"}", value)
	}
	return text
}
