package archive

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Filter narrows the list: Query is a part of the number, or of the customer's number or name; From and To bound the cut-off; Amount is the closing
// balance, whatever its sign. Zero means open. Before is the last id of the page before.
type Filter struct {
	Query    string
	From, To calendar.Date
	Amount   decimal.NullDecimal
	Before   ledger.ID
	Limit    int // 1–200; 0 is 50
}

const maxPage = 201

func (f Filter) limit() int {
	if f.Limit <= 0 || f.Limit > maxPage {
		return 50
	}
	return f.Limit
}

// likely keeps what a person typed from meaning anything to LIKE.
var likely = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// narrowing adds conditions that the list of bundles and that of what waits share: no is the column of the number, day the cut-off's, at the amount's.
func (f Filter) narrowing(sql string, args []any, no, day, at string) (string, []any) {
	where := func(condition string, value any) {
		args = append(args, value)
		sql += " AND " + strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args)))
	}
	if f.Query != "" {
		where("("+no+" ILIKE ? OR c.code ILIKE ? OR c.name ILIKE ?)", "%"+likely.Replace(f.Query)+"%")
	}
	if !f.From.IsZero() {
		where(day+" >= ?", f.From)
	}
	if !f.To.IsZero() {
		where(day+" <= ?", f.To)
	}
	if f.Amount.Valid {
		where("abs("+at+") = abs(?::numeric)", f.Amount.Decimal)
	}
	return sql, args
}

func readAll[T any](ctx context.Context, db *store.DB, actor ledger.Actor, sql string, args ...any) (all []T, err error) {
	err = db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		all, err = store.Rows[T](ctx, tx, sql, args...)
		return err
	})
	return all, err
}

// List finds bundles, the latest first. Needs ExportEvidence.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter) ([]Bundle, error) {
	if err := allowed(actor); err != nil {
		return nil, err
	}
	sql, args := f.narrowing(readBundle, []any{actor.OrganizationID}, "b.bundle_no", "b.cut_off", "b.closing")
	if !f.Before.IsZero() {
		args = append(args, f.Before)
		sql += " AND b.id < $" + strconv.Itoa(len(args))
	}
	args = append(args, f.limit())
	return readAll[Bundle](ctx, s.db, actor, sql+" ORDER BY b.id DESC LIMIT $"+strconv.Itoa(len(args)), args...)
}

const readWaiting = `
SELECT s.id, s.statement_no, s.customer_id, c.code, c.name, s.currency, s.period_start, s.cut_off, v.closing, coalesce(s.agreed_at, s.answered_at)
FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version JOIN customers c ON c.id = s.customer_id
LEFT JOIN LATERAL (SELECT f.id FROM live_finalizations f JOIN signatures g ON g.finalization_id = f.id AND g.party = 'customer' WHERE f.statement_id = s.id AND f.version = s.version) f ON true
WHERE s.organization_id = $1 AND (s.state = 'agreed' OR f.id IS NOT NULL)
  AND NOT EXISTS (SELECT FROM archive_bundles b WHERE b.statement_id = s.id AND b.version = s.version AND (f.id IS NULL OR b.finalization_id = f.id))`

// Waiting finds statements that are agreed on, or signed by both sides, and that have no bundle of that, the earliest cut-off first, at most 200. Needs ExportEvidence.
func (s *Service) Waiting(ctx context.Context, actor ledger.Actor, f Filter) ([]Waiting, error) {
	if err := allowed(actor); err != nil {
		return nil, err
	}
	sql, args := f.narrowing(readWaiting, []any{actor.OrganizationID}, "s.statement_no", "s.cut_off", "v.closing")
	return readAll[Waiting](ctx, s.db, actor, sql+" ORDER BY s.cut_off, s.statement_no LIMIT 200", args...)
}

// Get reads one bundle. Needs ExportEvidence. Refused: not_found.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (Bundle, error) {
	if err := allowed(actor); err != nil {
		return Bundle{}, err
	}
	found, ok, err := store.ReadOne[Bundle](ctx, s.db, actor, readBundle+` AND b.id = $2`, actor.OrganizationID, id)
	if err == nil && !ok {
		err = ledger.E("not_found")
	}
	return found, err
}

// Download opens a bundle's file, which is proven to be the sealed one before a byte is given out, and records who took it. Needs
// ExportEvidence. Refused: not_found; archive_disposed; unavailable when the bytes cannot be had.
func (s *Service) Download(ctx context.Context, actor ledger.Actor, id ledger.ID) (Bundle, blob.Content, error) {
	found, err := s.Get(ctx, actor, id)
	if err != nil {
		return found, nil, err
	}
	return s.give(ctx, actor, found)
}

// give opens a bundle's file and records who took it.
func (s *Service) give(ctx context.Context, actor ledger.Actor, b Bundle) (Bundle, blob.Content, error) {
	content, err := s.open(ctx, b)
	if err != nil {
		return b, nil, err
	}
	if err := s.taken(ctx, actor, b); err != nil {
		return b, nil, errors.Join(err, content.Close())
	}
	return b, content, nil
}

func (s *Service) open(ctx context.Context, b Bundle) (blob.Content, error) {
	if b.DisposedAt != nil {
		return nil, ledger.E("archive_disposed")
	}
	if s.blobs == nil {
		return nil, ledger.E("unavailable")
	}
	bits, err := hex.DecodeString(b.FileSHA256)
	if err != nil || len(bits) != len(blob.Sum{}) {
		return nil, ledger.E("internal").Because(err)
	}
	content, err := s.blobs.Open(ctx, blob.Sum(bits))
	if err != nil {
		return nil, ledger.E("unavailable").Because(err)
	}
	return content, nil
}

// Proof makes the proof of one line of a bundle, and what to call it. Needs ExportEvidence. Refused: not_found also for a line that there is
// none of; unavailable.
func (s *Service) Proof(ctx context.Context, actor ledger.Actor, id ledger.ID, line int) (name string, proof []byte, err error) {
	found, err := s.Get(ctx, actor, id)
	if err != nil {
		return "", nil, err
	}
	content, err := s.open(ctx, found)
	if err != nil {
		return "", nil, err
	}
	defer content.Close()
	at, ours := content.(io.ReaderAt)
	if !ours {
		return "", nil, ledger.E("unavailable").Because(errors.New("the store gives no file"))
	}
	opened, err := OpenBundle(at, content.Size())
	if err == nil {
		proof, err = ProveLine(opened, line)
	}
	switch {
	case errors.Is(err, ErrNoLine):
		return "", nil, ledger.E("not_found")
	case err != nil:
		return "", nil, ledger.E("unavailable").Because(err)
	}
	return found.BundleNo + "-line-" + strconv.Itoa(line) + ".proof", proof, nil
}
