package matching

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/statement"
	"hefu/ledger/tally/layout"
)

// MatchCommand compares the uploaded ledger with the statement, read by a mapping. With SkipFaults rows that cannot be read are left out.
type MatchCommand struct {
	StatementID ledger.ID
	RowVersion  int
	Mapping     layout.Mapping
	SkipFaults  bool
}

// Match reads the file by the mapping, remembers that for the customer, and compares: at once, or in the background when there are many lines.
// A matching that was compared before is replaced by a new one over the same file. Needs ConfirmStatements. Refused in this order: not_found,
// state_forbids, own_ledger_gone, conflict, own_ledger_unmapped, own_ledger_faults, own_ledger_empty, stale_version when the statement changed meanwhile.
func (s *Service) Match(ctx context.Context, actor ledger.Actor, cmd MatchCommand) (View, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return View{}, err
	}
	w, err := s.prepare(ctx, actor, cmd.StatementID)
	if err != nil {
		return View{}, err
	}
	if w.m.RowVersion != cmd.RowVersion {
		return View{}, ledger.E("conflict")
	}
	if err := w.read(cmd.Mapping, cmd.SkipFaults, actor.Locale); err != nil {
		return View{}, err
	}
	if len(w.reading.Lines)+len(w.content.Lines)+len(w.content.OpenItems) > inRequest && s.jobs != nil {
		err = s.postpone(ctx, actor, w)
	} else {
		err = s.finish(ctx, actor, w)
	}
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, actor, cmd.StatementID)
}

// work is a matching being made: everything is read first, compared without a transaction, and written in one.
type work struct {
	at      ground
	m       matching
	content statement.Content
	items   []carried
	table   table
	mapping layout.Mapping
	reading layout.Reading
	skipped bool
	// writing
	id     ledger.ID
	sides  sides
	groups []Group
}

const readFile = `SELECT name, content, removed_at IS NOT NULL FROM matching_files WHERE id = $1`

const readBody = `SELECT body FROM statement_versions WHERE statement_id = $1 AND version = $2`

type keptFile struct {
	Name    string
	Content []byte
	Removed bool
}

// prepare reads the statement, the matching under way, and its file.
func (s *Service) prepare(ctx context.Context, actor ledger.Actor, statementID ledger.ID) (*work, error) {
	w := &work{}
	var file keptFile
	err := s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) (err error) {
		if w.at, err = answerable(ctx, tx, statementID); err != nil {
			return err
		}
		var found bool
		if w.m, found, err = latest(ctx, tx, statementID); err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		if file, _, err = store.Row[keptFile](ctx, tx, readFile, w.m.FileID); err == nil && file.Removed {
			err = ledger.E("own_ledger_gone")
		}
		if err != nil {
			return err
		}
		if w.content, err = readContent(ctx, tx, statementID, w.at.Version); err != nil {
			return err
		}
		w.items, err = readItems(ctx, tx, w.at)
		return err
	})
	if err != nil {
		return nil, err
	}
	w.table, err = readTable(file.Content, file.Name, actor.Locale)
	return w, err
}

func readContent(ctx context.Context, tx *store.Tx, id ledger.ID, version int) (statement.Content, error) {
	body, _, err := store.Value[string](ctx, tx, readBody, id, version)
	if err != nil {
		return statement.Content{}, err
	}
	content, err := statement.ParseContent([]byte(body))
	if err != nil {
		return content, ledger.E("internal").Because(err)
	}
	return content, nil
}

