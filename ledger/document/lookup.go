package document

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/calendar"
	"hefu/ledger/dimension"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// facts are what the database knows that a set of documents needs, read in one round trip.
type facts struct {
	base      money.Currency
	chart     journal.Chart
	customers map[ledger.ID]customer
	rates     map[rateKey]decimal.Decimal
	known     map[source]known
	reduced   map[ledger.ID]reduced
	adjusted  map[ledger.ID]adjusted
	posting   PostingRules
	fields    field.Set       // of documents and lines; read only where one of the documents says something in them
	policy    approval.Policy // the rule of approval in force; read for receivables alone
	// dimensions are read only where the posting rules take values from documents.
	dimensions dimension.Set
}

type customer struct {
	ID            ledger.ID
	Code          string
	Active        bool
	SalespersonID ledger.ID
	Region        string
	confirms      bool            // asks to confirm each receivable before it is booked
	terms         *calendar.Terms // nil when none are set
}

type rateKey struct {
	currency money.Currency
	on       calendar.Date
}

type source struct{ system, id string }

type known struct {
	ID         ledger.ID
	Number     int64
	DocumentNo string
	hash       []byte
}

// reduced is a receivable that a credit note names: what each line still has uncredited. Line 0 is the whole document.
type reduced struct {
	customer ledger.ID
	currency money.Currency
	reversed bool
	lines    map[int]reducedLine
}

type reducedLine struct {
	gross    decimal.Decimal
	taxRate  decimal.Decimal
	credited decimal.Decimal
}

const readCustomers = `
SELECT id, code, active, terms, salesperson_id, region, confirm_receivables FROM customers WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE`

// A credit note must not race another one for the same line, so it holds its customer alone.
const readCustomersAlone = `
SELECT id, code, active, terms, salesperson_id, region, confirm_receivables FROM customers WHERE id = ANY ($1) ORDER BY id FOR UPDATE`

// The chart comes as one text, a line for each role.
const readOrganization = `
SELECT o.base_currency, (SELECT string_agg(a.role || ' ' || a.code, E'\n') FROM accounts a WHERE a.organization_id = o.id),
       (SELECT p.content FROM approval_policies p WHERE p.organization_id = o.id AND $2 ORDER BY p.version DESC LIMIT 1),
       (SELECT r.content FROM posting_rules r WHERE r.organization_id = o.id ORDER BY r.version DESC LIMIT 1)
FROM organizations o WHERE o.id = $1`

var readRates = store.OverSet(`
SELECT w.currency, w.on_date, (SELECT r.rate FROM exchange_rates r
  WHERE r.organization_id = $1 AND r.currency = w.currency AND r.on_date <= w.on_date ORDER BY r.on_date DESC LIMIT 1)
FROM {set}`, "w", 2, "currency text", "on_date date")

// LIMIT keeps the planner to the unique index, however old its statistics are.
var readKnown = store.OverSet(`
SELECT w.system, w.id, d.id, d.number, d.document_no, d.content_sha256
FROM {set}
CROSS JOIN LATERAL (SELECT d.id, d.number, d.document_no, d.content_sha256 FROM documents d
  WHERE d.organization_id = $1 AND d.source_system = w.system AND d.source_id = w.id LIMIT 1) d`, "w", 2, "system text", "id text")

// Line 0 stands for the whole: its credited amount counts every credit note, those of single lines too.
const readReduced = `
WITH live AS (
  SELECT c.id, c.reduces_document_id FROM documents c
  WHERE c.reduces_document_id = ANY ($1) AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)
)
SELECT d.id, d.customer_id, d.currency, false, l.line_no, l.gross, l.tax_rate,
       coalesce((SELECT sum(cl.gross) FROM live JOIN document_lines cl ON cl.document_id = live.id
                 WHERE live.reduces_document_id = d.id AND cl.reduces_line_no = l.line_no), 0)
FROM documents d JOIN document_lines l ON l.document_id = d.id WHERE d.id = ANY ($1)
UNION ALL
SELECT d.id, d.customer_id, d.currency, EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id), 0, d.gross, 0,
       coalesce((SELECT sum(c.gross) FROM live JOIN documents c ON c.id = live.id WHERE live.reduces_document_id = d.id), 0)
FROM documents d WHERE d.id = ANY ($1) AND d.kind IN ('receivable', 'opening_balance')`

