package dispute

import (
	"context"
	"io"
	"slices"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// AttachCommand puts a file beside a message of a dispute. Words come first and files after them, so that a file that does not arrive
// takes no words with it: Message is the actor's own message of just now. Without one, or with one that is a quarter of an hour old,
// the file stands for itself, among staff alone if Internal.
type AttachCommand struct {
	Key      ledger.ID // the sender's; the same file under the same key is added once
	Name     string
	Message  ledger.ID
	Internal bool
}

// statesSigned are those in which what was said and shown is fixed.
var statesSigned = []string{"signed", "countersigned", "archived"}

// Attach takes the file that body yields. Needs DisputeLines of a customer, AnswerDisputes of staff. Refused: not_found,
// already_resolved, too_many_files, storage_quota, idempotency_key_reused, and what attachment.Receive refuses.
func (s *Service) Attach(ctx context.Context, actor ledger.Actor, id ledger.ID, cmd AttachCommand, body io.Reader) (ledger.ID, error) {
	side, err := mayWrite(actor)
	if err != nil {
		return ledger.ID{}, err
	}
	cmd.Internal = cmd.Internal && side == "staff"
	// Who could not add a file anyway does not have its bytes taken.
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := lock(ctx, tx, id, 0, false)
		return err
	})
	if err != nil {
		return ledger.ID{}, err
	}
	file, err := s.files.Receive(ctx, cmd.Name, body)
	if err != nil {
		return ledger.ID{}, err
	}
	defer file.Discard()
	var added ledger.ID
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, 0, false)
		if err != nil {
			return err
		}
		before, known, err := attachment.Known(ctx, tx, cmd.Key, id, file.Sum())
		if known || err != nil {
			added = before
			return err
		}
		if err := attachment.Fits(ctx, tx, d.CustomerID, d.ID, file.Size()); err != nil {
			return err
		}
		at, err := place(ctx, tx, d, side, cmd)
		if err == nil {
			added, err = s.files.Put(ctx, tx, at, cmd.Key, file)
		}
		return err
	})
	return added, err
}

// Repeat puts a file that the actor sent to one dispute beside another of the same customer: one photograph may be about several lines.
// Needs DisputeLines or AnswerDisputes. Refused: not_found for either, already_resolved, too_many_files, storage_quota.
func (s *Service) Repeat(ctx context.Context, actor ledger.Actor, id, file, message ledger.ID) (ledger.ID, error) {
	side, err := mayWrite(actor)
	if err != nil {
		return ledger.ID{}, err
	}
	var added ledger.ID
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, 0, false)
		if err != nil {
			return err
		}
		if err := attachment.Fits(ctx, tx, d.CustomerID, d.ID, 0); err != nil {
			return err
		}
		at, err := place(ctx, tx, d, side, AttachCommand{Message: message})
		if err == nil {
			added, err = attachment.Repeat(ctx, tx, at, file)
		}
		return err
	})
	return added, err
}

// mayWrite asks for the permission to write in the thread and says for which side.
func mayWrite(actor ledger.Actor) (side string, err error) {
	if actor.Audience == ledger.Portal {
		return "customer", actor.Require(ledger.DisputeLines)
	}
	return "staff", actor.Require(ledger.AnswerDisputes)
}

type ownMessage struct {
	ID       ledger.ID
	Internal bool
}

// Who reads a message has not read what is put beside it later, so a file follows only one that nobody else has read yet.
const unreadByOthers = ` AND NOT EXISTS (SELECT FROM dispute_reads r WHERE r.dispute_id = m.dispute_id AND r.person_id <> m.author_id AND r.message_id >= m.id)`

const readOwnMessage = `
SELECT m.id, m.internal FROM dispute_messages m
WHERE m.dispute_id = $1 AND m.id = $2 AND m.author_id = $3 AND m.kind IN ('opened', 'message', 'attached') AND m.created_at > now() - interval '15 minutes'` + unreadByOthers

