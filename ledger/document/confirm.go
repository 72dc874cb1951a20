package document

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// Answer is what a customer said to a receivable it was asked about; Withdrawn is the seller's own second thought.
type Answer string

// The answers; empty while the customer is asked.
const (
	Confirmed Answer = "confirmed"
	Rejected  Answer = "rejected"
	Withdrawn Answer = "withdrawn"
)

// Round is one time that a customer was asked to confirm a receivable (应收确认): what was shown, and who answered what, when and
// from where. A rejected receivable that is handed in again is asked in the next round; the former one stays.
type Round struct {
	ID           ledger.ID
	DraftID      ledger.ID
	Round        int
	SHA256       string // of the content as it was shown
	Content      New
	Currency     string
	Gross        decimal.Decimal
	DocumentDate calendar.Date
	AskedByName  string
	AskedAt      time.Time
	Answer       Answer
	Opinion      string
	AnsweredBy   string
	AnsweredFrom string // network address; only staff see it
	AnsweredAt   *time.Time
	DocumentID   ledger.ID // what the confirmation posted, with its number
	DocumentNo   string
	CustomerID   ledger.ID
}

// wantsConfirmation: receivables alone are asked about; what reduces the debt, and what was owed at the start, is not.
func (p *prepared) wantsConfirmation() bool { return p.Kind == Receivable && p.customer.confirms }

// checked holds a receivable to the internal confirmation (CNF-01): what came by no draft has passed neither business nor finance.
func (p *prepared) checked(f *facts) error {
	if p.Kind != Receivable || !p.CheckedIn.IsZero() || !f.policy.CheckSources || len(f.policy.Checks) == 0 {
		return nil
	}
	missing := make([]string, len(f.policy.Checks))
	for i, check := range f.policy.Checks {
		missing[i] = string(check)
	}
	return ledger.E("checks_missing").With("missing", strings.Join(missing, ", "))
}

const insertRound = `
INSERT INTO receivable_confirmations (id, organization_id, customer_id, draft_id, round, content, sha256, currency, gross, document_date, asked_by, asked_by_name)
SELECT $1, $2, $3, $4, 1 + count(*), $5, $6, $7, $8, $9, $10, $11 FROM receivable_confirmations WHERE draft_id = $4`

const askDraft = `
UPDATE drafts SET state = 'confirming', decided_by = $2, gross_base = $3, needs_second = $4, steps_done = $5, waiting_role = '', reason = '', updated_at = now(), row_version = row_version + 1 WHERE id = $1`

// askCustomer shows an approved receivable to its customer.
func askCustomer(ctx context.Context, tx *store.Tx, d Draft, p *prepared, second bool) error {
	id, content := ledger.NewID(), contentOf(d.Content)
	sum := sha256.Sum256([]byte(content))
	if _, err := store.Exec(ctx, tx, insertRound, id, tx.Actor.OrganizationID, d.CustomerID, d.ID, content, sum[:], string(d.Content.Currency), p.gross,
		d.Content.DocumentDate, tx.Actor.PersonID, tx.Actor.Name); err != nil {
		return err
	}
	tx.Audit(d.CustomerID, "receivable.asked", map[string]any{"draft": d.ID, "confirmation": id, "sha256": hex.EncodeToString(sum[:]), "submitted_by": d.SubmittedBy})
	if _, err := store.Exec(ctx, tx, askDraft, d.ID, tx.Actor.PersonID, p.grossBase, second, d.StepsDone); err != nil {
		return err
	}
	return event.Record(ctx, tx, event.Event{Kind: event.ReceivableAsked, CustomerID: d.CustomerID, Data: map[string]any{"confirmation": id, "amount": p.gross.String(), "currency": d.Content.Currency}})
}

// AnswerCommand answers one round. SHA256 is the hex hash of what was shown; Opinion is needed to reject.
type AnswerCommand struct {
	RoundID ledger.ID
	SHA256  string
	Confirm bool
	Opinion string
}

const maxOpinion = 500

// AnswerReceivable confirms a receivable, which posts it in the same transaction, or rejects it, which returns it to the seller. It is
// posted on its own posting date, or today where that period has been closed meanwhile. Needs ConfirmStatements. Refused, in this
// order: faults of the command, not_found, confirmation_answered, content_changed, as Post refuses.
func (s *Service) AnswerReceivable(ctx context.Context, actor ledger.Actor, cmd AnswerCommand) (Round, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return Round{}, err
	}
	if err := cmd.check(); err != nil {
		return Round{}, err
	}
	system := actor
	system.Audience = ledger.System // the customer decides; the books are written with the program's rights
	var out Round
	err := s.db.Write(ctx, system, func(ctx context.Context, tx *store.Tx) error {
		round, draft, err := lockRound(ctx, tx, cmd.RoundID)
		switch {
		case err != nil:
			return err
		case round.CustomerID != actor.CustomerID:
			return ledger.E("not_found")
		case round.Answer != "":
			return ledger.E("confirmation_answered").With("who", round.AnsweredBy)
		case round.SHA256 != cmd.SHA256:
			return ledger.E("content_changed")
		}
		if cmd.Confirm {
			err = confirmed(ctx, tx, draft, round, cmd.Opinion)
		} else {
			err = returned(ctx, tx, draft, round, Rejected, cmd.Opinion)
		}
		if err != nil {
			return err
		}
		out, err = readRound(ctx, tx, round.ID)
		return err
	})
	return out, err
}

