package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/proof"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type evidencePaper struct {
	ID           ledger.ID      `json:"id"`
	DocumentNo   string         `json:"document_no"`
	Kind         string         `json:"kind"`
	DocumentDate calendar.Date  `json:"document_date"`
	DueDate      calendar.Date  `json:"due_date"`
	OrderNo      string         `json:"order_no"`
	ContractNo   string         `json:"contract_no"`
	ShipmentNo   string         `json:"shipment_no"`
	ShipmentDate *calendar.Date `json:"shipment_date,omitempty"`
	InvoiceNo    string         `json:"invoice_no"`
	Gross        web.Amount     `json:"gross"`
	Tax          web.Amount     `json:"tax"`
	Open         web.Amount     `json:"open"`
	Creditable   web.Amount     `json:"creditable" doc:"What credit notes can still take off it."`
}

type evidenceLine struct {
	LineNo      int        `json:"line_no"`
	ItemCode    string     `json:"item_code"`
	Description string     `json:"description"`
	Unit        string     `json:"unit"`
	Quantity    string     `json:"quantity"`
	UnitPrice   string     `json:"unit_price"`
	TaxRate     string     `json:"tax_rate"`
	Gross       web.Amount `json:"gross"`
	Credited    web.Amount `json:"credited"`
}

type evidenceInvoice struct {
	InvoiceNo   string        `json:"invoice_no"`
	InvoiceDate calendar.Date `json:"invoice_date"`
	Voided      bool          `json:"voided"`
}

type evidenceDocument struct {
	ID         ledger.ID     `json:"id"`
	DocumentNo string        `json:"document_no"`
	Kind       string        `json:"kind"`
	Date       calendar.Date `json:"date"`
	Amount     web.Amount    `json:"amount"`
	Reversed   bool          `json:"reversed"`
}

type evidenceDispute struct {
	ID             ledger.ID   `json:"id"`
	DisputeNo      string      `json:"dispute_no"`
	Category       string      `json:"category"`
	State          string      `json:"state"`
	Outcome        *string     `json:"outcome,omitempty"`
	DisputedAmount web.Amount  `json:"disputed_amount"`
	AgreedAmount   *web.Amount `json:"agreed_amount,omitempty"`
}

type evidence struct {
	Currency string             `json:"currency"`
	Document *evidencePaper     `json:"document"`
	Lines    []evidenceLine     `json:"lines"`
	Invoices []evidenceInvoice  `json:"invoices"`
	Credits  []evidenceDocument `json:"credits" doc:"Credit notes given of it already."`
	Payments []evidenceDocument `json:"payments" doc:"What was set against it."`
	Related  []evidenceDocument `json:"related" doc:"Other documents of its order, shipment or contract."`
	Earlier  []evidenceDispute  `json:"earlier" doc:"Other disputes of it."`
	Proofs   []wire.Proof       `json:"proofs" doc:"The files beside it."`
}

type searchReceipts struct {
	ID ledger.ID `path:"id"`
	Q  string    `query:"q" maxLength:"100"`
}

type foundReceipt struct {
	ItemID    ledger.ID      `json:"item_id"`
	Document  wire.Reference `json:"document"`
	Kind      string         `json:"kind"`
	Date      calendar.Date  `json:"date"`
	Amount    web.Amount     `json:"amount"`
	Open      web.Amount     `json:"open"`
	Allocable web.Amount     `json:"allocable" doc:"What of it would be set against the disputed document."`
	Reference string         `json:"reference"`
	Elsewhere []string       `json:"elsewhere" doc:"The documents that the rest of it was set against."`
	Reasons   []string       `json:"reasons" doc:"amount_equal, names_document, amount_covers, near_date: the strongest first."`
}

type foundReceipts struct {
	Currency string         `json:"currency"`
	Items    []foundReceipt `json:"items"`
}

