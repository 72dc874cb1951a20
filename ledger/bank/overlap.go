package bank

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/bankfile"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// kept is a statement of the account that is there already.
type kept struct {
	ID       ledger.ID
	OpensOn  calendar.Date
	ClosesOn calendar.Date
	Opening  decimal.NullDecimal
	Closing  decimal.NullDecimal
}

type keptLine struct {
	Identity    []byte
	Occurrence  int
	StatementID ledger.ID
}

type unprovenLine struct {
	Identity   []byte
	Occurrence int
	BookedOn   calendar.Date
	Amount     decimal.Decimal
}

const (
	readOverlapping = `SELECT id, opens_on, closes_on, opening, closing FROM bank_statements WHERE account_id = $1 AND closes_on >= $2 AND opens_on <= $3 ORDER BY closes_on, id`
	readSameLines   = `SELECT identity, occurrence, statement_id FROM bank_lines WHERE account_id = $1 AND identity = ANY ($2) ORDER BY occurrence`
	readUnproven    = `
SELECT l.identity, l.occurrence, l.booked_on, l.amount FROM bank_lines l JOIN bank_statements s ON s.id = l.statement_id
WHERE l.account_id = $1 AND s.closing IS NULL AND l.booked_on >= $2 AND l.booked_on <= $3 ORDER BY l.id LIMIT 20000`
)

// compare tells which lines of the part the account has, and proves that together with what is there the balances still lead from one
// statement to the next. What does not is a problem: nothing is added beside lines that say otherwise.
func (p *Part) compare(ctx context.Context, tx *store.Tx, sha []byte) error {
	if p.Account.ID.IsZero() {
		return nil
	}
	before, found, err := store.Value[string](ctx, tx, `SELECT to_char(imported_at, 'YYYY-MM-DD') FROM bank_statements WHERE account_id = $1 AND file_sha256 = $2`, p.Account.ID, sha)
	if err != nil {
		return err
	}
	if found {
		p.problem(said("imported_before", before))
		p.Known = p.Lines
		return nil
	}
	identities := make([][]byte, len(p.lines))
	for i, l := range p.lines {
		identities[i] = identify(l)
	}
	same, err := store.Rows[keptLine](ctx, tx, readSameLines, p.Account.ID, identities)
	if err != nil {
		return err
	}
	others, err := store.Rows[kept](ctx, tx, readOverlapping, p.Account.ID, p.OpensOn, p.ClosesOn)
	if err != nil {
		return err
	}
	in := p.sort(identities, same, p.follows(others))
	if !p.Proven() {
		return p.inside(others, in)
	}
	if err := p.inside(others, in); err != nil {
		return err
	}
	p.prove(others, in)
	return p.holdsUnproven(ctx, tx, identities)
}

// follows is the statement that this one goes on from on the same day: equal lines in both are two then, not one.
func (p *Part) follows(others []kept) ledger.ID {
	for _, e := range others {
		if p.Proven() && e.Closing.Valid && e.ClosesOn == p.OpensOn && e.Closing.Decimal.Equal(p.Opening.Decimal) && (e.OpensOn != p.OpensOn || !e.Opening.Decimal.Equal(p.Opening.Decimal)) {
			return e.ID
		}
	}
	return ledger.ID{}
}

// sort tells new lines from known ones; of each line it says which statement has it, the zero id: none.
func (p *Part) sort(identities [][]byte, same []keptLine, apart ledger.ID) []ledger.ID {
	there, highest := map[string][]ledger.ID{}, map[string]int{}
	for _, k := range same {
		key := string(k.Identity)
		highest[key] = max(highest[key], k.Occurrence)
		if k.StatementID != apart {
			there[key] = append(there[key], k.StatementID)
		}
	}
	in, seen := make([]ledger.ID, len(p.lines)), map[string]int{}
	between, after := decimal.Zero, decimal.Zero
	for i, l := range p.lines {
		key := string(identities[i])
		seen[key]++
		if n := seen[key]; n <= len(there[key]) {
			in[i] = there[key][n-1]
			p.Known++
			after = after.Add(l.Amount)
			continue
		}
		highest[key]++
		p.fresh = append(p.fresh, freshLine{l, identities[i], highest[key]})
		p.Fresh = append(p.Fresh, l)
		between, after = between.Add(after), decimal.Zero
	}
	p.New = len(p.fresh)
	// Between these two the new lines stand: known ones before them move the opening on, known ones after them the closing back.
	p.keptFrom, p.keptUntil = p.Opening.Decimal.Add(between), p.Closing.Decimal.Sub(after)
	if p.New == 0 {
		p.keptFrom, p.keptUntil = p.Closing.Decimal, p.Closing.Decimal
	}
	return in
}

// inside refuses a new line on a day that lies wholly within a statement that is proven.
func (p *Part) inside(others []kept, in []ledger.ID) error {
	for i, l := range p.lines {
		if !in[i].IsZero() {
			continue
		}
		for _, e := range others {
			if e.Closing.Valid && e.OpensOn.Before(l.BookedOn) && l.BookedOn.Before(e.ClosesOn) {
				p.problem(said("overlap_inside", l.BookedOn.String(), about(l)))
				return nil
			}
		}
	}
	return nil
}

func about(l bankfile.Line) string {
	text := l.Amount.String()
	for _, more := range []string{l.Counterparty, l.Remittance, l.BankReference} {
		if more != "" {
			return text + " " + more
		}
	}
	return text
}