// read reads the customer's lines by a mapping that a person looked at.
func (w *work) read(m layout.Mapping, skipFaults bool, locale string) error {
	if err := checkMapping(m, w.table); err != nil {
		return err
	}
	m.Headings = nil
	if m.Header >= 0 {
		for _, heading := range w.table.rows[m.Header] {
			m.Headings = append(m.Headings, strings.TrimSpace(heading))
		}
	}
	w.mapping, w.reading, w.skipped = m, m.Read(w.table.rows), skipFaults
	currency := money.Currency(w.at.Currency)
	sound := w.reading.Lines[:0]
	for _, l := range w.reading.Lines {
		if l.Date.IsZero() || !money.Exact(l.Amount, currency) || l.Amount.Abs().GreaterThanOrEqual(decimal.New(1, money.IntegerDigits)) {
			w.reading.Faults = append(w.reading.Faults, layout.Fault{Row: l.No - 1, Role: layout.Amount, Cause: "not_an_amount", Text: l.Amount.String()})
			continue
		}
		sound = append(sound, l)
	}
	w.reading.Lines = sound
	switch {
	case len(w.reading.Faults) > 0 && !skipFaults:
		return ledger.E("own_ledger_faults").With("count", len(w.reading.Faults))
	case len(w.reading.Lines) == 0:
		return ledger.E("own_ledger_empty")
	case len(w.reading.Lines) > MaxLines:
		return ledger.E("own_ledger_refused").With("reason", tooMany.in(locale)).At("file", "too_many_rows")
	}
	return nil
}

