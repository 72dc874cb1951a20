package notice

import (
	"context"
	"log/slog"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/wording"
)

// inWords is the letter of a purpose in the words of w: the organization's, or those that the program brings along.
func inWords(w work) letter {
	p := purposeOf(w.facts)
	if p == nil {
		return letter{}
	}
	words := p.builtIn(w.Locale)
	if w.words != nil {
		words = *w.words
	}
	body, faults := wording.Parse(words.Body, p.all())
	if len(faults)+len(body.Require(p.required())) > 0 { // words of a time when there were other places
		slog.Error("a mail template cannot be used any more; the built-in words go out", "purpose", p.name, "locale", w.Locale)
		words = p.builtIn(w.Locale)
		body, _ = wording.Parse(words.Body, p.all())
	}
	l := letter{Subject: w.line(p, words.Subject), Heading: w.line(p, words.Heading), Button: w.line(p, words.Button)}
	for _, it := range body.Fill(w.value) {
		l.add(w.put(p, it, l.Button))
	}
	if p.notes != nil {
		l.Notes = p.notes(w)
	}
	return l
}

// line fills in one line of words; what it cannot read stays empty rather than be shown with its braces.
func (w work) line(p *purpose, text string) string {
	parsed, _ := wording.Parse(text, p.places)
	out := ""
	for _, it := range parsed.Fill(w.value) {
		out += it.Text
	}
	return out
}

// put turns a line into what stands there.
func (w work) put(p *purpose, it wording.Filled, button string) part {
	switch it.Block {
	case "figures":
		if p.figures != nil {
			return part{Rows: p.figures(w)}
		}
	case "deadline":
		return part{Rows: w.deadlineRows()}
	case "quote":
		if p.quote != nil {
			text, from := p.quote(w)
			return part{Quote: text, QuotedFrom: from}
		}
	case "link":
		return part{Button: button, Link: w.link}
	default:
		return part{Paragraphs: []string{it.Text}}
	}
	return part{}
}

// add puts a part at the end: words join words and rows join rows.
func (l *letter) add(p part) {
	if n := len(l.Parts); n > 0 {
		last := &l.Parts[n-1]
		switch {
		case len(p.Paragraphs) > 0 && len(last.Paragraphs) > 0:
			last.Paragraphs = append(last.Paragraphs, p.Paragraphs...)
			return
		case len(p.Rows) > 0 && len(last.Rows) > 0:
			last.Rows = append(last.Rows, p.Rows...)
			return
		}
	}
	if len(p.Paragraphs)+len(p.Rows) > 0 || p.Quote != "" || p.Link != "" {
		l.Parts = append(l.Parts, p)
	}
}

// value is what a place stands for in this mail.
func (w work) value(place string) string {
	switch place {
	case "name":
		return w.Name
	case "seller":
		return w.seller()
	case "customer":
		return w.customer()
	case "customer_code":
		return w.CustomerCode
	case "phone":
		return w.Phone
	case "actor":
		return w.ActorName
	case "statement_no":
		return w.StatementNo
	case "version":
		return strconv.Itoa(w.Version)
	case "period_start":
		return w.day(w.PeriodStart)
	case "cut_off":
		return w.day(w.CutOff)
	case "closing":
		return w.amount(w.Closing, w.Currency)
	case "overdue":
		return w.amount(w.Overdue, w.Currency)
	case "lines":
		return strconv.Itoa(w.Lines)
	case "answer_due":
		return w.day(w.AnswerDue)
	case "days_late":
		return strconv.Itoa(w.count("day"))
	}
	return w.otherValue(place)
}

// otherValue is the part of value about disputes and receivables.
func (w work) otherValue(place string) string {
	switch place {
	case "dispute_no":
		return w.DisputeNo
	case "document_no":
		return w.DocumentNo
	case "category":
		return w.category()
	case "disputed_amount":
		return w.amount(w.DisputedAmount, w.DisputeCurrency)
	case "order_no":
		return w.AskedOrder
	case "invoice_no":
		return w.AskedInvoice
	case "receivable_date":
		return w.day(w.AskedDate)
	case "gross":
		return w.amount(w.AskedGross, w.AskedCurrency)
	case "round":
		return strconv.Itoa(w.AskedRound)
	}
	return ""
}

func (w work) statementFigures() []row { return w.figureRows() }
func (w work) disputeFigures() []row   { return w.disputeRows() }
func (w work) askedFigures() []row     { return w.confirmationRows()[1:] }

func (w work) proposalFigures() []row {
	return w.reducedBy(append(w.disputeRows(), row{Label: w.t("方案", "Proposal"), Value: w.decided("decision")}), w.t("同意调减", "Reduced by"))
}

func (w work) outcomeFigures() []row {
	rows := w.reducedBy(append(w.disputeRows(), row{Label: w.t("结果", "Result"), Value: w.decided("outcome")}), w.t("调减金额", "Reduced by"))
	if w.CreditNo != "" {
		rows = append(rows, row{Label: w.t("红字应收", "Credit note"), Value: w.CreditNo})
	}
	return rows
}

func (w work) reducedBy(rows []row, label string) []row {
	if text, amount := w.given("amount", w.DisputeCurrency); amount.IsPositive() {
		rows = append(rows, row{Label: label, Value: text, Strong: true})
	}
	return rows
}

func (w work) whyRevised() (text, from string) {
	return w.said("reason"), w.t("更新原因", "Why it was updated")
}

func (w work) whyCancelled() (text, from string) {
	return w.said("reason"), w.t("作废原因", "Why it was cancelled")
}
func (w work) whatWasSaid() (text, from string) { return w.Said, w.ActorName }

func (w work) signInNote() []string {
	return []string{w.t("打开时需要登录。", "You will be asked to sign in.")}
}

func (w work) strangerNote() []string {
	return []string{w.t("如果您不认识邀请人，请忽略此邮件。", "If you do not know who invites you, ignore this mail.")}
}

const readInForce = `
SELECT DISTINCT ON (purpose, locale) id, purpose, locale, built_in, subject, heading, body, button
FROM mail_templates WHERE organization_id = $1 ORDER BY purpose, locale, version DESC`

// inForce is the newest version of a purpose's words in a language.
type inForce struct {
	ID              ledger.ID
	Purpose, Locale string
	BuiltIn         bool
	Words
}

// choose finds the words of the organization for each of the mails.
func choose(ctx context.Context, tx *store.Tx, taken []*work) error {
	rows, err := store.Rows[inForce](ctx, tx, readInForce, tx.Actor.OrganizationID)
	if err != nil {
		return err
	}
	for _, w := range taken {
		p := purposeOf(w.facts)
		if p == nil || w.Channel != "mail" {
			continue
		}
		for _, it := range rows {
			if it.Purpose == p.name && it.Locale == w.Locale {
				w.templateID = it.ID
				if !it.BuiltIn {
					w.words = &it.Words
				}
			}
		}
	}
	return nil
}
