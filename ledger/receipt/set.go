package receipt

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// read is a line with what the desk made of it. What is certain is settled on the desk already, so that the lines after it are read as though
// it were posted.
type read struct {
	line   bank.Line
	payers []payer
	answer attribution.Answer
	posts  bool
}

// turn is a run at work: lines that were read and are not written yet, in their order.
type turn struct {
	*Service
	actor ledger.Actor
	run   ledger.ID
	posts bool
	desk  *desk
	set   []read
	news  map[payer]bool // of whom the set, once posted, makes the desk know more
}

// take reads a line. It is written with its set; the set is written first where the line depends on it: because the line names a payment
// reference, or because its payer is somebody of whom the set will teach something.
func (t *turn) take(ctx context.Context, line bank.Line) error {
	m := moneyOf(line)
	if t.posts && len(m.Codes) > 0 {
		if err := t.write(ctx); err != nil {
			return err
		}
		return t.look(ctx, t.actor, t.run, true, t.desk, line)
	}
	r := read{line: line, payers: payersOf(line)}
	if slices.ContainsFunc(r.payers, func(p payer) bool { return t.news[p] }) {
		if err := t.write(ctx); err != nil {
			return err
		}
	}
	r.answer = t.desk.Match(m)
	if r.posts = t.posts && r.answer.Certain && !perhapsPayout(line, r.answer); r.posts {
		t.desk.Settle(r.answer.Suggestions[0].Takes)
		if !t.desk.Knows(line.Counterparty, line.CounterpartyAccount, r.answer.Suggestions[0].Customer) {
			for _, p := range r.payers {
				t.news[p] = true
			}
		}
	}
	if t.set = append(t.set, r); len(t.set) == bank.MaxSet {
		return t.write(ctx)
	}
	return nil
}

// write writes the set in one transaction. Where the books refuse one of it, or what is certain is perhaps booked already, each line is looked at
// by itself, in the same order.
func (t *turn) write(ctx context.Context) error {
	set := t.set
	t.set, t.news = nil, map[payer]bool{}
	if len(set) == 0 {
		return nil
	}
	booked, err := t.booked(ctx, t.actor, set)
	if err != nil {
		return err
	}
	doubtful := slices.ContainsFunc(set, func(r read) bool { return r.posts && booked[r.line.ID] })
	if !doubtful {
		err = t.writeAll(ctx, set, booked)
		if err == nil || ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable) {
			return err
		}
	}
	for _, r := range slices.Backward(set) {
		if r.posts {
			t.desk.Reopen(r.answer.Suggestions[0].Takes)
		}
	}
	for _, r := range set {
		if err := t.look(ctx, t.actor, t.run, t.posts, t.desk, r.line); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) writeAll(ctx context.Context, set []read, booked map[ledger.ID]bool) error {
	var asked []bank.Asked
	for _, r := range set {
		if best := r.answer.Suggestions; r.posts {
			asked = append(asked, bank.Asked{Line: r.line, Receipt: bank.Receipt{CustomerID: best[0].Customer, Settles: t.desk.documents(best[0]), Rule: string(best[0].Rule), Reason: reasonText(best[0])}})
		}
	}
	var made []bank.Made
	err := t.db.Write(ctx, t.actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if made = nil; len(asked) > 0 {
			if made, err = bank.ReceiveAll(ctx, tx, asked); err != nil {
				return err
			}
		}
		var b store.Batch
		counted := map[string]int{}
		var done []ledger.ID
		at := 0
		for _, r := range set {
			if !r.posts {
				outcome, err := t.keep(&b, r, booked[r.line.ID])
				if err != nil {
					return err
				}
				counted[outcome]++
				continue
			}
			counted["posted"]++
			done = append(done, r.line.ID)
			if best := r.answer.Suggestions[0]; made[at].Flagged || !t.desk.onRecord(r.payers, best.Customer) {
				queuePayer(&b, tx.Actor, r.line, r.payers, best.Customer)
			}
			at++
		}
		if len(done) > 0 {
			b.Do(`DELETE FROM receipt_readings WHERE line_id = ANY ($1)`, done)
		}
		b.Do(countSet, t.run, set[len(set)-1].line.ID, counted["posted"], counted["suggested"], counted["unidentified"])
		return tx.Send(ctx, &b)
	})
	if err != nil {
		return err
	}
	at := 0
	for _, r := range set {
		if !r.posts {
			continue
		}
		if who := asked[at].CustomerID; !made[at].Flagged && !t.desk.onRecord(r.payers, who) {
			t.desk.Learn(r.line.Counterparty, r.line.CounterpartyAccount, who)
			for _, p := range r.payers {
				t.desk.kept[p] = who
			}
		}
		at++
	}
	return nil
}

