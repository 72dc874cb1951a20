package wire

import (
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/field"
	"hefu/ledger/web"
)

// DisputeSummary is a dispute in a list.
type DisputeSummary struct {
	ID             ledger.ID    `json:"id"`
	DisputeNo      string       `json:"dispute_no"`
	StatementID    ledger.ID    `json:"statement_id"`
	StatementNo    string       `json:"statement_no"`
	LineNo         int          `json:"line_no"`
	DocumentID     *ledger.ID   `json:"document_id,omitempty"`
	DocumentNo     string       `json:"document_no"`
	Customer       Party        `json:"customer"`
	Currency       string       `json:"currency"`
	LineAmount     web.Amount   `json:"line_amount"`
	Category       string       `json:"category"`
	DisputedAmount web.Amount   `json:"disputed_amount"`
	CustomerFigure *web.Amount  `json:"customer_figure,omitempty"`
	Text           string       `json:"text"`
	State          string       `json:"state" enum:"open,in_review,answered,awaiting_approval,proposed,resolved,withdrawn"`
	Outcome        *string      `json:"outcome,omitempty"`
	AgreedAmount   *web.Amount  `json:"agreed_amount,omitempty"`
	CreditDocument *Reference   `json:"credit_document,omitempty"`
	DueAt          time.Time    `json:"due_at"`
	Overdue        bool         `json:"overdue"`
	OpenedAt       time.Time    `json:"opened_at"`
	OpenedByName   string       `json:"opened_by_name"`
	ResolvedAt     *time.Time   `json:"resolved_at,omitempty"`
	RowVersion     int          `json:"row_version"`
	WaitingFor     string       `json:"waiting_for" enum:"staff,customer,approver,nobody"`
	Expected       string       `json:"expected" doc:"What is to be done next and by whom, in the reader's language"`
	Unread         int          `json:"unread" doc:"Messages the reader has not seen"`
	Attachments    int          `json:"attachment_count"`
	Fields         field.Values `json:"fields,omitempty" doc:"Custom fields by code, as GET /fields defines them"`
}

// Message is one entry of a dispute's thread.
type Message struct {
	ID         ledger.ID         `json:"id"`
	Side       string            `json:"side" enum:"customer,staff,system"`
	Internal   bool              `json:"internal"`
	Kind       string            `json:"kind"`
	AuthorName string            `json:"author_name"`
	Text       string            `json:"text"`
	Data       map[string]string `json:"data"`
	CreatedAt  time.Time         `json:"created_at"`
	Mine       bool              `json:"mine"`
	Files      []Attachment      `json:"attachments"`
}

// Resolution is a decision as both sides see it.
type Resolution struct {
	ID             ledger.ID  `json:"id"`
	Decision       string     `json:"decision"`
	Instrument     string     `json:"instrument"`
	Amount         web.Amount `json:"amount"`
	Text           string     `json:"text"`
	State          string     `json:"state"`
	ProposedByName string     `json:"proposed_by_name"`
	CreatedAt      time.Time  `json:"created_at"`
	Document       *Reference `json:"document,omitempty"`
	Together       int        `json:"together" doc:"How many disputes were resolved in the same act; 0 where it was alone"`
}

// DisputedLine is the disputed document in short.
type DisputedLine struct {
	DocumentNo   string     `json:"document_no"`
	DocumentDate string     `json:"document_date"`
	DueDate      string     `json:"due_date"`
	Description  string     `json:"description"`
	Amount       web.Amount `json:"amount"`
	Open         web.Amount `json:"open"`
	OrderNo      string     `json:"order_no"`
	ShipmentNo   string     `json:"shipment_no"`
	ContractNo   string     `json:"contract_no"`
	InvoiceNo    string     `json:"invoice_no"`
}

// DisputeView is a dispute with its thread and what may be done with it now.
type DisputeView struct {
	DisputeSummary
	Messages   []Message             `json:"messages"`
	Readers    []Reader              `json:"readers"`
	Resolution *Resolution           `json:"resolution,omitempty"`
	Line       DisputedLine          `json:"line"`
	Actions    map[string]web.Action `json:"actions"`
}

// Dispute words a summary for the actor.
func Dispute(d dispute.Summary, actor ledger.Actor) DisputeSummary {
	out := DisputeSummary{
		ID: d.ID, DisputeNo: d.DisputeNo, StatementID: d.StatementID, StatementNo: d.StatementNo, LineNo: d.LineNo, DocumentNo: d.DocumentNo,
		Customer: Party{d.CustomerID, d.CustomerCode, d.CustomerName, d.CustomerEN}, Currency: d.Currency, LineAmount: Amount(d.LineAmount, d.Currency),
		Category: d.Category, DisputedAmount: Amount(d.DisputedAmount, d.Currency), CustomerFigure: Optional(d.CustomerFigure, d.Currency), Text: d.Text,
		State: string(d.State), Outcome: d.Outcome, AgreedAmount: Optional(d.AgreedAmount, d.Currency), DueAt: d.DueAt, Overdue: d.Overdue,
		OpenedAt: d.OpenedAt, OpenedByName: d.OpenedByName, ResolvedAt: d.ResolvedAt, RowVersion: d.RowVersion, WaitingFor: d.WaitingFor(),
		Expected: d.Expected(actor), Unread: d.Unread, Attachments: d.Files, Fields: d.Fields,
	}
	if !d.DocumentID.IsZero() {
		out.DocumentID = &d.DocumentID
	}
	if !d.CreditID.IsZero() {
		out.CreditDocument = &Reference{d.CreditID, d.CreditNo}
	}
	return out
}

// DisputeWhole words a view for the actor.
func DisputeWhole(v dispute.View, actor ledger.Actor) DisputeView {
	out := DisputeView{
		DisputeSummary: Dispute(v.Summary, actor), Messages: []Message{}, Readers: readers(v, actor), Actions: map[string]web.Action{},
		Line: DisputedLine{v.Line.DocumentNo, v.Line.DocumentDate, v.Line.DueDate, v.Line.Description, Amount(v.Line.Amount, v.Currency), Amount(v.Line.Open, v.Currency),
			v.Line.OrderNo, v.Line.ShipmentNo, v.Line.ContractNo, v.Line.InvoiceNo},
	}
	files := filesOf(v, actor)
	for _, m := range v.Messages {
		data := map[string]string{}
		_ = json.Unmarshal(m.Data, &data) // what the system wrote itself; anything else shows as none
		out.Messages = append(out.Messages, Message{m.ID, m.Side, m.Internal, m.Kind, m.AuthorName, m.Text, data, m.CreatedAt, m.AuthorID == actor.PersonID, append([]Attachment{}, files[m.ID]...)})
	}
	if r := v.Resolution; r != nil {
		out.Resolution = &Resolution{ID: r.ID, Decision: r.Decision, Instrument: r.Instrument, Amount: Amount(r.Amount, v.Currency), Text: r.Text, State: r.State,
			ProposedByName: r.ProposedByName, CreatedAt: r.CreatedAt, Together: r.Together}
		if !r.DocumentID.IsZero() {
			out.Resolution.Document = &Reference{r.DocumentID, r.DocumentNo}
		}
	}
	for name, action := range v.Actions {
		out.Actions[name] = web.Action{Allowed: action.Allowed, Why: why(action.Why, actor.Locale)}
	}
	return out
}
