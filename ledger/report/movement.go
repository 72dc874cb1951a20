package report

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// account is what rows of a movement table stand for; parts a table does not have are empty.
type account struct {
	customer named
	id       ledger.ID
	account  named
	currency string
}

func (a account) compare(b account) int {
	return cmp.Or(strings.Compare(a.account.Code, b.account.Code), strings.Compare(a.customer.Code, b.customer.Code), strings.Compare(a.currency, b.currency), bytes.Compare(a.id[:], b.id[:]))
}

// gather sums moves by customer, by account or by both, in order.
func (r *request) gather(moves []move, names names, byCustomer, byAccount bool) ([]account, map[account]move) {
	sums := map[account]move{}
	for _, m := range moves {
		key := account{currency: string(r.currency(m.Currency))}
		if byCustomer {
			key.id, key.customer = names.rows[m.CustomerID].id, names.rows[m.CustomerID].named
		}
		if byAccount {
			key.account = named{m.Account, names.accounts[m.Account].Name}
		}
		sum := sums[key]
		sum.Opening, sum.Debit, sum.Credit = sum.Opening.Add(m.Opening), sum.Debit.Add(m.Debit), sum.Credit.Add(m.Credit)
		sums[key] = sum
	}
	keys := make([]account, 0, len(sums))
	for key := range sums {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, account.compare)
	return keys, sums
}

var balanceColumns = []Column{amount("opening", "期初余额", "Opening"), amount("debit", "本期借方", "Debit"),
	amount("credit", "本期贷方", "Credit"), amount("closing", "期末余额", "Closing")}

func (r *request) balances(ctx context.Context, tx *store.Tx, accounts string, byAccount bool) ([]move, names, error) {
	names, err := r.names(ctx, tx)
	if err != nil {
		return nil, names, err
	}
	moves, err := r.moves(ctx, tx, accounts, byAccount)
	return moves, names, err
}

// Movement is the movement of receivables and advances together, by customer, salesperson or region (往来汇总表, RPT-03): opening +
// debit − credit = closing. An advance used for a receivable debits one and credits the other. Refused: validation_failed for a group
// that is none.
func (s *Service) Movement(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	if err := filter.groups("movement"); err != nil {
		return Table{}, err
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		b := newTable("movement", "往来汇总表", "Movement by customer", slices.Concat(r.who(), []Column{currencyCell}, balanceColumns)...)
		r.extend(b)
		b.idle("debit", "credit")
		b.drill("movement-detail", r.rowParams(), every("opening", "debit", "credit", "closing"))
		moves, names, err := r.balances(ctx, tx, control, false)
		if err != nil {
			return Table{}, err
		}
		keys, sums := r.gather(moves, names, true, false)
		for _, key := range keys {
			m, currency := sums[key], r.currency(key.currency)
			b.row(currency, slices.Concat(r.cells(key), []any{currency, m.Opening, m.Debit, m.Credit, m.closing()}, r.more(key, names))...)
		}
		return b.table()
	})
}

// GeneralLedger is each account's movement (总账, DOC-05); in base currency its debits equal its credits.
func (s *Service) GeneralLedger(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	filter.By = ""
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		b := newTable("general_ledger", "总账", "General ledger", append([]Column{accountCode, accountName, currencyCell}, balanceColumns...)...)
		b.idle("debit", "credit")
		b.drill("account-ledger", map[string]string{"account": accountCode.Key, "currency": currencyCell.Key}, every("opening", "debit", "credit", "closing"))
		moves, names, err := r.balances(ctx, tx, "", true)
		if err != nil {
			return Table{}, err
		}
		keys, sums := r.gather(moves, names, false, true)
		for _, key := range keys {
			m, currency := sums[key], r.currency(key.currency)
			b.row(currency, key.account.Code, key.account.Name, currency, m.Opening, m.Debit, m.Credit, m.closing())
		}
		return b.table()
	})
}

// CustomerLedger is each account's movement by customer (客户辅助台账, DOC-05); it sums to the general ledger.
func (s *Service) CustomerLedger(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	filter.By = ""
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		b := newTable("customer_ledger", "客户辅助台账", "Ledger by customer",
			append([]Column{accountCode, accountName, customerID, customerCode, customerName, currencyCell}, balanceColumns...)...)
		b.idle("debit", "credit")
		b.drill("account-ledger", map[string]string{"account": accountCode.Key, "customer_id": customerID.Key, "currency": currencyCell.Key}, every("opening", "debit", "credit", "closing"))
		moves, names, err := r.balances(ctx, tx, "", true)
		if err != nil {
			return Table{}, err
		}
		keys, sums := r.gather(moves, names, true, true)
		for _, key := range keys {
			m, currency := sums[key], r.currency(key.currency)
			b.row(currency, key.account.Code, key.account.Name, key.id, key.customer.Code, key.customer.Name, currency, m.Opening, m.Debit, m.Credit, m.closing())
		}
		return b.table()
	})
}
