package matching

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
	"hefu/ledger/tally"
)

// Report is the reconciliation report (余额调节表): from our closing balance to the customer's. Each entry's amount is what our balance is higher by for
// it, so Closing − the entries of all sections = Explained, and TheirClosing − Explained is what nobody has explained.
type Report struct {
	StatementID    ledger.ID
	StatementNo    string
	Version        int
	Currency       string
	PeriodStart    calendar.Date
	CutOff         calendar.Date
	Organization   statement.Letterhead
	Customer       statement.Addressee
	MatchingID     ledger.ID
	FileName       string
	Provisional    bool // the one step is not done: what is planned is shown
	MatchedAt      time.Time
	CompletedAt    *time.Time
	CompletedBy    string
	Closing        decimal.Decimal
	Sections       []Section
	Explained      decimal.Decimal
	TheirClosing   decimal.NullDecimal
	ClosingTyped   bool
	Unexplained    decimal.NullDecimal
	Causes         []Cause
	Zero           bool
	MatchedLines   Sum // ours that agree
	RowsNotMatched int
}

// SectionKey names a part of the report.
type SectionKey string

// The sections, in their order.
const (
	OursNotBooked   SectionKey = "ours_not_booked"   // we booked, they did not yet
	TheirsNotBooked SectionKey = "theirs_not_booked" // they booked, we did not yet
	Corrections     SectionKey = "corrections"       // the customer puts its own books right
	Adjustments     SectionKey = "adjustments"       // credit notes and adjustments that were agreed
	Disagreements   SectionKey = "disagreements"     // disputes that are open, and those that stayed without agreement
	Undecided       SectionKey = "undecided"         // differences that nobody has decided about
)

var sectionKeys = []SectionKey{OursNotBooked, TheirsNotBooked, Corrections, Adjustments, Disagreements, Undecided}

// Section is one part with its entries and their total.
type Section struct {
	Key     SectionKey
	Entries []Entry
	Total   decimal.Decimal
}

// Entry is one item of the report. Days is its age at the cut-off; Carried tells that it comes from an earlier statement.
type Entry struct {
	Group       int
	Kind        ItemKind
	Class       Class
	DocumentNo  string
	On          calendar.Date
	Days        int
	Description string
	Amount      decimal.Decimal
	Carried     bool
	DisputeID   ledger.ID
	DisputeNo   string
	CreditNo    string
	Note        string
}

// Cause is a part of what is unexplained that is known by name.
type Cause struct {
	Code   string // opening_differs, file_does_not_add_up
	Amount decimal.Decimal
}

// lineDispute is a dispute of a line of the statement, as far as the report needs it.
type lineDispute struct {
	LineNo   int
	ID       ledger.ID
	No       string
	Open     bool
	Outcome  string
	Agreed   decimal.Decimal
	CreditNo string
}

const readDisputes = `
SELECT d.line_no, d.id, d.dispute_no, d.state <> 'resolved', coalesce(d.outcome, ''), CASE WHEN d.credit_document_id IS NULL THEN 0 ELSE coalesce(d.agreed_amount, 0) END,
  coalesce(n.document_no, '')
FROM disputes d LEFT JOIN documents n ON n.id = d.credit_document_id WHERE d.statement_id = $1 AND d.state <> 'withdrawn' ORDER BY d.id`

// Report makes the reconciliation report of the statement's matching as everything stands now. Needs SeeStatements. Refused: not_found when nothing
// was matched.
func (s *Service) Report(ctx context.Context, actor ledger.Actor, statementID ledger.ID) (Report, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Report{}, err
	}
	var out Report
	err := s.read(ctx, actor, statementID, func(ctx context.Context, tx *store.Tx) error {
		w, err := openBench(ctx, tx, statementID)
		if err != nil {
			return err
		}
		out, err = w.report(ctx, tx)
		return err
	})
	return out, err
}

