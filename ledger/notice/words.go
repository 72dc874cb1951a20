package notice

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/money"
)

// t says something in the recipient's language.
func (f facts) t(zh, en string, args ...any) string {
	if f.Locale == "en" {
		zh = en
	}
	if len(args) == 0 {
		return zh
	}
	return fmt.Sprintf(zh, args...)
}

func (f facts) amount(d decimal.Decimal, currency string) string {
	return money.FormatWithCode(d, money.Currency(currency), f.Locale)
}

// given is an amount of the event's data, which holds it as text.
func (f facts) given(key, currency string) (string, decimal.Decimal) {
	amount, err := money.Parse(f.said(key), money.Currency(currency))
	if err != nil {
		return "", decimal.Zero
	}
	return f.amount(amount, currency), amount
}

// day is a date in prose.
func (f facts) day(d calendar.Date) string {
	if d.IsZero() {
		return "–"
	}
	if f.Locale == "en" {
		return d.Time().Format("Jan 2, 2006")
	}
	return d.Time().Format("2006年1月2日")
}

// endOf is a day until its end where the seller is, its zone and distance from UTC named: whoever reads a letter may be anywhere.
func (f facts) endOf(d calendar.Date) string {
	zone, err := time.LoadLocation(f.TimeZone)
	if err != nil {
		return f.day(d)
	}
	t := d.Time()
	_, east := time.Date(t.Year(), t.Month(), t.Day(), 23, 59, 0, 0, zone).Zone()
	sign := "+"
	if east < 0 {
		sign, east = "-", -east
	}
	return f.t("%s 24:00（UTC%s%02d:%02d，%s）", "%s 24:00 (UTC%s%02d:%02d, %s)", f.day(d), sign, east/3600, east/60%60, f.TimeZone)
}

var categories = map[string][2]string{
	"price": {"价格不符", "price"}, "quantity": {"数量不符", "quantity"}, "discount": {"折扣争议", "discount"}, "quality": {"质量问题", "quality"},
	"not_received": {"未收到货", "not received"}, "duplicate": {"重复记账", "charged twice"}, "already_paid": {"已经付款", "already paid"},
	"wrong_party": {"不是我方的账", "not ours"}, "document_mismatch": {"票据不符", "invoice or contract mismatch"}, "other": {"其他", "other"},
}

func (f facts) category() string {
	words, known := categories[f.Category]
	if !known {
		return f.Category
	}
	return f.t(words[0], words[1])
}

var outcomes = map[string][2]string{
	"accepted_whole": {"全部接受", "accepted in full"}, "accepted_part": {"部分接受", "accepted in part"},
	"rejected": {"维持原金额", "the amount stays as it was"}, "disagreement": {"双方保留各自意见，记入对账报告", "both sides keep their figure, on the record"},
	"accept_whole": {"全部接受", "accept in full"}, "accept_part": {"部分接受", "accept in part"}, "reject": {"不接受，维持原金额", "not accepted, the amount stays as it was"},
}

func (f facts) decided(key string) string {
	words, known := outcomes[f.said(key)]
	if !known {
		return f.said(key)
	}
	return f.t(words[0], words[1])
}

// statementRows are the figures of the version, the same as on its page (I29), and until when it is answered.
func (f facts) statementRows() []row {
	rows := f.figureRows()
	if f.Kind == event.StatementIssued || f.Kind == event.StatementRevised || f.Kind == event.StatementReminded {
		rows = append(rows, f.deadlineRows()...)
	}
	return rows
}

func (f facts) figureRows() []row {
	rows := []row{
		{Label: f.t("对账单", "Statement"), Value: f.t("%s（第 %d 版）", "%s (version %d)", f.StatementNo, f.Version)},
		{Label: f.t("期间", "Period"), Value: f.PeriodStart.String() + " – " + f.CutOff.String()},
		{Label: f.t("期末余额", "Closing balance"), Value: f.amount(f.Closing, f.Currency), Strong: true},
	}
	if f.Overdue.IsPositive() {
		rows = append(rows, row{Label: f.t("其中已逾期", "of which overdue"), Value: f.amount(f.Overdue, f.Currency)})
	}
	return append(rows, row{Label: f.t("明细", "Lines"), Value: f.t("%d 行", "%d", f.Lines)})
}

func (f facts) deadlineRows() []row {
	if f.AnswerDue.IsZero() {
		return nil
	}
	return []row{{Label: f.t("请于此日前答复", "Please answer by"), Value: f.endOf(f.AnswerDue)}}
}

// disputeRows say which dispute, about what.
func (f facts) disputeRows() []row {
	rows := []row{{Label: f.t("异议", "Dispute"), Value: f.DisputeNo}, {Label: f.t("对账单", "Statement"), Value: f.StatementNo}}
	if f.DocumentNo != "" {
		rows = append(rows, row{Label: f.t("单据", "Document"), Value: f.DocumentNo})
	}
	return append(rows, row{Label: f.t("原因", "Reason"), Value: f.category()},
		row{Label: f.t("异议金额", "Disputed amount"), Value: f.amount(f.DisputedAmount, f.DisputeCurrency), Strong: true})
}