func disputeEvidence(api *web.API, books *books.Books) {
	web.Get(api, "/disputes/{id}/evidence", ledger.SeeStatements, "Read what the books know of the disputed line", func(ctx context.Context, actor ledger.Actor, in *byID) (evidence, error) {
		found, err := books.Disputes.Evidence(ctx, actor, in.ID)
		out := wordEvidence(found)
		if err == nil && out.Document != nil && actor.May(ledger.SeeDocuments) {
			files, fault := books.Proofs.List(ctx, actor, proof.Place{DocumentID: out.Document.ID})
			out.Proofs, err = wire.Proofs(files, actor, true), fault
		}
		return out, err
	})
	web.Get(api, "/disputes/{id}/receipts", ledger.AnswerDisputes, "Search the customer's receipts for the payment of the line", func(ctx context.Context, actor ledger.Actor, in *searchReceipts) (foundReceipts, error) {
		found, currency, err := books.Disputes.Receipts(ctx, actor, in.ID, in.Q)
		out := foundReceipts{Currency: currency, Items: []foundReceipt{}}
		for _, f := range found {
			out.Items = append(out.Items, foundReceipt{f.ItemID, wire.Reference{ID: f.DocumentID, DocumentNo: f.DocumentNo}, f.Kind, f.Date, wire.Amount(f.Amount, currency),
				wire.Amount(f.Open, currency), wire.Amount(f.Allocable, currency), f.Reference, append([]string{}, f.Elsewhere...), f.Reasons})
		}
		return out, err
	})
}

func wordEvidence(e dispute.Evidence) evidence {
	out := evidence{Currency: e.Currency, Lines: []evidenceLine{}, Invoices: []evidenceInvoice{}, Credits: wordDocuments(e.Credits, e.Currency), Payments: []evidenceDocument{},
		Related: wordDocuments(e.Related, e.Currency), Earlier: []evidenceDispute{}, Proofs: []wire.Proof{}}
	if p := e.Document; !p.ID.IsZero() {
		out.Document = &evidencePaper{p.ID, p.DocumentNo, p.Kind, p.DocumentDate, p.DueDate, p.OrderNo, p.ContractNo, p.ShipmentNo, p.ShipmentDate, p.InvoiceNo,
			wire.Amount(p.Gross, e.Currency), wire.Amount(p.Tax, e.Currency), wire.Amount(p.Open, e.Currency), wire.Amount(e.Creditable, e.Currency)}
	}
	for _, l := range e.Lines {
		line := evidenceLine{LineNo: l.LineNo, ItemCode: l.ItemCode, Description: l.Description, Unit: l.Unit, TaxRate: l.TaxRate.String(), Gross: wire.Amount(l.Gross, e.Currency), Credited: wire.Amount(l.Credited, e.Currency)}
		if l.Quantity.Valid {
			line.Quantity = l.Quantity.Decimal.String()
		}
		if l.UnitPrice.Valid {
			line.UnitPrice = l.UnitPrice.Decimal.String()
		}
		out.Lines = append(out.Lines, line)
	}
	for _, i := range e.Invoices {
		out.Invoices = append(out.Invoices, evidenceInvoice(i))
	}
	for _, p := range e.Payments {
		out.Payments = append(out.Payments, evidenceDocument{p.ID, p.DocumentNo, p.Kind, p.Date, wire.Amount(p.Amount, e.Currency), false})
	}
	for _, d := range e.Earlier {
		out.Earlier = append(out.Earlier, evidenceDispute{d.ID, d.DisputeNo, d.Category, string(d.State), d.Outcome, wire.Amount(d.Disputed, e.Currency), wire.Optional(d.Agreed, e.Currency)})
	}
	return out
}

func wordDocuments(documents []dispute.EvidenceDocument, currency string) []evidenceDocument {
	out := []evidenceDocument{}
	for _, d := range documents {
		out = append(out, evidenceDocument{d.ID, d.DocumentNo, d.Kind, d.Date, wire.Amount(d.Gross, currency), d.Reversed})
	}
	return out
}
