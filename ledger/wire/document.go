package wire

import (
	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/web"
)

// DocumentSummary is a posted document in a list.
type DocumentSummary struct {
	ID           ledger.ID     `json:"id"`
	Kind         string        `json:"kind"`
	DocumentNo   string        `json:"document_no"`
	Customer     Party         `json:"customer"`
	Currency     string        `json:"currency"`
	DocumentDate calendar.Date `json:"document_date"`
	PostingDate  calendar.Date `json:"posting_date"`
	DueDate      calendar.Date `json:"due_date,omitzero"`
	Net          web.Amount    `json:"net"`
	Tax          web.Amount    `json:"tax"`
	Freight      web.Amount    `json:"freight"`
	Gross        web.Amount    `json:"gross"`
	Open         web.Amount    `json:"open"`
	Settlement   string        `json:"settlement" enum:"open,partial,settled"`
	OrderNo      string        `json:"order_no"`
	ContractNo   string        `json:"contract_no"`
	ShipmentNo   string        `json:"shipment_no"`
	InvoiceNo    string        `json:"invoice_no"`
	Description  string        `json:"description"`
	SourceKind   string        `json:"source_kind"`
	Reversed     bool          `json:"reversed"`
	Fields       field.Values  `json:"fields,omitempty" doc:"Custom fields by code, as GET /fields defines them; a number as a decimal, a date as YYYY-MM-DD, a choice by its option, yes/no as true or false"`
}

// DocumentLine is one line with what credit notes have taken off it.
type DocumentLine struct {
	LineNo      int          `json:"line_no"`
	Kind        string       `json:"kind"`
	ItemCode    string       `json:"item_code"`
	Description string       `json:"description"`
	Unit        string       `json:"unit"`
	Quantity    *string      `json:"quantity,omitempty"`
	UnitPrice   *string      `json:"unit_price,omitempty"`
	Net         web.Amount   `json:"net"`
	TaxRate     string       `json:"tax_rate"`
	Tax         web.Amount   `json:"tax"`
	Gross       web.Amount   `json:"gross"`
	Credited    web.Amount   `json:"credited"`
	Creditable  web.Amount   `json:"creditable" doc:"What credit notes may still take off it"`
	Fields      field.Values `json:"fields,omitempty" doc:"Custom fields by code"`
}

// Instalment is one due date of a document.
type Instalment struct {
	ItemID   ledger.ID     `json:"item_id"`
	No       int           `json:"no"`
	DueDate  calendar.Date `json:"due_date,omitzero"`
	Original web.Amount    `json:"original"`
	Open     web.Amount    `json:"open"`

	Arrangement   string `json:"arrangement" enum:",letter_of_credit,deferred,instalment,retention" doc:"How it is to be collected; empty: the usual way"`
	ArrangementZH string `json:"arrangement_zh,omitempty"`
	ArrangementEN string `json:"arrangement_en,omitempty"`
}

// With is the other side of an allocation.
type With struct {
	DocumentID *ledger.ID `json:"document_id,omitempty" doc:"Left out where the document belongs to another company of the customer's group and is not the reader's to see"`
	DocumentNo string     `json:"document_no"`
	Kind       string     `json:"kind"`
	Party      string     `json:"party,omitempty" doc:"The other company of the group"`
}

// Allocation is one match with another document.
type Allocation struct {
	ID            ledger.ID     `json:"id"`
	SettlementID  ledger.ID     `json:"settlement_id"`
	With          With          `json:"with"`
	Amount        web.Amount    `json:"amount"`
	EffectiveDate calendar.Date `json:"effective_date"`
	Reversed      bool          `json:"reversed"`
}

// ChainLink is a neighbour of the document: what it came from, what it reduces, who disputes it.
type ChainLink struct {
	Role   string        `json:"role"`
	Label  string        `json:"label"`
	ID     *ledger.ID    `json:"id,omitempty"`
	Amount *web.Amount   `json:"amount,omitempty"`
	Date   calendar.Date `json:"date,omitzero"`
}

