package ledger_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// histories bounds how many random histories are played; each plays some forty acts on one customer.
const histories = 60

// history is a random sequence of acts on one customer, with a model of what must be open: figures kept by plain arithmetic
// and compared with the books at the end. Each act says at once whether the books took or refused it as the model expects.
type history struct {
	t           *testing.T
	b           *ledgertest.Books
	customer    ledgertest.Customer
	documents   *document.Service
	allocations *allocation.Service
	on          calendar.Date
	docs        []*modelled
	settlements []*matched
}

// modelled is a document of one item, or of two equal ones, as the model knows it.
type modelled struct {
	posted   document.Posted
	kind     document.Kind
	items    []ledger.ID
	open     []decimal.Decimal
	original []decimal.Decimal
	debit    bool
	credited decimal.Decimal
	gone     bool
	reduces  *modelled
}

type matched struct {
	id            ledger.ID
	debit, credit *modelled
	debitNo       int
	sum           decimal.Decimal
	on            calendar.Date
	undone        bool
}

// Whatever people do, in whatever order, what is open is what the model says, the balance is its sum, and every invariant holds
// (audit.v_checks, when the books are closed at the end).
func TestRandomHistoriesKeepTheBooks(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	played, failed := 0, false
	rapid.Check(t, func(r *rapid.T) {
		if played++; played > histories && !failed { // a failure is played again until it is small
			return
		}
		sound := false
		defer func() { failed = failed || !sound }()
		customer := b.USD
		customer.ID = newCustomer(t, b)
		h := &history{t: t, b: b, customer: customer, documents: document.Open(b.DB), allocations: allocation.Open(b.DB), on: day("2026-01-01")}
		for range 40 {
			h.on = h.on.AddDays(rapid.IntRange(0, 5).Draw(r, "days"))
			switch act := rapid.IntRange(0, 9).Draw(r, "act"); {
			case act < 3:
				h.owe(r)
			case act < 5:
				h.pay(r)
			case act == 5:
				h.match(r)
			case act == 6:
				h.choose(r)
			case act == 7:
				h.undo(r)
			case act == 8:
				h.credit(r)
			default:
				h.reverse(r)
			}
		}
		h.compare(r)
		sound = true
	})
}

