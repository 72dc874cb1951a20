package statement

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// FoundDocument is one document that a check names. Of what is not posted yet it is the draft, which has no number.
type FoundDocument struct {
	ID         ledger.ID
	Draft      bool
	DocumentNo string
	Kind       string
	Date       calendar.Date
	Currency   string
	Gross      decimal.NullDecimal // of a draft none
}

// FindingQuery asks for the documents of one finding, as the run would find them. Page by the last one shown.
type FindingQuery struct {
	Run        RunCommand
	CustomerID ledger.ID
	Check      string
	AfterNo    string
	AfterID    ledger.ID
	Limit      int
}

const foundDocuments = `
SELECT f.document_id, w.id IS NOT NULL, f.document_no, coalesce(d.kind, w.kind), coalesce(d.document_date, w.posting_date), coalesce(d.currency, w.content ->> 'currency', ''), d.gross
FROM faults f JOIN customers c ON c.id = f.customer_id AND c.organization_id = $1 LEFT JOIN documents d ON d.id = f.document_id LEFT JOIN drafts w ON f.found = 'unposted' AND w.id = f.document_id
WHERE f.document_id IS NOT NULL AND (f.document_no, f.document_id) > ($11, coalesce($12::uuid, '00000000-0000-0000-0000-000000000000'))
ORDER BY f.document_no, f.document_id LIMIT $13`

// FindingDocuments lists the documents that a check names of one customer, by their numbers: of a preview only the first are shown. Needs
// MakeStatements. Refused as PreviewRun refuses; not_found for a customer that takes no part in the run, not_a_choice for a check that
// names no documents.
func (s *Service) FindingDocuments(ctx context.Context, actor ledger.Actor, q FindingQuery) ([]FoundDocument, error) {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return nil, err
	}
	if err := q.Run.check(); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"tax_rate", "tax_amount", "duplicate", "unposted", "proof"}, q.Check) {
		return nil, ledger.E("validation_failed").At("check", "not_a_choice")
	}
	var out []FoundDocument
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		choice, err := choosing(ctx, tx, q.Run)
		if err != nil {
			return err
		}
		customers, err := store.Rows[chosen](ctx, tx, chooseCustomers, choice...)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(customers, func(c chosen) bool { return c.ID == q.CustomerID })
		if at < 0 {
			return ledger.E("not_found")
		}
		policy, err := policyInForce(ctx, tx)
		if err != nil {
			return err
		}
		arguments := policy.arguments(actor.OrganizationID, []ledger.ID{q.CustomerID}, []calendar.Date{customers[at].Start}, q.Run.CutOff, []string{q.Check})
		out, err = store.Rows[FoundDocument](ctx, tx, asking(foundDocuments), append(arguments, q.AfterNo, q.AfterID, min(max(q.Limit, 1), MaxPage+1))...)
		return err
	})
	return out, err
}
