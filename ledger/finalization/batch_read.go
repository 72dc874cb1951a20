package finalization

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Batch is a batch and how far it is. Each of Total statements is in exactly one of Pending, ToSign, Signing, Signed, Failed and Ended.
type Batch struct {
	ID            ledger.ID
	From, To      calendar.Date
	Locale        string
	CreatedBy     ledger.ID
	CreatedByName string
	CreatedAt     time.Time
	PreparedAt    *time.Time
	SignedByName  string     // of the last who signed
	SignedAt      *time.Time // when that was granted
	Total         int
	Pending       int // to be laid out
	ToSign        int
	Signing       int // granted, and not done yet
	Signed        int // for the seller
	Countersigned int // of these, by the customer too
	Failed        int
	Ended         int // withdrawn or declined
}

// State is preparing, to_sign, signing or done; a batch that nobody will sign any more is done too.
func (b Batch) State() string {
	switch {
	case b.Pending > 0 || b.PreparedAt == nil:
		return "preparing"
	case b.Signing > 0:
		return "signing"
	case b.ToSign > 0:
		return "to_sign"
	}
	return "done"
}

// Live tells whether the program is at work on it.
func (b Batch) Live() bool { return b.State() == "preparing" || b.State() == "signing" }

// itemState is where a statement of a batch stands, where i is its item and a, b and e are joined as itemsFrom does.
const itemState = `CASE WHEN i.state = 'pending' THEN 'pending' WHEN i.state = 'failed' THEN 'failed' WHEN e.kind IS NOT NULL THEN 'ended' WHEN a.id IS NOT NULL THEN 'signed'
  WHEN i.code <> '' THEN 'failed' WHEN i.signing_id IS NOT NULL THEN 'signing' ELSE 'to_sign' END`

const itemsFrom = `
FROM finalization_batch_items i LEFT JOIN signatures a ON a.finalization_id = i.finalization_id AND a.party = 'seller'
LEFT JOIN signatures b ON b.finalization_id = i.finalization_id AND b.party = 'customer' LEFT JOIN finalization_ends e ON e.finalization_id = i.finalization_id`

const selectBatches = `
SELECT t.id, t.starts_on, t.ends_on, t.locale, t.created_by, t.created_by_name, t.created_at, t.prepared_at, coalesce(g.signed_by_name, ''), g.signed_at,
  n.total, n.pending, n.to_sign, n.signing, n.signed, n.countersigned, n.failed, n.ended
FROM finalization_batches t
LEFT JOIN LATERAL (SELECT signed_by_name, signed_at FROM finalization_batch_signings WHERE batch_id = t.id ORDER BY id DESC LIMIT 1) g ON true
CROSS JOIN LATERAL (
  SELECT count(*)::int AS total, (count(*) FILTER (WHERE w.state = 'pending'))::int AS pending, (count(*) FILTER (WHERE w.state = 'to_sign'))::int AS to_sign,
    (count(*) FILTER (WHERE w.state = 'signing'))::int AS signing, (count(*) FILTER (WHERE w.state = 'signed'))::int AS signed, (count(*) FILTER (WHERE w.both))::int AS countersigned,
    (count(*) FILTER (WHERE w.state = 'failed'))::int AS failed, (count(*) FILTER (WHERE w.state = 'ended'))::int AS ended
  FROM (SELECT ` + itemState + ` AS state, b.id IS NOT NULL AS both ` + itemsFrom + ` WHERE i.batch_id = t.id) w
) n
WHERE t.organization_id = $1`