func (w workbench) report(ctx context.Context, tx *store.Tx) (Report, error) {
	content, err := readContent(ctx, tx, w.at.StatementID, w.m.Version)
	if err != nil {
		return Report{}, err
	}
	disputes, err := store.Rows[lineDispute](ctx, tx, readDisputes, w.at.StatementID)
	if err != nil {
		return Report{}, err
	}
	r := Report{StatementID: w.at.StatementID, StatementNo: w.at.StatementNo, Version: w.m.Version, Currency: w.at.Currency, PeriodStart: content.PeriodStart, CutOff: content.CutOff,
		Organization: content.Organization, Customer: content.Customer, MatchingID: w.m.ID, FileName: w.m.FileName, Provisional: w.m.State != Completed,
		CompletedAt: w.m.CompletedAt, CompletedBy: w.m.CompletedByName, Closing: content.Closing, TheirClosing: w.m.TheirClosing, ClosingTyped: w.m.ClosingTyped}
	if w.m.MatchedAt != nil {
		r.MatchedAt = *w.m.MatchedAt
	}
	for _, key := range sectionKeys {
		r.Sections = append(r.Sections, Section{Key: key, Entries: []Entry{}})
	}
	carried, err := w.carriedDisputes(ctx, tx)
	if err != nil {
		return Report{}, err
	}
	byLine := map[int][]lineDispute{}
	for _, d := range disputes {
		byLine[d.LineNo] = append(byLine[d.LineNo], d)
	}
	w.enter(&r, byLine, carried)
	r.prove(w)
	return r, nil
}

const readCarriedDisputes = `
SELECT i.id, d.id, d.dispute_no, d.state NOT IN ('resolved', 'withdrawn'), coalesce(d.outcome, '')
FROM reconciling_items i JOIN disputes d ON d.id = i.dispute_id WHERE i.id IN (SELECT item_id FROM matching_lines WHERE matching_id = $1 AND origin = 'carried')`

// carriedDisputes are the disputes of earlier statements whose differences are carried over, by item.
func (w workbench) carriedDisputes(ctx context.Context, tx *store.Tx) (map[ledger.ID]lineDispute, error) {
	rows, err := store.Rows[struct {
		Item, ID ledger.ID
		No       string
		Open     bool
		Outcome  string
	}](ctx, tx, readCarriedDisputes, w.m.ID)
	out := map[ledger.ID]lineDispute{}
	for _, row := range rows {
		out[row.Item] = lineDispute{ID: row.ID, No: row.No, Open: row.Open, Outcome: row.Outcome}
	}
	return out, err
}

// enter puts every difference in its section, and every carried item that did not clear.
func (w workbench) enter(r *Report, disputes map[int][]lineDispute, carried map[ledger.ID]lineDispute) {
	grouped := map[ledger.ID]bool{}
	for _, g := range w.groups {
		ours, theirs := w.book.of(g)
		for _, l := range append(slices.Clone(ours), theirs...) {
			grouped[l.ItemID] = true
		}
		if g.Class == Agrees {
			for _, l := range ours {
				r.MatchedLines.add(l.Amount)
			}
		}
		if g.Effect().IsZero() {
			continue
		}
		w.enterGroup(r, g, ours, theirs, disputes)
	}
	for _, l := range w.lines {
		if l.Origin != fromCarried || grouped[l.ItemID] {
			continue
		}
		e := w.entry(Group{}, l)
		e.Carried = true
		key := OursNotBooked
		if d, ok := carried[l.ItemID]; ok { // disputed on an earlier statement
			e.DisputeID, e.DisputeNo, key = d.ID, d.No, Disagreements
			if !d.Open && d.Outcome != "disagreement" {
				e.Kind, key = OwnCorrection, Corrections
			}
		} else if l.Side == tally.Theirs {
			key, e.Amount = TheirsNotBooked, l.Amount.Neg()
		}
		r.add(key, e)
	}
}

