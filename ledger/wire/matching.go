package wire

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/matching"
	"hefu/ledger/tally/layout"
	"hefu/ledger/web"
)

// Tally is a count with its sum.
type Tally struct {
	Count  int        `json:"count"`
	Amount web.Amount `json:"amount"`
}

func tallied(s matching.Sum, currency string) Tally {
	return Tally{s.Count, Amount(s.Amount, currency)}
}

// MatchingClass sums up the groups of one class; effect is what our balance is higher by for them.
type MatchingClass struct {
	Class     string     `json:"class" enum:"matched,amount_differs,only_ours,only_theirs,period_differs,duplicated"`
	Groups    int        `json:"groups"`
	Likely    int        `json:"likely"`
	Ours      Tally      `json:"ours"`
	Theirs    Tally      `json:"theirs"`
	Effect    web.Amount `json:"effect"`
	Confirm   int        `json:"confirm"`
	Dispute   int        `json:"dispute"`
	Reconcile int        `json:"reconcile"`
	Leave     int        `json:"leave"`
}

// MatchingOutcome is what the one step did.
type MatchingOutcome struct {
	Confirmed  Tally       `json:"confirmed"`
	Disputed   Tally       `json:"disputed"`
	Disputes   []ledger.ID `json:"disputes"`
	OurItems   Tally       `json:"our_items"`
	TheirItems Tally       `json:"their_items"`
	Cleared    Tally       `json:"cleared"`
	Left       Tally       `json:"left"`
	Waiting    bool        `json:"waiting" doc:"The confirmations wait for a second person"`
}

// MatchingCurrent is the matching under way, or the completed one.
type MatchingCurrent struct {
	ID              ledger.ID        `json:"id"`
	State           string           `json:"state" enum:"uploaded,waiting,matched,completed,failed"`
	Failure         string           `json:"failure,omitempty"`
	RowVersion      int              `json:"row_version"`
	Version         int              `json:"version"`
	Stale           bool             `json:"stale"`
	FileName        string           `json:"file_name"`
	FileRemovedAt   *time.Time       `json:"file_removed_at,omitempty" doc:"Its bytes were kept for their time; what came of them stays"`
	CreatedAt       time.Time        `json:"created_at"`
	CreatedByName   string           `json:"created_by_name"`
	MatchedAt       *time.Time       `json:"matched_at,omitempty"`
	CompletedAt     *time.Time       `json:"completed_at,omitempty"`
	CompletedByName string           `json:"completed_by_name,omitempty"`
	TheirOpening    *web.Amount      `json:"their_opening,omitempty"`
	TheirClosing    *web.Amount      `json:"their_closing,omitempty"`
	ClosingTyped    bool             `json:"closing_typed"`
	Classes         []MatchingClass  `json:"classes"`
	Outcome         *MatchingOutcome `json:"outcome,omitempty"`
}

// MatchingView is the matching of a statement; matching is left out while nothing was uploaded.
type MatchingView struct {
	StatementID ledger.ID             `json:"statement_id"`
	StatementNo string                `json:"statement_no"`
	Version     int                   `json:"version"`
	Currency    string                `json:"currency"`
	PeriodStart calendar.Date         `json:"period_start"`
	CutOff      calendar.Date         `json:"cut_off"`
	Closing     web.Amount            `json:"closing"`
	Carried     Tally                 `json:"carried" doc:"Reconciling items of earlier statements that are still open"`
	Matching    *MatchingCurrent      `json:"matching,omitempty"`
	Sample      bool                  `json:"sample" doc:"A made-up ledger is offered, for trying the product"`
	Actions     map[string]web.Action `json:"actions"`
}

// Matching words the view.
func Matching(v matching.View, locale string) MatchingView {
	out := MatchingView{StatementID: v.StatementID, StatementNo: v.StatementNo, Version: v.Version, Currency: v.Currency, PeriodStart: v.PeriodStart, CutOff: v.CutOff,
		Closing: Amount(v.Closing, v.Currency), Carried: tallied(v.Carried, v.Currency), Sample: v.Sample, Actions: map[string]web.Action{}}
	for name, action := range map[string]matching.Action{"upload": v.Actions.Upload, "match": v.Actions.Match, "decide": v.Actions.Decide, "balance": v.Actions.Balance,
		"complete": v.Actions.Complete, "report": v.Actions.Report} {
		worded := web.Action{Allowed: action.Allowed}
		if action.Why != nil {
			worded.Why = action.Why.Message(locale)
		}
		out.Actions[name] = worded
	}
	if v.Matching != nil {
		out.Matching = currentMatching(v.Matching, v.Currency, locale)
	}
	return out
}

