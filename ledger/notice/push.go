package notice

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/push"
)

// push sends one message to a machine or a telephone.
func (s *Service) push(ctx context.Context, w *work) {
	var reply string
	var err error
	switch {
	case w.Channel == "sms" && s.o.SMS == nil:
		w.outcome = outcome{state: "failed", result: "sms_off", at: w.outcome.at}
		return
	case w.Channel == "sms":
		reply, err = s.short(ctx, w)
	case s.o.Push == nil:
		w.outcome = outcome{state: "failed", result: "push_off", at: w.outcome.at}
		return
	case w.Channel == "webhook":
		reply, err = s.webhook(ctx, w)
	default:
		w.letter = compose(*w)
		reply, err = s.o.Push.WeCom(ctx, w.Target, w.letter.markdown())
	}
	if err == nil {
		w.outcome = outcome{state: "sent", result: "accepted", reply: reply, at: w.outcome.at}
		return
	}
	var failed *push.Error
	if !errors.As(err, &failed) {
		failed = &push.Error{Reply: err.Error()}
	}
	result := "unreachable"
	if failed.Permanent || failed.Status != 0 {
		result = "refused"
	}
	s.fail(w, failed.Permanent, result, failed.Error())
}

func (s *Service) short(ctx context.Context, w *work) (string, error) {
	to := push.E164(w.Address)
	if to == "" {
		return "", &push.Error{Permanent: true, Reply: "not a mobile number"}
	}
	return s.o.SMS.SendShort(ctx, push.ShortMessage{ID: w.ID.String(), To: to, Template: s.o.SMSTemplate, Params: []string{w.StatementNo, w.seller(), w.AnswerDue.String()}})
}

// Payload is what a webhook posts. ID is the event's and, with the recipient, the header webhook-id: a repetition carries the same.
// Amounts are decimal strings in the currency beside them; ids that say nothing about the event are left out.
type Payload struct {
	ID           ledger.ID        `json:"id"`
	Type         string           `json:"type"`
	Timestamp    time.Time        `json:"timestamp"`
	Organization PayloadParty     `json:"organization"`
	Actor        PayloadActor     `json:"actor"`
	Customer     *PayloadParty    `json:"customer,omitempty"`
	Statement    *PayloadAccount  `json:"statement,omitempty"`
	Dispute      *PayloadDispute  `json:"dispute,omitempty"`
	Document     *PayloadDocument `json:"document,omitempty"`
	Receivable   *PayloadAsked    `json:"receivable,omitempty"`
	Data         json.RawMessage  `json:"data"`
}

// PayloadParty names a seller or a buyer.
type PayloadParty struct {
	ID   ledger.ID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
}

// PayloadActor is who made the event: side is customer, staff or system.
type PayloadActor struct {
	Side string `json:"side"`
	Name string `json:"name"`
}

// PayloadAccount is the version of the statement that the event is about.
type PayloadAccount struct {
	ID          ledger.ID     `json:"id"`
	StatementNo string        `json:"statement_no"`
	Version     int           `json:"version"`
	Currency    string        `json:"currency"`
	PeriodStart calendar.Date `json:"period_start"`
	CutOff      calendar.Date `json:"cut_off"`
	Closing     string        `json:"closing"`
	Overdue     string        `json:"overdue"`
}

// PayloadDispute is the dispute that the event is about.
type PayloadDispute struct {
	ID             ledger.ID `json:"id"`
	DisputeNo      string    `json:"dispute_no"`
	DocumentNo     string    `json:"document_no"`
	Category       string    `json:"category"`
	Currency       string    `json:"currency"`
	DisputedAmount string    `json:"disputed_amount"`
}

// PayloadDocument is the document that the event posted.
type PayloadDocument struct {
	ID         ledger.ID `json:"id"`
	DocumentNo string    `json:"document_no"`
}

// PayloadAsked is the receivable that the customer is asked to confirm before it is booked: DraftID and Round say which, ConfirmationID is the
// question's own. Answer is empty, confirmed, rejected or withdrawn, and Opinion what the customer wrote with it.
type PayloadAsked struct {
	ConfirmationID string        `json:"confirmation_id"`
	DraftID        ledger.ID     `json:"draft_id"`
	Round          int           `json:"round"`
	OrderNo        string        `json:"order_no"`
	InvoiceNo      string        `json:"invoice_no"`
	DocumentDate   calendar.Date `json:"document_date"`
	Currency       string        `json:"currency"`
	Gross          string        `json:"gross"`
	Answer         string        `json:"answer"`
	Opinion        string        `json:"opinion"`
}

func payload(f facts) Payload {
	p := Payload{ID: f.EventID, Type: string(f.Kind), Timestamp: f.At.UTC(), Organization: PayloadParty{f.OrganizationID, f.OrganizationCode, f.OrganizationName},
		Actor: PayloadActor{f.Side, f.ActorName}, Data: f.Data}
	if !f.CustomerID.IsZero() {
		p.Customer = &PayloadParty{f.CustomerID, f.CustomerCode, f.CustomerName}
	}
	if !f.StatementID.IsZero() {
		currency := money.Currency(f.Currency)
		p.Statement = &PayloadAccount{f.StatementID, f.StatementNo, f.Version, f.Currency, f.PeriodStart, f.CutOff, money.Text(f.Closing, currency), money.Text(f.Overdue, currency)}
	}
	if !f.DisputeID.IsZero() {
		p.Dispute = &PayloadDispute{f.DisputeID, f.DisputeNo, f.DocumentNo, f.Category, f.DisputeCurrency, money.Text(f.DisputedAmount, money.Currency(f.DisputeCurrency))}
	}
	if !f.DocumentID.IsZero() {
		p.Document = &PayloadDocument{f.DocumentID, f.CreditNo}
	}
	if !f.AskedDraft.IsZero() {
		p.Receivable = &PayloadAsked{f.said("confirmation"), f.AskedDraft, f.AskedRound, f.AskedOrder, f.AskedInvoice, f.AskedDate, f.AskedCurrency,
			money.Text(f.AskedGross, money.Currency(f.AskedCurrency)), f.AskedAnswer, f.AskedOpinion}
	}
	return p
}

func (s *Service) webhook(ctx context.Context, w *work) (string, error) {
	body, err := json.Marshal(payload(w.facts))
	if err != nil {
		return "", &push.Error{Permanent: true, Reply: err.Error()}
	}
	return s.o.Push.Webhook(ctx, push.Webhook{Address: w.Target, Secret: w.Secret, Former: w.Former, ID: w.ID.String(), At: w.outcome.at, Body: body})
}
