package finalization

import (
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/matching"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

// Format names the layout of a content.
const Format = "hefu-finalization/1"

// Content is what both sides sign, as data: it is attached to the file beside the statement's own (statement.json), and hashed.
type Content struct {
	Format       string               `json:"format"`
	StatementNo  string               `json:"statement_no"`
	Version      int                  `json:"version"`
	StatementSHA string               `json:"statement_sha256"`
	Scope        Scope                `json:"scope"`
	SealedLines  []int                `json:"sealed_lines"`
	Currency     string               `json:"currency"`
	PeriodStart  calendar.Date        `json:"period_start"`
	CutOff       calendar.Date        `json:"cut_off"`
	Organization statement.Letterhead `json:"organization"`
	Customer     statement.Addressee  `json:"customer"`
	Closing      string               `json:"closing"`
	Sections     []Section            `json:"sections"`
	Agreed       string               `json:"agreed"`
	Text         Text                 `json:"text"`
}

// Section is a part of the way from the closing balance to the agreed one; its total is what is taken off.
type Section struct {
	Key     string  `json:"key"`
	Entries []Entry `json:"entries"`
	Total   string  `json:"total"`
}

// Entry is one item of a section.
type Entry struct {
	Document string        `json:"document"`
	Date     calendar.Date `json:"date"`
	Dispute  string        `json:"dispute"`
	Credit   string        `json:"credit"`
	Amount   string        `json:"amount"`
}

// Text is the purpose and what is agreed to by signing, in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In is the text in a language.
func (t Text) In(locale string) string {
	if locale == "en" {
		return t.EN
	}
	return t.ZH
}

// figures are the sums of a report by what they mean for the agreed balance.
type figures struct{ closing, adjustments, items, disputed, agreed decimal.Decimal }

func figuresOf(r matching.Report) figures {
	f := figures{closing: r.Closing, agreed: r.Explained}
	for _, s := range r.Sections {
		switch s.Key {
		case matching.Adjustments:
			f.adjustments = f.adjustments.Add(s.Total)
		case matching.Disagreements:
			f.disputed = f.disputed.Add(s.Total)
		default:
			f.items = f.items.Add(s.Total)
		}
	}
	return f
}

func contentOf(r matching.Report, g ground, scope Scope, sealed []int) Content {
	currency := money.Currency(r.Currency)
	amount := func(d decimal.Decimal) string { return money.Text(d, currency) }
	out := Content{Format: Format, StatementNo: r.StatementNo, Version: r.Version, StatementSHA: g.hash(), Scope: scope, SealedLines: sealed, Currency: r.Currency,
		PeriodStart: r.PeriodStart, CutOff: r.CutOff, Organization: r.Organization, Customer: r.Customer, Closing: amount(r.Closing), Agreed: amount(r.Explained), Sections: []Section{}}
	for _, s := range r.Sections {
		if len(s.Entries) == 0 {
			continue
		}
		section := Section{Key: string(s.Key), Total: amount(s.Total)}
		for _, e := range s.Entries {
			section.Entries = append(section.Entries, Entry{Document: e.DocumentNo, Date: e.On, Dispute: e.DisputeNo, Credit: e.CreditNo, Amount: amount(e.Amount)})
		}
		out.Sections = append(out.Sections, section)
	}
	out.Text = textOf(r, scope)
	return out
}

// textOf says what the signatures are for.
func textOf(r matching.Report, scope Scope) Text {
	currency := money.Currency(r.Currency)
	values := strings.NewReplacer(
		"{no}", r.StatementNo, "{cut_off}", r.CutOff.String(), "{seller}", r.Organization.Name, "{customer}", r.Customer.Name,
		"{seller_en}", orElse(r.Organization.NameEN, r.Organization.Name), "{customer_en}", orElse(r.Customer.NameEN, r.Customer.Name),
		"{agreed}", money.FormatWithCode(r.Explained, currency, "zh-CN"), "{agreed_en}", money.FormatWithCode(r.Explained, currency, "en"))
	out := Text{
		ZH: "签章目的：确认对账结果。双方确认：截至 {cut_off}，{customer} 与 {seller} 就对账单 {no} 调节后的余额为 {agreed}，列示的调整与未达项属实。",
		EN: "Purpose: to confirm a reconciliation. Both parties confirm that as of {cut_off} the reconciled balance between {customer_en} and {seller_en} on statement {no} is {agreed_en}, and that the adjustments and reconciling items listed are right.",
	}
	if scope == AgreedPart {
		out.ZH += "本次仅确认无争议的部分；列为未决异议的明细不在签章范围内，双方保留各自意见。"
		out.EN += " Only the undisputed part is confirmed; the lines listed as open disagreements are not covered, and each party keeps its position on them."
	}
	return Text{ZH: values.Replace(out.ZH), EN: values.Replace(out.EN)}
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Parse reads a content.
func Parse(text string) (Content, error) {
	var c Content
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return c, ledger.E("internal").Because(err)
	}
	return c, nil
}