// BaseValue is the document in the organization's base currency.
type BaseValue struct {
	Rate  string     `json:"rate"`
	Gross web.Amount `json:"gross"`
}

// DocumentView is a document with everything around it.
type DocumentView struct {
	DocumentSummary
	ShipmentDate calendar.Date  `json:"shipment_date,omitzero"`
	Reason       string         `json:"reason"`
	Method       string         `json:"method"`
	Lines        []DocumentLine `json:"lines"`
	Instalments  []Instalment   `json:"instalments"`
	Allocations  []Allocation   `json:"allocations"`
	Chain        []ChainLink    `json:"chain"`
}

// Document words a summary.
func Document(d document.Summary) DocumentSummary {
	return DocumentSummary{
		ID: d.ID, Kind: string(d.Kind), DocumentNo: d.DocumentNo, Customer: Party{d.CustomerID, d.CustomerCode, d.CustomerName, d.CustomerEN},
		Currency: d.Currency, DocumentDate: d.DocumentDate, PostingDate: d.PostingDate, DueDate: d.DueDate,
		Net: Amount(d.Net, d.Currency), Tax: Amount(d.Tax, d.Currency), Freight: Amount(d.Freight, d.Currency), Gross: Amount(d.Gross, d.Currency),
		Open: Amount(d.Open, d.Currency), Settlement: d.Settlement(),
		OrderNo: d.OrderNo, ContractNo: d.ContractNo, ShipmentNo: d.ShipmentNo, InvoiceNo: d.InvoiceNo, Description: d.Description,
		SourceKind: d.SourceKind, Reversed: d.Reversed, Fields: d.Fields,
	}
}

func with(a document.AllocationView) With {
	out := With{DocumentNo: a.WithNo, Kind: a.WithKind, Party: a.Party}
	if !a.WithID.IsZero() {
		out.DocumentID = &a.WithID
	}
	return out
}

// DocumentWhole words a view, without what only staff may see.
func DocumentWhole(v document.View) DocumentView {
	out := DocumentView{
		DocumentSummary: Document(v.Summary), ShipmentDate: v.Shipped, Reason: v.Reason, Method: v.Method,
		Lines: []DocumentLine{}, Instalments: []Instalment{}, Allocations: []Allocation{}, Chain: []ChainLink{},
	}
	for _, l := range v.Lines {
		out.Lines = append(out.Lines, DocumentLine{
			LineNo: l.LineNo, Kind: l.Kind, ItemCode: l.ItemCode, Description: l.Description, Unit: l.Unit, Quantity: plain(l.Quantity), UnitPrice: plain(l.UnitPrice),
			Net: Amount(l.Net, v.Currency), TaxRate: l.TaxRate.String(), Tax: Amount(l.Tax, v.Currency), Gross: Amount(l.Gross, v.Currency), Credited: Amount(l.Credited, v.Currency), Creditable: Amount(l.Gross.Sub(l.Credited), v.Currency), Fields: l.Fields,
		})
	}
	for _, i := range v.Instalments {
		out.Instalments = append(out.Instalments, Instalment{i.ItemID, i.No, i.Due, Amount(i.Original, v.Currency), Amount(i.Open, v.Currency), string(i.Arranged), i.Arranged.Name("zh"), i.Arranged.Name("en")})
	}
	for _, a := range v.Allocations {
		out.Allocations = append(out.Allocations, Allocation{a.ID, a.Settlement, with(a), Amount(a.Amount, v.Currency), a.Effective, a.Reversed})
	}
	for _, link := range v.Chain {
		entry := ChainLink{Role: link.Role, Label: link.Label, Amount: Optional(link.Amount, v.Currency), Date: link.Date}
		if !link.ID.IsZero() {
			id := link.ID
			entry.ID = &id
		}
		out.Chain = append(out.Chain, entry)
	}
	return out
}
