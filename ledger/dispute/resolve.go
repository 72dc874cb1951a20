package dispute

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

// ResolveCommand is what staff decide. Amount is asked for a part only; RowVersion is what the decision was made on.
type ResolveCommand struct {
	RowVersion int
	Decision   Decision
	Amount     decimal.Decimal
	Instrument Instrument
	RootCause  string
	Text       string
}

// resolution is a decision on its way: approved, put to the customer, posted.
type resolution struct {
	ID             ledger.ID
	Decision       Decision
	Instrument     Instrument
	Amount         decimal.Decimal
	RootCause      string
	Text           string
	State          string
	ProposedBy     ledger.ID
	ProposedByName string
	ApprovedBy     ledger.ID
	Together       ledger.ID // shared by all that are decided in one act
	SettlementID   ledger.ID // of a receipt that was found
	CreatedAt      time.Time
}

// Resolve decides a dispute. Accepting it whole posts the credit note at once; a part or a rejection is proposed to the
// customer first. Above the organization's threshold, or from somebody who may not post, a second person approves before
// anything else happens. Needs ProposeResolution. Of several at once exactly one succeeds, the others get already_resolved
// with its name.
func (s *Service) Resolve(ctx context.Context, actor ledger.Actor, id ledger.ID, cmd ResolveCommand) error {
	if err := actor.Require(ledger.ProposeResolution); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, cmd.RowVersion, true)
		if err != nil {
			return err
		}
		return resolve(ctx, tx, d, cmd)
	})
}

func resolve(ctx context.Context, tx *store.Tx, d current, cmd ResolveCommand) error {
	if err := d.undecided(); err != nil {
		return err
	}
	if err := cmd.settleAmount(d); err != nil {
		return err
	}
	if cmd.Decision == Disagree {
		return disagree(ctx, tx, d, cmd)
	}
	instrument, rate, err := chooseInstrument(ctx, tx, d, cmd)
	if err != nil {
		return err
	}
	return propose(ctx, tx, d, cmd.resolution(tx.Actor, instrument, needsApproval(tx.Actor, d, cmd.Amount, rate)))
}

// undecided refuses what somebody else decided meanwhile.
func (d current) undecided() error {
	if err := d.must(Open, InReview, Answered); err != nil {
		return ledger.E("already_resolved").With("winner", d.Winner).Because(err)
	}
	return nil
}

// resolution is the decision on its way: to a second person first, where one is asked.
func (c ResolveCommand) resolution(actor ledger.Actor, instrument Instrument, second bool) resolution {
	r := resolution{ID: ledger.NewID(), Decision: c.Decision, Instrument: instrument, Amount: c.Amount, RootCause: c.RootCause, Text: c.Text, State: "proposed",
		ProposedBy: actor.PersonID, ProposedByName: actor.Name}
	if second {
		r.State = "awaiting_approval"
	}
	return r
}

func propose(ctx context.Context, tx *store.Tx, d current, r resolution) error {
	if err := insertResolution(ctx, tx, d, r); err != nil {
		return err
	}
	if err := say(ctx, tx, d.ID, d.CustomerID, "staff", "proposed", r.Text, r.State == "awaiting_approval", r.data(d)); err != nil {
		return err
	}
	if r.State == "awaiting_approval" {
		if err := tell(ctx, tx, d, event.DisputeWaiting, r.facts(d)); err != nil {
			return err
		}
		return move(ctx, tx, d, AwaitingApproval)
	}
	return proceed(ctx, tx, d, r)
}

