package wire

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/matching"
	"hefu/ledger/web"
)

// MatchingPreview is what the one step would do.
type MatchingPreview struct {
	RowVersion int    `json:"row_version"`
	Currency   string `json:"currency"`
	Confirm    Tally  `json:"confirm"`
	Likely     Tally  `json:"likely"`
	Disputes   Tally  `json:"disputes"`
	OurItems   Tally  `json:"our_items"`
	TheirItems Tally  `json:"their_items"`
	Cleared    Tally  `json:"cleared"`
	Answered   int    `json:"answered"`
	Left       Tally  `json:"left"`
	Forward    Tally  `json:"forward"`
	Settled    bool   `json:"settled"`
}

// PreviewMatching words a preview.
func PreviewMatching(p matching.Preview) MatchingPreview {
	of := func(s matching.Sum) Tally { return tallied(s, p.Currency) }
	return MatchingPreview{RowVersion: p.RowVersion, Currency: p.Currency, Confirm: of(p.Confirm), Likely: of(p.Likely), Disputes: of(p.Disputes), OurItems: of(p.OurItems),
		TheirItems: of(p.TheirItems), Cleared: of(p.Cleared), Answered: p.Answered, Left: of(p.Left), Forward: of(p.Forward), Settled: p.Settled}
}

// ReconciliationEntry is one item of the report; amount is what our balance is higher by for it.
type ReconciliationEntry struct {
	Group       int           `json:"group,omitempty"`
	Class       string        `json:"class,omitempty"`
	Kind        string        `json:"kind,omitempty"`
	DocumentNo  string        `json:"document_no"`
	On          calendar.Date `json:"on,omitzero"`
	Days        int           `json:"days"`
	Description string        `json:"description,omitempty"`
	Amount      web.Amount    `json:"amount"`
	Carried     bool          `json:"carried,omitempty"`
	DisputeID   *ledger.ID    `json:"dispute_id,omitempty"`
	DisputeNo   string        `json:"dispute_no,omitempty"`
	CreditNo    string        `json:"credit_no,omitempty"`
	Note        string        `json:"note,omitempty"`
}

// ReconciliationSection is a part of the report.
type ReconciliationSection struct {
	Key     string                `json:"key" enum:"ours_not_booked,theirs_not_booked,corrections,adjustments,disagreements,undecided"`
	Entries []ReconciliationEntry `json:"entries"`
	Total   web.Amount            `json:"total"`
}

// ReconciliationCause names a part of what is unexplained.
type ReconciliationCause struct {
	Code   string     `json:"code" enum:"opening_differs,file_does_not_add_up"`
	Amount web.Amount `json:"amount"`
}

// Reconciliation is the report: closing less the sections' totals is explained; explained less their closing is unexplained.
type Reconciliation struct {
	StatementID   ledger.ID               `json:"statement_id"`
	StatementNo   string                  `json:"statement_no"`
	Version       int                     `json:"version"`
	Currency      string                  `json:"currency"`
	PeriodStart   calendar.Date           `json:"period_start"`
	CutOff        calendar.Date           `json:"cut_off"`
	Customer      Party                   `json:"customer"`
	FileName      string                  `json:"file_name"`
	Provisional   bool                    `json:"provisional"`
	MatchedAt     time.Time               `json:"matched_at"`
	CompletedAt   *time.Time              `json:"completed_at,omitempty"`
	CompletedBy   string                  `json:"completed_by,omitempty"`
	Closing       web.Amount              `json:"closing"`
	Sections      []ReconciliationSection `json:"sections"`
	Explained     web.Amount              `json:"explained"`
	TheirClosing  *web.Amount             `json:"their_closing,omitempty"`
	ClosingTyped  bool                    `json:"closing_typed"`
	Unexplained   *web.Amount             `json:"unexplained,omitempty"`
	Causes        []ReconciliationCause   `json:"causes"`
	Zero          bool                    `json:"zero"`
	MatchedAmount web.Amount              `json:"matched_amount"`
	MatchedCount  int                     `json:"matched_count"`
}

// Reconcile words the report.
func Reconcile(r matching.Report) Reconciliation {
	out := Reconciliation{StatementID: r.StatementID, StatementNo: r.StatementNo, Version: r.Version, Currency: r.Currency, PeriodStart: r.PeriodStart, CutOff: r.CutOff,
		Customer: Party{r.Customer.ID, r.Customer.Code, r.Customer.Name, r.Customer.NameEN}, FileName: r.FileName, Provisional: r.Provisional, MatchedAt: r.MatchedAt,
		CompletedAt: r.CompletedAt, CompletedBy: r.CompletedBy, Closing: Amount(r.Closing, r.Currency), Sections: []ReconciliationSection{}, Explained: Amount(r.Explained, r.Currency),
		TheirClosing: Optional(r.TheirClosing, r.Currency), ClosingTyped: r.ClosingTyped, Unexplained: Optional(r.Unexplained, r.Currency), Causes: []ReconciliationCause{}, Zero: r.Zero,
		MatchedAmount: Amount(r.MatchedLines.Amount, r.Currency), MatchedCount: r.MatchedLines.Count}
	for _, s := range r.Sections {
		section := ReconciliationSection{Key: string(s.Key), Entries: []ReconciliationEntry{}, Total: Amount(s.Total, r.Currency)}
		for _, e := range s.Entries {
			entry := ReconciliationEntry{Group: e.Group, Class: string(e.Class), Kind: string(e.Kind), DocumentNo: e.DocumentNo, On: e.On, Days: e.Days, Description: e.Description,
				Amount: Amount(e.Amount, r.Currency), Carried: e.Carried, DisputeNo: e.DisputeNo, CreditNo: e.CreditNo, Note: e.Note}
			if !e.DisputeID.IsZero() {
				entry.DisputeID = &e.DisputeID
			}
			section.Entries = append(section.Entries, entry)
		}
		out.Sections = append(out.Sections, section)
	}
	for _, c := range r.Causes {
		out.Causes = append(out.Causes, ReconciliationCause{c.Code, Amount(c.Amount, r.Currency)})
	}
	return out
}