func newCustomer(t *testing.T, b *ledgertest.Books) ledger.ID {
	t.Helper()
	id := ledger.NewID()
	b.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) VALUES ($1, $2, $3, 'Random Ltd', 'USD')`, id.String(), b.Organization.ID.String(), id.String())
	return id
}

func (h *history) owe(r *rapid.T) {
	d := document.New{Kind: document.Receivable, Lines: []document.Line{line(cents(r, 1, 1e8).StringFixed(2), "0", "0")}}
	if rapid.Bool().Draw(r, "in two instalments") {
		d.Terms = halves()
	}
	h.post(r, d)
}

func (h *history) pay(r *rapid.T) {
	kind := rapid.SampledFrom([]document.Kind{document.Receipt, document.Advance}).Draw(r, "kind")
	h.post(r, document.New{Kind: kind, Method: "bank", Amount: cents(r, 1, 1e8)})
}

func (h *history) credit(r *rapid.T) {
	of := h.pick(r, func(d *modelled) bool { return d.kind == document.Receivable && !d.gone })
	if of == nil {
		return
	}
	sum := cents(r, 1, 1e8)
	reducing := line(sum.StringFixed(2), "0", "0")
	reducing.ReducesLine = 1
	if room := total(of.original).Sub(of.credited); sum.GreaterThan(room) {
		_, err := h.try(document.New{Kind: document.CreditNote, Reduces: of.posted.ID, Lines: []document.Line{reducing}})
		h.want(r, "a credit note of more than is left", err, "amount_exceeds_line")
		return
	}
	note := h.post(r, document.New{Kind: document.CreditNote, Reduces: of.posted.ID, Lines: []document.Line{reducing}})
	note.reduces = of
	of.credited = of.credited.Add(sum)
}

func (h *history) match(r *rapid.T) {
	debit := h.pick(r, func(d *modelled) bool { return d.debit && !d.gone && total(d.open).IsPositive() })
	credit := h.pick(r, func(d *modelled) bool { return !d.debit && !d.gone && total(d.open).IsPositive() })
	if debit == nil || credit == nil {
		return
	}
	no := rapid.IntRange(0, len(debit.items)-1).Draw(r, "instalment")
	most := decimal.Min(debit.open[no], credit.open[0])
	sum := cents(r, 1, most.Shift(2).IntPart()+3)
	id, err := h.allocations.Allocate(h.t.Context(), h.b.Staff(ledger.ARAccountant), allocation.Command{CustomerID: h.customer.ID, EffectiveDate: h.on, Mode: allocation.Manual,
		Pairs: []allocation.Pair{{DebitItem: debit.items[no], CreditItem: credit.items[0], DebitAmount: sum}}})
	if sum.GreaterThan(most) {
		h.want(r, "more than is open", err, "amount_exceeds_open")
		return
	}
	h.want(r, "an allocation", err, "")
	debit.open[no], credit.open[0] = debit.open[no].Sub(sum), credit.open[0].Sub(sum)
	h.settlements = append(h.settlements, &matched{id: id, debit: debit, credit: credit, debitNo: no, sum: sum, on: h.on})
}

// choose settles some debits with some credits as the workbench does: what the preview shows is what then is open.
func (h *history) choose(r *rapid.T) {
	sel := allocation.Selection{CustomerID: h.customer.ID, On: h.on}
	owner := map[ledger.ID]*modelled{}
	for _, d := range h.docs {
		for i, id := range d.items {
			if d.gone || !d.open[i].IsPositive() || !rapid.Bool().Draw(r, "chosen") {
				continue
			}
			owner[id] = d
			if d.debit {
				sel.Debits = append(sel.Debits, allocation.Pick{Item: id})
			} else {
				sel.Credits = append(sel.Credits, allocation.Pick{Item: id})
			}
		}
	}
	if len(sel.Debits) == 0 || len(sel.Credits) == 0 {
		return
	}
	actor := h.b.Staff(ledger.ARAccountant)
	shown, err := h.allocations.Preview(h.t.Context(), actor, sel)
	h.want(r, "a preview", err, "")
	made, err := h.allocations.SettleSelection(h.t.Context(), actor, sel, shown.Digest, "按选择核销")
	h.want(r, "settling what was shown", err, "")
	if made.Settlement.IsZero() { // dated into an earlier month: a second person says so
		_, err = h.allocations.Decide(h.t.Context(), h.b.Staff(ledger.FinanceSupervisor), made.Proposal, 1, true, "")
		h.want(r, "approving it", err, "")
	}
	for _, pair := range shown.Pairs {
		for _, id := range []ledger.ID{pair.DebitItem, pair.CreditItem} {
			d := owner[id]
			at := slices.Index(d.items, id)
			d.open[at] = d.open[at].Sub(pair.DebitAmount)
		}
	}
}

func (h *history) undo(r *rapid.T) {
	if len(h.settlements) == 0 {
		return
	}
	m := rapid.SampledFrom(h.settlements).Draw(r, "settlement")
	_, err := h.allocations.Undo(h.t.Context(), h.b.Staff(ledger.ARAccountant), m.id, h.on, "")
	if m.undone {
		h.want(r, "undoing twice", err, "settlement_reversed")
		return
	}
	h.want(r, "undoing", err, "")
	m.undone = true
	m.debit.open[m.debitNo], m.credit.open[0] = m.debit.open[m.debitNo].Add(m.sum), m.credit.open[0].Add(m.sum)
}

func (h *history) reverse(r *rapid.T) {
	d := h.pick(r, func(*modelled) bool { return true })
	if d == nil {
		return
	}
	_, err := h.allocations.Reverse(h.t.Context(), h.b.Staff(ledger.ARAccountant), d.posted.ID, h.on, "录入错误")
	switch {
	case d.gone:
		h.want(r, "reversing twice", err, "document_reversed")
	case d.credited.IsPositive():
		h.want(r, "reversing what is credited", err, "document_credited")
	case !total(d.open).Equal(total(d.original)):
		h.want(r, "reversing what is settled", err, "document_allocated")
	default:
		h.want(r, "reversing", err, "")
		d.gone = true
		for i := range d.open {
			d.open[i] = decimal.Zero
		}
		if d.reduces != nil {
			d.reduces.credited = d.reduces.credited.Sub(total(d.original))
		}
	}
}

func (h *history) try(d document.New) (document.Posted, error) {
	d.CustomerID, d.Currency, d.DocumentDate, d.SourceKind = h.customer.ID, h.customer.Currency, h.on, "invoice"
	d.Rate = decimal.New(700+int64(h.on.Day()), -2) // another rate each day
	posted, err := h.documents.Post(h.t.Context(), h.b.Staff(ledger.ARAccountant), []document.New{d})
	if err != nil {
		return document.Posted{}, err
	}
	return posted[0], nil
}

func (h *history) post(r *rapid.T, d document.New) *modelled {
	posted, err := h.try(d)
	h.want(r, fmt.Sprintf("a %s", d.Kind), err, "")
	m := &modelled{posted: posted, kind: d.Kind, debit: d.Kind == document.Receivable}
	count := ledgertest.Ask[int](h.t, h.b, `SELECT count(*)::int FROM hefu.open_items WHERE document_id = $1`, posted.ID.String())
	for i := range count {
		m.items = append(m.items, itemOf(h.t, h.b, posted, i+1))
		sum := amount(ledgertest.Ask[string](h.t, h.b, `SELECT original_amount::text FROM hefu.open_items WHERE id = $1`, m.items[i].String()))
		m.open, m.original = append(m.open, sum), append(m.original, sum)
	}
	h.docs = append(h.docs, m)
	return m
}

// compare holds the model against the books.
func (h *history) compare(r *rapid.T) {
	balance := decimal.Zero
	for _, d := range h.docs {
		if open := h.b.Open(h.t, d.posted); !open.Equal(total(d.open)) {
			r.Fatalf("%s %s has %s open, the model says %s", d.kind, d.posted.DocumentNo, open, total(d.open))
		}
		if d.debit {
			balance = balance.Add(total(d.open))
		} else {
			balance = balance.Sub(total(d.open))
		}
	}
	if owed := h.b.Balance(h.t, h.customer); !owed.Equal(balance) {
		r.Fatalf("the balance is %s, the model says %s", owed, balance)
	}
}

func (h *history) pick(r *rapid.T, fits func(*modelled) bool) *modelled {
	var found []*modelled
	for _, d := range h.docs {
		if fits(d) {
			found = append(found, d)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return rapid.SampledFrom(found).Draw(r, "document")
}

func (h *history) want(r *rapid.T, what string, err error, code string) {
	if (code == "" && err != nil) || (code != "" && !ledger.IsCode(err, code)) {
		r.Fatalf("%s is answered with %v, want %q", what, err, code)
	}
}

func cents(r *rapid.T, least, most int64) decimal.Decimal {
	return decimal.New(rapid.Int64Range(least, most).Draw(r, "cents"), -2)
}

func total(amounts []decimal.Decimal) decimal.Decimal {
	sum := decimal.Zero
	for _, a := range amounts {
		sum = sum.Add(a)
	}
	return sum
}