// settleAmount fills and checks the amount: the whole disputed amount, a true part of it, or none.
func (c *ResolveCommand) settleAmount(d current) error {
	bad := ledger.E("validation_failed")
	switch c.Decision {
	case AcceptWhole:
		c.Amount = d.DisputedAmount
	case AcceptPart:
		if !c.Amount.IsPositive() {
			bad.At("amount", "must_be_positive")
		} else if !money.Exact(c.Amount, money.Currency(d.Currency)) {
			bad.At("amount", "too_many_places")
		} else if !c.Amount.LessThan(d.DisputedAmount) {
			bad.At("amount", "too_large")
		}
	case Reject, Disagree:
		c.Amount = decimal.Zero
	default:
		bad.At("decision", "not_a_choice")
	}
	if !slices.Contains(RootCauses, c.RootCause) {
		bad.At("root_cause", "not_a_choice")
	}
	if len([]rune(c.Text)) > maxText {
		bad.At("text", "too_long")
	}
	if c.Decision != AcceptWhole && strings.TrimSpace(c.Text) == "" {
		bad.At("text", "required")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// needsApproval is four eyes: above the threshold in base currency, or when who proposes may not post.
func needsApproval(actor ledger.Actor, d current, amount, rate decimal.Decimal) bool {
	if amount.IsZero() {
		return false
	}
	return !actor.May(ledger.PostDocuments) || money.Base(amount, rate, money.Currency(d.BaseCurrency)).GreaterThan(d.Threshold)
}

// proceed takes an approved resolution on: to the books when the customer got all it asked for, else to the customer.
func proceed(ctx context.Context, tx *store.Tx, d current, r resolution) error {
	if r.Decision == AcceptWhole {
		return finish(ctx, tx, d, r)
	}
	if err := tell(ctx, tx, d, event.DisputeProposed, r.facts(d)); err != nil {
		return err
	}
	return move(ctx, tx, d, Proposed)
}

func insertResolution(ctx context.Context, tx *store.Tx, d current, r resolution) error {
	instrument := any(string(r.Instrument))
	if r.Amount.IsZero() || r.Instrument == "" {
		instrument = nil
	}
	_, err := store.Exec(ctx, tx, `
		INSERT INTO resolutions (id, organization_id, customer_id, dispute_id, decision, instrument, amount, root_cause, text, state, proposed_by, proposed_by_name, settlement_id, together)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.ID, tx.Actor.OrganizationID, d.CustomerID, d.ID, r.Decision, instrument, r.Amount, r.RootCause, r.Text, r.State, r.ProposedBy, r.ProposedByName, r.SettlementID, r.Together)
	tx.Audit(d.CustomerID, "dispute.proposed", map[string]any{"dispute": d.ID, "resolution": r.ID, "decision": r.Decision, "amount": r.Amount.String(), "currency": d.Currency, "state": r.State})
	return err
}

func (r resolution) facts(d current) map[string]any {
	return map[string]any{"decision": string(r.Decision), "amount": money.Text(r.Amount, money.Currency(d.Currency)), "currency": d.Currency, "instrument": string(r.Instrument)}
}

func (r resolution) data(d current) string {
	text, _ := json.Marshal(r.facts(d))
	return string(text)
}

// disagree closes a dispute that was rejected and returned: both sides keep their figure, on the record.
func disagree(ctx context.Context, tx *store.Tx, d current, cmd ResolveCommand) error {
	returned, _, err := store.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM resolutions WHERE dispute_id = $1 AND state = 'returned')`, d.ID)
	if err != nil {
		return err
	}
	if !returned {
		return ledger.E("state_forbids").With("state", string(d.State))
	}
	if !tx.Actor.May(ledger.PostDocuments) {
		return tx.Actor.Require(ledger.PostDocuments)
	}
	r := resolution{ID: ledger.NewID(), Decision: Disagree, RootCause: cmd.RootCause, Text: cmd.Text, State: "settled", ProposedBy: tx.Actor.PersonID, ProposedByName: tx.Actor.Name}
	if err := insertResolution(ctx, tx, d, r); err != nil {
		return err
	}
	return close(ctx, tx, d, r, "disagreement", ledger.ID{})
}

// close ends the dispute with its outcome and lets the statement follow.
func close(ctx context.Context, tx *store.Tx, d current, r resolution, outcome string, credit ledger.ID) error {
	_, err := store.Exec(ctx, tx, `
		UPDATE disputes SET state = 'resolved', outcome = $2, root_cause = $3, agreed_amount = $4, credit_document_id = $5, resolved_at = now(), row_version = row_version + 1 WHERE id = $1`,
		d.ID, outcome, r.RootCause, r.Amount, credit)
	if err != nil {
		return err
	}
	tx.Audit(d.CustomerID, "dispute.resolved", map[string]any{"dispute": d.ID, "before": d.State, "outcome": outcome, "amount": r.Amount.String(), "document": credit})
	if err := say(ctx, tx, d.ID, d.CustomerID, "system", "resolved", "", false, r.data(d)); err != nil {
		return err
	}
	facts := r.facts(d)
	facts["outcome"] = outcome
	if err := tell(ctx, tx, d, event.DisputeResolved, facts); err != nil {
		return err
	}
	return statement.Settle(ctx, tx, d.StatementID)
}
