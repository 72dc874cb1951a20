package matching

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/tally"
)

// Sum counts things and sums them up.
type Sum struct {
	Count  int             `json:"count"`
	Amount decimal.Decimal `json:"amount"`
}

func (s *Sum) add(amount decimal.Decimal) { s.Count, s.Amount = s.Count+1, s.Amount.Add(amount) }

// Preview is what the one step would do, before anybody does it.
type Preview struct {
	RowVersion int
	Currency   string
	Confirm    Sum // lines of the statement
	Likely     Sum // among the matched groups, those that are likely only: our side
	Disputes   Sum // a dispute each, with the disputed amount
	OurItems   Sum // reconciling items that they have not booked
	TheirItems Sum // and those that we have not
	Cleared    Sum // items of earlier statements that are settled now
	Answered   int // lines that have an answer already, and keep it
	Left       Sum // groups that are left undecided, with the difference
	Forward    Sum // lines brought forward that nothing matched: confirmed only when asked for
	// Settled tells whether every difference is decided and the balances prove to zero, so that what was brought forward may be confirmed with the rest.
	Settled bool
}

// plan is what the one step will do.
type plan struct {
	Preview
	confirm  []int
	forward  []int
	disputes []planned
	items    []newItem
	cleared  []ledger.ID
}

// planned is one dispute: of a line, with its share of a group's difference.
type planned struct {
	line     int
	category string
	amount   decimal.Decimal
	figure   decimal.Decimal
	group    Group
}

// newItem is a reconciling item to be kept.
type newItem struct {
	group  Group
	kind   ItemKind
	side   tally.Side
	line   Line
	amount decimal.Decimal
}

// standing is how the statement's lines are valued and answered now.
type standing struct {
	value    map[int]decimal.Decimal
	answered map[int]bool
	forward  []int
}

func readStanding(ctx context.Context, tx *store.Tx, at ground) (standing, error) {
	content, err := readContent(ctx, tx, at.StatementID, at.Version)
	if err != nil {
		return standing{}, err
	}
	s := standing{value: map[int]decimal.Decimal{}, answered: map[int]bool{}}
	for _, l := range content.Lines {
		s.value[l.No] = l.Amount
	}
	for _, i := range content.OpenItems {
		s.value[i.No] = i.Open
		s.forward = append(s.forward, i.No)
	}
	numbers, err := store.Values[int](ctx, tx, `SELECT line_no FROM line_answers WHERE statement_id = $1`, at.StatementID)
	for _, no := range numbers {
		s.answered[no] = true
	}
	return s, err
}

// draw makes the plan of a workbench.
func (w workbench) draw(s standing) plan {
	p := plan{Preview: Preview{RowVersion: w.m.RowVersion, Currency: w.at.Currency}}
	grouped := map[int]bool{}
	for _, g := range w.groups {
		ours, theirs := w.book.of(g)
		for _, l := range ours {
			grouped[l.Place] = true
		}
		if g.Decision == Leave {
			p.Left.add(g.Effect())
			continue
		}
		if g.Class == Agrees && g.Certainty == tally.Likely {
			p.Likely.add(g.OursAmount)
		}
		for _, l := range append(slices.Clone(ours), theirs...) {
			if l.Origin == fromCarried {
				p.cleared = append(p.cleared, l.ItemID)
				p.Cleared.add(l.Amount)
			}
		}
		open := p.open(ours, s)
		switch g.Decision {
		case Dispute:
			p.dispute(g, open, s)
			p.keep(g, ours)
		case Reconcile:
			p.reconcile(g, ours, theirs)
			p.agree(open, s)
		default:
			p.agree(open, s)
		}
	}
	for _, no := range s.forward {
		if !grouped[no] && !s.answered[no] {
			p.forward = append(p.forward, no)
			p.Forward.add(s.value[no])
		}
	}
	return p
}

// open are the lines of the statement that still want an answer.
func (p *plan) open(ours []Line, s standing) []int {
	var out []int
	for _, l := range ours {
		switch {
		case l.Place == 0:
		case s.answered[l.Place]:
			p.Answered++
		default:
			out = append(out, l.Place)
		}
	}
	return out
}

func (p *plan) agree(lines []int, s standing) {
	for _, no := range lines {
		p.confirm = append(p.confirm, no)
		p.Confirm.add(s.value[no])
	}
}

