package matching

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
	"hefu/ledger/tally/layout"
)

// ground is the statement a matching is about, in the version in force.
type ground struct {
	StatementID    ledger.ID
	StatementNo    string
	Version        int
	SHA256         []byte
	State          statement.State
	CustomerID     ledger.ID
	CustomerCode   string
	CustomerName   string
	CustomerNameEN string
	Currency       string
	PeriodStart    calendar.Date
	CutOff         calendar.Date
	Opening        decimal.Decimal
	Closing        decimal.Decimal
	TimeZone       string
}

const readGround = `
SELECT s.id, s.statement_no, s.version, v.sha256, s.state, s.customer_id, c.code, c.name, c.name_en, s.currency, s.period_start, s.cut_off, v.opening, v.closing, o.time_zone
FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version JOIN customers c ON c.id = s.customer_id
JOIN organizations o ON o.id = s.organization_id
WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND s.id = $3 AND ($4::uuid IS NULL OR s.customer_id = $4)`

// readStatement reads the statement as far as the actor may see it: sales staff their own customers', a customer its own, which is said here
// too because background work passes row-level security.
func readStatement(ctx context.Context, tx *store.Tx, id ledger.ID) (ground, error) {
	var own ledger.ID
	if tx.Actor.OwnCustomersOnly() {
		own = tx.Actor.PersonID
	}
	at, found, err := store.Row[ground](ctx, tx, readGround, tx.Actor.OrganizationID, own, id, tx.Actor.CustomerID)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return at, err
}

// answerable is readStatement for a statement that is out with the customer.
func answerable(ctx context.Context, tx *store.Tx, id ledger.ID) (ground, error) {
	at, err := readStatement(ctx, tx, id)
	if err == nil && (at.State == statement.Draft || at.State == statement.Cancelled) {
		err = ledger.E("state_forbids").With("state", at.State)
	}
	return at, err
}

func (g ground) hash() string { return hex.EncodeToString(g.SHA256) }

// head is a matching's row.
type matching struct {
	ID              ledger.ID
	CustomerID      ledger.ID
	StatementID     ledger.ID
	Version         int
	Currency        string
	FileID          ledger.ID
	FileName        string
	FileRemoved     *time.Time
	State           State
	Mapping         []byte
	TheirOpening    decimal.NullDecimal
	TheirClosing    decimal.NullDecimal
	ClosingTyped    bool
	Failure         string
	Outcome         *string
	RowVersion      int
	CreatedByName   string
	CreatedAt       time.Time
	MatchedAt       *time.Time
	CompletedAt     *time.Time
	CompletedByName string
}

const selectMatching = `
SELECT m.id, m.customer_id, m.statement_id, m.version, m.currency, m.file_id, f.name, f.removed_at, m.state, m.mapping::text::bytea, m.their_opening, m.their_closing, m.closing_typed, m.failure,
  m.outcome::text, m.row_version, m.created_by_name, m.created_at, m.matched_at, m.completed_at, m.completed_by_name
FROM matchings m JOIN matching_files f ON f.id = m.file_id WHERE m.statement_id = $1 AND m.state <> 'replaced' `

// latest is the matching that is under way, or the completed one.
func latest(ctx context.Context, tx *store.Tx, statementID ledger.ID) (matching, bool, error) {
	return store.Row[matching](ctx, tx, selectMatching+`ORDER BY m.id DESC LIMIT 1`, statementID)
}

// hold is latest under lock, in the state and the row version the caller has seen. Refused in this order: not_found without a matching,
// state_forbids, conflict when it changed meanwhile.
func hold(ctx context.Context, tx *store.Tx, statementID ledger.ID, rowVersion int, states ...State) (matching, error) {
	if _, err := store.Exec(ctx, tx, `SELECT FROM matchings WHERE statement_id = $1 AND state <> 'replaced' ORDER BY id FOR UPDATE`, statementID); err != nil {
		return matching{}, err
	}
	m, found, err := latest(ctx, tx, statementID)
	switch {
	case err != nil:
		return m, err
	case !found:
		return m, ledger.E("not_found")
	}
	for _, state := range states {
		if m.State == state {
			if rowVersion != m.RowVersion {
				return m, ledger.E("conflict")
			}
			return m, nil
		}
	}
	return m, ledger.E("state_forbids").With("state", string(m.State))
}

func (m matching) mapping() (layout.Mapping, error) {
	var out layout.Mapping
	if err := json.Unmarshal(m.Mapping, &out); err != nil {
		return out, ledger.E("internal").Because(err)
	}
	return out, nil
}
