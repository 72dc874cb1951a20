package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

const insertSettlement = `
INSERT INTO settlements (id, organization_id, customer_id, mode, effective_date, reason, reverses, created_by, rule, run_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

const insertAllocations = `
INSERT INTO allocations (id, organization_id, customer_id, settlement_id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, effective_date, reverses)
SELECT a.id, $1, $2, $3, a.debit_item, a.credit_item, a.debit_amount, a.credit_amount, a.debit_base, a.credit_base, $4, a.reverses
FROM unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::uuid[])
  AS a (id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, reverses)`

// settle writes the settlement, its allocations and, where the books move, its entry.
func settle(ctx context.Context, tx *store.Tx, id ledger.ID, cmd Command, pairs []taken) error {
	entry := journal.Entry{ID: ledger.NewID(), PostingDate: cmd.EffectiveDate, SourceKind: "settlement", SourceID: id}
	if moves(pairs) {
		chart, base, err := Chart(ctx, tx)
		if err != nil {
			return err
		}
		if entry.Lines, err = lines(cmd.CustomerID, pairs, chart, base); err != nil {
			return err
		}
	}
	var b store.Batch
	b.Do(insertSettlement, id, tx.Actor.OrganizationID, cmd.CustomerID, cmd.Mode, cmd.EffectiveDate, cmd.Reason, ledger.ID{}, tx.Actor.PersonID, cmd.Rule, cmd.RunID)
	queue(&b, tx.Actor.OrganizationID, cmd.CustomerID, id, cmd.EffectiveDate, rowsOf(pairs))
	if len(entry.Lines) > 0 {
		journal.Queue(&b, tx.Actor.OrganizationID, []journal.Entry{entry})
	}
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	detail := make([]map[string]string, len(pairs))
	for i, t := range pairs {
		detail[i] = map[string]string{"debit": t.debit.DocumentNo, "credit": t.credit.DocumentNo, "amount": t.DebitAmount.String(), "currency": t.debit.Currency}
	}
	tx.Audit(cmd.CustomerID, "settlement.made", map[string]any{"settlement": id, "mode": cmd.Mode, "rule": cmd.Rule, "pairs": detail, "reason": cmd.Reason})
	return nil
}

// row is one allocation as it is stored.
type row struct {
	ID, Debit, Credit                                ledger.ID
	DebitAmount, CreditAmount, DebitBase, CreditBase decimal.Decimal
	Reverses                                         ledger.ID
}

func rowsOf(pairs []taken) []row {
	rows := make([]row, len(pairs))
	for i, t := range pairs {
		rows[i] = row{ledger.NewID(), t.DebitItem, t.CreditItem, t.DebitAmount, t.CreditAmount, t.debitBase, t.creditBase, ledger.ID{}}
	}
	return rows
}

func queue(b *store.Batch, organization, customer, settlement ledger.ID, effective calendar.Date, rows []row) {
	var ids, debits, credits, reverses []ledger.ID
	var debitAmounts, creditAmounts, debitBases, creditBases []decimal.Decimal
	for _, r := range rows {
		ids, debits, credits, reverses = append(ids, r.ID), append(debits, r.Debit), append(credits, r.Credit), append(reverses, r.Reverses)
		debitAmounts, creditAmounts = append(debitAmounts, r.DebitAmount), append(creditAmounts, r.CreditAmount)
		debitBases, creditBases = append(debitBases, r.DebitBase), append(creditBases, r.CreditBase)
	}
	b.Do(insertAllocations, organization, customer, settlement, effective, ids, debits, credits, debitAmounts, creditAmounts, debitBases, creditBases, reverses)
}

// moves tells whether the settlement changes an account: two items of one control account and one base value only meet.
func moves(pairs []taken) bool {
	for _, t := range pairs {
		if t.debit.Role != t.credit.Role || t.debit.Currency != t.credit.Currency || !t.debitBase.Equal(t.creditBase) {
			return true
		}
	}
	return false
}

// lines close the debit item's account at its own base value and the credit item's at its own. Two currencies, or one at two
// rates, meet on the currency clearing account, which ends at zero; what is left in base is exchange gain or loss.
func lines(customer ledger.ID, pairs []taken, chart journal.Chart, base money.Currency) ([]journal.Line, error) {
	var out []journal.Line
	var failed error
	add := func(role journal.Role, document ledger.ID, currency string, amount, value decimal.Decimal) {
		code, err := chart.Code(role)
		if err != nil {
			failed = err
		}
		out = append(out, journal.Line{Account: code, CustomerID: customer, DocumentID: document, Currency: money.Currency(currency), Amount: amount, Base: value})
	}
	difference := decimal.Zero
	for _, t := range pairs {
		debitRole, creditRole := journal.Role(t.debit.Role), journal.Role(t.credit.Role)
		if t.debit.Currency == t.credit.Currency && t.debitBase.Equal(t.creditBase) {
			if debitRole != creditRole {
				add(creditRole, t.credit.Document, t.credit.Currency, t.CreditAmount, t.creditBase)
				add(debitRole, t.debit.Document, t.debit.Currency, t.DebitAmount.Neg(), t.debitBase.Neg())
			}
			continue
		}
		add(debitRole, t.debit.Document, t.debit.Currency, t.DebitAmount.Neg(), t.debitBase.Neg())
		add(journal.CurrencyClear, t.debit.Document, t.debit.Currency, t.DebitAmount, t.debitBase)
		add(creditRole, t.credit.Document, t.credit.Currency, t.CreditAmount, t.creditBase)
		add(journal.CurrencyClear, t.credit.Document, t.credit.Currency, t.CreditAmount.Neg(), t.creditBase.Neg())
		difference = difference.Add(t.debitBase).Sub(t.creditBase)
	}
	if !difference.IsZero() {
		add(journal.Exchange, ledger.ID{}, string(base), difference, difference)
		add(journal.CurrencyClear, ledger.ID{}, string(base), difference.Neg(), difference.Neg())
	}
	return out, failed
}