// dispute puts a group's difference on its largest lines first, none beyond its own amount; lines it does not reach are confirmed. What the
// customer's books say of the line is its amount less its share, and the whole of what is left on the first.
func (p *plan) dispute(g Group, lines []int, s standing) {
	slices.SortStableFunc(lines, func(a, b int) int { return s.value[b].Abs().Cmp(s.value[a].Abs()) })
	whole := g.Class == OnlyOurs || g.Class == Duplicated
	rest := g.Effect().Abs()
	var agreed []int
	first := len(p.disputes)
	for _, no := range lines {
		limit := s.value[no].Abs()
		share := decimal.Min(rest, limit)
		if whole {
			share = limit
		}
		if !share.IsPositive() {
			agreed = append(agreed, no)
			continue
		}
		rest = rest.Sub(share)
		signed := share
		if !whole && g.Effect().IsNegative() || whole && s.value[no].IsNegative() {
			signed = share.Neg()
		}
		p.disputes = append(p.disputes, planned{no, g.Category, share, s.value[no].Sub(signed), g})
		p.Disputes.add(share)
	}
	if rest.IsPositive() && !whole && len(p.disputes) > first {
		signed := rest
		if g.Effect().IsNegative() {
			signed = rest.Neg()
		}
		p.disputes[first].figure = p.disputes[first].figure.Sub(signed)
	}
	p.agree(agreed, s)
}

// keep carries a disputed difference over, with the line that bears the dispute.
func (p *plan) keep(g Group, ours []Line) {
	var borne Line
	for _, l := range ours {
		if l.Place > 0 && l.Amount.Abs().GreaterThan(borne.Amount.Abs()) {
			borne = l
		}
	}
	if !g.Effect().IsZero() && borne.Place > 0 {
		p.items = append(p.items, newItem{g, inDispute, tally.Ours, borne, g.Effect()})
	}
}

// reconcile keeps what only one side has booked: a line each, or the difference of lines that belong together. What the customer will correct in
// its own books is always something that we have and they do not.
func (p *plan) reconcile(g Group, ours, theirs []Line) {
	add := func(side tally.Side, line Line, amount decimal.Decimal) {
		if amount.IsZero() {
			return
		}
		p.items = append(p.items, newItem{g, g.ItemKind, side, line, amount})
		if side == tally.Ours {
			p.OurItems.add(amount)
		} else {
			p.TheirItems.add(amount)
		}
	}
	switch {
	case g.ItemKind == OwnCorrection && len(ours) == 0:
		for _, l := range theirs {
			add(tally.Ours, l, l.Amount.Neg())
		}
	case g.Class == AmountDiffers:
		add(tally.Ours, ours[0], g.Effect())
	case len(ours) == 0:
		for _, l := range theirs {
			add(tally.Theirs, l, l.Amount.Neg())
		}
	case len(theirs) == 0 || g.TheirsAmount.IsZero() && g.Class == PeriodDiffers:
		for _, l := range ours {
			add(tally.Ours, l, l.Amount)
		}
	default:
		add(tally.Ours, ours[0], g.Effect())
	}
}

// commands are the disputes as the dispute's own room takes them.
func (p plan) commands(at ground, version int, sha256, locale string) []dispute.OpenCommand {
	currency := money.Currency(at.Currency)
	out := make([]dispute.OpenCommand, len(p.disputes))
	for i, d := range p.disputes {
		note := d.group.Note
		if note == "" {
			note = ourBooksSay(locale, money.Format(d.figure, currency, locale), money.Format(d.amount, currency, locale))
		}
		out[i] = dispute.OpenCommand{StatementID: at.StatementID, Version: version, SHA256: sha256, Lines: []int{d.line}, Category: dispute.Category(d.category),
			DisputedAmount: d.amount, CustomerFigure: decimal.NewNullDecimal(d.figure), Text: note}
	}
	return out
}

// Preview shows what Complete would do now. Needs SeeStatements. Refused: not_found.
func (s *Service) Preview(ctx context.Context, actor ledger.Actor, statementID ledger.ID) (Preview, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Preview{}, err
	}
	var out Preview
	err := s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) error {
		w, err := openBench(ctx, tx, statementID)
		if err != nil {
			return err
		}
		now, err := readStanding(ctx, tx, w.at)
		if err != nil {
			return err
		}
		out = w.draw(now).Preview
		report, err := w.report(ctx, tx)
		out.Settled = report.Zero && out.Left.Count == 0
		return err
	})
	return out, err
}