// enterGroup splits a group's difference by what became of it: credited by agreement, still disputed, to be put right, in transit, or undecided.
func (w workbench) enterGroup(r *Report, g Group, ours, theirs []Line, disputes map[int][]lineDispute) {
	rest := g.Effect()
	line := firstLine(ours, theirs)
	disputed, lasting := false, lineDispute{}
	for _, l := range ours {
		for _, d := range disputes[l.Place] {
			if l.Place == 0 || g.Decision != Dispute {
				continue
			}
			disputed = true
			if agreed := decimal.Min(d.Agreed, rest.Abs()); agreed.IsPositive() && rest.IsPositive() {
				e := w.entry(g, l)
				e.Amount, e.DisputeID, e.DisputeNo, e.CreditNo = agreed, d.ID, d.No, d.CreditNo
				r.add(Adjustments, e)
				rest = rest.Sub(agreed)
			}
			if d.Open || d.Outcome == "disagreement" || lasting.ID.IsZero() {
				lasting = d
			}
		}
	}
	if rest.IsZero() {
		return
	}
	e := w.entry(g, line)
	e.Amount = rest
	switch {
	case disputed:
		e.DisputeID, e.DisputeNo = lasting.ID, lasting.No
		if lasting.Open || lasting.Outcome == "disagreement" {
			r.add(Disagreements, e)
			return
		}
		e.Kind = OwnCorrection // the dispute ended with our figure: the customer's books follow
		r.add(Corrections, e)
	case g.Decision == Dispute:
		r.add(Disagreements, e)
	case g.Decision == Reconcile:
		w.enterItems(r, g, ours, theirs, e)
	default:
		r.add(Undecided, e)
	}
}

func (w workbench) enterItems(r *Report, g Group, ours, theirs []Line, whole Entry) {
	switch {
	case g.ItemKind == OwnCorrection:
		r.add(Corrections, whole)
	case len(ours) == 0:
		for _, l := range theirs {
			e := w.entry(g, l)
			e.Amount = l.Amount.Neg()
			r.add(TheirsNotBooked, e)
		}
	case len(theirs) == 0 || g.TheirsAmount.IsZero():
		for _, l := range ours {
			r.add(OursNotBooked, w.entry(g, l))
		}
	default:
		r.add(OursNotBooked, whole)
	}
}

func (w workbench) entry(g Group, l Line) Entry {
	e := Entry{Group: g.No, Kind: g.ItemKind, Class: g.Class, DocumentNo: firstOf(l.DocumentNo, l.Reference), On: l.On, Description: l.Description, Amount: l.Amount,
		Carried: l.Origin == fromCarried, Note: g.Note}
	if !l.On.IsZero() {
		e.Days = max(w.at.CutOff.Sub(l.On), 0)
	}
	return e
}

func firstLine(ours, theirs []Line) Line {
	if len(ours) > 0 {
		return ours[0]
	}
	return theirs[0]
}

func (r *Report) add(key SectionKey, e Entry) {
	for i := range r.Sections {
		if r.Sections[i].Key == key {
			r.Sections[i].Entries = append(r.Sections[i].Entries, e)
			r.Sections[i].Total = r.Sections[i].Total.Add(e.Amount)
		}
	}
}

// prove brings our closing balance to theirs and names what is left: openings that differ beyond the items carried over, or a file whose lines do not
// lead from its opening to its closing balance.
func (r *Report) prove(w workbench) {
	r.Explained = r.Closing
	for _, section := range r.Sections {
		r.Explained = r.Explained.Sub(section.Total)
	}
	if !r.TheirClosing.Valid {
		return
	}
	left := r.Explained.Sub(r.TheirClosing.Decimal)
	r.Unexplained, r.Zero = decimal.NewNullDecimal(left), left.IsZero()
	if r.Zero || !w.m.TheirOpening.Valid {
		return
	}
	moved := decimal.Zero
	for _, l := range w.lines {
		if l.Side == tally.Theirs && l.Origin == fromFile && !l.On.Before(r.PeriodStart) && !l.On.After(r.CutOff) {
			moved = moved.Add(l.Amount)
		}
	}
	arithmetic := w.m.TheirOpening.Decimal.Add(moved).Sub(r.TheirClosing.Decimal)
	for _, c := range []Cause{{"opening_differs", left.Sub(arithmetic)}, {"file_does_not_add_up", arithmetic}} {
		if !c.Amount.IsZero() {
			r.Causes = append(r.Causes, c)
		}
	}
}
