package calendar_test

import (
	"testing"

	"hefu/ledger/calendar"
)

func TestTradeNotation(t *testing.T) {
	terms, err := calendar.ParseDiscount("2/10, 1/20, n/30", calendar.FromInvoice)
	if err != nil {
		t.Fatal(err)
	}
	t0 := day("2026-03-01")
	if until, ok := terms.DiscountUntil(t0); !ok || until != day("2026-03-11") {
		t.Errorf("discount until %s", until)
	}
	for paid, want := range map[string]string{
		"2026-02-20": "2", "2026-03-11": "2", "2026-03-12": "1", "2026-03-21": "1", "2026-03-22": "", "2026-03-31": "",
	} {
		got, ok := terms.DiscountOn(t0, day(paid))
		if (want != "") != ok || (ok && got.Percent.String() != want) {
			t.Errorf("paid on %s: got %v %v", paid, got, ok)
		}
	}
	if due, _ := terms.Due(t0, nil); due != day("2026-03-31") {
		t.Errorf("due %s", due)
	}
	if got := terms.Describe("en"); got != "2% off within 10 days, 1% off within 20 days, Net 30" {
		t.Errorf("got %s", got)
	}
	if _, ok := calendar.Net(calendar.FromInvoice, 30).DiscountUntil(t0); ok {
		t.Error("net 30 has no discount")
	}
}

func TestTradeNotationRefused(t *testing.T) {
	for text, code := range map[string]calendar.Code{
		"":                calendar.NotDiscountTerms,
		"2/10":            calendar.NotDiscountTerms,
		"2/10 net 30":     calendar.NotDiscountTerms,
		"-2/10 n/30":      calendar.NotDiscountTerms,
		"2/10n/30":        calendar.NotDiscountTerms,
		"02/10 n/30":      calendar.NotDiscountTerms,
		"0/10 n/30":       calendar.OutOfRange,
		"2/40 n/30":       calendar.DiscountAfterDue,
		"1/10 2/20 n/30":  calendar.DiscountOrder,
		"2/20 1/10 n/30":  calendar.DiscountOrder,
		"2/10 2/20 n/30":  calendar.DiscountOrder,
		"2/10 1/20 n/999": "",
	} {
		_, err := calendar.ParseDiscount(text, calendar.FromInvoice)
		if code != "" {
			wantCode(t, text, err, code)
		} else if err != nil {
			t.Errorf("%s refused: %v", text, err)
		}
	}
}

func TestDescriptions(t *testing.T) {
	for _, c := range []struct {
		offset calendar.Offset
		zh, en string
	}{
		{calendar.Offset{Rule: calendar.RuleNetDays, Days: 30}, "30天", "Net 30"},
		{calendar.Offset{Rule: calendar.RuleNetDays}, "即期", "Due immediately"},
		{calendar.Offset{Rule: calendar.RuleEndOfMonth, Days: 30}, "月结30天", "End of month + 30 days"},
		{calendar.Offset{Rule: calendar.RuleEndOfMonth}, "当月末", "End of month"},
		{calendar.Offset{Rule: calendar.RuleEndOfMonth, Months: 1}, "次月末", "end of the following month"},
		{calendar.Offset{Rule: calendar.RuleMonths, Months: 1, Days: 1}, "1个月加1天", "1 month + 1 day"},
		{calendar.Offset{Rule: calendar.RuleMonths, Months: 3}, "3个月", "3 months"},
		{calendar.Offset{Rule: calendar.RuleDayOfMonth, Months: 1, Day: 25}, "次月25日", "day 25 of the following month"},
		{calendar.Offset{Rule: calendar.RuleDayOfMonth, Months: 2, Day: 5}, "其后第2个月5日", "day 5 of following month 2"},
		{calendar.Offset{Rule: calendar.RuleDaysEndOfMonth, Days: 30, Day: 10}, "30天后的月末之次月10日",
			"30 days, end of month, then day 10 of the next month"},
		{calendar.Offset{Rule: calendar.RuleFixedDate, Date: day("2027-06-30")}, "2027-06-30", "2027-06-30"},
	} {
		terms := calendar.Single(calendar.FromShipment, c.offset)
		if zh, en := terms.Describe("zh-CN"), terms.Describe("en"); zh != c.zh || en != c.en {
			t.Errorf("got %q, %q; want %q, %q", zh, en, c.zh, c.en)
		}
	}
	terms := calendar.Net(calendar.FromShipment, 30)
	terms.Roll = calendar.RollNext
	if got := terms.DescribeFully("zh"); got != "30天，自出库日期起，遇节假日顺延" {
		t.Errorf("got %s", got)
	}
}