// Files that follow one another stand together, and those that follow the opening with it.
const readLastFiles = `
SELECT m.id, m.internal FROM (SELECT * FROM dispute_messages WHERE dispute_id = $1 ORDER BY id DESC LIMIT 1) m
WHERE m.author_id = $2 AND m.internal = $3
  AND ((m.kind = 'attached' AND m.created_at > now() - interval '2 minutes') OR (m.kind = 'opened' AND m.created_at > now() - interval '15 minutes'))` + unreadByOthers

// place finds the message that the file belongs to, or writes one.
func place(ctx context.Context, tx *store.Tx, d current, side string, cmd AttachCommand) (attachment.Place, error) {
	at := attachment.Place{CustomerID: d.CustomerID, DisputeID: d.ID, Side: side}
	message, found, err := store.Row[ownMessage](ctx, tx, readOwnMessage, d.ID, cmd.Message, tx.Actor.PersonID)
	if err == nil && !found {
		message, found, err = store.Row[ownMessage](ctx, tx, readLastFiles, d.ID, tx.Actor.PersonID, cmd.Internal)
	}
	if err != nil || found {
		at.MessageID, at.Internal = message.ID, message.Internal
		return at, err
	}
	at.MessageID, at.Internal = ledger.NewID(), cmd.Internal
	if err := enter(ctx, tx, at.MessageID, d.ID, d.CustomerID, side, "attached", "", at.Internal, ""); err != nil {
		return at, err
	}
	if err := tell(ctx, tx, d, event.DisputeWritten, map[string]any{"who": side, "internal": at.Internal}); err != nil || at.Internal {
		return at, err
	}
	return at, move(ctx, tx, d, afterReply(d.State, side))
}

const withdrawFile = `
UPDATE attachments a SET withdrawn_at = now() FROM disputes d JOIN statements s ON s.id = d.statement_id
WHERE a.id = $1 AND a.withdrawn_at IS NULL AND a.uploaded_by = $2 AND d.id = a.dispute_id AND NOT (s.state = ANY ($3))
RETURNING a.customer_id, a.dispute_id, a.name`

const readFileOf = `
SELECT a.uploaded_by, a.withdrawn_at IS NOT NULL, s.state, s.id FROM attachments a JOIN disputes d ON d.id = a.dispute_id JOIN statements s ON s.id = d.statement_id
JOIN customers c ON c.id = a.customer_id WHERE a.id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`

// WithdrawFile takes a file back: it stays in the record and is no longer shown. Only who added it may, until the statement is signed.
// Needs DisputeLines or AnswerDisputes. Refused: not_found, file_of_another, state_forbids.
func (s *Service) WithdrawFile(ctx context.Context, actor ledger.Actor, id ledger.ID) (dispute ledger.ID, err error) {
	if _, err := mayWrite(actor); err != nil {
		return dispute, err
	}
	var salesperson ledger.ID
	if actor.OwnCustomersOnly() {
		salesperson = actor.PersonID
	}
	type standing struct {
		By        ledger.ID
		Withdrawn bool
		State     string
		Statement ledger.ID
	}
	type withdrawn struct {
		Customer, Dispute ledger.ID
		Name              string
	}
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		is, found, err := store.Row[standing](ctx, tx, readFileOf, id, salesperson)
		switch {
		case err != nil:
			return err
		case !found || is.Withdrawn || !actor.Reaches(is.Statement):
			return ledger.E("not_found")
		case is.By != actor.PersonID:
			return ledger.E("file_of_another")
		case slices.Contains(statesSigned, is.State):
			return ledger.E("state_forbids").With("state", is.State)
		}
		row, found, err := store.Row[withdrawn](ctx, tx, withdrawFile, id, actor.PersonID, statesSigned)
		if err != nil {
			return err
		}
		if !found { // somebody else was quicker
			return ledger.E("conflict")
		}
		dispute = row.Dispute
		tx.Audit(row.Customer, "attachment.withdrawn", map[string]any{"attachment": id, "dispute": row.Dispute, "name": row.Name})
		return nil
	})
	return dispute, err
}
