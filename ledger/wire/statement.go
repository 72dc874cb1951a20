package wire

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/statement"
	"hefu/ledger/web"
)

// StatementSummary is a statement in a list. The groups are signed as on the statement: opening + charges + credits + receipts +
// adjustments = closing.
type StatementSummary struct {
	ID            ledger.ID     `json:"id"`
	StatementNo   string        `json:"statement_no"`
	Version       int           `json:"version"`
	Customer      Party         `json:"customer"`
	Currency      string        `json:"currency"`
	PeriodStart   calendar.Date `json:"period_start"`
	CutOff        calendar.Date `json:"cut_off"`
	Opening       web.Amount    `json:"opening"`
	Charges       web.Amount    `json:"charges"`
	Credits       web.Amount    `json:"credits"`
	Receipts      web.Amount    `json:"receipts"`
	Adjustments   web.Amount    `json:"adjustments"`
	Closing       web.Amount    `json:"closing"`
	Overdue       web.Amount    `json:"overdue"`
	Disputed      web.Amount    `json:"disputed"`
	State         string        `json:"state" enum:"draft,issued,viewed,answered,agreed,cancelled"`
	StateSince    time.Time     `json:"state_since"`
	LineCount     int           `json:"line_count"`
	AnsweredCount int           `json:"answered_count"`
	DisputedCount int           `json:"disputed_count"`
	AnswerDue     calendar.Date `json:"answer_due,omitzero"`
	IssuedAt      *time.Time    `json:"issued_at,omitempty"`
	ViewedAt      *time.Time    `json:"viewed_at,omitempty"`
	AgreedAt      *time.Time    `json:"agreed_at,omitempty"`
	DaysOpen      *int          `json:"days_open,omitempty"`
}

// AgreedAdjustment is a credit note or adjustment that a dispute of this statement led to.
type AgreedAdjustment struct {
	DocumentID  ledger.ID     `json:"document_id"`
	DocumentNo  string        `json:"document_no"`
	Amount      web.Amount    `json:"amount"`
	PostingDate calendar.Date `json:"posting_date"`
	DisputeID   ledger.ID     `json:"dispute_id"`
	DisputeNo   string        `json:"dispute_no"`
	LineNo      int           `json:"line_no"`
}

// Answer is how a line stands.
type Answer struct {
	LineNo         int         `json:"line_no"`
	Answer         string      `json:"answer" enum:"confirmed,disputed"`
	DisputeID      *ledger.ID  `json:"dispute_id,omitempty"`
	DisputedAmount *web.Amount `json:"disputed_amount,omitempty"`
	DisputeState   string      `json:"dispute_state,omitempty"`
	AgreedAmount   *web.Amount `json:"agreed_amount,omitempty"`
}

// Confirmation is one act of confirming.
type Confirmation struct {
	ID        ledger.ID  `json:"id"`
	Version   int        `json:"version"`
	Lines     []int      `json:"lines"`
	Whole     bool       `json:"whole"`
	Amount    web.Amount `json:"amount"`
	ActorName string     `json:"actor_name"`
	CreatedAt time.Time  `json:"created_at"`
	Remark    string     `json:"remark"`
	Undoable  bool       `json:"undoable"`
	CheckedBy string     `json:"checked_by,omitempty" doc:"The second person, where the customer asks for one"`
}

