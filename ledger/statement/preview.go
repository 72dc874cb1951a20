package statement

import (
	"context"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Preview is what a run would make, from the books as they are now.
type Preview struct {
	Customers  int // that take part
	Statements int // that would be made, renewed or are there already
	Skipped    []Skipped
	Totals     []PreviewTotal
	Samples    []Sample // the largest by closing balance
}

// Skipped is a customer for whom the run would make nothing, and why. Code names what refuses it.
type Skipped struct {
	CustomerID ledger.ID
	Code       string
	Name       string
	Fault      string
	Reason     string
}

// PreviewTotal sums one currency.
type PreviewTotal struct {
	Currency   string
	Statements int
	Closing    decimal.Decimal
}

// Sample is one statement of a preview.
type Sample struct {
	CustomerID ledger.ID
	Code       string
	Name       string
	Currency   string
	Opening    decimal.Decimal
	Movement   decimal.Decimal
	Closing    decimal.Decimal
	Lines      int
}

// A page shows no more of either; the counts are whole.
const (
	maxSkipped = 200
	maxSamples = 20
)

const readPreview = `
SELECT c.id, c.code, c.name, j.currency, j.opening::numeric, j.movement, j.closing, (j.moving + j.standing)::int, coalesce(j.fault, ''), j.overlap,
  EXISTS (SELECT FROM heads h WHERE h.customer_id = j.customer_id AND h.currency = j.currency)
FROM judged j JOIN customers c ON c.id = j.customer_id ORDER BY j.closing DESC, c.code, j.currency`

type previewRow struct {
	Sample
	Fault   string
	Overlap calendar.Date
	Made    bool
}

// PreviewRun says what CreateRun with the same command would lead to, and changes nothing. Needs MakeStatements. Refused as CreateRun
// refuses, but for nothing_to_do: a preview may be empty.
func (s *Service) PreviewRun(ctx context.Context, actor ledger.Actor, cmd RunCommand) (Preview, error) {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return Preview{}, err
	}
	if err := cmd.check(); err != nil {
		return Preview{}, err
	}
	var out Preview
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = preview(ctx, tx, cmd)
		return err
	})
	return out, err
}

func preview(ctx context.Context, tx *store.Tx, cmd RunCommand) (Preview, error) {
	ids, err := store.Values[ledger.ID](ctx, tx, chooseCustomers, tx.Actor.OrganizationID, distinct(cmd.Customers), cmd.cycles())
	if err != nil {
		return Preview{}, err
	}
	out := Preview{Customers: len(ids)}
	if len(cmd.Customers) > 0 && len(ids) < len(distinct(cmd.Customers)) {
		return Preview{}, ledger.E("not_found")
	}
	if _, err := store.Exec(ctx, tx, prepareSession); err != nil {
		return Preview{}, err
	}
	settings, err := inForce(ctx, tx)
	if err != nil {
		return Preview{}, err
	}
	rows, err := store.Rows[previewRow](ctx, tx, settings.rule.words(figuresSQL, "'{}'::uuid[]")+readPreview, tx.Actor.OrganizationID, ids, cmd.Start, cmd.CutOff, openingSeries(cmd.Period), (*string)(nil))
	if err != nil {
		return Preview{}, err
	}
	out.fill(rows, tx.Actor.Locale)
	return out, nil
}

func (p *Preview) fill(rows []previewRow, locale string) {
	totals := map[string]*PreviewTotal{}
	for _, row := range rows {
		if row.Fault != "" && len(p.Skipped) < maxSkipped {
			why := ledger.E(row.Fault).With("currency", row.Currency).With("cut_off", row.Overlap)
			p.Skipped = append(p.Skipped, Skipped{row.CustomerID, row.Code, row.Name, row.Fault, why.Message(locale)})
		}
		if !row.Made {
			continue
		}
		if len(p.Samples) < maxSamples {
			p.Samples = append(p.Samples, row.Sample)
		}
		if totals[row.Currency] == nil {
			totals[row.Currency] = &PreviewTotal{Currency: row.Currency}
		}
		total := totals[row.Currency]
		total.Statements++
		total.Closing = total.Closing.Add(row.Closing)
		p.Statements++
	}
	for _, currency := range slices.Sorted(maps.Keys(totals)) {
		p.Totals = append(p.Totals, *totals[currency])
	}
}
