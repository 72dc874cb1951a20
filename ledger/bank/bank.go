// Package bank owns what banks say: the organization's bank accounts, the statements that were imported, their lines, and the receipt
// that is made of a line, once. Statements and lines are a record; one that does not prove out is not written.
package bank

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Service keeps bank accounts, statements and lines.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// Account is one account of the organization, in one currency.
type Account struct {
	ID         ledger.ID
	Name       string
	Bank       string
	Number     string // upper case, without spaces
	Currency   money.Currency
	Kind       string // bank, alipay or wechat
	ClosedAt   *time.Time
	RowVersion int
	// What is known of it.
	Statements int
	Unmatched  int
	LastOn     calendar.Date // the day of the last closing balance
	Balance    decimal.NullDecimal
}

// NewAccount is an account to be kept.
type NewAccount struct {
	Name     string
	Bank     string
	Number   string
	Currency money.Currency
	Kind     string
}

const readAccounts = `
SELECT a.id, a.name, a.bank, a.number, a.currency, a.kind, a.closed_at, a.row_version,
  (SELECT count(*)::int FROM bank_statements s WHERE s.account_id = a.id),
  (SELECT count(*)::int FROM ` + Waiting + ` WHERE w.organization_id = a.organization_id AND l.account_id = a.id),
  z.closes_on, z.closing
FROM bank_accounts a
LEFT JOIN LATERAL (SELECT s.closes_on, s.closing FROM bank_statements s WHERE s.account_id = a.id AND s.closing IS NOT NULL ORDER BY s.closes_on DESC, s.id DESC LIMIT 1) z ON true
WHERE a.organization_id = $1 AND ($2::uuid IS NULL OR a.id = $2) ORDER BY a.closed_at IS NOT NULL, a.name, a.id LIMIT 200`

// Accounts lists the accounts, open ones first. Needs SeeBank.
func (s *Service) Accounts(ctx context.Context, actor ledger.Actor) ([]Account, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	var out []Account
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Account](ctx, tx, readAccounts, actor.OrganizationID, ledger.ID{})
		return err
	})
	return out, err
}

// AddAccount keeps an account. Needs Import. Refused: faults by field; bank_account_taken for a number that is kept already in that currency.
func (s *Service) AddAccount(ctx context.Context, actor ledger.Actor, a NewAccount) (Account, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return Account{}, err
	}
	a.Name, a.Bank, a.Number = strings.TrimSpace(a.Name), strings.TrimSpace(a.Bank), PlainNumber(a.Number)
	if a.Kind == "" {
		a.Kind = "bank"
	}
	bad := ledger.E("validation_failed")
	if a.Name == "" {
		bad.At("name", "required")
	}
	if a.Number == "" {
		bad.At("number", "required")
	}
	if !a.Currency.Valid() {
		bad.At("currency", "not_a_choice")
	}
	if a.Kind != "bank" && a.Kind != "alipay" && a.Kind != "wechat" {
		bad.At("kind", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return Account{}, bad
	}
	var out Account
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		id := ledger.NewID()
		if _, err = store.Exec(ctx, tx, `INSERT INTO bank_accounts (id, organization_id, name, bank, number, currency, kind, created_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, actor.OrganizationID, a.Name, a.Bank, a.Number, a.Currency, a.Kind, actor.Name); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "bank_account.added", map[string]any{"account": id, "name": a.Name, "bank": a.Bank, "number": a.Number, "currency": a.Currency})
		out, _, err = store.Row[Account](ctx, tx, readAccounts, actor.OrganizationID, id)
		return err
	})
	return out, err
}
