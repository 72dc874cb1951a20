// Package wire holds the JSON shapes that both audiences show of documents, disputes and statements. What only staff may see is
// added by the back office's own types, so it cannot reach a customer by a forgotten filter.
package wire

import (
	"errors"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
	"hefu/ledger/web"
)

// Party names a customer in short.
type Party struct {
	ID     ledger.ID `json:"id"`
	Code   string    `json:"code"`
	Name   string    `json:"name"`
	NameEN string    `json:"name_en"`
}

// Named names a person.
type Named struct {
	ID   ledger.ID `json:"id"`
	Name string    `json:"name"`
}

// Reference points at another document.
type Reference struct {
	ID         ledger.ID `json:"id"`
	DocumentNo string    `json:"document_no"`
}

// Refused is one line of a set that could not be done, with why, in the reader's language.
type Refused struct {
	LineNo  int    `json:"line_no"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// RefusedLine words a refusal for the reader.
func RefusedLine(lineNo int, err *ledger.Error, locale string) Refused {
	return Refused{LineNo: lineNo, Code: err.Code, Message: err.Message(locale)}
}

// ItemAmount is an amount off one open item.
type ItemAmount struct {
	Item       ledger.ID  `json:"item"`
	DocumentNo string     `json:"document_no"`
	Currency   string     `json:"currency"`
	Amount     web.Amount `json:"amount"`
}

// Amount writes money at its currency's exponent.
func Amount(amount decimal.Decimal, currency string) web.Amount {
	return web.Amount(money.Text(amount, money.Currency(currency)))
}

// Optional is Amount, or nil when there is none.
func Optional(amount decimal.NullDecimal, currency string) *web.Amount {
	if !amount.Valid {
		return nil
	}
	text := Amount(amount.Decimal, currency)
	return &text
}

// plain writes a quantity or price as it is, or nil when it is unknown.
func plain(d decimal.NullDecimal) *string {
	if !d.Valid {
		return nil
	}
	text := d.Decimal.String()
	return &text
}

// ReadAmount parses an amount that a caller wrote; the empty text is zero. The field at fault carries the parser's own code.
func ReadAmount(field string, text web.Amount, currency string) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Zero, nil
	}
	amount, err := money.Parse(string(text), money.Currency(currency))
	if err != nil {
		return decimal.Zero, ledger.E("validation_failed").At(field, codeOf(err)).Because(err)
	}
	return amount, nil
}

// ReadBound reads an amount to compare with, in whatever currency; empty is none. Refused with validation_failed at the field.
func ReadBound(field, text string) (decimal.NullDecimal, error) {
	if text == "" {
		return decimal.NullDecimal{}, nil
	}
	amount, err := money.ParseQuantity(text)
	if err != nil {
		return decimal.NullDecimal{}, ledger.E("validation_failed").At(field, codeOf(err)).Because(err)
	}
	if amount.IsNegative() {
		return decimal.NullDecimal{}, ledger.E("validation_failed").At(field, "too_small")
	}
	return decimal.NullDecimal{Decimal: amount, Valid: true}, nil
}

func codeOf(err error) string {
	var known *money.Error
	if errors.As(err, &known) {
		return string(known.Code)
	}
	return "not_a_number"
}

// why words a code for the reader; empty stays empty.
func why(code, locale string) string {
	if code == "" {
		return ""
	}
	return ledger.E(code).Message(locale)
}
