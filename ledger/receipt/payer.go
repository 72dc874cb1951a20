package receipt

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/internal/store"
)

const insertPayer = `
INSERT INTO known_payers (organization_id, kind, value, turn, customer_id, shown, line_id, made_by, made_by_name)
SELECT $1, $2, $3, coalesce(max(turn), 0) + 1, $4, $5, $6, $7, $8 FROM known_payers k WHERE organization_id = $1 AND kind = $2 AND value = $3
HAVING (array_agg(customer_id ORDER BY turn DESC) FILTER (WHERE NOT ` + bank.HeldPayer + `))[1] IS DISTINCT FROM $4::uuid`

// learn remembers that whoever paid a line pays for a customer. What is known already is not said again. From a receipt that is flagged it
// counts once the flag is released.
func learn(ctx context.Context, tx *store.Tx, line bank.Line, customer ledger.ID) error {
	var b store.Batch
	queuePayer(&b, tx.Actor, line, payersOf(line), customer)
	return tx.Send(ctx, &b)
}

func queuePayer(b *store.Batch, actor ledger.Actor, line bank.Line, payers []payer, customer ledger.ID) {
	for _, p := range payers {
		shown := line.Counterparty
		if p.kind == "account" {
			shown = line.CounterpartyAccount
		}
		b.Do(insertPayer, actor.OrganizationID, p.kind, p.value, customer, shown, line.ID, actor.PersonID, actor.Name)
	}
}

const readKnown = `
SELECT p.kind, p.value, p.shown, p.customer_id, c.code, c.name, p.made_by_name, p.made_at
FROM (SELECT DISTINCT ON (kind, value) * FROM known_payers k WHERE organization_id = $1 AND NOT ` + bank.HeldPayer + ` ORDER BY kind, value, turn DESC) p JOIN customers c ON c.id = p.customer_id
WHERE ($2 = '' OR p.shown ILIKE $2 OR c.name ILIKE $2 OR c.code ILIKE $2) AND ($3::text = '' OR (p.kind, p.value) > ($3, $4)) ORDER BY p.kind, p.value LIMIT $5`

// Payers lists accounts and names that are known to pay for customers; text narrows, after goes on behind one. Needs SeeBank.
func (s *Service) Payers(ctx context.Context, actor ledger.Actor, text string, after Payer, limit int) ([]Payer, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	var out []Payer
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Payer](ctx, tx, readKnown, actor.OrganizationID, store.Like(text), after.Kind, after.Value, limit)
		return err
	})
	return out, err
}

// Forget takes back what was learnt of a payer; what was posted stays. Needs PostDocuments and SeeBank. Refused: not_found.
func (s *Service) Forget(ctx context.Context, actor ledger.Actor, kind, value string) error {
	if err := mayAct(actor); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		const forget = `
INSERT INTO known_payers (organization_id, kind, value, turn, customer_id, shown, made_by, made_by_name)
SELECT $1, $2, $3, p.turn + 1, NULL, p.shown, $4, $5 FROM known_payers p WHERE p.organization_id = $1 AND p.kind = $2 AND p.value = $3
  AND p.turn = (SELECT max(turn) FROM known_payers WHERE organization_id = $1 AND kind = $2 AND value = $3) AND p.customer_id IS NOT NULL`
		done, err := store.Exec(ctx, tx, forget, actor.OrganizationID, kind, value, actor.PersonID, actor.Name)
		if err == nil && done == 0 {
			err = ledger.E("not_found")
		}
		tx.Audit(ledger.ID{}, "payer.forgotten", map[string]any{"kind": kind, "value": value})
		return err
	})
}
