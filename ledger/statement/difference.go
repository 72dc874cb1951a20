package statement

import (
	"context"
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Difference is one version of a statement beside another: what a revision shows otherwise, line by line and in its sums (STM-20). All
// amounts are in the statement's one currency.
type Difference struct {
	StatementNo   string
	Customer      string
	Currency      string
	Before, After VersionHead
	Versions      []VersionHead // all there are, oldest first
	Sums          []SumChange
	Lines         []ChangedLine
	Same          int // lines that both show alike
	Later         []Related
	Earlier       []Related
}

// SumChange is one sum of the statement in both versions: opening, charges, credits, receipts, adjustments, closing or overdue.
type SumChange struct {
	Key           string
	Before, After decimal.Decimal
}

// VersionsApart puts two versions of a statement side by side; before 0 is the one ahead of after, after 0 the one in force. Of a
// statement with one version Before is 0 and nothing differs. Needs SeeStatements, of staff. Refused in this order: not_found also for a
// version that there is not, validation_failed where before does not lie ahead of after.
func (s *Service) VersionsApart(ctx context.Context, actor ledger.Actor, id ledger.ID, before, after int) (Difference, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return Difference{}, err
	}
	var out Difference
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = apart(ctx, tx, id, before, after)
		return err
	})
	return out, err
}

// errLooked takes back what a preview wrote.
var errLooked = errors.New("looked at")

// RevisionPreview tells what Revise would change now, and changes nothing. Needs MakeStatements. Refused as Revise refuses, but for a reason.
func (s *Service) RevisionPreview(ctx context.Context, actor ledger.Actor, id ledger.ID) (Difference, error) {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return Difference{}, err
	}
	var out Difference
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := revise(ctx, tx, id, "preview"); err != nil {
			return err
		}
		found, err := apart(ctx, tx, id, 0, 0)
		if err != nil {
			return err
		}
		out = found
		out.After.CreatedAt, out.After.Reason = time.Time{}, ""
		out.Versions = out.Versions[:len(out.Versions)-1]
		return errLooked
	})
	if errors.Is(err, errLooked) {
		return out, nil
	}
	return Difference{}, err
}

func apart(ctx context.Context, tx *store.Tx, id ledger.ID, before, after int) (Difference, error) {
	summary, err := readSummary(ctx, tx, id)
	if err != nil {
		return Difference{}, err
	}
	out := Difference{StatementNo: summary.StatementNo, Customer: summary.CustomerName, Currency: summary.Currency}
	if out.Versions, err = store.Rows[VersionHead](ctx, tx, readVersions, id); err != nil {
		return out, err
	}
	if after == 0 {
		after = summary.Version
	}
	if before == 0 {
		before = after - 1
	}
	if before >= after {
		return out, ledger.E("validation_failed").At("before", "not_a_choice")
	}
	if after > len(out.Versions) {
		return out, ledger.E("not_found")
	}
	is, err := readContent(ctx, tx, id, after)
	if err != nil {
		return out, err
	}
	out.After = out.Versions[after-1]
	related := Since{}
	if err := related.relate(ctx, tx, summary, is); err != nil {
		return out, err
	}
	out.Later, out.Earlier = related.Later, related.Earlier
	if before == 0 {
		out.Same = len(is.Lines) + len(is.OpenItems)
		return out, nil
	}
	was, err := readContent(ctx, tx, id, before)
	if err != nil {
		return out, err
	}
	out.Before, out.Sums, out.Lines = out.Versions[before-1], sums(was, is), changedLines(was, is)
	out.Same = len(is.Lines) + len(is.OpenItems)
	for _, line := range out.Lines {
		if line.What != LineRemoved {
			out.Same--
		}
	}
	return out, nil
}

func sums(was, is Content) []SumChange {
	return []SumChange{
		{"opening", was.Opening, is.Opening},
		{"charges", was.Totals.Charges, is.Totals.Charges},
		{"credits", was.Totals.Credits, is.Totals.Credits},
		{"receipts", was.Totals.Receipts, is.Totals.Receipts},
		{"adjustments", was.Totals.Adjustments, is.Totals.Adjustments},
		{"closing", was.Closing, is.Closing},
		{"overdue", was.Overdue, is.Overdue},
	}
}
