package notice

import (
	"slices"

	"hefu/ledger/event"
	"hefu/ledger/wording"
)

// Words are what a mail says around its figures: three lines and a text, with places in braces that the program fills in. Button is empty
// where a mail leads nowhere.
type Words struct {
	Subject string
	Heading string
	Body    string
	Button  string
}

// purpose is one kind of mail to customers whose words an organization may change. Its own words say by their blocks what such a mail may
// not go without.
type purpose struct {
	name    string // as templates are kept
	kind    event.Kind
	places  []wording.Place // that stand for words
	zh, en  Words
	figures func(work) []row
	quote   func(work) (text, from string)
	notes   func(work) []string // stay whatever the words
}

// Purposes are the mails whose words can be changed, in the order in which pages list them. Codes and the news of another bank account
// are not among them: what protects people from fraud reads the same everywhere.
func Purposes() []string {
	out := make([]string, len(purposes))
	for i, p := range purposes {
		out[i] = p.name
	}
	return out
}

// Locales are the languages of mails.
var Locales = []string{"zh-CN", "en"}

func purposeNamed(name string) *purpose {
	if at := slices.IndexFunc(purposes, func(p purpose) bool { return p.name == name }); at >= 0 {
		return &purposes[at]
	}
	return nil
}

// purposeOf is what a delivery is for; nil where its words are nobody's to change. A reminder has other words before its day, on it and
// after it, and so has a question that is asked again.
func purposeOf(f facts) *purpose {
	name := string(f.Kind)
	switch {
	case f.Recipient != "contact":
		return nil
	case f.Kind == event.StatementReminded && f.count("day") < 0:
		name += ".before"
	case f.Kind == event.StatementReminded && f.count("day") == 0:
		name += ".today"
	case f.Kind == event.StatementReminded:
		name += ".late"
	case f.Kind == event.ReceivableAsked && f.AskedRound > 1:
		name += ".again"
	}
	return purposeNamed(name)
}

// builtIn are the words that the program brings along.
func (p *purpose) builtIn(locale string) Words {
	if locale == "en" {
		return p.en
	}
	return p.zh
}

// required are the blocks that no words of this purpose may leave out.
func (p *purpose) required() []string {
	text, _ := wording.Parse(p.zh.Body, append(slices.Clone(p.places), blocks...))
	return text.Blocks()
}

// all are the places of its body.
func (p *purpose) all() []wording.Place {
	out := slices.Clone(p.places)
	for _, name := range p.required() {
		out = append(out, blocks[slices.IndexFunc(blocks, func(b wording.Place) bool { return b.Name == name })])
	}
	return out
}

var blocks = []wording.Place{
	{Name: "figures", ZH: "金额表", Block: true}, {Name: "deadline", ZH: "期限说明", Block: true},
	{Name: "quote", ZH: "原话", Block: true}, {Name: "link", ZH: "按钮", Block: true},
}

func with(more ...wording.Place) []wording.Place {
	return append([]wording.Place{
		{Name: "name", ZH: "收件人"}, {Name: "seller", ZH: "卖方"}, {Name: "customer", ZH: "客户"}, {Name: "customer_code", ZH: "客户编号"}, {Name: "phone", ZH: "联系电话"},
	}, more...)
}

var (
	whoActs      = wording.Place{Name: "actor", ZH: "经办人"}
	ofStatement  = with(onStatement...)
	onStatement  = []wording.Place{{Name: "statement_no", ZH: "对账单号"}, {Name: "version", ZH: "版本"}, {Name: "period_start", ZH: "期间起"}, {Name: "cut_off", ZH: "截止日"}, {Name: "closing", ZH: "期末余额"}, {Name: "overdue", ZH: "已逾期金额"}, {Name: "lines", ZH: "明细行数"}}
	toAnswer     = append(with(onStatement...), wording.Place{Name: "answer_due", ZH: "答复期限"})
	whenLate     = append(slices.Clone(toAnswer), wording.Place{Name: "days_late", ZH: "逾期天数"})
	byColleague  = append(with(onStatement...), whoActs)
	ofDispute    = with(whoActs, wording.Place{Name: "dispute_no", ZH: "异议编号"}, wording.Place{Name: "statement_no", ZH: "对账单号"}, wording.Place{Name: "document_no", ZH: "单据编号"}, wording.Place{Name: "category", ZH: "异议原因"}, wording.Place{Name: "disputed_amount", ZH: "异议金额"})
	ofReceivable = with(wording.Place{Name: "order_no", ZH: "订单号"}, wording.Place{Name: "invoice_no", ZH: "发票号"}, wording.Place{Name: "receivable_date", ZH: "应收日期"}, wording.Place{Name: "gross", ZH: "价税合计"}, wording.Place{Name: "round", ZH: "轮次"})
)
