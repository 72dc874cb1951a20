package receipt

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/bank"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/money"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

const (
	turnTime  = 8 * time.Second  // how long one job goes on; then it hands over, so that a killed worker is noticed soon
	turnLimit = 25 * time.Second // when it counts as stuck: reading a million open items takes a busy machine ten seconds more
	chunk     = 200              // lines read at a time
)

// Args tell a worker which run to go on with.
type Args struct {
	OrganizationID ledger.ID `json:"organization_id"`
	RunID          ledger.ID `json:"run_id"`
}

// Kind names the work.
func (Args) Kind() string { return "receipt.run" }

// Register lets a worker do the runs.
func (s *Service) Register(r *job.Registry, clock ledger.Clock) {
	k := kept{desks: map[ledger.ID]keptDesk{}}
	job.RegisterLong(r, turnLimit, func(ctx context.Context, args Args) error {
		now := clock()
		d := k.take(args.RunID, now)
		read, left, err := s.work(ctx, args, d.desk, func() bool { return clock().Before(now.Add(turnTime)) })
		if err == nil && left {
			k.put(args.RunID, keptDesk{read, d.opened})
			err = job.Again
		}
		return err
	})
}

// Finish does a run's work here until it has nothing to do: for the command line, the demo and tests.
func (s *Service) Finish(ctx context.Context, args Args) error {
	_, _, err := s.work(ctx, args, nil, func() bool { return true })
	return err
}

const selectRuns = `
SELECT id, posts, state, lines, posted, suggested, unidentified, made_by_name, created_at, finished_at FROM receipt_runs WHERE organization_id = $1`

// Start begins a run over every line that waits; with posts, what is certain becomes a receipt by itself. Needs PostDocuments and SeeBank.
// Refused: nothing_to_do when no line waits; receipt_run_running while another is under way.
func (s *Service) Start(ctx context.Context, actor ledger.Actor, posts bool) (Run, error) {
	if err := mayAct(actor); err != nil {
		return Run{}, err
	}
	var out Run
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := bank.MeetPayouts(ctx, tx); err != nil { // what is a provider's payout is no customer's money
			return err
		}
		_, waits, err := store.Value[int](ctx, tx, `SELECT 1 FROM bank_lines_waiting WHERE organization_id = $1 LIMIT 1`, actor.OrganizationID)
		if err == nil && !waits {
			err = ledger.E("nothing_to_do")
		}
		if err != nil {
			return err
		}
		id := ledger.NewID()
		if _, err := store.Exec(ctx, tx, `INSERT INTO receipt_runs (id, organization_id, posts, state, made_by, made_by_name) VALUES ($1, $2, $3, 'running', $4, $5)`,
			id, actor.OrganizationID, posts, actor.PersonID, actor.Name); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "receipt_run.started", map[string]any{"run": id, "posts": posts})
		if err := s.jobs.Insert(ctx, tx, Args{actor.OrganizationID, id}); err != nil {
			return err
		}
		out, _, err = store.Row[Run](ctx, tx, selectRuns+` AND id = $2`, actor.OrganizationID, id)
		return err
	})
	return out, err
}

// Runs lists the latest runs, at most fifty. Needs SeeBank.
func (s *Service) Runs(ctx context.Context, actor ledger.Actor) ([]Run, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	var out []Run
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Run](ctx, tx, selectRuns+` ORDER BY id DESC LIMIT 50`, actor.OrganizationID)
		return err
	})
	return out, err
}

func mayAct(actor ledger.Actor) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	return actor.Require(ledger.SeeBank)
}

type head struct {
	Posts  bool
	State  string
	DoneTo ledger.ID
}

// work looks at the lines of a run, in the order in which they were imported, while it may go on, and at some at least. What becomes of a set of lines and how far
// the run is are kept together, so that a run that was cut off goes on after the last set. d is the run's desk; nil: it is opened.
func (s *Service) work(ctx context.Context, args Args, d *desk, goOn func() bool) (_ *desk, left bool, err error) {
	actor := ledger.SystemActor(args.OrganizationID, "automatic matching")
	var h head
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if h, _, err = store.Row[head](ctx, tx, `SELECT posts, state, done_to FROM receipt_runs WHERE id = $1`, args.RunID); err == nil && h.State == "running" && d == nil {
			d, err = openDesk(ctx, tx)
		}
		return err
	})
	if err != nil || h.State != "running" {
		return nil, false, err
	}
	t := &turn{Service: s, actor: actor, run: args.RunID, posts: h.Posts, desk: d, news: map[payer]bool{}}
	for more := true; more; more = goOn() {
		var lines []bank.Line
		err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
			lines, err = bank.ReadWaiting(ctx, tx, h.DoneTo, chunk)
			return err
		})
		if err != nil {
			return nil, true, err
		}
		if len(lines) == 0 {
			return nil, false, s.finish(ctx, actor, args.RunID)
		}
		for _, line := range lines {
			if err := t.take(ctx, line); err != nil {
				return nil, true, err
			}
			h.DoneTo = line.ID
		}
		if err := t.write(ctx); err != nil {
			return nil, true, err
		}
	}
	return d, true, nil
}

