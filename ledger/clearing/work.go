package clearing

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/settling"
)

const (
	turnTime = 6 * time.Second // how long one job goes on; then it hands over, so that a killed worker is noticed soon
	chunk    = 50              // customers planned, and looked up to be settled, at a time
)

// Register lets a worker do the runs.
func (s *Service) Register(r *job.Registry, clock ledger.Clock) {
	job.Register(r, func(ctx context.Context, args Args) error {
		for until := clock().Add(turnTime); clock().Before(until); {
			left, err := s.Work(ctx, args)
			if err != nil || !left {
				return err
			}
		}
		return job.Again
	})
}

type head struct {
	CustomerID ledger.ID
	On         calendar.Date
	State      string
	Rules      int
	PlannedTo  ledger.ID
	SettledBy  ledger.ID
	By         string
}

const readHead = `SELECT customer_id, effective_date, state, rules_version, planned_to, settled_by, settled_by_name FROM settling_runs WHERE id = $1`

// Work plans or settles the next customers of a run. left is false when there is nothing more to do.
func (s *Service) Work(ctx context.Context, args Args) (left bool, err error) {
	actor := ledger.SystemActor(args.OrganizationID, "automatic allocation")
	var h head
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		h, _, err = store.Row[head](ctx, tx, readHead, args.RunID)
		return err
	})
	switch {
	case err != nil:
		return false, err
	case h.State == "planning":
		return s.plan(ctx, actor, args.RunID)
	case h.State == "settling":
		actor.PersonID, actor.Name = h.SettledBy, h.By
		return s.settle(ctx, actor, args.RunID, h)
	}
	return false, nil
}

const nextCustomers = `
SELECT DISTINCT customer_id FROM open_items WHERE side = 'credit' AND open_amount > 0 AND posting_date <= $3
  AND ($1::uuid IS NULL OR customer_id = $1) AND ($2::uuid IS NULL OR customer_id > $2) ORDER BY customer_id LIMIT $4`

const insertCredit = `
INSERT INTO settling_run_credits (run_id, credit_item, organization_id, customer_id, currency, open_amount, settles, state, rule, found, why, content)
SELECT $1, i.id, i.organization_id, i.customer_id, i.currency, i.open_amount, $3, $4, $5, $6, $7, $8::text::jsonb FROM open_items i WHERE i.id = $2
ON CONFLICT (run_id, credit_item) DO NOTHING`

// plan says what would become of the credits of the next customers; they and how far the run is are kept together.
func (s *Service) plan(ctx context.Context, actor ledger.Actor, run ledger.ID) (left bool, err error) {
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		left = false
		if _, err := store.Exec(ctx, tx, `SELECT FROM settling_runs WHERE id = $1 FOR UPDATE`, run); err != nil {
			return err
		}
		h, _, err := store.Row[head](ctx, tx, readHead, run)
		if err != nil || h.State != "planning" {
			return err
		}
		customers, err := store.Values[ledger.ID](ctx, tx, nextCustomers, h.CustomerID, h.PlannedTo, h.On, chunk)
		if err != nil {
			return err
		}
		if len(customers) == 0 {
			_, err := store.Exec(ctx, tx, `UPDATE settling_runs SET state = 'planned', planned_at = now(), row_version = row_version + 1 WHERE id = $1`, run)
			return err
		}
		rules, err := allocation.RulesOf(ctx, tx, h.Rules)
		if err != nil {
			return err
		}
		for _, customer := range customers {
			if err := planOne(ctx, tx, run, rules, customer, h.On); err != nil {
				return err
			}
		}
		left = true
		_, err = store.Exec(ctx, tx, `UPDATE settling_runs SET planned_to = $2 WHERE id = $1`, run, customers[len(customers)-1])
		return err
	})
	return left, err
}

// content is what a credit would settle, as it is kept.
type content struct {
	Pairs  []allocation.Pair  `json:"pairs"`
	Extras []allocation.Extra `json:"extras"`
}

func planOne(ctx context.Context, tx *store.Tx, run ledger.ID, rules allocation.RuleSet, customer ledger.ID, on calendar.Date) error {
	taken, left, err := allocation.Plan(ctx, tx, rules, customer, on)
	if err != nil {
		return err
	}
	var b store.Batch
	for _, t := range taken {
		text, settles, err := kept(t)
		if err != nil {
			return err
		}
		b.Do(insertCredit, run, t.Credit, settles, "proposed", string(t.Rule), t.Found, "", text)
	}
	for _, e := range left {
		b.Do(insertCredit, run, e.Credit, decimal.Zero, "exception", "", "", string(e.Why), "{}")
	}
	return tx.Send(ctx, &b)
}

func kept(t settling.Suggestion) (text string, settles decimal.Decimal, err error) {
	var c content
	c.Pairs, c.Extras = allocation.Pairs(t)
	for _, pair := range c.Pairs {
		settles = settles.Add(pair.CreditAmount)
	}
	raw, err := json.Marshal(c)
	return string(raw), settles, err
}