// ReconciliationFile asks for the report as a file.
type ReconciliationFile struct {
	ID     ledger.ID `path:"id"`
	Format string    `query:"format" enum:"pdf,xlsx" default:"pdf"`
	Locale string    `query:"locale" enum:"zh-CN,en" required:"false"`
}

// LocaleFor is the language that was asked for, or the reader's own.
func (f ReconciliationFile) LocaleFor(actor ledger.Actor) string {
	if f.Locale != "" {
		return f.Locale
	}
	return actor.Locale
}

// ReconcilingItem is something that only one side has booked so far; amount is what our balance is higher by for it.
type ReconcilingItem struct {
	ID            ledger.ID     `json:"id"`
	Customer      Party         `json:"customer"`
	Currency      string        `json:"currency"`
	StatementID   ledger.ID     `json:"statement_id"`
	StatementNo   string        `json:"statement_no"`
	Side          string        `json:"side" enum:"ours,theirs"`
	Kind          string        `json:"kind" enum:"in_transit_invoice,in_transit_receipt,in_transit_payment,own_correction,other"`
	DocumentID    *ledger.ID    `json:"document_id,omitempty"`
	DocumentNo    string        `json:"document_no"`
	On            calendar.Date `json:"on"`
	Days          int           `json:"days"`
	Description   string        `json:"description"`
	Amount        web.Amount    `json:"amount"`
	Note          string        `json:"note"`
	State         string        `json:"state" enum:"open,cleared"`
	CreatedByName string        `json:"created_by_name"`
	CreatedAt     time.Time     `json:"created_at"`
	ClearedAt     *time.Time    `json:"cleared_at,omitempty"`
	ClearedID     *ledger.ID    `json:"cleared_statement_id,omitempty"`
	ClearedNo     string        `json:"cleared_statement_no,omitempty"`
}

// Item words a reconciling item.
func Item(i matching.Item) ReconcilingItem {
	out := ReconcilingItem{ID: i.ID, Customer: Party{i.CustomerID, i.CustomerCode, i.CustomerName, i.CustomerNameEN}, Currency: i.Currency, StatementID: i.StatementID,
		StatementNo: i.StatementNo, Side: string(i.Side), Kind: string(i.Kind), DocumentNo: i.DocumentNo, On: i.On, Days: i.Days, Description: i.Description,
		Amount: Amount(i.Amount, i.Currency), Note: i.Note, State: i.State, CreatedByName: i.CreatedByName, CreatedAt: i.CreatedAt, ClearedAt: i.ClearedAt, ClearedNo: i.ClearedNo}
	if !i.DocumentID.IsZero() {
		out.DocumentID = &i.DocumentID
	}
	if !i.ClearedID.IsZero() {
		out.ClearedID = &i.ClearedID
	}
	return out
}

// ItemTotal sums the open items of one currency.
type ItemTotal struct {
	Currency string     `json:"currency"`
	Count    int        `json:"count"`
	Ours     web.Amount `json:"ours"`
	Theirs   web.Amount `json:"theirs"`
	Oldest   int        `json:"oldest"`
}

// ItemPage is a page of reconciling items with the sums of all that are open.
type ItemPage struct {
	Items      []ReconcilingItem `json:"items"`
	NextCursor string            `json:"next_cursor,omitempty"`
	Totals     []ItemTotal       `json:"totals"`
}

// ListItems asks for reconciling items.
type ListItems struct {
	web.Paging
	State      string    `query:"state" enum:"open,cleared,all" default:"open"`
	CustomerID ledger.ID `query:"customer_id" required:"false"`
}

// Items words a page; rows may hold one more than the page takes.
func Items(rows []matching.Item, totals []matching.ItemTotal, limit int) (ItemPage, error) {
	page, err := web.Cut(rows, limit, func(i matching.Item) ledger.ID { return i.ID }, Item)
	out := ItemPage{Items: page.Items, NextCursor: page.NextCursor, Totals: []ItemTotal{}}
	for _, t := range totals {
		out.Totals = append(out.Totals, ItemTotal{t.Currency, t.Count, Amount(t.Ours, t.Currency), Amount(t.Theirs, t.Currency), t.Oldest})
	}
	return out, err
}

// ListReconcilingItems is the handler of both audiences: each sees its own part.
func ListReconcilingItems(matchings *matching.Service) web.Handler[ListItems, ItemPage] {
	return func(ctx context.Context, actor ledger.Actor, in *ListItems) (ItemPage, error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return ItemPage{}, err
		}
		rows, err := matchings.Items(ctx, actor, matching.ItemFilter{State: in.State, CustomerID: in.CustomerID, After: after, Limit: in.Limit + 1})
		if err != nil {
			return ItemPage{}, err
		}
		totals, err := matchings.ItemTotals(ctx, actor, in.CustomerID)
		if err != nil {
			return ItemPage{}, err
		}
		return Items(rows, totals, in.Limit)
	}
}
