package importing

import (
	"bytes"
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

const readKnown = `
SELECT d.source_id, d.content_sha256 FROM unnest($2::text[]) AS w (id)
JOIN documents d ON d.organization_id = $1 AND d.source_system = 'import' AND d.source_id = w.id`

// A reversed receivable has nothing left to reduce.
const readReduced = `
SELECT w.n, d.id FROM unnest($1::int[], $2::uuid[], $3::text[]) AS w (n, customer, no)
JOIN documents d ON d.customer_id = w.customer AND d.document_no = w.no AND d.kind IN ('receivable', 'opening_balance')
WHERE NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id)`

// holdAgainstBooks tells of each document of a set whether it is new, known, or in conflict with what is posted.
func (e *examination) holdAgainstBooks(ctx context.Context, tx *store.Tx, set []made) error {
	refused, err := e.findReduced(ctx, tx, set)
	if err != nil {
		return err
	}
	sources := make([]string, len(set))
	for i := range set {
		sources[i] = set[i].SourceID
	}
	rows, err := store.Rows[struct {
		Source string
		Hash   []byte
	}](ctx, tx, readKnown, tx.Actor.OrganizationID, sources)
	if err != nil {
		return err
	}
	posted := make(map[string][]byte, len(rows))
	for _, row := range rows {
		posted[row.Source] = row.Hash
	}
	for i := range set {
		d := &set[i]
		if why, ok := refused[i]; ok {
			err = e.refuse(d.group, e.file.fault(d.group.rows[0], reduces, why))
		} else if hash, ok := posted[d.SourceID]; !ok {
			e.accept(d)
		} else if bytes.Equal(hash, document.Fingerprint(d.New)) {
			e.know(d)
		} else {
			err = e.refuse(d.group, e.file.fault(d.group.rows[0], documentNo, ledger.E("source_reused").With("source", short(d.group.no))))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// findReduced fills in the receivables that credit notes name, and tells by place why one cannot be found.
func (e *examination) findReduced(ctx context.Context, tx *store.Tx, set []made) (map[int]*ledger.Error, error) {
	var places []int
	var customers []ledger.ID
	var numbers []string
	for i := range set {
		if set[i].names != "" && set[i].Kind == document.CreditNote {
			places, customers, numbers = append(places, i), append(customers, set[i].CustomerID), append(numbers, set[i].names)
		}
	}
	if len(places) == 0 {
		return nil, nil
	}
	rows, err := store.Rows[struct {
		Place int
		ID    ledger.ID
	}](ctx, tx, readReduced, places, customers, numbers)
	if err != nil {
		return nil, err
	}
	refused := map[int]*ledger.Error{}
	for _, place := range places {
		refused[place] = ledger.E("reduces_unknown").With("document", short(set[place].names))
	}
	for _, row := range rows {
		if !set[row.Place].Reduces.IsZero() {
			refused[row.Place] = ledger.E("reduces_ambiguous").With("document", short(set[row.Place].names))
			continue
		}
		set[row.Place].Reduces = row.ID
		delete(refused, row.Place)
	}
	return refused, nil
}

func (e *examination) accept(d *made) {
	e.report.documents.New++
	e.report.rows.New += d.group.count
	e.buyers[d.CustomerID] = true
	e.alone = e.alone || !d.Reduces.IsZero()
	e.sums[d.Currency] = e.sums[d.Currency].Add(d.value)
}

func (e *examination) know(d *made) {
	e.skip.set(d.group.ordinal)
	e.report.documents.Known++
	e.report.rows.Known += d.group.count
	e.sums[d.Currency] = e.sums[d.Currency].Add(d.value)
}

func (e *examination) refuse(g *group, faults ...Fault) error {
	e.skip.set(g.ordinal)
	return e.report.refuse(g, faults)
}

// sound builds a group and checks it by itself; nil when it is refused.
func (e *examination) sound(g *group) (*made, error) {
	e.report.rows.Read += g.count
	e.report.documents.Read++
	d := e.builder.build(g)
	if len(e.builder.faults) == 0 {
		e.checkDocument(&d)
	}
	if e.kind == OpeningBalances && d.control != "" {
		e.readControl(&d)
	}
	if e.progress != nil {
		e.progress("checking", e.report.rows.Read, e.survey.rows)
	}
	if len(e.builder.faults) > 0 {
		return nil, e.refuse(g, e.builder.faults...)
	}
	return &d, nil
}

// readControl takes the control total that the rows themselves carry: the same in each row of a currency.
func (e *examination) readControl(d *made) {
	row := d.group.rows[0]
	total, err := money.Parse(d.control, d.Currency)
	if err != nil {
		e.builder.at(row, controlTotal, ledger.E(codeOf(err)))
		return
	}
	if e.controls == nil {
		e.controls = map[money.Currency]decimal.Decimal{}
	}
	if before, ok := e.controls[d.Currency]; ok && !before.Equal(total) {
		e.builder.at(row, controlTotal, ledger.E("control_total_unclear").With("control", money.Text(before, d.Currency)))
		return
	}
	e.controls[d.Currency] = total
}

// checkControl holds opening balances to their control total, per currency (SET-01). It is a fault of the whole file: leaving
// out rows must not make it look right.
func (e *examination) checkControl() {
	given, err := parseControl(e.options.ControlTotal, e.builder.parties.base)
	if err != nil {
		_ = e.report.refuseFile(err)
		return
	}
	if len(given) == 0 {
		given = e.controls
	}
	for currency := range given {
		if _, ok := e.sums[currency]; !ok {
			e.sums[currency] = decimal.Zero
		}
	}
	for currency, sum := range e.sums {
		control, ok := given[currency]
		switch {
		case !ok:
			_ = e.report.refuseFile(ledger.E("control_total_missing").With("currency", currency))
		case !control.Equal(sum):
			_ = e.report.refuseFile(ledger.E("control_total_differs").With("sum", string(currency)+" "+money.Text(sum, currency)).
				With("control", money.Text(control, currency)))
		}
	}
}

// parseControl reads "1234.50", which is base currency, or "CNY 1234.50, USD 10.00".
func parseControl(text string, base money.Currency) (map[money.Currency]decimal.Decimal, error) {
	out := map[money.Currency]decimal.Decimal{}
	for _, part := range strings.Split(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		currency, amount, named := strings.Cut(part, " ")
		if !named {
			currency, amount = string(base), part
		}
		total, err := money.Parse(strings.TrimSpace(amount), money.Currency(currency))
		if err != nil {
			return nil, ledger.E("control_total_unclear").With("control", short(part))
		}
		out[money.Currency(currency)] = total
	}
	return out, nil
}
