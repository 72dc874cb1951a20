package dispute

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

// OpenCommand disputes lines of one version of a statement. DisputedAmount may be part of a single line, the rest then counts
// as confirmed; zero means the whole line. CustomerFigure is what the customer's own books say.
type OpenCommand struct {
	StatementID    ledger.ID
	Version        int
	SHA256         string
	Lines          []int
	Category       Category
	DisputedAmount decimal.Decimal
	CustomerFigure decimal.NullDecimal
	Text           string
	Fields         field.Values // custom fields, of every line alike
}

// Opened is what came of it: a dispute a line, and the lines that were refused with why.
type Opened struct {
	IDs     []ledger.ID
	Refused []Refused
}

// Refused is a line that could not be disputed.
type Refused struct {
	LineNo int
	Err    *ledger.Error
}

// MaxLines bounds one command.
const MaxLines = 500

// Open disputes the lines. Needs DisputeLines. Refused whole, in this order: faults of the command, not_found, stale_version,
// content_changed, state_forbids, dispute_amount_too_large; single lines that are unknown or answered are refused alone.
func (s *Service) Open(ctx context.Context, actor ledger.Actor, cmd OpenCommand) (Opened, error) {
	if err := actor.Require(ledger.DisputeLines); err != nil {
		return Opened{}, err
	}
	if err := cmd.check(); err != nil {
		return Opened{}, err
	}
	desk, err := ReadDesk(ctx, s.db, actor.OrganizationID)
	if err != nil {
		return Opened{}, err
	}
	var out Opened
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if err := cmd.complete(ctx, tx); err != nil {
			return err
		}
		out, err = open(ctx, tx, desk, cmd)
		return err
	})
	return out, err
}

