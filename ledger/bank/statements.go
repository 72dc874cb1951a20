package bank

import (
	"context"
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Statement is what one file brought for one account. Balances are null where the file had none.
type Statement struct {
	ID         ledger.ID
	AccountID  ledger.ID
	FileID     ledger.ID
	FileName   string
	Format     string
	Number     string
	OpensOn    calendar.Date
	ClosesOn   calendar.Date
	Opening    decimal.NullDecimal
	Closing    decimal.NullDecimal
	Pages      []PageOf
	Lines      int
	Known      int
	Unmatched  int
	ImportedBy string
	ImportedAt time.Time
	// Gap is by how much it does not open with what the statement before closed with; null where there is none before, or no balances.
	Gap       decimal.NullDecimal
	GapFrom   calendar.Date // the closing day of the one before
	PageCount int
}

type statementRow struct {
	ID, AccountID, FileID    ledger.ID
	FileName, Format, Number string
	OpensOn, ClosesOn        calendar.Date
	Opening, Closing         decimal.NullDecimal
	Parts                    string
	Lines, Known, Unmatched  int
	ImportedBy               string
	ImportedAt               time.Time
	Gap                      decimal.NullDecimal
	GapFrom                  calendar.Date
}

// The statement before in the chain is the proven one that closed last among those that closed earlier. What was known already when a
// statement came is in kept_opening, so a statement that overlaps another has no gap to it.
const readStatements = `
SELECT s.id, s.account_id, s.file_id, s.file_name, s.format, s.number, s.opens_on, s.closes_on, s.opening, s.closing, s.parts::text, s.lines, s.known,
  (SELECT count(*)::int FROM bank_lines l WHERE l.statement_id = s.id AND ` + Waits + `),
  s.imported_by_name, s.imported_at, s.gap, s.gap_from
FROM (
  SELECT t.*, t.kept_opening - lag(t.kept_closing) OVER chain AS gap, lag(t.closes_on) OVER chain AS gap_from
  FROM bank_statements t WHERE t.account_id = $1 AND t.organization_id = $2
  WINDOW chain AS (PARTITION BY t.closing IS NULL ORDER BY t.closes_on, t.opens_on, t.id)
) s ORDER BY s.closes_on DESC, s.id DESC LIMIT 400`

// Statements lists those of an account, the latest first, at most 400, with what does not follow from the one before, and the account's
// currency. Needs SeeBank.
// Refused: not_found.
func (s *Service) Statements(ctx context.Context, actor ledger.Actor, account ledger.ID) (out []Statement, currency string, err error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var found bool
		currency, found, err = store.Value[string](ctx, tx, `SELECT currency FROM bank_accounts WHERE organization_id = $1 AND id = $2`, actor.OrganizationID, account)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		rows, err := store.Rows[statementRow](ctx, tx, readStatements, account, actor.OrganizationID)
		for _, r := range rows {
			out = append(out, r.statement())
		}
		return err
	})
	return out, currency, err
}

func (r statementRow) statement() Statement {
	out := Statement{ID: r.ID, AccountID: r.AccountID, FileID: r.FileID, FileName: r.FileName, Format: r.Format, Number: r.Number, OpensOn: r.OpensOn, ClosesOn: r.ClosesOn, Opening: r.Opening, Closing: r.Closing,
		Lines: r.Lines, Known: r.Known, Unmatched: r.Unmatched, ImportedBy: r.ImportedBy, ImportedAt: r.ImportedAt, GapFrom: r.GapFrom}
	if r.Gap.Valid && !r.Gap.Decimal.IsZero() {
		out.Gap = r.Gap
	}
	_ = json.Unmarshal([]byte(r.Parts), &out.Pages) // written by the import
	out.PageCount = len(out.Pages)
	return out
}

// Original is the file as it came. Needs SeeBank. Refused: not_found.
func (s *Service) Original(ctx context.Context, actor ledger.Actor, file ledger.ID) (name string, content []byte, err error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return "", nil, err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, err := readKept(ctx, tx, file)
		name, content = row.Name, row.Content
		return err
	})
	return name, content, err
}
