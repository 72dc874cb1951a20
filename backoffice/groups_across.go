package backoffice

import (
	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listAcross struct {
	ID ledger.ID `path:"id"`
	web.Paging
}

// groupAllocation is one allocation between two companies of a group.
type groupAllocation struct {
	ID             ledger.ID      `json:"id"`
	SettlementID   ledger.ID      `json:"settlement_id"`
	EffectiveDate  calendar.Date  `json:"effective_date"`
	Debtor         wire.Named     `json:"debtor" doc:"Whose debit was settled"`
	DebitDocument  wire.Reference `json:"debit_document"`
	Payer          wire.Named     `json:"payer" doc:"Whose credit it was settled with"`
	CreditDocument wire.Reference `json:"credit_document"`
	Currency       string         `json:"currency"`
	Amount         web.Amount     `json:"amount"`
	Reversed       bool           `json:"reversed"`
	MadeBy         string         `json:"made_by"`
}

// belonging is a group that a customer is or was of.
type belonging struct {
	ID     ledger.ID     `json:"id"`
	Name   string        `json:"name"`
	NameEN string        `json:"name_en"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to,omitzero"`
	Today  bool          `json:"today"`
	Others int           `json:"others" doc:"Members today beside the customer"`
}
