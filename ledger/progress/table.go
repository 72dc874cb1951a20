package progress

import (
	"io"
	"strconv"

	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

var headings = [][2]string{
	{"对账单", "Statement"}, {"版本", "Version"}, {"客户代码", "Customer no."}, {"客户名称", "Customer"}, {"业务员", "Owner"}, {"起始日", "From"}, {"截止日", "Cut-off"},
	{"币种", "Currency"}, {"期末余额", "Closing balance"}, {"状态", "State"}, {"发出日期", "Issued"}, {"答复期限", "Answer due"}, {"已发出天数", "Days open"}, {"逾期天数", "Days late"},
	{"处理中差异", "Open disputes"}, {"差异金额", "Disputed"}, {"已催促次数", "Reminders"}, {"下一步", "Next step"}, {"日期", "On"},
}

var kinds = []sheet.Kind{sheet.Text, sheet.Number, sheet.Text, sheet.Text, sheet.Text, sheet.Date, sheet.Date, sheet.Text, sheet.Amount, sheet.Text, sheet.Date, sheet.Date, sheet.Number,
	sheet.Number, sheet.Number, sheet.Amount, sheet.Number, sheet.Text, sheet.Date}

var words = map[string][2]string{
	"draft": {"草稿", "Draft"}, "issued": {"已发出", "Issued"}, "viewed": {"已查看", "Viewed"}, "answered": {"已答复", "Answered"}, "agreed": {"已一致", "Agreed"},
	"issue": {"发出", "Issue"}, "remind": {"自动催促", "Reminder"}, "call": {"电话跟进", "Call"}, "settle": {"处理差异", "Settle disputes"}, "held": {"不催促", "No reminder"}, "done": {"完成", "Done"},
}

// Write writes rows as an XLSX table in the language of locale (zh-CN or en).
func Write(w io.Writer, rows []Row, locale string) error {
	at := 0
	if locale == "en" {
		at = 1
	}
	out := sheet.NewWriter(w, sheet.XLSX)
	columns := make([]sheet.Column, len(headings))
	for i, heading := range headings {
		columns[i] = sheet.Column{Title: heading[at], Kind: kinds[i]}
	}
	if err := out.Sheet([]string{"对账进度台账", "Progress board"}[at], columns...); err != nil {
		return err
	}
	for _, r := range rows {
		issued, days := "", ""
		if r.IssuedAt != nil {
			issued = r.IssuedAt.Format("2006-01-02")
		}
		if r.Days != nil {
			days = strconv.Itoa(*r.Days)
		}
		late := 0
		if r.Late {
			late = r.DaysLate
		}
		currency := money.Currency(r.Currency)
		err := out.Write(r.StatementNo, strconv.Itoa(r.Version), r.CustomerCode, r.CustomerName, r.Owner, r.PeriodStart.String(), r.CutOff.String(), r.Currency,
			money.Text(r.Closing, currency), words[string(r.State)][at], issued, r.AnswerDue.String(), days, strconv.Itoa(late), strconv.Itoa(r.Disputes),
			money.Text(r.Disputed, currency), strconv.Itoa(r.Reminders), words[r.Step][at], r.On.String())
		if err != nil {
			return err
		}
	}
	return out.Close()
}