func currentMatching(m *matching.Current, currency, locale string) *MatchingCurrent {
	out := &MatchingCurrent{ID: m.ID, State: string(m.State), RowVersion: m.RowVersion, Version: m.Version, Stale: m.Stale, FileName: m.FileName, FileRemovedAt: m.FileRemoved, CreatedAt: m.CreatedAt,
		CreatedByName: m.CreatedByName, MatchedAt: m.MatchedAt, CompletedAt: m.CompletedAt, CompletedByName: m.CompletedByName,
		TheirOpening: Optional(m.TheirOpening, currency), TheirClosing: Optional(m.TheirClosing, currency), ClosingTyped: m.ClosingTyped, Classes: []MatchingClass{}}
	if m.Failure != "" {
		out.Failure = ledger.E(m.Failure).Message(locale)
	}
	for _, class := range matching.Classes {
		sum, ok := m.Classes[class]
		if !ok {
			continue
		}
		out.Classes = append(out.Classes, MatchingClass{Class: string(class), Groups: sum.Groups, Likely: sum.Likely, Ours: tallied(sum.Ours, currency), Theirs: tallied(sum.Theirs, currency),
			Effect: Amount(sum.Effect, currency), Confirm: sum.Confirm, Dispute: sum.Dispute, Reconcile: sum.Reconcile, Leave: sum.Leave})
	}
	if m.Outcome != nil {
		done := Outcome(*m.Outcome, currency)
		out.Outcome = &done
	}
	return out
}

// Outcome words what the one step did.
func Outcome(o matching.Outcome, currency string) MatchingOutcome {
	return MatchingOutcome{Confirmed: tallied(o.Confirmed, currency), Disputed: tallied(o.Disputed, currency), Disputes: o.Disputes, OurItems: tallied(o.OurItems, currency),
		TheirItems: tallied(o.TheirItems, currency), Cleared: tallied(o.Cleared, currency), Left: tallied(o.Left, currency), Waiting: o.Waiting}
}

// MatchingLine is a line of one side, signed as on the statement.
type MatchingLine struct {
	No          int           `json:"no"`
	Origin      string        `json:"origin" enum:"movement,forward,file,carried"`
	Place       int           `json:"place" doc:"The statement line's number, or the file's row"`
	DocumentNo  string        `json:"document_no"`
	Reference   string        `json:"reference,omitempty"`
	On          calendar.Date `json:"on,omitzero"`
	Kind        string        `json:"kind,omitempty"`
	Description string        `json:"description,omitempty"`
	Amount      web.Amount    `json:"amount"`
}

// MatchingGroup are lines that belong together, or one that is alone.
type MatchingGroup struct {
	No        int             `json:"no"`
	Class     string          `json:"class" enum:"matched,amount_differs,only_ours,only_theirs,period_differs,duplicated"`
	ByHand    bool            `json:"by_hand,omitempty"`
	Certainty string          `json:"certainty,omitempty" enum:"certain,likely"`
	Reasons   []string        `json:"reasons"`
	Ours      []int           `json:"ours"`
	Theirs    []int           `json:"theirs"`
	Effect    web.Amount      `json:"effect"`
	Decision  string          `json:"decision" enum:"confirm,dispute,reconcile,leave"`
	ItemKind  string          `json:"item_kind,omitempty"`
	Category  string          `json:"category,omitempty"`
	Note      string          `json:"note,omitempty"`
	Allows    map[string]bool `json:"allows"`
}

// MatchingPage is everything of a matching.
type MatchingPage struct {
	Currency   string          `json:"currency"`
	RowVersion int             `json:"row_version"`
	Ours       []MatchingLine  `json:"ours"`
	Theirs     []MatchingLine  `json:"theirs"`
	Groups     []MatchingGroup `json:"groups"`
}

// MatchingGroups words the page.
func MatchingGroups(p matching.Page, locale string) MatchingPage {
	out := MatchingPage{Currency: p.Currency, RowVersion: p.RowVersion, Ours: []MatchingLine{}, Theirs: []MatchingLine{}, Groups: make([]MatchingGroup, len(p.Groups))}
	for _, l := range p.Lines {
		line := MatchingLine{No: l.No, Origin: l.Origin, Place: l.Place, DocumentNo: l.DocumentNo, Reference: l.Reference, On: l.On, Kind: l.Kind, Description: l.Description,
			Amount: Amount(l.Amount, p.Currency)}
		if l.Side == "ours" {
			out.Ours = append(out.Ours, line)
		} else {
			out.Theirs = append(out.Theirs, line)
		}
	}
	for i, g := range p.Groups {
		group := MatchingGroup{No: g.No, Class: string(g.Class), ByHand: g.ByHand, Certainty: string(g.Certainty), Reasons: []string{}, Ours: g.Ours, Theirs: g.Theirs,
			Effect: Amount(g.Effect(), p.Currency), Decision: string(g.Decision), ItemKind: string(g.ItemKind), Category: g.Category, Note: g.Note, Allows: map[string]bool{}}
		for _, reason := range g.Reasons {
			group.Reasons = append(group.Reasons, matching.Words(reason, p.Currency, locale))
		}
		for decision, allowed := range p.Allowed[i] {
			group.Allows[string(decision)] = allowed
		}
		out.Groups[i] = group
	}
	return out
}