// checkMapping refuses a mapping that names columns which are not there, or lacks what nothing can be read without.
func checkMapping(m layout.Mapping, t table) error {
	width := 0
	for _, row := range head(t.rows) {
		width = max(width, len(row))
	}
	bad := ledger.E("validation_failed")
	if m.Header < -1 || m.Header >= len(t.rows) {
		bad.At("header", "not_a_choice")
	}
	if m.Sign != layout.CreditIncreases && m.Sign != layout.DebitIncreases {
		bad.At("sign", "not_a_choice")
	}
	seen := map[int]bool{}
	for role, place := range m.Columns {
		if !isRole(role) || place < 0 || place >= width || seen[place] {
			bad.At("columns."+string(role), "not_a_choice")
		}
		seen[place] = true
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	has := func(role layout.Role) bool { _, ok := m.Columns[role]; return ok }
	if !has(layout.Date) || !has(layout.Amount) && !has(layout.Debit) && !has(layout.Credit) {
		return ledger.E("own_ledger_unmapped")
	}
	return nil
}

func isRole(role layout.Role) bool {
	for _, known := range layout.Roles {
		if role == known {
			return true
		}
	}
	return false
}

// finish compares and writes.
func (s *Service) finish(ctx context.Context, actor ledger.Actor, w *work) error {
	w.sides = gather(w.content, w.items, w.reading.Lines, w.table)
	w.groups = compare(w.at, w.sides)
	return s.db.Write(ctx, actor, w.write)
}

// write puts the lines and groups down: into the matching that was uploaded, or into a new one over the same file.
func (w *work) write(ctx context.Context, tx *store.Tx) error {
	m, err := hold(ctx, tx, w.at.StatementID, w.m.RowVersion, Uploaded, Waiting, Failed, Matched, Completed)
	if err != nil {
		return err
	}
	if at, err := answerable(ctx, tx, w.at.StatementID); err != nil {
		return err
	} else if at.Version != w.at.Version {
		return ledger.E("stale_version")
	}
	var b store.Batch
	w.id = m.ID
	if m.State == Matched || m.State == Completed {
		w.id = ledger.NewID()
		begin(&b, tx.Actor, w.at, w.id, m.FileID, w.mapping)
	}
	mapping, _ := json.Marshal(w.mapping)
	opening, closing := w.balances()
	b.Do(`UPDATE matchings SET state = 'matched', version = $2, mapping = $3::jsonb, their_opening = $4, their_closing = $5, closing_typed = false, failure = '',
		matched_at = now(), row_version = row_version + 1 WHERE id = $1`, w.id, w.at.Version, string(mapping), opening, closing)
	if err := w.keep(&b, tx); err != nil {
		return err
	}
	if tx.Actor.Audience == ledger.Portal {
		remember(&b, tx.Actor, w.at.CustomerID, string(mapping))
	}
	tx.Audit(w.at.CustomerID, "matching.matched", map[string]any{"matching": w.id, "statement": w.at.StatementID, "version": w.at.Version, "lines": len(w.reading.Lines),
		"groups": len(w.groups), "rows_left_out": len(w.reading.Faults)})
	return tx.Send(ctx, &b)
}

func remember(b *store.Batch, actor ledger.Actor, customer ledger.ID, mapping string) {
	b.Do(`INSERT INTO matching_mappings (customer_id, organization_id, mapping, changed_by_name) VALUES ($1, $2, $3::jsonb, $4)
		ON CONFLICT (customer_id) DO UPDATE SET mapping = excluded.mapping, changed_by_name = excluded.changed_by_name, changed_at = now()`, customer, actor.OrganizationID, mapping, actor.Name)
}

// balances are the customer's opening at the start of the statement's period and its closing at the cut-off: a file that begins earlier or ends
// later is brought to them by its own lines.
func (w *work) balances() (opening, closing decimal.NullDecimal) {
	opening, closing = w.reading.Opening, w.reading.Closing
	before, within, after := decimal.Zero, decimal.Zero, decimal.Zero
	for _, l := range w.reading.Lines {
		switch {
		case l.Date.Before(w.at.PeriodStart):
			before = before.Add(l.Amount)
		case l.Date.After(w.at.CutOff):
			after = after.Add(l.Amount)
		default:
			within = within.Add(l.Amount)
		}
	}
	if opening.Valid {
		opening.Decimal = opening.Decimal.Add(before)
	}
	switch {
	case closing.Valid:
		closing.Decimal = closing.Decimal.Sub(after)
	case opening.Valid:
		closing = decimal.NewNullDecimal(opening.Decimal.Add(within))
	}
	currency := money.Currency(w.at.Currency)
	if !money.Exact(opening.Decimal, currency) || !money.Exact(closing.Decimal, currency) {
		return decimal.NullDecimal{}, decimal.NullDecimal{}
	}
	return opening, closing
}

const insertLines = `
INSERT INTO matching_lines (matching_id, side, no, organization_id, customer_id, origin, place, item_id, document_id, document_no, reference, on_date, kind, description, amount)
SELECT $1, r.side, r.no, $2, $3, r.origin, r.place, nullif(r.item_id, '')::uuid, nullif(r.document_id, '')::uuid, r.document_no, r.reference, r.on_date, r.kind, r.description, r.amount
FROM jsonb_to_recordset($4::jsonb) AS r (side text, no int, origin text, place int, item_id text, document_id text, document_no text, reference text, on_date date, kind text,
  description text, amount numeric)`

const insertGroups = `
INSERT INTO matching_groups (matching_id, no, organization_id, customer_id, class, by_hand, certainty, rule, reasons, ours, theirs, ours_amount, theirs_amount, decision, item_kind,
  category, note, decided_by_name)
SELECT $1, r.no, $2, $3, r.class, r.by_hand, r.certainty, r.rule, coalesce(r.reasons, '[]'), r.ours, r.theirs, r.ours_amount, r.theirs_amount, r.decision, r.item_kind, r.category, r.note,
  r.decided_by_name
FROM jsonb_to_recordset($4::jsonb) AS r (no int, class text, by_hand boolean, certainty text, rule text, reasons jsonb, ours int[], theirs int[], ours_amount numeric, theirs_amount numeric,
  decision text, item_kind text, category text, note text, decided_by_name text)`

func (w *work) keep(b *store.Batch, tx *store.Tx) error {
	lines, err := json.Marshal(append(w.sides.keptOurs[:len(w.sides.keptOurs):len(w.sides.keptOurs)], w.sides.kept...))
	if err != nil {
		return ledger.E("internal").Because(err)
	}
	b.Do(insertLines, w.id, tx.Actor.OrganizationID, w.at.CustomerID, noNul(lines))
	return keepGroups(b, tx.Actor, w.id, w.at.CustomerID, w.groups)
}

func keepGroups(b *store.Batch, actor ledger.Actor, id, customer ledger.ID, groups []Group) error {
	if len(groups) == 0 {
		return nil
	}
	text, err := json.Marshal(groups)
	if err != nil {
		return ledger.E("internal").Because(err)
	}
	b.Do(insertGroups, id, actor.OrganizationID, customer, noNul(text))
	return nil
}

// noNul: a cell may hold a NUL, which no text of the database can.
func noNul(text []byte) string { return strings.ReplaceAll(string(text), `\u0000`, "") }