func lookUp(ctx context.Context, tx *store.Tx, docs []New) (*facts, error) {
	organization := tx.Actor.OrganizationID
	wanted := wantedOf(docs)
	var b store.Batch
	var organizations []struct {
		Base    string
		Chart   *string
		Policy  []byte
		Posting []byte
	}
	var customers []customerRow
	var rates []rateRow
	var knowns []knownRow
	var reduceds []reducedRow
	store.Read(&b, &organizations, readOrganization, organization, wanted.receivables)
	var adjusteds []adjusted
	fields := field.QueueIf(wanted.fields, &b, organization, field.OfDocument, field.OfLine)
	if len(wanted.adjusted) > 0 {
		store.Read(&b, &adjusteds, readAdjusted, wanted.adjusted)
	}
	if len(wanted.reduced) > 0 || len(wanted.adjusted) > 0 {
		store.Read(&b, &customers, readCustomersAlone, wanted.customers)
		if len(wanted.reduced) > 0 {
			store.Read(&b, &reduceds, readReduced, wanted.reduced)
		}
	} else {
		store.Read(&b, &customers, readCustomers, wanted.customers)
	}
	if len(wanted.rateCurrency) > 0 {
		store.Read(&b, &rates, readRates.For(len(wanted.rateDate)), organization, wanted.rateCurrency, wanted.rateDate)
	}
	if len(wanted.systems) > 0 {
		store.Read(&b, &knowns, readKnown.For(len(wanted.systems)), organization, wanted.systems, wanted.sources)
	}
	if err := tx.Send(ctx, &b); err != nil {
		return nil, err
	}
	if len(organizations) == 0 {
		return nil, ledger.E("not_found")
	}
	f := &facts{base: money.Currency(organizations[0].Base), chart: journal.Chart{}}
	var err error
	if f.fields, err = fields(); err != nil {
		return nil, err
	}
	if organizations[0].Chart != nil {
		for line := range strings.Lines(*organizations[0].Chart) {
			role, code, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			f.chart[journal.Role(role)] = code
		}
	}
	f.fill(customers, rates, knowns, reduceds)
	f.adjusted = make(map[ledger.ID]adjusted, len(adjusteds))
	for _, a := range adjusteds {
		f.adjusted[a.ID] = a
	}
	if err := f.readRules(ctx, tx, organizations[0].Posting); err != nil {
		return nil, err
	}
	if organizations[0].Policy != nil {
		if f.policy, err = parsePolicy(organizations[0].Policy); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// readRules takes the posting rules in force, and the dimensions where the rules take values from documents.
func (f *facts) readRules(ctx context.Context, tx *store.Tx, content []byte) (err error) {
	if content == nil {
		return nil
	}
	if f.posting, err = parsePosting(content); err == nil && f.posting.asks() {
		f.dimensions, err = dimension.Read(ctx, tx)
	}
	return err
}

type customerRow struct {
	ID            ledger.ID
	Code          string
	Active        bool
	Terms         []byte
	SalespersonID ledger.ID
	Region        string
	Confirms      bool
}

type rateRow struct {
	Currency string
	On       calendar.Date
	Rate     decimal.NullDecimal
}

type knownRow struct {
	System, Source string
	ID             ledger.ID
	Number         int64
	DocumentNo     string
	Hash           []byte
}

type reducedRow struct {
	ID, Customer ledger.ID
	Currency     string
	Reversed     bool
	LineNo       int
	Gross        decimal.Decimal
	TaxRate      decimal.Decimal
	Credited     decimal.Decimal
}

func (f *facts) fill(customers []customerRow, rates []rateRow, knowns []knownRow, reduceds []reducedRow) {
	f.customers = make(map[ledger.ID]customer, len(customers))
	for _, row := range customers {
		c := customer{ID: row.ID, Code: row.Code, Active: row.Active, SalespersonID: row.SalespersonID, Region: row.Region, confirms: row.Confirms}
		if terms, err := calendar.ParseTerms(row.Terms); err == nil {
			c.terms = &terms
		}
		f.customers[row.ID] = c
	}
	f.rates = make(map[rateKey]decimal.Decimal, len(rates))
	for _, row := range rates {
		if row.Rate.Valid {
			f.rates[rateKey{money.Currency(row.Currency), row.On}] = row.Rate.Decimal
		}
	}
	f.known = make(map[source]known, len(knowns))
	for _, row := range knowns {
		f.known[source{row.System, row.Source}] = known{row.ID, row.Number, row.DocumentNo, row.Hash}
	}
	f.reduced = make(map[ledger.ID]reduced, len(reduceds))
	for _, row := range reduceds {
		doc, ok := f.reduced[row.ID]
		if !ok {
			doc = reduced{customer: row.Customer, currency: money.Currency(row.Currency), lines: map[int]reducedLine{}}
		}
		doc.reversed = doc.reversed || row.Reversed
		doc.lines[row.LineNo] = reducedLine{row.Gross, row.TaxRate, row.Credited}
		f.reduced[row.ID] = doc
	}
}

type wants struct {
	customers, reduced []ledger.ID
	adjusted           []ledger.ID
	rateCurrency       []string
	rateDate           []calendar.Date
	systems, sources   []string
	receivables        bool
	fields             bool
}

func wantedOf(docs []New) wants {
	var w wants
	rates := map[rateKey]bool{}
	for _, d := range docs {
		w.customers = append(w.customers, d.CustomerID)
		w.receivables = w.receivables || d.Kind == Receivable
		w.fields = w.fields || d.saysFields()
		if !d.Reduces.IsZero() {
			w.reduced = append(w.reduced, d.Reduces)
		}
		if !d.Adjusts.IsZero() {
			w.adjusted = append(w.adjusted, d.Adjusts)
		}
		if key := (rateKey{d.Currency, d.DocumentDate}); d.Rate.IsZero() && !rates[key] {
			rates[key] = true
			w.rateCurrency = append(w.rateCurrency, string(d.Currency))
			w.rateDate = append(w.rateDate, d.DocumentDate)
		}
		if d.SourceID != "" {
			w.systems = append(w.systems, d.system())
			w.sources = append(w.sources, d.SourceID)
		}
	}
	slices.SortFunc(w.customers, func(a, b ledger.ID) int { return slices.Compare(a[:], b[:]) })
	w.customers = slices.Compact(w.customers)
	return w
}
