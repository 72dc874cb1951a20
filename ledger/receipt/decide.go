package receipt

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/payment"
)

// Decision is what a person says of a line: whose money it is, and which documents it pays, in this order; none leaves it on account.
type Decision struct {
	CustomerID  ledger.ID
	Documents   []ledger.ID
	Shown       []Take // what the person saw; refused when it is no longer open. Nil: nothing was shown
	Rule        attribution.Rule
	PostingDate calendar.Date // zero: the booking day
	Forget      bool          // do not remember the payer
}

const readShown = `
SELECT count(*)::int FROM unnest($1::uuid[], $2::text[]) AS s (item, amount) JOIN open_items i ON i.id = s.item WHERE i.open_amount >= s.amount::numeric`

// Decide makes the receipt of a line as a person read it, and remembers for whom the payer pays. Needs PostDocuments and SeeBank. Refused, in this order:
// reading_changed when what was shown is no longer open; posting_date_closed, with the next open day, for a day in a closed period; then as bank.Receive refuses. Of several who decide at the same time one succeeds.
func (s *Service) Decide(ctx context.Context, actor ledger.Actor, line ledger.ID, d Decision) (document.Posted, error) {
	if err := mayAct(actor); err != nil {
		return document.Posted{}, err
	}
	var out document.Posted
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := d.stillOpen(ctx, tx); err != nil {
			return err
		}
		if err := d.onOpenDay(ctx, tx, line); err != nil {
			return err
		}
		rule := string(d.Rule)
		if rule == "" {
			rule = "by_hand"
		}
		posted, err := bank.Receive(ctx, tx, line, bank.Receipt{CustomerID: d.CustomerID, PostingDate: d.PostingDate, Settles: d.Documents, Rule: rule, Reason: "decided by " + actor.Name})
		if err != nil {
			return err
		}
		out = posted.Posted
		if _, err := store.Exec(ctx, tx, dropReading, line); err != nil {
			return err
		}
		lines, err := bank.ReadLines(ctx, tx, []ledger.ID{line})
		if err != nil || len(lines) == 0 {
			return err
		}
		if err := payment.NoteReceipt(ctx, tx, posted.ID, d.CustomerID, moneyOf(lines[0]).Text...); err != nil || d.Forget {
			return err
		}
		return learn(ctx, tx, lines[0], d.CustomerID)
	})
	return out, err
}

func (d Decision) stillOpen(ctx context.Context, tx *store.Tx) error {
	var items []ledger.ID
	var amounts []string
	for _, t := range d.Shown {
		items, amounts = append(items, t.Item), append(amounts, t.Amount.String())
	}
	if len(items) == 0 {
		return nil
	}
	open, _, err := store.Value[int](ctx, tx, readShown, items, amounts)
	if err == nil && open < len(items) {
		err = ledger.E("reading_changed")
	}
	return err
}

// The day itself where its period is open, else the first of the next one that is.
const openDay = `(SELECT greatest(p.starts, %DAY%) FROM periods p WHERE p.organization_id = $1 AND p.closed_at IS NULL AND p.ends >= %DAY% ORDER BY p.starts LIMIT 1)`

var readOpenDay = strings.ReplaceAll(`SELECT w.day, `+openDay+` FROM (SELECT coalesce($3::date, l.booked_on) AS day FROM bank_lines l WHERE l.organization_id = $1 AND l.id = $2) w`, "%DAY%", "w.day")

// onOpenDay refuses a day whose period is closed while there is an open one after it.
func (d Decision) onOpenDay(ctx context.Context, tx *store.Tx, line ledger.ID) error {
	found, ok, err := store.Row[struct{ Day, Open calendar.Date }](ctx, tx, readOpenDay, tx.Actor.OrganizationID, line, d.PostingDate)
	if err == nil && ok && !found.Open.IsZero() && found.Open != found.Day {
		err = ledger.E("posting_date_closed").With("period", found.Day.String()[:7]).With("next", found.Open.String()).At("posting_date", "not_a_choice")
	}
	return err
}
