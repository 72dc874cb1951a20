package importing

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
)

// maxLate is how many rows may be refused by the posting itself: the check found them sound, so they are few.
const maxLate = 10000

// late is a group that the posting refused.
type late struct {
	group  *group
	faults []Fault
}

// The customers are held before anything else of theirs, in the order everybody takes; the counters come last.
const (
	holdCustomers      = `SELECT id FROM customers WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE`
	holdCustomersAlone = `SELECT id FROM customers WHERE id = ANY ($1) ORDER BY id FOR UPDATE`
)

// post posts what the check found new, in sets, in the transaction it is given. It may be run again from the start: it works
// on a copy of the report. What the posting refuses (another posting came in between; a credit note takes more than is left) is
// added to the report as a fault.
func (e *examination) post(ctx context.Context, tx *store.Tx) (report, []late, error) {
	result, done := e.report, 0
	var refused []late
	if e.report.documents.New == 0 {
		return result, nil, nil
	}
	hold, ids := holdCustomers, make([]ledger.ID, 0, len(e.buyers))
	for id := range e.buyers {
		ids = append(ids, id)
	}
	if e.alone {
		hold = holdCustomersAlone
	}
	if _, err := store.Exec(ctx, tx, hold, ids); err != nil {
		return result, nil, err
	}
	p := &poster{examination: e, tx: tx, result: &result}
	set, lines := make([]made, 0, setOf), 0
	flush := func() error {
		if len(set) == 0 {
			return nil
		}
		out, err := p.set(ctx, set)
		refused = append(refused, out...)
		if len(refused) > maxLate {
			return ledger.E("import_has_errors").With("count", len(refused))
		}
		for i := range set {
			done += set[i].group.count
		}
		set, lines = set[:0], 0
		if e.progress != nil && err == nil {
			e.progress("posting", done, e.report.rows.New)
		}
		return err
	}
	err := e.file.groups(e.survey, func(g *group) error {
		if e.skip.has(g.ordinal) {
			return nil
		}
		d := e.builder.build(g)
		if len(e.builder.faults) > 0 {
			return ledger.E("conflict") // the file changed between the check and the posting
		}
		set, lines = append(set, d), lines+len(d.Lines)
		if len(set) < setOf && lines < setOfLines {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err == nil && done != e.report.rows.New {
		err = ledger.E("conflict")
	}
	return result, refused, err
}

// poster posts sets.
type poster struct {
	*examination
	tx     *store.Tx
	result *report
}

// set posts a set of documents. One that is refused is taken out and the rest tried again: Post refuses before it writes.
func (p *poster) set(ctx context.Context, set []made) ([]late, error) {
	gone, err := p.findReduced(ctx, p.tx, set)
	if err != nil {
		return nil, err
	}
	var refused []late
	left := make([]*made, 0, len(set))
	for i := range set {
		if why, ok := gone[i]; ok {
			refused = append(refused, p.drop(&set[i], p.file.fault(set[i].group.rows[0], reduces, why)))
			continue
		}
		left = append(left, &set[i])
	}
	for len(left) > 0 {
		docs := make([]document.New, len(left))
		for i, d := range left {
			docs[i] = d.New
		}
		posted, err := document.Post(ctx, p.tx, docs)
		if err == nil {
			p.count(left, posted)
			break
		}
		place, fault, ok := p.blame(err, left)
		if !ok {
			return nil, err
		}
		refused = append(refused, p.drop(left[place], fault))
		left = append(left[:place], left[place+1:]...)
	}
	return refused, nil
}

// count moves what another import posted in the meantime from new to known.
func (p *poster) count(left []*made, posted []document.Posted) {
	for i, d := range left {
		if posted[i].Known {
			p.result.documents.New, p.result.documents.Known = p.result.documents.New-1, p.result.documents.Known+1
			p.result.rows.New, p.result.rows.Known = p.result.rows.New-d.group.count, p.result.rows.Known+d.group.count
		}
	}
}

func (p *poster) drop(d *made, fault Fault) late {
	p.result.documents.New, p.result.documents.Bad = p.result.documents.New-1, p.result.documents.Bad+1
	p.result.rows.New, p.result.rows.Bad = p.result.rows.New-d.group.count, p.result.rows.Bad+d.group.count
	p.result.add(fault)
	return late{d.group, []Fault{fault}}
}

// blame finds the document that Post refuses. Failures, and refusals that PostgreSQL made after something was written, are
// nobody's.
func (p *poster) blame(err error, left []*made) (int, Fault, bool) {
	var refused *ledger.Error
	if !errors.As(err, &refused) || refused.Kind() == ledger.Internal || refused.Kind() == ledger.Unavailable || refused.Kind() == ledger.NotFound {
		return 0, Fault{}, false
	}
	place, found := 0, ledger.Field{}
	if len(refused.Fields) > 0 {
		found = refused.Fields[0]
	}
	if len(left) > 1 {
		number, rest, ok := strings.Cut(strings.TrimPrefix(found.Name, "documents["), "]")
		at, err := strconv.Atoi(number)
		if !ok || err != nil || at >= len(left) {
			return 0, Fault{}, false
		}
		place, found.Name = at, strings.TrimPrefix(rest, ".")
	}
	d := left[place]
	if found.Name == "" || found.Code == "" {
		return place, p.file.fault(d.group.rows[0], documentNo, refused), true
	}
	row, at, why := p.place(d, found)
	return place, p.file.fault(row, at, why), true
}