func (c OpenCommand) check() error {
	bad := ledger.E("validation_failed")
	switch {
	case len(c.Lines) == 0:
		bad.At("lines", "required")
	case len(c.Lines) > MaxLines:
		bad.At("lines", "too_long")
	case slices.ContainsFunc(c.Lines, statement.NoLine):
		bad.At("lines", "not_a_choice")
	}
	if !slices.Contains(Categories, c.Category) {
		bad.At("category", "not_a_choice")
	}
	if c.DisputedAmount.IsNegative() {
		bad.At("disputed_amount", "must_be_positive")
	}
	if !c.DisputedAmount.IsZero() && len(c.Lines) > 1 {
		bad.At("disputed_amount", "not_expected")
	}
	if len([]rune(c.Text)) > maxText {
		bad.At("text", "too_long")
	}
	if c.Category == "other" && strings.TrimSpace(c.Text) == "" {
		bad.At("text", "required")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

type ground struct {
	CustomerID    ledger.ID
	Currency      string
	SalespersonID ledger.ID
	TimeZone      string
}

const readGround = `
SELECT s.customer_id, s.currency, c.salesperson_id, o.time_zone
FROM statements s JOIN customers c ON c.id = s.customer_id JOIN organizations o ON o.id = s.organization_id WHERE s.id = $1`

func open(ctx context.Context, tx *store.Tx, desk Desk, cmd OpenCommand) (Opened, error) {
	if err := statement.LockLive(ctx, tx, cmd.StatementID, cmd.Version, cmd.SHA256); err != nil {
		return Opened{}, err
	}
	at, found, err := store.Row[ground](ctx, tx, readGround, cmd.StatementID)
	if err != nil || !found {
		return Opened{}, err
	}
	lines, refused, err := disputable(ctx, tx, cmd)
	if err != nil || len(lines) == 0 {
		return Opened{Refused: refused}, err
	}
	if limit := lines[0].limit(); cmd.DisputedAmount.GreaterThan(limit) {
		return Opened{}, ledger.E("dispute_amount_too_large").With("limit", money.Text(limit, money.Currency(at.Currency)))
	}
	if !money.Exact(cmd.DisputedAmount, money.Currency(at.Currency)) {
		return Opened{}, ledger.E("validation_failed").At("disputed_amount", "too_many_places")
	}
	way, err := desk.route(ctx, tx, at)
	if err != nil {
		return Opened{}, err
	}
	kept, err := cmd.takeFields(ctx, tx)
	if err != nil {
		return Opened{}, err
	}
	ids, err := insert(ctx, tx, cmd, way, lines, kept)
	if err != nil {
		return Opened{}, err
	}
	events := make([]event.Event, len(ids))
	for i, id := range ids {
		events[i] = event.Event{Kind: event.DisputeOpened, CustomerID: at.CustomerID, StatementID: cmd.StatementID, DisputeID: id,
			Data: map[string]any{"line": lines[i].No, "together": len(ids), "first": i == 0}}
	}
	if err := event.Record(ctx, tx, events...); err != nil {
		return Opened{}, err
	}
	return Opened{IDs: ids, Refused: refused}, statement.Settle(ctx, tx, cmd.StatementID)
}

const insertDispute = `
WITH counter AS (
  INSERT INTO counters (organization_id, series, last) VALUES ($1, $2, 1)
  ON CONFLICT (organization_id, series) DO UPDATE SET last = counters.last + 1 RETURNING last
)
INSERT INTO disputes (id, organization_id, customer_id, series, number, dispute_no, statement_id, version, line_no, document_id, document_no, currency, line_amount,
  category, disputed_amount, customer_figure, text, assignee_id, due_at, opened_by, opened_by_name)
SELECT $3, $1, $4, $2, last, $2 || '-' || lpad(last::text, greatest(5, length(last::text)), '0'), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 FROM counter`

func insert(ctx context.Context, tx *store.Tx, cmd OpenCommand, way route, lines []line, said said) ([]ledger.ID, error) {
	at, due := way.at, way.due(cmd.Category)
	var b store.Batch
	ids := make([]ledger.ID, len(lines))
	for i, l := range lines {
		ids[i] = ledger.NewID()
		amount := cmd.DisputedAmount
		if amount.IsZero() {
			amount = l.limit()
		}
		assignee := way.assignee(cmd.Category, l, amount)
		b.Do(insertDispute, tx.Actor.OrganizationID, "DSP-"+strconv.Itoa(way.day.Year()), ids[i], at.CustomerID, cmd.StatementID, cmd.Version, l.No, l.DocumentID, l.DocumentNo,
			at.Currency, l.limit(), cmd.Category, amount, cmd.CustomerFigure, cmd.Text, assignee, due, tx.Actor.PersonID, tx.Actor.Name)
		b.Do(`INSERT INTO line_answers (statement_id, line_no, organization_id, customer_id, version, answer, dispute_id) VALUES ($1, $2, $3, $4, $5, 'disputed', $6)`,
			cmd.StatementID, l.No, tx.Actor.OrganizationID, at.CustomerID, cmd.Version, ids[i])
		b.Do(`INSERT INTO dispute_messages (id, organization_id, customer_id, dispute_id, side, kind, author_id, author_name, text) VALUES ($1, $2, $3, $4, 'customer', 'opened', $5, $6, $7)`,
			ledger.NewID(), tx.Actor.OrganizationID, at.CustomerID, ids[i], tx.Actor.PersonID, tx.Actor.Name, cmd.Text)
		tx.Audit(at.CustomerID, "dispute.opened", map[string]any{"dispute": ids[i], "statement": cmd.StatementID, "line": l.No, "category": cmd.Category, "amount": amount.String(), "currency": at.Currency})
	}
	said.queue(&b, tx.Actor.OrganizationID, at.CustomerID, ids)
	return ids, tx.Send(ctx, &b)
}

// line is a statement line as the version shows it.
type line struct {
	No         int
	DocumentID ledger.ID
	DocumentNo string
	Amount     decimal.Decimal
	Answered   bool

	ProductLine string
	Region      string
	Rate        decimal.Decimal
}

// limit is the most that can be disputed of a line.
func (l line) limit() decimal.Decimal { return l.Amount.Abs() }

// Movement lines are disputed up to their amount, items brought forward up to what is open of them.
const readLines = `
WITH body AS (SELECT statement_id, body::jsonb AS b FROM statement_versions WHERE statement_id = $1 AND version = $2),
shown AS (
  SELECT (l ->> 0)::int AS no, l ->> 2 AS document_id, l ->> 3 AS document_no, (l ->> 17)::numeric AS amount FROM body, jsonb_array_elements(b -> 'lines') l
  UNION ALL
  SELECT (l ->> 0)::int, l ->> 2, l ->> 3, (l ->> 9)::numeric FROM body, jsonb_array_elements(b -> 'open_items') l
)
SELECT s.no, nullif(s.document_id, '')::uuid, coalesce(s.document_no, ''), s.amount, a.line_no IS NOT NULL,
  coalesce(d.product_line, ''), coalesce(nullif(d.region, ''), c.region, ''), coalesce(d.rate, 1)
FROM shown s LEFT JOIN documents d ON d.id = nullif(s.document_id, '')::uuid LEFT JOIN customers c ON c.id = d.customer_id
LEFT JOIN line_answers a ON a.statement_id = $1 AND a.line_no = s.no WHERE s.no = ANY ($3) ORDER BY s.no`

func disputable(ctx context.Context, tx *store.Tx, cmd OpenCommand) ([]line, []Refused, error) {
	rows, err := store.Rows[line](ctx, tx, readLines, cmd.StatementID, cmd.Version, cmd.Lines)
	if err != nil {
		return nil, nil, err
	}
	found := map[int]line{}
	for _, row := range rows {
		found[row.No] = row
	}
	var lines []line
	var refused []Refused
	wanted := slices.Clone(cmd.Lines)
	slices.Sort(wanted)
	for _, no := range slices.Compact(wanted) {
		l, ok := found[no]
		switch {
		case !ok:
			refused = append(refused, Refused{no, ledger.E("line_unknown").With("line", no)})
		case l.Answered:
			refused = append(refused, Refused{no, ledger.E("line_answered").With("line", no)})
		case l.Amount.IsZero():
			refused = append(refused, Refused{no, ledger.E("nothing_to_do")})
		default:
			lines = append(lines, l)
		}
	}
	return lines, refused, nil
}
