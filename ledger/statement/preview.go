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
	Customers   int // that take part
	Statements  int // that would be made, renewed or are there already
	Skipped     []Skipped
	Totals      []PreviewTotal
	Samples     []Sample // the largest by closing balance
	Findings    []Finding
	Checked     map[string]int // how many customers each check found something about; of the organization's one
	NotDue      []NotDue       // passed over because their cycle does not end here; the first of NotDueCount
	NotDueCount int
	Excluded    int
	Blocked     int // customers that a check holds back unless they are released

	policy CyclePolicy
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
	// findings are listed so far; their counts are whole
	maxFindings = 500
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
	choice, err := choosing(ctx, tx, cmd)
	if err != nil {
		return Preview{}, err
	}
	customers, err := store.Rows[chosen](ctx, tx, chooseCustomers, choice...)
	if err != nil {
		return Preview{}, err
	}
	if len(cmd.Customers) > 0 && len(customers) < len(distinct(cmd.Customers)) {
		return Preview{}, ledger.E("not_found")
	}
	all := len(customers)
	excluded, _ := pairs(cmd.Excluded)
	customers = slices.DeleteFunc(customers, func(c chosen) bool { return slices.Contains(excluded, c.ID) })
	out := Preview{Customers: len(customers), Excluded: all - len(customers), Checked: map[string]int{}}
	if out.NotDue, out.NotDueCount, err = notDue(ctx, tx, cmd, choice[2]); err != nil {
		return Preview{}, err
	}
	if err := out.check(ctx, tx, cmd, customers); err != nil {
		return Preview{}, err
	}
	if _, err := store.Exec(ctx, tx, prepareSession); err != nil {
		return Preview{}, err
	}
	settings, err := inForce(ctx, tx)
	if err != nil {
		return Preview{}, err
	}
	var rows []previewRow
	starts, groups := byStart(customers)
	for _, start := range starts {
		period := Period{start, cmd.CutOff}
		found, err := store.Rows[previewRow](ctx, tx, settings.rule.words(figuresSQL, "'{}'::uuid[]", false)+readPreview, tx.Actor.OrganizationID, groups[start], start, cmd.CutOff, openingSeries(period), (*string)(nil))
		if err != nil {
			return Preview{}, err
		}
		rows = append(rows, found...)
	}
	slices.SortStableFunc(rows, func(a, b previewRow) int { return b.Closing.Cmp(a.Closing) })
	out.fill(rows, tx.Actor.Locale)
	out.quiet(customers, rows)
	return out, nil
}

// check runs the checks before any figures: what they find is listed, and counted by check.
func (p *Preview) check(ctx context.Context, tx *store.Tx, cmd RunCommand, customers []chosen) error {
	policy, err := policyInForce(ctx, tx)
	if err != nil {
		return err
	}
	books, err := checkOrganization(ctx, tx, policy.CyclePolicy)
	if err != nil {
		return err
	}
	found, err := checkCustomers(ctx, tx, policy.CyclePolicy, customers, cmd.CutOff)
	if err != nil {
		return err
	}
	p.policy = policy.CyclePolicy
	released, _ := pairs(cmd.Released)
	held := map[ledger.ID]bool{}
	for _, f := range append(books, found...) {
		p.Checked[f.Check]++
		if f.Blocks && f.CustomerID.IsZero() {
			for _, c := range customers {
				held[c.ID] = !slices.Contains(released, c.ID)
			}
		} else if f.Blocks && !slices.Contains(released, f.CustomerID) {
			held[f.CustomerID] = true
		}
		if len(p.Findings) < maxFindings {
			p.Findings = append(p.Findings, f)
		}
	}
	for _, h := range held {
		p.Blocked += bit(h)
	}
	return nil
}

// quiet counts the customers for whom there is nothing to state.
func (p *Preview) quiet(customers []chosen, rows []previewRow) {
	if p.policy.Checks["nothing"] == CheckOff {
		return
	}
	with := map[ledger.ID]bool{}
	for _, row := range rows {
		with[row.CustomerID] = with[row.CustomerID] || row.Made || row.Fault != ""
	}
	count := 0
	for _, c := range customers {
		count += bit(!with[c.ID])
	}
	if count > 0 {
		p.Checked["nothing"] = count
		p.Findings = append(p.Findings, Finding{Check: "nothing", Count: count, Documents: []string{}})
	}
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