const countSet = `
UPDATE receipt_runs SET done_to = $2, lines = lines + $3::int + $4::int + $5::int, posted = posted + $3, suggested = suggested + $4, unidentified = unidentified + $5
WHERE id = $1 AND state = 'running'`

// keep notes how a line may be read, and tells what became of it.
func (t *turn) keep(b *store.Batch, r read, booked bool) (string, error) {
	refused := doubt(r.line, r.answer, booked)
	text, err := json.Marshal(t.desk.word(r.answer.Suggestions))
	if err != nil {
		return "", err
	}
	b.Do(keepReading, r.line.ID, t.actor.OrganizationID, t.run, r.answer.Customer, r.answer.Certain && refused == "", string(text), refused)
	return outcomeOf(r.answer), nil
}

// doubt is why a line is left to a person although it may be certain whose it is; "" for none.
func doubt(line bank.Line, a attribution.Answer, booked bool) string {
	switch {
	case booked:
		return "receipt_booked"
	case perhapsPayout(line, a):
		return "provider_payout"
	}
	return ""
}

func outcomeOf(a attribution.Answer) string {
	if len(a.Suggestions) == 0 && a.Customer.IsZero() {
		return "unidentified"
	}
	return "suggested"
}

// Of a customer's receipts of those days only those of that amount are looked at further: OFFSET 0 keeps the order.
var readBooked = store.OverSet(`
SELECT w.line FROM {set} WHERE EXISTS (
  SELECT FROM (SELECT d.id FROM documents d WHERE d.customer_id = w.customer AND d.currency = w.currency AND d.gross = w.amount AND d.kind IN ('receipt', 'advance')
    AND d.document_date BETWEEN w.day - 7 AND w.day + 7 OFFSET 0) d
  WHERE NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = d.id) AND NOT EXISTS (SELECT FROM bank_line_receipts r WHERE r.document_id = d.id))`, "w", 1,
	"line uuid", "customer uuid", "currency text", "amount numeric", "day date")

// booked are the lines of whose customer and amount somebody entered a receipt within a week that no line is joined to: the money is perhaps booked.
func (s *Service) booked(ctx context.Context, actor ledger.Actor, set []read) (map[ledger.ID]bool, error) {
	var of struct {
		line, customer []ledger.ID
		currency       []string
		amount         []decimal.Decimal
		day            []calendar.Date
	}
	for _, r := range set {
		if who := r.answer.Customer; !who.IsZero() {
			of.line, of.customer, of.currency = append(of.line, r.line.ID), append(of.customer, who), append(of.currency, r.line.Currency)
			of.amount, of.day = append(of.amount, r.line.Amount), append(of.day, r.line.BookedOn)
		}
	}
	out := map[ledger.ID]bool{}
	if len(of.line) == 0 {
		return out, nil
	}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, err := store.Values[ledger.ID](ctx, tx, readBooked.For(len(of.line)), of.line, of.customer, of.currency, of.amount, of.day)
		for _, id := range found {
			out[id] = true
		}
		return err
	})
	return out, err
}
