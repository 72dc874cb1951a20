package statement

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Candidate is a customer that takes part in a run.
type Candidate struct {
	ID   ledger.ID
	Code string
	Name string
}

// MaxCandidates is how many customers a search shows.
const MaxCandidates = 20

const findCandidates = `
SELECT c.id, c.code, c.name FROM customers c
WHERE c.organization_id = $1 AND c.id = ANY ($2) AND (c.code ILIKE $3 OR c.name ILIKE $3 OR c.name_en ILIKE $3
  OR EXISTS (SELECT FROM field_values v WHERE v.object_id = c.id AND v.subject = 'customer' AND v.value ILIKE $3))
ORDER BY c.code LIMIT $4`

// Candidates finds customers among those that a run would take in, by a part of the code, the name in either language or a custom
// field; an empty text finds the first. Who is left out by hand already is found too. Needs MakeStatements. Refused as PreviewRun.
func (s *Service) Candidates(ctx context.Context, actor ledger.Actor, cmd RunCommand, text string) ([]Candidate, error) {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return nil, err
	}
	if err := cmd.check(); err != nil {
		return nil, err
	}
	like := "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.TrimSpace(text)) + "%"
	var out []Candidate
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		choice, err := choosing(ctx, tx, cmd)
		if err != nil {
			return err
		}
		customers, err := store.Rows[chosen](ctx, tx, chooseCustomers, choice...)
		if err != nil {
			return err
		}
		ids := make([]ledger.ID, len(customers))
		for i, c := range customers {
			ids[i] = c.ID
		}
		out, err = store.Rows[Candidate](ctx, tx, findCandidates, actor.OrganizationID, ids, like, MaxCandidates)
		return err
	})
	return out, err
}
