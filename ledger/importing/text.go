package importing

import (
	"errors"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// dateOrder is how a file writes dates with the year last; "" takes only dates with the year first.
type dateOrder string

const (
	yearFirst  dateOrder = "ymd"
	dayFirst   dateOrder = "dmy"
	monthFirst dateOrder = "mdy"
)

func (o dateOrder) valid() bool {
	return o == "" || o == yearFirst || o == dayFirst || o == monthFirst
}

// parseDate reads 2026-03-09, 2026/3/9, 2026.3.9, 20260309 and 2026年3月9日, each with or without a time of day, which is left
// out: a business date has none. A date with the year last could be two days, so only a mapping can say which it is.
func parseDate(text string, order dateOrder) (calendar.Date, bool) {
	if at := strings.IndexAny(text, " T"); at > 0 && isTime(text[at+1:]) {
		text = text[:at]
	}
	if len(text) == 10 && text[4] == '-' && text[7] == '-' && order != dayFirst && order != monthFirst {
		date, err := calendar.Parse(text)
		return date, err == nil
	}
	parts := dateParts(text)
	if len(parts) != 3 {
		return calendar.Date{}, false
	}
	switch {
	case len(parts[0]) == 4:
	case order == dayFirst && len(parts[2]) == 4:
		parts[0], parts[2] = parts[2], parts[0]
	case order == monthFirst && len(parts[2]) == 4:
		parts[0], parts[1], parts[2] = parts[2], parts[0], parts[1]
	default:
		return calendar.Date{}, false
	}
	for i := 1; i < 3; i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	date, err := calendar.Parse(strings.Join(parts, "-"))
	return date, err == nil
}

func dateParts(text string) []string {
	if len(text) == 8 && strings.Trim(text, "0123456789") == "" {
		return []string{text[:4], text[4:6], text[6:]}
	}
	if rest, ok := strings.CutSuffix(text, "日"); ok {
		year, rest, ok := strings.Cut(rest, "年")
		if !ok {
			return nil
		}
		month, day, ok := strings.Cut(rest, "月")
		if !ok {
			return nil
		}
		return []string{year, month, day}
	}
	for _, mark := range []string{"-", "/", "."} {
		if strings.Contains(text, mark) {
			return strings.Split(text, mark)
		}
	}
	return nil
}

func isTime(text string) bool {
	text = strings.TrimSuffix(text, "Z")
	return strings.Count(text, ":") >= 1 && strings.Count(text, ":") <= 2 && strings.Trim(text, "0123456789:.") == ""
}

// parseRate reads a tax rate in percent: 13 or 13%. Below one and without the sign it is a fraction, as a spreadsheet program
// stores what it shows as 13 %: 0.13.
func parseTaxRate(text string) (decimal.Decimal, error) {
	plain, signed := strings.CutSuffix(text, "%")
	rate, err := money.ParsePrice(strings.TrimSpace(plain))
	if err != nil {
		return rate, err
	}
	if !signed && rate.IsPositive() && rate.LessThan(one) {
		rate = rate.Shift(2)
	}
	if rate.IsNegative() || rate.GreaterThan(hundred) {
		return rate, &money.Error{Code: money.TaxRateRange}
	}
	return rate, nil
}

var (
	one     = decimal.New(1, 0)
	hundred = decimal.New(1, 2)
)

// moneyCodes are the catalogue's codes of what package money refuses.
var moneyCodes = map[money.Code]string{
	money.Empty: "required", money.NotANumber: "not_a_number", money.TooManyPlaces: "too_many_places", money.TooLarge: "too_large",
	money.NegativeZero: "negative_zero", money.NotPositive: "must_be_positive", money.UnknownCurrency: "not_a_currency",
	money.NetOff: "net_off", money.TaxOff: "tax_off", money.GrossNotSum: "does_not_add_up", money.TaxRateRange: "tax_rate_range",
}

func codeOf(err error) string {
	var refused *money.Error
	if errors.As(err, &refused) {
		return moneyCodes[refused.Code]
	}
	return "not_a_number"
}

// choices are the words of files for a closed set, beside the set's own.
type choices map[string]string

var (
	sourceKinds = choices{"shipment": "shipment", "出库单": "shipment", "order": "order", "订单": "order", "contract": "contract", "合同": "contract",
		"invoice": "invoice", "发票": "invoice", "cost": "cost", "成本结转单": "cost", "fee": "fee", "费用": "fee", "manual": "manual", "手工": "manual", "import": "import"}
	methods = choices{"bank": "bank", "银行": "bank", "银行转账": "bank", "电汇": "bank", "transfer": "bank", "cash": "cash", "现金": "cash",
		"provider": "provider", "支付平台": "provider", "第三方支付": "provider", "note": "note", "承兑汇票": "note", "银行承兑汇票": "note", "商业承兑汇票": "note", "票据": "note"}
	lineKinds = choices{"goods": "goods", "货物": "goods", "商品": "goods", "service": "service", "服务": "service", "freight": "freight",
		"代垫运杂费": "freight", "代垫运费": "freight"}
)

func (c choices) of(text string) (string, bool) {
	if text == "" {
		return "", true
	}
	value, ok := c[strings.ToLower(text)]
	return value, ok
}
