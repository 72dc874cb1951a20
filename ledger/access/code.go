package access

import (
	"context"
	"crypto/hmac"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// The limits of codes. Six digits, five guesses a code, ten codes a day and fifty wrong guesses over a link's life: who has the
// link and not the mailbox gets in with a chance of one in twenty thousand.
const (
	codeLife      = 10 * time.Minute
	codePause     = 30 * time.Second
	codesAnHour   = 5
	codesADay     = 10
	codesAContact = 20 // a day, over all links of one person
	codeAttempts  = 5
	wrongCodes    = 50
)

// Sent says where a code was sent, how soon another may be asked for, and how long this one is good.
type Sent struct {
	To    string // masked
	Pause time.Duration
	Life  time.Duration
}

const countCodes = `
SELECT greatest(0, ceil(extract(epoch FROM max(created_at) FILTER (WHERE link_id = $2) + $3::interval - clock_timestamp())))::int,
  (count(*) FILTER (WHERE link_id = $2 AND created_at > clock_timestamp() - interval '1 hour'))::int, (count(*) FILTER (WHERE link_id = $2))::int, count(*)::int
FROM access_codes WHERE contact_id = $1 AND created_at > clock_timestamp() - interval '1 day'`

const insertCode = `
INSERT INTO access_codes (id, organization_id, customer_id, link_id, contact_id, code_mac, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7::interval)`

const voidCodes = `UPDATE access_codes SET voided_at = clock_timestamp() WHERE link_id = $1 AND used_at IS NULL AND voided_at IS NULL`

// RequestCode has a fresh code mailed to the contact of the actor's link; the one before it is void. Refused, in this order:
// not_found for who did not come by a link, link_expired, link_code_soon, link_code_many.
func (s *Service) RequestCode(ctx context.Context, actor ledger.Actor) (Sent, error) {
	if actor.LinkID.IsZero() {
		return Sent{}, ledger.E("not_found")
	}
	actor.Audience = ledger.System
	var sent Sent
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := s.mayAsk(ctx, tx); err != nil {
			return err
		}
		email, _, err := store.Value[string](ctx, tx, `SELECT email FROM access_links WHERE id = $1`, actor.LinkID)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, voidCodes, actor.LinkID); err != nil {
			return err
		}
		id := s.keys.newID()
		if _, err := store.Exec(ctx, tx, insertCode, id, actor.OrganizationID, actor.CustomerID, actor.LinkID, actor.PersonID,
			s.keys.codeMAC(id, s.keys.code(id)), codeLife); err != nil {
			return err
		}
		sent = Sent{To: Mask(email), Pause: codePause, Life: codeLife}
		tx.Audit(actor.CustomerID, "link.code_sent", map[string]any{"link": actor.LinkID, "statement": actor.StatementID, "code": id})
		return event.Record(ctx, tx, event.Event{Kind: event.AccessCode, CustomerID: actor.CustomerID, StatementID: actor.StatementID,
			ContactID: actor.PersonID, Data: map[string]any{"code_id": id}})
	})
	return sent, err
}

// mayAsk holds the rates; the link's row is held, so two requests at once count one after the other.
func (s *Service) mayAsk(ctx context.Context, tx *store.Tx) error {
	if len(s.keys.secrets) == 0 {
		return ledger.E("unavailable").Because(errNoSecret)
	}
	row, _, err := store.Row[struct {
		Wait                *int
		Hour, Day, OfPerson int
	}](ctx, tx, countCodes, tx.Actor.PersonID, tx.Actor.LinkID, codePause)
	switch {
	case err != nil:
		return err
	case row.Wait != nil && *row.Wait > 0:
		return ledger.E("link_code_soon").With("seconds", *row.Wait)
	case row.Hour >= codesAnHour, row.Day >= codesADay, row.OfPerson >= codesAContact:
		return ledger.E("link_code_many")
	}
	return nil
}

const liveCode = `
SELECT id, code_mac, attempts FROM access_codes
WHERE link_id = $1 AND used_at IS NULL AND voided_at IS NULL AND expires_at > clock_timestamp() AND attempts < $2 FOR UPDATE`

type keptCode struct {
	ID       ledger.ID
	MAC      []byte
	Attempts int
}

// Verify takes the code that was mailed: from then on the holder may act. also runs in the same transaction, to mark the session.
// Refused: not_found for who did not come by a link, link_expired, and link_code_wrong alike for a wrong, expired, used, void or
// foreign code and where none was asked for. The fifth wrong guess voids the code, the fiftieth ends the link.
func (s *Service) Verify(ctx context.Context, actor ledger.Actor, code string, also func(context.Context, *store.Tx) error) error {
	if actor.LinkID.IsZero() {
		return ledger.E("not_found")
	}
	actor.Audience = ledger.System
	right := false
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		kept, found, err := store.Row[keptCode](ctx, tx, liveCode, actor.LinkID, codeAttempts)
		if err != nil {
			return err
		}
		// As much is computed when there is no code to compare with.
		right = hmac.Equal(s.keys.codeMAC(kept.ID, code), kept.MAC) && found
		switch {
		case right:
			return s.accept(ctx, tx, kept, also)
		case found && isCode(code):
			return countWrong(ctx, tx, kept)
		}
		return nil
	})
	if err == nil && !right {
		err = ledger.E("link_code_wrong")
	}
	return err
}

func isCode(text string) bool {
	if len(text) != codeDigits {
		return false
	}
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

func (s *Service) accept(ctx context.Context, tx *store.Tx, kept keptCode, also func(context.Context, *store.Tx) error) error {
	if _, err := store.Exec(ctx, tx, `UPDATE access_codes SET used_at = clock_timestamp() WHERE id = $1`, kept.ID); err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, `UPDATE access_links SET verified_at = coalesce(verified_at, clock_timestamp()) WHERE id = $1`, tx.Actor.LinkID); err != nil {
		return err
	}
	tx.Audit(tx.Actor.CustomerID, "link.verified", map[string]any{"link": tx.Actor.LinkID, "statement": tx.Actor.StatementID, "code": kept.ID})
	return also(ctx, tx)
}

// countWrong is committed though the guess is refused.
func countWrong(ctx context.Context, tx *store.Tx, kept keptCode) error {
	if _, err := store.Exec(ctx, tx, `UPDATE access_codes SET attempts = attempts + 1, voided_at = CASE WHEN attempts + 1 >= $2 THEN clock_timestamp() END WHERE id = $1`,
		kept.ID, codeAttempts); err != nil {
		return err
	}
	wrong, _, err := store.Value[int](ctx, tx, `UPDATE access_links SET wrong_codes = wrong_codes + 1 WHERE id = $1 RETURNING wrong_codes`, tx.Actor.LinkID)
	if err != nil {
		return err
	}
	if kept.Attempts+1 >= codeAttempts {
		tx.Audit(tx.Actor.CustomerID, "link.code_void", map[string]any{"link": tx.Actor.LinkID, "code": kept.ID, "wrong": wrong})
	}
	if wrong < wrongCodes {
		return nil
	}
	tx.Audit(tx.Actor.CustomerID, "link.revoked", map[string]any{"link": tx.Actor.LinkID, "reason": guessedAway, "wrong": wrong})
	_, err = store.Exec(ctx, tx, `UPDATE access_links SET revoked_at = clock_timestamp(), revoke_reason = 'guessed' WHERE id = $1`, tx.Actor.LinkID)
	return err
}