// Mapping is how a file is read: columns counted from 0, by what they hold.
type Mapping struct {
	Header   int            `json:"header" minimum:"-1" maximum:"60000"`
	Columns  map[string]int `json:"columns"`
	Sign     string         `json:"sign" enum:"credit_increases,debit_increases"`
	DayFirst bool           `json:"day_first"`
	Comma    bool           `json:"comma,omitempty" doc:"1.234,50 is how the file writes an amount"`
}

// Layout is the mapping as the ledger knows it; the headings come from the file, never from the caller.
func (m Mapping) Layout() layout.Mapping {
	out := layout.Mapping{Header: m.Header, Columns: map[layout.Role]int{}, Sign: layout.Sign(m.Sign), DayFirst: m.DayFirst, Comma: m.Comma}
	for role, place := range m.Columns {
		out.Columns[layout.Role(role)] = place
	}
	return out
}

func mappingOf(m layout.Mapping) Mapping {
	out := Mapping{Header: m.Header, Columns: map[string]int{}, Sign: string(m.Sign), DayFirst: m.DayFirst, Comma: m.Comma}
	for role, place := range m.Columns {
		out.Columns[string(role)] = place
	}
	return out
}

// ReadingColumn is what was guessed of a column.
type ReadingColumn struct {
	Place   int      `json:"place"`
	Heading string   `json:"heading"`
	Role    string   `json:"role,omitempty"`
	Score   int      `json:"score"`
	Samples []string `json:"samples"`
}

// ReadingRow is a row as it stands in the file.
type ReadingRow struct {
	Number int      `json:"number"`
	Cells  []string `json:"cells"`
}

// ReadingLine is a row as it was understood.
type ReadingLine struct {
	Row        int           `json:"row"`
	On         calendar.Date `json:"on,omitzero"`
	DocumentNo string        `json:"document_no"`
	Text       string        `json:"text"`
	Amount     string        `json:"amount"`
}

// ReadingFault is a row that cannot be read.
type ReadingFault struct {
	Row   int    `json:"row"`
	Role  string `json:"role"`
	Cause string `json:"cause"`
	Text  string `json:"text"`
}

// Reading is what a mapping makes of the file.
type Reading struct {
	Mapping    Mapping         `json:"mapping"`
	Columns    []ReadingColumn `json:"columns"`
	Roles      []string        `json:"roles"`
	Score      int             `json:"score"`
	Missing    []string        `json:"missing"`
	Remembered bool            `json:"remembered"`
	Rows       []ReadingRow    `json:"rows"`
	Lines      int             `json:"lines"`
	Sum        string          `json:"sum"`
	Sample     []ReadingLine   `json:"sample"`
	Faults     []ReadingFault  `json:"faults"`
	FaultCount int             `json:"fault_count"`
	Skipped    int             `json:"skipped"`
	Opening    *string         `json:"opening,omitempty"`
	Closing    *string         `json:"closing,omitempty"`
	First      calendar.Date   `json:"first,omitzero"`
	Last       calendar.Date   `json:"last,omitzero"`
}

// ReadLedger words a reading. Its amounts are as the file has them: they may have more places than the currency.
func ReadLedger(r matching.Reading) Reading {
	out := Reading{Mapping: mappingOf(r.Mapping), Columns: []ReadingColumn{}, Roles: []string{}, Score: r.Score, Missing: []string{}, Remembered: r.Remembered, Rows: []ReadingRow{},
		Lines: r.Lines.Count, Sum: r.Lines.Amount.StringFixed(2), Sample: []ReadingLine{}, Faults: []ReadingFault{}, FaultCount: r.FaultCount,
		Opening: plainAmount(r.Opening), Closing: plainAmount(r.Closing), First: r.First, Last: r.Last}
	for _, role := range layout.Roles {
		out.Roles = append(out.Roles, string(role))
	}
	for _, role := range r.Missing {
		out.Missing = append(out.Missing, string(role))
	}
	for _, c := range r.Columns {
		column := ReadingColumn{Place: c.Place, Heading: c.Heading, Role: string(c.Role), Score: c.Score, Samples: c.Samples}
		if column.Samples == nil {
			column.Samples = []string{}
		}
		out.Columns = append(out.Columns, column)
	}
	for i, cells := range r.Rows {
		out.Rows = append(out.Rows, ReadingRow{r.Numbers[i], cells})
	}
	for _, l := range r.Sample {
		out.Sample = append(out.Sample, ReadingLine{l.Row, l.Date, l.DocumentNo(), l.Text, l.Amount.StringFixed(2)})
	}
	for _, f := range r.Faults {
		out.Faults = append(out.Faults, ReadingFault{f.Row, string(f.Role), f.Cause, f.Text})
	}
	for _, count := range r.Skipped {
		out.Skipped += count
	}
	return out
}

func plainAmount(amount decimal.NullDecimal) *string {
	if !amount.Valid {
		return nil
	}
	text := amount.Decimal.StringFixed(2)
	return &text
}
