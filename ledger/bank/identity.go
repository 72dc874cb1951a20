package bank

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/shopspring/decimal"

	"hefu/ledger/bankfile"
)

// identify says which line of the account a line is: what the bank calls it, else everything it says. Balances tell equal lines apart
// where the file has them.
func identify(l bankfile.Line) []byte {
	said := []string{l.BookedOn.String(), plainAmount(l.Amount)}
	if l.BankReference != "" {
		said = append(said, "ref", l.BankReference, l.EndToEnd)
	} else {
		said = append(said, "all", l.ValuedOn.String(), l.Counterparty, l.CounterpartyAccount, l.EndToEnd, l.Remittance, l.BankText)
	}
	if l.Balance.Valid {
		said = append(said, "balance", plainAmount(l.Balance.Decimal))
	}
	text, _ := json.Marshal(said) // strings alone cannot fail
	sum := sha256.Sum256(text)
	return sum[:]
}

// plainAmount writes equal amounts alike: 1.50 and 1.5.
func plainAmount(d decimal.Decimal) string {
	const places = 4
	return d.StringFixed(places)
}
