package finalization

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/matching"
	"hefu/ledger/statement"
)

// ground is what a finalization is made of. Mark changes with anything that would change its figures, so that what was laid out without
// holding the statement is known to be right once it is held.
type ground struct {
	StatementID ledger.ID
	CustomerID  ledger.ID
	Version     int
	State       statement.State
	SHA256      []byte
	Body        string
	LineCount   int
	Live        ledger.ID // of the finalization in force, if there is one
	Turn        int
	Mark        string
	Now         time.Time
}

func (g ground) hash() string { return hex.EncodeToString(g.SHA256) }

const readGround = `
SELECT s.id, s.customer_id, s.version, s.state, v.sha256, v.body, v.line_count, (SELECT l.id FROM live_finalizations l WHERE l.statement_id = s.id),
  1 + (SELECT count(*)::int FROM finalization_ends e WHERE e.statement_id = s.id),
  concat(s.version, ' ', s.state, ' ', s.agreed_at, ' ',
    (SELECT string_agg(concat(d.id, d.state, d.outcome, d.disputed_amount, d.agreed_amount, d.row_version), ',' ORDER BY d.id) FROM disputes d WHERE d.statement_id = s.id), ' ',
    (SELECT string_agg(concat(m.id, m.state, m.row_version), ',' ORDER BY m.id) FROM matchings m WHERE m.statement_id = s.id)), now()
FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version JOIN customers c ON c.id = s.customer_id
WHERE s.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND s.id = $3`

func readGroundOf(ctx context.Context, tx *store.Tx, id ledger.ID) (ground, error) {
	var sales any
	if tx.Actor.OwnCustomersOnly() {
		sales = tx.Actor.PersonID
	}
	g, found, err := store.Row[ground](ctx, tx, readGround, tx.Actor.OrganizationID, sales, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return g, err
}

// may says whether this much of the statement can be finalized: finalization_exists, then statement_not_agreed.
func (g ground) may(scope Scope) error {
	switch {
	case !g.Live.IsZero():
		return ledger.E("finalization_exists")
	case scope == Whole && g.State != statement.Agreed, scope == AgreedPart && g.State != statement.Answered:
		return ledger.E("statement_not_agreed")
	}
	return nil
}

type disputed struct {
	LineNo     int
	No         string
	DocumentNo string
	On         calendar.Date
	State      string
	Outcome    string
	Amount     decimal.Decimal
	Agreed     decimal.Decimal
	CreditNo   string
}

const readDisputes = `
SELECT d.line_no, d.dispute_no, d.document_no, (d.opened_at AT TIME ZONE o.time_zone)::date, d.state, coalesce(d.outcome, ''), d.disputed_amount::numeric, coalesce(d.agreed_amount, 0)::numeric, coalesce(n.document_no, '')
FROM disputes d JOIN organizations o ON o.id = d.organization_id LEFT JOIN documents n ON n.id = d.credit_document_id
WHERE d.statement_id = $1 AND d.state <> 'withdrawn' ORDER BY d.id`

// sealed are the lines of the agreed part: all but those that are in dispute.
func sealed(count int, disputes []disputed) []int {
	open := map[int]bool{}
	for _, d := range disputes {
		open[d.LineNo] = open[d.LineNo] || d.State != "resolved"
	}
	out := []int{}
	for no := 1; no <= count; no++ {
		if !open[no] {
			out = append(out, no)
		}
	}
	return out
}

// report is the way from the closing balance to the agreed one: as both sides' books were matched, and what became of disputes that the
// matching knows nothing of. Of an agreed part only the disputes count: what is matched may still change.
func (s *Service) report(ctx context.Context, actor ledger.Actor, g ground, scope Scope, disputes []disputed) (matching.Report, error) {
	r, err := s.matchings.Report(ctx, actor, g.StatementID)
	if err != nil && !ledger.IsKind(err, ledger.NotFound) {
		return r, err
	}
	if err != nil || r.Provisional || r.Version != g.Version || scope == AgreedPart {
		c, err := statement.ParseContent([]byte(g.Body))
		if err != nil {
			return r, ledger.E("internal").Because(err)
		}
		r = matching.Report{StatementID: g.StatementID, StatementNo: c.StatementNo, Version: c.Version, Currency: c.Currency, PeriodStart: c.PeriodStart, CutOff: c.CutOff,
			Organization: c.Organization, Customer: c.Customer, Closing: c.Closing, Explained: c.Closing, MatchedAt: g.Now,
			Sections: []matching.Section{{Key: matching.Adjustments}, {Key: matching.Disagreements}}}
	}
	addDisputes(&r, disputes)
	return r, nil
}

// addDisputes enters what was credited, and what is left open or in disagreement, unless the report names it already.
func addDisputes(r *matching.Report, disputes []disputed) {
	named := map[string]bool{}
	for _, s := range r.Sections {
		for _, e := range s.Entries {
			named[e.DisputeNo] = true
		}
	}
	for _, d := range disputes {
		e := matching.Entry{DocumentNo: d.DocumentNo, On: d.On, DisputeNo: d.No, CreditNo: d.CreditNo, Days: max(r.CutOff.Sub(d.On), 0)}
		key := matching.Disagreements
		switch {
		case named[d.No]:
			continue
		case d.CreditNo != "":
			key, e.Amount = matching.Adjustments, d.Agreed
		case d.State != "resolved" || d.Outcome == "disagreement":
			e.Amount = d.Amount
		default: // it ended with our figure
			continue
		}
		for i := range r.Sections {
			if r.Sections[i].Key == key {
				r.Sections[i].Entries, r.Sections[i].Total = append(r.Sections[i].Entries, e), r.Sections[i].Total.Add(e.Amount)
			}
		}
		r.Explained = r.Explained.Sub(e.Amount)
		if r.Unexplained.Valid {
			r.Unexplained.Decimal = r.Unexplained.Decimal.Sub(e.Amount)
		}
	}
}