func (c AnswerCommand) check() error {
	bad := ledger.E("validation_failed")
	if !c.Confirm && strings.TrimSpace(c.Opinion) == "" {
		bad.At("opinion", "required")
	}
	checkText(bad, "opinion", c.Opinion, maxOpinion)
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

const (
	answerRound = `
UPDATE receivable_confirmations SET answer = $2, opinion = $3, answered_by = $4, answered_by_name = $5, answered_from = $6, answered_at = now(), document_id = $7 WHERE id = $1`
	postConfirmed = `UPDATE drafts SET state = 'posted', document_id = $2, updated_at = now(), row_version = row_version + 1 WHERE id = $1`
	returnDraft   = `UPDATE drafts SET state = 'draft', reason = $2, updated_at = now(), row_version = row_version + 1 WHERE id = $1`
	openPeriod    = `
SELECT CASE WHEN EXISTS (SELECT FROM periods p WHERE p.organization_id = o.id AND p.starts = date_trunc('month', $2::date) AND p.closed_at IS NULL)
  THEN $2::date ELSE (now() AT TIME ZONE o.time_zone)::date END FROM organizations o WHERE o.id = $1`
)

// confirmed posts what the customer was shown; the posting day alone may move, to today.
func confirmed(ctx context.Context, tx *store.Tx, d Draft, round Round, opinion string) error {
	content := d.toPost(d.DecidedBy)
	content.ConfirmedIn = round.ID
	day, _, err := store.Value[calendar.Date](ctx, tx, openPeriod, tx.Actor.OrganizationID, content.postingDate())
	if err != nil {
		return err
	}
	content.PostingDate = day
	posted, err := Post(ctx, tx, []New{content})
	if err != nil {
		return err
	}
	if err := answer(ctx, tx, d, round, Confirmed, opinion, posted[0].ID); err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, postConfirmed, d.ID, posted[0].ID)
	return err
}

func returned(ctx context.Context, tx *store.Tx, d Draft, round Round, by Answer, reason string) error {
	if err := answer(ctx, tx, d, round, by, reason, ledger.ID{}); err != nil {
		return err
	}
	_, err := store.Exec(ctx, tx, returnDraft, d.ID, reason)
	return err
}

func answer(ctx context.Context, tx *store.Tx, d Draft, round Round, what Answer, opinion string, document ledger.ID) error {
	if _, err := store.Exec(ctx, tx, answerRound, round.ID, string(what), opinion, tx.Actor.PersonID, tx.Actor.Name, tx.Actor.Address, document); err != nil {
		return err
	}
	detail := map[string]any{"draft": d.ID, "confirmation": round.ID, "round": round.Round, "sha256": round.SHA256, "opinion": opinion}
	if what == Confirmed {
		detail["document"] = document
	}
	tx.Audit(d.CustomerID, "receivable."+string(what), detail)
	kind := map[Answer]event.Kind{Confirmed: event.ReceivableConfirmed, Rejected: event.ReceivableRejected}[what]
	if kind == "" {
		return nil
	}
	return event.Record(ctx, tx, event.Event{Kind: kind, CustomerID: d.CustomerID, DocumentID: document,
		Data: map[string]any{"confirmation": round.ID, "amount": round.Gross.String(), "currency": round.Currency}})
}

// WithdrawReceivable takes back what the customer was asked: the draft can be changed again. Needs PostDocuments. Refused:
// not_found, conflict, state_forbids unless the customer is being asked, an unusable reason.
func (s *Service) WithdrawReceivable(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, reason string) (Draft, error) {
	return s.changeDraft(ctx, actor, ledger.PostDocuments, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		d, err := lockDraft(ctx, tx, id, rowVersion, Confirming)
		if err != nil {
			return id, err
		}
		if err := CheckReason(reason); err != nil {
			return id, err
		}
		open, _, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM receivable_confirmations WHERE draft_id = $1 AND answer IS NULL`, id)
		if err != nil {
			return id, err
		}
		round, err := readRound(ctx, tx, open)
		if err != nil {
			return id, err
		}
		return id, returned(ctx, tx, d, round, Withdrawn, reason)
	})
}