const nextWaiting = `SELECT DISTINCT customer_id FROM settling_run_credits WHERE run_id = $1 AND state = 'proposed' ORDER BY customer_id LIMIT $2`

// settle settles the next customers, each in a transaction of its own; where one fails its credits say why and the others go on.
func (s *Service) settle(ctx context.Context, actor ledger.Actor, run ledger.ID, h head) (left bool, err error) {
	var customers []ledger.ID
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		customers, err = store.Values[ledger.ID](ctx, tx, nextWaiting, run, chunk)
		return err
	})
	if err != nil {
		return false, err
	}
	if len(customers) == 0 {
		return false, s.finish(ctx, actor, run)
	}
	for _, customer := range customers {
		err := s.settleOne(ctx, actor, run, customer, h)
		if err == nil {
			continue
		}
		if ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable) {
			return true, err
		}
		slog.WarnContext(ctx, "a customer of an allocation run failed", "run", run, "customer", customer, "error", err)
		if err := s.fail(ctx, actor, run, customer, err); err != nil {
			return true, err
		}
	}
	return true, nil
}

func (s *Service) finish(ctx context.Context, actor ledger.Actor, run ledger.ID) error {
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		const done = `UPDATE settling_runs SET state = 'done', finished_at = now(), row_version = row_version + 1 WHERE id = $1 AND state = 'settling'`
		ended, err := store.Exec(ctx, tx, done, run)
		if err == nil && ended > 0 {
			tx.Audit(ledger.ID{}, "settling_run.done", map[string]any{"run": run})
		}
		return err
	})
}

const takeWaiting = `SELECT credit_item, content FROM settling_run_credits WHERE run_id = $1 AND customer_id = $2 AND state = 'proposed' ORDER BY credit_item FOR UPDATE`

type waiting struct {
	Item    ledger.ID
	Content []byte
}

// settleOne plans the customer again under lock and settles what still comes out as it was shown.
func (s *Service) settleOne(ctx context.Context, actor ledger.Actor, run, customer ledger.ID, h head) error {
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, allocation.LockCustomer, customer); err != nil {
			return err
		}
		credits, err := store.Rows[waiting](ctx, tx, takeWaiting, run, customer)
		if err != nil || len(credits) == 0 {
			return err
		}
		rules, err := allocation.RulesOf(ctx, tx, h.Rules)
		if err != nil {
			return err
		}
		taken, _, err := allocation.Plan(ctx, tx, rules, customer, h.On)
		if err != nil {
			return err
		}
		for _, c := range credits {
			if err := s.settleCredit(ctx, tx, run, customer, h, c, taken); err != nil {
				return err
			}
		}
		return nil
	})
}

const markCredit = `UPDATE settling_run_credits SET state = $3, settlement_id = $4, code = $5 WHERE run_id = $1 AND credit_item = $2`

func (s *Service) settleCredit(ctx context.Context, tx *store.Tx, run, customer ledger.ID, h head, c waiting, taken []settling.Suggestion) error {
	at := slices.IndexFunc(taken, func(t settling.Suggestion) bool { return t.Credit == c.Item })
	var shown content
	if err := json.Unmarshal(c.Content, &shown); err != nil {
		return err
	}
	if at < 0 || !shown.same(taken[at]) {
		_, err := store.Exec(ctx, tx, markCredit, run, c.Item, "changed", ledger.ID{}, "open_changed")
		return err
	}
	id, err := allocation.Allocate(ctx, tx, allocation.Command{CustomerID: customer, EffectiveDate: h.On, Mode: allocation.Automatic, Pairs: shown.Pairs, Extras: shown.Extras,
		Rule: string(taken[at].Rule), RunID: run})
	if err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, markCredit, run, c.Item, "settled", id, "")
	return err
}

// same tells whether a suggestion made now takes what was shown.
func (c content) same(t settling.Suggestion) bool {
	pairs, extras := allocation.Pairs(t)
	return slices.EqualFunc(c.Pairs, pairs, func(a, b allocation.Pair) bool {
		return a.DebitItem == b.DebitItem && a.CreditItem == b.CreditItem && a.DebitAmount.Equal(b.DebitAmount)
	}) && slices.EqualFunc(c.Extras, extras, func(a, b allocation.Extra) bool {
		return a.Kind == b.Kind && a.Item == b.Item && a.Amount.Equal(b.Amount)
	})
}

func (s *Service) fail(ctx context.Context, actor ledger.Actor, run, customer ledger.ID, cause error) error {
	code := ledger.AsError(cause).Code
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `UPDATE settling_run_credits SET state = 'failed', code = $3 WHERE run_id = $1 AND customer_id = $2 AND state = 'proposed'`, run, customer, code)
		return err
	})
}

// Finish does a run's work here until it has nothing to do: for the command line, the demo and tests.
func (s *Service) Finish(ctx context.Context, args Args) error {
	for {
		left, err := s.Work(ctx, args)
		if err != nil && !errors.Is(err, job.Later) {
			return err
		}
		if !left {
			return nil
		}
	}
}
