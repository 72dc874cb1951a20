package wire

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/web"
)

// ReceivableRound is one time that a customer was asked to confirm a receivable before it is booked.
type ReceivableRound struct {
	ID           ledger.ID             `json:"id"`
	Round        int                   `json:"round"`
	SHA256       string                `json:"sha256" doc:"Of the content as it was shown; an answer names it"`
	Currency     string                `json:"currency"`
	Gross        web.Amount            `json:"gross"`
	DocumentDate calendar.Date         `json:"document_date"`
	Description  string                `json:"description"`
	OrderNo      string                `json:"order_no"`
	ContractNo   string                `json:"contract_no"`
	ShipmentNo   string                `json:"shipment_no"`
	InvoiceNo    string                `json:"invoice_no"`
	AskedByName  string                `json:"asked_by_name"`
	AskedAt      time.Time             `json:"asked_at"`
	Answer       string                `json:"answer,omitempty" enum:"confirmed,rejected,withdrawn" doc:"Absent while the customer is asked"`
	Opinion      string                `json:"opinion,omitempty"`
	AnsweredBy   string                `json:"answered_by,omitempty"`
	AnsweredAt   *time.Time            `json:"answered_at,omitempty"`
	DocumentID   *ledger.ID            `json:"document_id,omitempty" doc:"What the confirmation posted"`
	DocumentNo   string                `json:"document_no,omitempty"`
	Lines        []ReceivableLine      `json:"lines"`
	Actions      map[string]web.Action `json:"actions"`
}

// ReceivableLine is a line of it.
type ReceivableLine struct {
	Description string     `json:"description"`
	ItemCode    string     `json:"item_code"`
	Unit        string     `json:"unit"`
	Quantity    *string    `json:"quantity,omitempty"`
	UnitPrice   *string    `json:"unit_price,omitempty"`
	Net         web.Amount `json:"net"`
	TaxRate     string     `json:"tax_rate"`
	Tax         web.Amount `json:"tax"`
	Gross       web.Amount `json:"gross"`
}

// Receivable words a round for whoever may see it.
func Receivable(r document.Round, actor ledger.Actor) ReceivableRound {
	c := r.Content
	out := ReceivableRound{ID: r.ID, Round: r.Round, SHA256: r.SHA256, Currency: r.Currency, Gross: Amount(r.Gross, r.Currency), DocumentDate: r.DocumentDate,
		Description: c.Description, OrderNo: c.OrderNo, ContractNo: c.ContractNo, ShipmentNo: c.ShipmentNo, InvoiceNo: c.InvoiceNo,
		AskedByName: r.AskedByName, AskedAt: r.AskedAt, Answer: string(r.Answer), Opinion: r.Opinion, AnsweredBy: r.AnsweredBy, AnsweredAt: r.AnsweredAt, Lines: []ReceivableLine{}}
	if !r.DocumentID.IsZero() {
		out.DocumentID, out.DocumentNo = &r.DocumentID, r.DocumentNo
	}
	for _, l := range c.Lines {
		out.Lines = append(out.Lines, ReceivableLine{Description: l.Description, ItemCode: l.ItemCode, Unit: l.Unit, Quantity: plain(l.Quantity), UnitPrice: plain(l.UnitPrice),
			Net: Amount(l.Net, r.Currency), TaxRate: l.TaxRate.String(), Tax: Amount(l.Tax, r.Currency), Gross: Amount(l.Gross, r.Currency)})
	}
	may := web.Action{Allowed: true}
	switch {
	case r.Answer != "":
		may = web.Action{Why: ledger.E("confirmation_answered").With("who", r.AnsweredBy).Message(actor.Locale)}
	case actor.Audience != ledger.Portal || !actor.May(ledger.ConfirmStatements):
		may = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
	}
	out.Actions = map[string]web.Action{"answer": may}
	return out
}

// Receivables words rounds.
func Receivables(rounds []document.Round, actor ledger.Actor) []ReceivableRound {
	out := []ReceivableRound{}
	for _, r := range rounds {
		out = append(out, Receivable(r, actor))
	}
	return out
}
