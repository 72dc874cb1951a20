package statement

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

const keepFindings = `
UPDATE statement_run_customers c SET findings = m.findings::jsonb FROM unnest($2::uuid[], $3::text[]) AS m (customer_id, findings)
WHERE c.run_id = $1 AND c.customer_id = m.customer_id AND c.findings <> m.findings::jsonb`

// holdBack runs the checks for the customers whose turn it is and keeps what they found on the run. Those that a check holds back and
// nobody has released get no statement now.
func holdBack(ctx context.Context, tx *store.Tx, run ledger.ID, cutOff calendar.Date, turn []turnOf) (free []chosen, held map[ledger.ID]bool, err error) {
	policy, err := policyInForce(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	customers := make([]chosen, len(turn))
	for i, c := range turn {
		customers[i] = chosen{c.ID, c.Start}
	}
	books, err := checkOrganization(ctx, tx, policy.CyclePolicy)
	if err != nil {
		return nil, nil, err
	}
	found, err := checkCustomers(ctx, tx, policy.CyclePolicy, customers, cutOff)
	if err != nil {
		return nil, nil, err
	}
	of := byCustomer(found)
	held = map[ledger.ID]bool{}
	var ids []ledger.ID
	var texts []string
	for i, c := range turn {
		mine := slices.Concat(of[c.ID], books)
		if len(mine) > 0 {
			ids, texts = append(ids, c.ID), append(texts, findingsText(mine))
		}
		if blocks(mine) && !c.Released {
			held[c.ID] = true
			continue
		}
		free = append(free, customers[i])
	}
	if len(ids) == 0 {
		return free, held, nil
	}
	_, err = store.Exec(ctx, tx, keepFindings, run, ids, texts)
	return free, held, err
}

const releaseCustomers = `
UPDATE statement_run_customers SET state = 'pending', code = '', reason = '', released = $3 WHERE run_id = $1 AND customer_id = ANY ($2) AND state = 'blocked'`

// ReleaseRun lets customers of a run go on that a check holds back, for a reason that is kept with the run. Needs MakeStatements.
// Refused: a missing reason, not_found, state_forbids for a cancelled run, nothing_to_do when none of them is held back.
func (s *Service) ReleaseRun(ctx context.Context, actor ledger.Actor, run ledger.ID, customers []ledger.ID, reason string) error {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		head, err := lockRun(ctx, tx, run)
		if err != nil {
			return err
		}
		if head.State == "cancelled" {
			return ledger.E("state_forbids").With("state", head.State)
		}
		count, err := store.Exec(ctx, tx, releaseCustomers, run, distinct(customers), reason)
		if err != nil {
			return err
		}
		if count == 0 {
			return ledger.E("nothing_to_do")
		}
		if _, err := store.Exec(ctx, tx, `UPDATE statement_runs SET state = 'queued', finished_at = NULL WHERE id = $1 AND state = 'done'`, run); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "statement_run.released", map[string]any{"run": run, "customers": customers, "reason": reason})
		return s.jobs.Insert(ctx, tx, RunArgs{actor.OrganizationID, run})
	})
}