const (
	countLine = `
UPDATE receipt_runs SET done_to = $2, lines = lines + 1, posted = posted + CASE WHEN $3 = 'posted' THEN 1 ELSE 0 END,
  suggested = suggested + CASE WHEN $3 = 'suggested' THEN 1 ELSE 0 END, unidentified = unidentified + CASE WHEN $3 = 'unidentified' THEN 1 ELSE 0 END
WHERE id = $1 AND state = 'running'`
	keepReading = `
INSERT INTO receipt_readings (line_id, organization_id, run_id, customer_id, certain, suggestions, refused) VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7)
ON CONFLICT (line_id) DO UPDATE SET run_id = excluded.run_id, customer_id = excluded.customer_id, certain = excluded.certain, suggestions = excluded.suggestions, refused = excluded.refused, made_at = clock_timestamp()`
	dropReading = `DELETE FROM receipt_readings WHERE line_id = $1`
)

// look posts a line that is certain, or notes how it may be read. What the books refuse is noted with the reason and left to a person.
func (s *Service) look(ctx context.Context, actor ledger.Actor, run ledger.ID, posts bool, d *desk, line bank.Line) error {
	m := moneyOf(line)
	spent := ""
	if posts {
		done, paid, err := s.bySum(ctx, actor, run, d, line, m)
		if done || err != nil {
			return err
		}
		spent = paid
	}
	answer := d.Match(m)
	booked, err := s.booked(ctx, actor, []read{{line: line, answer: answer}})
	if err != nil {
		return err
	}
	refused := doubt(line, answer, booked[line.ID])
	if spent != "" {
		refused = spent
	}
	if posts && answer.Certain && refused == "" {
		best, flagged := answer.Suggestions[0], false
		err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
			made, err := bank.Receive(ctx, tx, line.ID, bank.Receipt{CustomerID: best.Customer, Settles: d.documents(best), Rule: string(best.Rule), Reason: reasonText(best)})
			if err != nil {
				return err
			}
			flagged = made.Flagged
			if err := learn(ctx, tx, line, best.Customer); err != nil {
				return err
			}
			return settled(ctx, tx, run, line.ID)
		})
		switch {
		case err == nil:
			d.Settle(best.Takes)
			if !flagged {
				d.Learn(m.Payer, m.Account, best.Customer)
			}
			return nil
		case ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable):
			return err
		}
		refused = ledger.AsError(err).Code
	}
	text, err := json.Marshal(d.word(answer.Suggestions))
	if err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		b.Do(keepReading, line.ID, actor.OrganizationID, run, answer.Customer, answer.Certain && refused == "", string(text), refused)
		b.Do(countLine, run, line.ID, outcomeOf(answer))
		return tx.Send(ctx, &b)
	})
}

// perhapsPayout tells whether the payer is a payment provider: then the money is its payout, which is booked as such, unless the text names what it pays.
func perhapsPayout(line bank.Line, a attribution.Answer) bool {
	if provider.PaysAs(line.Counterparty) == "" {
		return false
	}
	return len(a.Suggestions) == 0 || a.Suggestions[0].Rule != attribution.ByReference && a.Suggestions[0].Rule != attribution.ByNumber
}

func settled(ctx context.Context, tx *store.Tx, run, line ledger.ID) error {
	var b store.Batch
	b.Do(dropReading, line)
	b.Do(countLine, run, line, "posted")
	return tx.Send(ctx, &b)
}

func (s *Service) finish(ctx context.Context, actor ledger.Actor, run ledger.ID) error {
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		ended, err := store.Exec(ctx, tx, `UPDATE receipt_runs SET state = 'done', finished_at = now() WHERE id = $1 AND state = 'running'`, run)
		if err == nil && ended > 0 {
			tx.Audit(ledger.ID{}, "receipt_run.done", map[string]any{"run": run})
		}
		return err
	})
}

func moneyOf(line bank.Line) attribution.Money {
	text := []string{line.EndToEnd, line.Remittance, line.BankText}
	return attribution.Money{ID: line.ID, Currency: money.Currency(line.Currency), Amount: line.Amount, Date: line.BookedOn, Payer: line.Counterparty, Account: line.CounterpartyAccount,
		Text: text, Codes: payment.Codes(text...)}
}
