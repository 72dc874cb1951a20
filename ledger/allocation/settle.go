package allocation

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
)

const insertSettlement = `
INSERT INTO settlements (id, organization_id, customer_id, mode, effective_date, reason, reverses, created_by, rule, run_id, group_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

const insertAllocations = `
INSERT INTO allocations (id, organization_id, customer_id, settlement_id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, effective_date, reverses, credit_customer_id)
SELECT a.id, $1, a.customer_id, $2, a.debit_item, a.credit_item, a.debit_amount, a.credit_amount, a.debit_base, a.credit_base, $3, a.reverses, nullif(a.credit_customer_id, a.customer_id)
FROM unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::uuid[], $12::uuid[], $13::uuid[])
  AS a (id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, reverses, customer_id, credit_customer_id)`

// settle writes the settlement, its allocations and, where the books move, its entry.
func settle(ctx context.Context, tx *store.Tx, id ledger.ID, cmd Command, desk *desk) error {
	pairs := desk.taken
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
	b.Do(insertSettlement, id, tx.Actor.OrganizationID, cmd.CustomerID, cmd.Mode, cmd.EffectiveDate, cmd.Reason, ledger.ID{}, tx.Actor.PersonID, cmd.Rule, cmd.RunID, desk.group)
	queue(&b, tx.Actor.OrganizationID, id, cmd.EffectiveDate, rowsOf(pairs))
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
	said := map[string]any{"settlement": id, "mode": cmd.Mode, "rule": cmd.Rule, "pairs": detail, "reason": cmd.Reason}
	if !desk.group.IsZero() {
		said["group"] = desk.group
	}
	for _, customer := range desk.customers(cmd.CustomerID) {
		tx.Audit(customer, "settlement.made", said)
	}
	return nil
}

// row is one allocation as it is stored.
type row struct {
	ID, Debit, Credit                                ledger.ID
	DebitAmount, CreditAmount, DebitBase, CreditBase decimal.Decimal
	Reverses                                         ledger.ID
	Customer, CreditCustomer                         ledger.ID // of the debit, and of the credit
}

func rowsOf(pairs []taken) []row {
	rows := make([]row, len(pairs))
	for i, t := range pairs {
		rows[i] = row{ledger.NewID(), t.DebitItem, t.CreditItem, t.DebitAmount, t.CreditAmount, t.debitBase, t.creditBase, ledger.ID{}, t.debit.Customer, t.credit.Customer}
	}
	return rows
}

func queue(b *store.Batch, organization, settlement ledger.ID, effective calendar.Date, rows []row) {
	var ids, debits, credits, reverses, customers, creditors []ledger.ID
	var debitAmounts, creditAmounts, debitBases, creditBases []decimal.Decimal
	for _, r := range rows {
		ids, debits, credits, reverses = append(ids, r.ID), append(debits, r.Debit), append(credits, r.Credit), append(reverses, r.Reverses)
		debitAmounts, creditAmounts = append(debitAmounts, r.DebitAmount), append(creditAmounts, r.CreditAmount)
		customers, creditors = append(customers, r.Customer), append(creditors, r.CreditCustomer)
		debitBases, creditBases = append(debitBases, r.DebitBase), append(creditBases, r.CreditBase)
	}
	b.Do(insertAllocations, organization, settlement, effective, ids, debits, credits, debitAmounts, creditAmounts, debitBases, creditBases, reverses, customers, creditors)
}
