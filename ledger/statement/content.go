package statement

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
)

// Format names the layout of a body; another layout gets another name, and the ones before are read forever.
const Format = "hefu-statement/2"

// fieldsFormat has the columns of custom fields beside; it is made where the template names some.
const fieldsFormat = "hefu-statement/3"

// firstFormat has neither inclusion nor template.
const firstFormat = "hefu-statement/1"

// VersionRef names the version of a setting that a body was made by.
type VersionRef struct {
	ID      ledger.ID `json:"id"`
	Version int       `json:"version"`
}

// Content is a version's body: what was shown, and what a confirmation is for. docs/canonical-json.md describes the bytes.
type Content struct {
	Format       string          `json:"format"`
	StatementNo  string          `json:"statement_no"`
	Version      int             `json:"version"`
	Currency     string          `json:"currency"`
	PeriodStart  calendar.Date   `json:"period_start"`
	CutOff       calendar.Date   `json:"cut_off"`
	Organization Letterhead      `json:"organization"`
	Customer     Addressee       `json:"customer"`
	Terms        Terms           `json:"terms"`
	Opening      decimal.Decimal `json:"opening"`
	Movement     decimal.Decimal `json:"movement"`
	Closing      decimal.Decimal `json:"closing"`
	Overdue      decimal.Decimal `json:"overdue"`
	Totals       Totals          `json:"totals"`
	Aging        []Bucket        `json:"aging"`
	Lines        []Line          `json:"lines"`
	OpenItems    []OpenItem      `json:"open_items"`
	Inclusion    VersionRef      `json:"inclusion"` // zero in the first format, as is Template
	Template     VersionRef      `json:"template"`
	Fields       *Fields         `json:"fields"` // of the third format alone
}

// Letterhead is the seller as the statement names it; the payee's account is part of what is confirmed.
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

// Addressee is the customer as the statement names it.
type Addressee struct {
	ID     ledger.ID `json:"id"`
	Code   string    `json:"code"`
	Name   string    `json:"name"`
	NameEN string    `json:"name_en"`
	TaxID  string    `json:"tax_id"`
}

// Terms are the payment terms in words.
type Terms struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Totals are the four groups of the movement, signed; they sum to it.
type Totals struct {
	Charges     decimal.Decimal `json:"charges"`
	Credits     decimal.Decimal `json:"credits"`
	Receipts    decimal.Decimal `json:"receipts"`
	Adjustments decimal.Decimal `json:"adjustments"`
}

// Bucket is one column of the aging at the cut-off.
type Bucket struct {
	Key  string          `json:"bucket"`
	Open decimal.Decimal `json:"open"`
}

// Line is one movement of the period. All amounts are signed: what raises the debt is positive.
type Line struct {
	No           int
	Kind         string
	DocumentID   ledger.ID
	DocumentNo   string
	DocumentDate calendar.Date
	DueDate      calendar.Date
	ShipmentDate calendar.Date
	OrderNo      string
	ContractNo   string
	InvoiceNo    string
	Source       string
	Description  string
	Quantity     decimal.NullDecimal
	UnitPrice    decimal.NullDecimal
	Net          decimal.Decimal
	Tax          decimal.Decimal
	Freight      decimal.Decimal
	Amount       decimal.Decimal
	Received     decimal.Decimal
	Open         decimal.Decimal
	Balance      decimal.Decimal
}

// UnmarshalJSON reads the row of a line, its columns in their fixed order.
func (l *Line) UnmarshalJSON(raw []byte) error {
	return readRow(raw, &l.No, &l.Kind, &l.DocumentID, &l.DocumentNo, &l.DocumentDate, &l.DueDate, &l.ShipmentDate, &l.OrderNo, &l.ContractNo, &l.InvoiceNo,
		&l.Source, &l.Description, &l.Quantity, &l.UnitPrice, &l.Net, &l.Tax, &l.Freight, &l.Amount, &l.Received, &l.Open, &l.Balance)
}

// OpenItem is a document of before the period that was still open at the cut-off.
type OpenItem struct {
	No           int
	Kind         string
	DocumentID   ledger.ID
	DocumentNo   string
	DocumentDate calendar.Date
	DueDate      calendar.Date
	OrderNo      string
	Description  string
	Original     decimal.Decimal
	Open         decimal.Decimal
	DaysOverdue  int
}

// UnmarshalJSON reads the row of an open item, its columns in their fixed order.
func (i *OpenItem) UnmarshalJSON(raw []byte) error {
	return readRow(raw, &i.No, &i.Kind, &i.DocumentID, &i.DocumentNo, &i.DocumentDate, &i.DueDate, &i.OrderNo, &i.Description, &i.Original, &i.Open, &i.DaysOverdue)
}

func readRow(raw []byte, columns ...any) error {
	row := make([]any, len(columns))
	copy(row, columns)
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if err := decoder.Decode(&row); err != nil {
		return err
	}
	if len(row) != len(columns) {
		return fmt.Errorf("a row has %d columns, not %d", len(row), len(columns))
	}
	return nil
}

// ParseContent reads a body. It refuses a format that it does not know.
func ParseContent(body []byte) (Content, error) {
	var c Content
	if err := json.Unmarshal(body, &c); err != nil {
		return Content{}, fmt.Errorf("read the statement's body: %w", err)
	}
	if c.Format != Format && c.Format != firstFormat && c.Format != fieldsFormat {
		return Content{}, errors.New("a statement's body of the unknown format " + c.Format)
	}
	return c, nil
}
