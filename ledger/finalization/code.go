package finalization

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// The rates of codes for signing.
const (
	codesAnHour   = 5  // for one finalization
	codesAContact = 20 // a day, for all that one person signs
)

const countCodes = `
SELECT greatest(0, ceil(extract(epoch FROM max(created_at) FILTER (WHERE finalization_id = $2) + $3::interval - clock_timestamp())))::int,
  (count(*) FILTER (WHERE finalization_id = $2 AND created_at > clock_timestamp() - interval '1 hour'))::int, count(*)::int
FROM signing_codes WHERE contact_id = $1 AND created_at > clock_timestamp() - interval '1 day'`

const insertCode = `
INSERT INTO signing_codes (id, organization_id, customer_id, finalization_id, contact_id, code_mac, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7::interval)`

// RequestCode has a fresh code mailed to the signer; the one before it is void. Needs Countersign. Refused in this order: not_found,
// state_forbids, own_address_missing, link_code_soon, link_code_many, unavailable without a secret.
func (s *Service) RequestCode(ctx context.Context, actor ledger.Actor, id ledger.ID) (access.Sent, error) {
	if err := requireSigner(actor); err != nil {
		return access.Sent{}, err
	}
	var sent access.Sent
	err := s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		f, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if f.State != ToCountersign {
			return ledger.E("state_forbids").With("state", string(f.State))
		}
		// Two requests at once count one after the other.
		email, _, err := store.Value[string](ctx, tx, `SELECT email FROM contacts WHERE id = $1 FOR UPDATE`, actor.PersonID)
		switch {
		case err != nil:
			return err
		case email == "":
			return ledger.E("own_address_missing")
		}
		if err := mayAsk(ctx, tx, id); err != nil {
			return err
		}
		code, mac, err := s.secrets.NewCode()
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, `UPDATE signing_codes SET voided_at = clock_timestamp() WHERE finalization_id = $1 AND contact_id = $2 AND used_at IS NULL AND voided_at IS NULL`, id, actor.PersonID); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, insertCode, code, actor.OrganizationID, actor.CustomerID, id, actor.PersonID, mac, access.CodeLife); err != nil {
			return err
		}
		sent = access.Sent{To: access.Mask(email), Pause: access.CodePause, Life: access.CodeLife}
		tx.Audit(actor.CustomerID, "finalization.code_sent", map[string]any{"finalization": id, "code": code})
		return event.Record(ctx, tx, event.Event{Kind: event.SigningCode, CustomerID: actor.CustomerID, ContactID: actor.PersonID,
			Data: map[string]any{"code_id": code, "statement_no": f.StatementNo, "amount": f.Agreed.String(), "currency": f.Currency}})
	})
	return sent, err
}

func mayAsk(ctx context.Context, tx *store.Tx, id ledger.ID) error {
	row, _, err := store.Row[struct {
		Wait      *int
		Hour, Day int
	}](ctx, tx, countCodes, tx.Actor.PersonID, id, access.CodePause)
	switch {
	case err != nil:
		return err
	case row.Wait != nil && *row.Wait > 0:
		return ledger.E("link_code_soon").With("seconds", *row.Wait)
	case row.Hour >= codesAnHour, row.Day >= codesAContact:
		return ledger.E("link_code_many")
	}
	return nil
}

const liveCode = `
SELECT id, code_mac, attempts FROM signing_codes
WHERE finalization_id = $1 AND contact_id = $2 AND used_at IS NULL AND voided_at IS NULL AND expires_at > clock_timestamp() AND attempts < $3 FOR UPDATE`

// useCode takes the code that was mailed. A wrong guess is counted, which the caller commits though it refuses.
func (s *Service) useCode(ctx context.Context, tx *store.Tx, id ledger.ID, text string) (code ledger.ID, right bool, err error) {
	row, found, err := store.Row[struct {
		ID       ledger.ID
		MAC      []byte
		Attempts int
	}](ctx, tx, liveCode, id, tx.Actor.PersonID, access.CodeAttempts)
	if err != nil {
		return row.ID, false, err
	}
	if right = s.secrets.IsCode(row.ID, text, row.MAC) && found; right {
		_, err = store.Exec(ctx, tx, `UPDATE signing_codes SET used_at = clock_timestamp() WHERE id = $1`, row.ID)
	} else if found {
		_, err = store.Exec(ctx, tx, `UPDATE signing_codes SET attempts = attempts + 1, voided_at = CASE WHEN attempts + 1 >= $2 THEN clock_timestamp() END WHERE id = $1`, row.ID, access.CodeAttempts)
		tx.Audit(tx.Actor.CustomerID, "finalization.code_wrong", map[string]any{"finalization": id, "code": row.ID, "attempts": row.Attempts + 1})
	}
	return row.ID, right, err
}