// Version names one version of a statement.
type Version struct {
	Version   int       `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	Reason    string    `json:"reason"`
	SHA256    string    `json:"sha256"`
}

// Letterhead is the seller as the statement names it.
type Letterhead struct {
	Name         string `json:"name"`
	NameEN       string `json:"name_en"`
	Address      string `json:"address"`
	Phone        string `json:"phone"`
	TaxID        string `json:"tax_id"`
	PayeeName    string `json:"payee_name"`
	PayeeBank    string `json:"payee_bank"`
	PayeeAccount string `json:"payee_account"`
}

// Wording is one text in both languages.
type Wording struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// StatementView is a statement with everything that moves around its frozen content.
type StatementView struct {
	StatementSummary
	SHA256                string                `json:"sha256"`
	Organization          Letterhead            `json:"organization"`
	ConfirmedAmount       web.Amount            `json:"confirmed_amount"`
	UndisputedBalance     web.Amount            `json:"undisputed_balance"`
	AgreedAdjustments     []AgreedAdjustment    `json:"agreed_adjustments"`
	AgreedAdjustmentTotal web.Amount            `json:"agreed_adjustment_total"`
	AgreedBalance         web.Amount            `json:"agreed_balance"`
	Answers               []Answer              `json:"answers"`
	Confirmations         []Confirmation        `json:"confirmations"`
	PaymentTerms          Wording               `json:"payment_terms"`
	Versions              []Version             `json:"versions"`
	CancelReason          string                `json:"cancel_reason,omitempty"`
	Finalization          string                `json:"finalization,omitempty" enum:"prepared,signed,countersigned,archived" doc:"How far it is on its way to both signatures; left out when it is not on it"`
	FinalizedWhole        bool                  `json:"finalized_whole,omitempty" doc:"The whole statement, not its agreed part alone"`
	MakerChecker          bool                  `json:"maker_checker,omitempty" doc:"Answers of this customer need a second person"`
	Reviews               []Review              `json:"reviews,omitempty" doc:"What waits for the second person; for the customer"`
	Actions               map[string]web.Action `json:"actions"`
	TemplateVersion       int                   `json:"template_version,omitempty" doc:"Left out of a statement from before there were templates"`
	InclusionVersion      int                   `json:"inclusion_version,omitempty"`
}

// Statement words a summary.
func Statement(s statement.Summary) StatementSummary {
	return StatementSummary{
		ID: s.ID, StatementNo: s.StatementNo, Version: s.Version, Customer: Party{s.CustomerID, s.CustomerCode, s.CustomerName, s.CustomerNameEN}, Currency: s.Currency,
		PeriodStart: s.PeriodStart, CutOff: s.CutOff, Opening: Amount(s.Opening, s.Currency), Charges: Amount(s.Charges, s.Currency), Credits: Amount(s.Credits, s.Currency),
		Receipts: Amount(s.Receipts, s.Currency), Adjustments: Amount(s.Adjustments, s.Currency), Closing: Amount(s.Closing, s.Currency),
		Overdue: Amount(s.Overdue, s.Currency), Disputed: Amount(s.Disputed, s.Currency), State: string(s.State), StateSince: s.StateSince,
		LineCount: s.LineCount, AnsweredCount: s.AnsweredCount, DisputedCount: s.DisputedCount, AnswerDue: s.AnswerDue,
		IssuedAt: s.IssuedAt, ViewedAt: s.ViewedAt, AgreedAt: s.AgreedAt, DaysOpen: s.DaysOpen,
	}
}

// StatementWhole words a view for a reader of the locale.
func StatementWhole(v statement.View, actor ledger.Actor) StatementView {
	locale := actor.Locale
	out := StatementView{
		StatementSummary: Statement(v.Summary), SHA256: v.SHA256, Organization: Letterhead(v.Organization),
		ConfirmedAmount: Amount(v.ConfirmedAmount, v.Currency), UndisputedBalance: Amount(v.UndisputedBalance, v.Currency),
		AgreedAdjustments: []AgreedAdjustment{}, AgreedAdjustmentTotal: Amount(v.AgreedAdjustedTotal, v.Currency), AgreedBalance: Amount(v.AgreedBalance, v.Currency),
		Answers: []Answer{}, Confirmations: []Confirmation{}, Versions: []Version{}, PaymentTerms: Wording{v.Terms.ZH, v.Terms.EN}, CancelReason: v.CancelReason, TemplateVersion: v.TemplateVersion, InclusionVersion: v.InclusionVersion,
		Actions: actions(v.Actions, locale), Finalization: v.Finalized.State, FinalizedWhole: v.Finalized.Whole,
	}
	if actor.Audience == ledger.Portal && v.Finalized.State == "prepared" { // the seller's own paper until it is signed; the refusals say the rest
		out.Finalization, out.FinalizedWhole = "", false
	}
	for _, a := range v.AgreedAdjustments {
		out.AgreedAdjustments = append(out.AgreedAdjustments, AgreedAdjustment{a.DocumentID, a.DocumentNo, Amount(a.Amount, v.Currency), a.PostingDate, a.DisputeID, a.DisputeNo, a.Line})
	}
	for _, a := range v.Answers {
		answer := Answer{LineNo: a.Line, Answer: a.Answer, DisputedAmount: Optional(a.DisputedAmount, v.Currency), DisputeState: a.DisputeState, AgreedAmount: Optional(a.AgreedAmount, v.Currency)}
		if !a.DisputeID.IsZero() {
			id := a.DisputeID
			answer.DisputeID = &id
		}
		out.Answers = append(out.Answers, answer)
	}
	for _, c := range v.Confirmations {
		out.Confirmations = append(out.Confirmations, Confirmation{c.ID, c.Version, c.Lines, c.Whole, Amount(c.Amount, v.Currency), c.ActorName, c.CreatedAt, c.Remark, c.Undoable, c.CheckedBy})
	}
	out.MakerChecker = v.TwoPeople
	for _, r := range v.Reviews {
		out.Reviews = append(out.Reviews, ReviewOf(r, actor))
	}
	for _, version := range v.Versions {
		out.Versions = append(out.Versions, Version(version))
	}
	return out
}

func actions(a statement.Actions, locale string) map[string]web.Action {
	out := map[string]web.Action{}
	for name, action := range map[string]statement.Action{"confirm": a.Confirm, "dispute": a.Dispute, "reopen": a.Reopen, "issue": a.Issue, "revise": a.Revise, "cancel": a.Cancel, "download": a.Download} {
		worded := web.Action{Allowed: action.Allowed}
		if action.Why != nil {
			worded.Why = action.Why.Message(locale)
		}
		out[name] = worded
	}
	return out
}

// StatementFile asks for a file made from a statement. An empty locale is that of the statement's template, else the reader's own.
type StatementFile struct {
	ID     ledger.ID `path:"id"`
	Format string    `query:"format" enum:"pdf,xlsx,csv,json,ubl" required:"true"`
	Locale string    `query:"locale" enum:"zh-CN,en" required:"false"`
}

// StatementContent asks for a version's frozen content; version 0 is the one in force.
type StatementContent struct {
	ID      ledger.ID `path:"id"`
	Version int       `query:"version" minimum:"0" default:"0"`
}
