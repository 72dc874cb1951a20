package bank

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// ChangeAccount renames an account, closes it or opens it again; its number and currency stay what its lines were imported under. Needs
// Import. Refused: faults by field, not_found, conflict.
func (s *Service) ChangeAccount(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, name, bank string, closed bool) (Account, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return Account{}, err
	}
	if name = strings.TrimSpace(name); name == "" {
		return Account{}, ledger.E("validation_failed").At("name", "required")
	}
	var out Account
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, found, err := store.Row[Account](ctx, tx, readAccounts, actor.OrganizationID, id)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		changed, err := store.Exec(ctx, tx, `UPDATE bank_accounts SET name = $3, bank = $4, closed_at = CASE WHEN $5 THEN coalesce(closed_at, now()) END, row_version = row_version + 1 WHERE id = $1 AND row_version = $2`,
			id, rowVersion, name, strings.TrimSpace(bank), closed)
		if err == nil && changed == 0 {
			err = ledger.E("conflict")
		}
		if err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "bank_account.changed", map[string]any{"account": id, "before": []any{before.Name, before.Bank, before.ClosedAt != nil}, "after": []any{name, bank, closed}})
		out, _, err = store.Row[Account](ctx, tx, readAccounts, actor.OrganizationID, id)
		return err
	})
	return out, err
}

// PlainNumber is an account number as it is kept: upper case, without spaces, hyphens and dots.
func PlainNumber(number string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '-', '.', '\u00a0', '\u3000', '\n', '\r':
			return -1
		}
		return r
	}, number))
}
