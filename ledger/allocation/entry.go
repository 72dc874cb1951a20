package allocation

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// moves tells whether the settlement changes an account: two items of one customer's control
// account and one base value only meet.
func moves(pairs []taken) bool {
	for _, t := range pairs {
		if t.debit.Customer != t.credit.Customer || t.debit.Role != t.credit.Role || t.debit.Currency != t.credit.Currency || !t.debitBase.Equal(t.creditBase) {
			return true
		}
	}
	return false
}

// lines close the debit item's account at its own base value and the credit item's at its own. Two currencies, or one at two
// rates, meet on customer's currency clearing account, which ends at zero; what is left in base is exchange gain or loss.
func lines(customer ledger.ID, pairs []taken, chart journal.Chart, base money.Currency) ([]journal.Line, error) {
	var out []journal.Line
	var failed error
	add := func(owner ledger.ID, role journal.Role, document ledger.ID, currency string, amount, value decimal.Decimal) {
		code, err := chart.Code(role)
		if err != nil {
			failed = err
		}
		out = append(out, journal.Line{Account: code, CustomerID: owner, DocumentID: document, Currency: money.Currency(currency), Amount: amount, Base: value})
	}
	difference := decimal.Zero
	for _, t := range pairs {
		debitRole, creditRole := journal.Role(t.debit.Role), journal.Role(t.credit.Role)
		if t.debit.Currency == t.credit.Currency && t.debitBase.Equal(t.creditBase) {
			if debitRole != creditRole || t.debit.Customer != t.credit.Customer {
				add(t.credit.Customer, creditRole, t.credit.Document, t.credit.Currency, t.CreditAmount, t.creditBase)
				add(t.debit.Customer, debitRole, t.debit.Document, t.debit.Currency, t.DebitAmount.Neg(), t.debitBase.Neg())
			}
			continue
		}
		add(t.debit.Customer, debitRole, t.debit.Document, t.debit.Currency, t.DebitAmount.Neg(), t.debitBase.Neg())
		add(customer, journal.CurrencyClear, t.debit.Document, t.debit.Currency, t.DebitAmount, t.debitBase)
		add(t.credit.Customer, creditRole, t.credit.Document, t.credit.Currency, t.CreditAmount, t.creditBase)
		add(customer, journal.CurrencyClear, t.credit.Document, t.credit.Currency, t.CreditAmount.Neg(), t.creditBase.Neg())
		difference = difference.Add(t.debitBase).Sub(t.creditBase)
	}
	if !difference.IsZero() {
		add(customer, journal.Exchange, ledger.ID{}, string(base), difference, difference)
		add(customer, journal.CurrencyClear, ledger.ID{}, string(base), difference.Neg(), difference.Neg())
	}
	return out, failed
}
