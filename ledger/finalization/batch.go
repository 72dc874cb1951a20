package finalization

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// BatchScope chooses the agreed statements that a batch finalizes: those cut off from From until To, both included, but for Excluded.
type BatchScope struct {
	From, To calendar.Date
	Excluded []ledger.ID // statements
}

// BatchCommand asks for a batch whose files are in Locale. Count is how many statements its preview showed; 0 does not compare.
type BatchCommand struct {
	BatchScope
	Locale string
	Count  int
}

// MaxBatch bounds how many statements one batch takes, and MaxExcluded how many are left out by hand.
const (
	MaxBatch    = 20000
	MaxExcluded = 2000
	shownInIt   = 500 // of a preview
)

func (s BatchScope) check() error {
	bad := ledger.E("validation_failed")
	switch {
	case s.From.IsZero():
		bad.At("from", "required")
	case s.To.IsZero():
		bad.At("to", "required")
	case s.To.Before(s.From):
		bad.At("to", "out_of_range")
	}
	if len(s.Excluded) > MaxExcluded {
		bad.At("excluded", "too_long")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// BatchPreview is what a batch would finalize. Rows are the first of them, by customer.
type BatchPreview struct {
	Ready     int // agreed, and not finalized yet
	Waiting   int // out, and not agreed yet
	Finalized int // finalized already
	Totals    []BatchTotal
	Rows      []BatchRow
}

// BatchTotal is the sum of the closing balances in a currency.
type BatchTotal struct {
	Currency string
	Count    int
	Closing  decimal.Decimal
}

// BatchRow is an agreed statement that a batch would take.
type BatchRow struct {
	StatementID    ledger.ID
	StatementNo    string
	CustomerID     ledger.ID
	CustomerCode   string
	CustomerName   string
	CustomerNameEN string
	CutOff         calendar.Date
	Currency       string
	Closing        decimal.Decimal
}

// $1 organization, $2 and $3 first and last cut-off, $4 left out
const (
	inScope = `
FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version JOIN customers c ON c.id = s.customer_id
WHERE s.organization_id = $1 AND s.cut_off BETWEEN $2 AND $3 AND NOT (s.id = ANY ($4::uuid[]))`
	isReady = ` AND s.state = 'agreed' AND NOT EXISTS (SELECT FROM live_finalizations l WHERE l.statement_id = s.id)`
)

func (s BatchScope) args(organization ledger.ID) []any {
	excluded := s.Excluded
	if excluded == nil {
		excluded = []ledger.ID{}
	}
	return []any{organization, s.From, s.To, excluded}
}

// PreviewBatch says what a batch would finalize. Needs Finalize. Refused: a range the wrong way round.
func (s *Service) PreviewBatch(ctx context.Context, actor ledger.Actor, scope BatchScope) (BatchPreview, error) {
	var out BatchPreview
	if err := requireStaff(actor, ledger.Finalize); err != nil {
		return out, err
	}
	if err := scope.check(); err != nil {
		return out, err
	}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		args := scope.args(actor.OrganizationID)
		counts, _, err := store.Row[struct{ Ready, Waiting, Finalized int }](ctx, tx, `
SELECT (count(*) FILTER (WHERE s.state = 'agreed' AND l.id IS NULL))::int, (count(*) FILTER (WHERE s.state IN ('issued', 'viewed', 'answered') AND l.id IS NULL))::int, (count(l.id))::int
FROM statements s LEFT JOIN live_finalizations l ON l.statement_id = s.id WHERE s.organization_id = $1 AND s.cut_off BETWEEN $2 AND $3 AND NOT (s.id = ANY ($4::uuid[]))`, args...)
		if err != nil {
			return err
		}
		out.Ready, out.Waiting, out.Finalized = counts.Ready, counts.Waiting, counts.Finalized
		if out.Totals, err = store.Rows[BatchTotal](ctx, tx, `SELECT s.currency, count(*)::int, sum(v.closing)::numeric`+inScope+isReady+` GROUP BY s.currency ORDER BY s.currency`, args...); err != nil {
			return err
		}
		out.Rows, err = store.Rows[BatchRow](ctx, tx, `SELECT s.id, s.statement_no, s.customer_id, c.code, c.name, c.name_en, s.cut_off, s.currency, v.closing::numeric`+inScope+isReady+` ORDER BY c.code, s.id LIMIT $5`,
			append(args, shownInIt)...)
		return err
	})
	return out, err
}

const insertBatch = `
INSERT INTO finalization_batches (id, organization_id, starts_on, ends_on, locale, created_by, created_by_name, created_by_subject, created_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

const insertBatchItems = `
INSERT INTO finalization_batch_items (batch_id, organization_id, customer_id, statement_id)
SELECT $5, s.organization_id, s.customer_id, s.id` + inScope + isReady + ` ORDER BY s.id LIMIT $6`

// CreateBatch records a batch with its statements and enqueues the laying out of their files, in one transaction; nobody has signed
// anything by then. Needs Finalize. Refused in this order: a range the wrong way round, an unknown locale, nothing_to_do when no agreed
// statement of the period waits, content_changed when there are not as many as the preview showed.
func (s *Service) CreateBatch(ctx context.Context, actor ledger.Actor, cmd BatchCommand) (ledger.ID, error) {
	id := ledger.NewID()
	if err := requireStaff(actor, ledger.Finalize); err != nil {
		return id, err
	}
	if err := cmd.check(); err != nil {
		return id, err
	}
	if cmd.Locale != "zh-CN" && cmd.Locale != "en" {
		return id, ledger.E("validation_failed").At("locale", "not_a_choice")
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, insertBatch, id, actor.OrganizationID, cmd.From, cmd.To, cmd.Locale, actor.PersonID, actor.Name, actor.Subject, actor.Address); err != nil {
			return err
		}
		count, err := store.Exec(ctx, tx, insertBatchItems, append(cmd.args(actor.OrganizationID), id, MaxBatch)...)
		switch {
		case err != nil:
			return err
		case count == 0:
			return ledger.E("nothing_to_do")
		case cmd.Count > 0 && int(count) != cmd.Count:
			return ledger.E("content_changed")
		}
		tx.Audit(ledger.ID{}, "finalization_batch.created", map[string]any{"batch": id, "from": cmd.From, "to": cmd.To, "statements": count, "excluded": len(cmd.Excluded), "by": actor.Name})
		return s.jobs.Insert(ctx, tx, BatchArgs{actor.OrganizationID, id})
	})
	return id, err
}