func readBatch(ctx context.Context, tx *store.Tx, id ledger.ID) (Batch, error) {
	out, found, err := store.Row[Batch](ctx, tx, selectBatches+` AND t.id = $2`, tx.Actor.OrganizationID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return out, err
}

// BatchSum is what the statements of a batch that wait for a signature come to in a currency.
type BatchSum struct {
	Currency string
	Count    int
	Agreed   decimal.Decimal
}

// BatchFailure is a statement of a batch that was not prepared, or not signed. Code is in the catalogue.
type BatchFailure struct {
	StatementID  ledger.ID
	StatementNo  string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Code         string
}

// BatchView is a batch as its page shows it. SHA256 names, in hex, the list of files that one would sign now; empty when none waits.
type BatchView struct {
	Batch
	SHA256   string
	Sums     []BatchSum
	Failures []BatchFailure // the first of them
	Actions  map[string]Action
}

const waitingFiles = `
SELECT i.finalization_id, f.file_sha256, f.currency, f.agreed::numeric FROM finalization_batch_items i JOIN finalizations f ON f.id = i.finalization_id
WHERE i.batch_id = $1 AND i.state = 'prepared' AND i.signing_id IS NULL AND i.code = ''
  AND NOT EXISTS (SELECT FROM signatures a WHERE a.finalization_id = f.id) AND NOT EXISTS (SELECT FROM finalization_ends e WHERE e.finalization_id = f.id) ORDER BY f.id`

type waitingFile struct {
	ID       ledger.ID
	SHA256   []byte
	Currency string
	Agreed   decimal.Decimal
}

const readFailed = `
SELECT i.statement_id, s.statement_no, i.customer_id, c.code, c.name, i.code FROM finalization_batch_items i JOIN statements s ON s.id = i.statement_id JOIN customers c ON c.id = i.customer_id
WHERE i.batch_id = $1 AND i.code <> '' AND NOT EXISTS (SELECT FROM signatures a WHERE a.finalization_id = i.finalization_id) ORDER BY c.code, i.statement_id LIMIT $2`

// GetBatch reads one. Needs SeeStatements, as staff who see every customer. Refused: not_found.
func (s *Service) GetBatch(ctx context.Context, actor ledger.Actor, id ledger.ID) (BatchView, error) {
	var out BatchView
	if err := requireBatches(actor); err != nil {
		return out, err
	}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if out.Batch, err = readBatch(ctx, tx, id); err != nil {
			return err
		}
		files, err := store.Rows[waitingFile](ctx, tx, waitingFiles, id)
		if err != nil {
			return err
		}
		if len(files) > 0 {
			sum := listSum(files)
			out.SHA256, out.Sums = hex.EncodeToString(sum[:]), sumsOf(files)
		}
		out.Failures, err = store.Rows[BatchFailure](ctx, tx, readFailed, id, shownInIt)
		return err
	})
	if err == nil {
		out.Actions = batchActions(actor, out.Batch)
	}
	return out, err
}

// BatchProgress is a batch for those who watch it.
func (s *Service) BatchProgress(ctx context.Context, actor ledger.Actor, id ledger.ID) (Batch, error) {
	var out Batch
	if err := requireBatches(actor); err != nil {
		return out, err
	}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readBatch(ctx, tx, id)
		return err
	})
	return out, err
}

// ListBatches are the newest batches before the one with id before, at most limit.
func (s *Service) ListBatches(ctx context.Context, actor ledger.Actor, before ledger.ID, limit int) ([]Batch, error) {
	if err := requireBatches(actor); err != nil {
		return nil, err
	}
	var out []Batch
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Batch](ctx, tx, selectBatches+` AND ($2::uuid IS NULL OR t.id < $2) ORDER BY t.id DESC LIMIT $3`, actor.OrganizationID, orNone(before), limit)
		return err
	})
	return out, err
}

// requireBatches keeps batches from who sees but some customers: they are about all.
func requireBatches(actor ledger.Actor) error { return requireStaff(actor, ledger.Finalize) }

// batchActions mirrors the refusals of the methods.
func batchActions(actor ledger.Actor, b Batch) map[string]Action {
	when := func(err error, fine bool) Action {
		if err == nil && !fine {
			err = ledger.E("state_forbids").With("state", b.State())
		}
		return action(err)
	}
	sign := requireStaff(actor, ledger.SignStatements)
	if sign == nil && b.State() == "to_sign" && actor.SamePerson(b.CreatedBy, b.CreatedAt) {
		sign = ledger.E("four_eyes")
	}
	return map[string]Action{
		"sign":     when(sign, b.State() == "to_sign"),
		"withdraw": when(requireStaff(actor, ledger.Finalize), b.State() == "to_sign"),
		"retry":    when(requireStaff(actor, ledger.Finalize), b.Failed > 0),
	}
}
