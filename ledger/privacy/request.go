package privacy

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Command asks for a person's pseudonymisation.
type Command struct {
	Kind     Kind
	PersonID ledger.ID
	Reason   string
}

const insertRequest = `
INSERT INTO pseudonymisations (id, organization_id, audience, person_id, pseudonym, reason, asked_by, asked_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

// Ask asks for it; nothing changes until a second person approves. Needs Pseudonymise and a fresh sign-in. Refused in this order: a missing
// reason, not_found, privacy_done, privacy_own, person_shared where another organization knows the person, privacy_held under a legal hold,
// privacy_asked where it is asked for already.
func (s *Service) Ask(ctx context.Context, actor ledger.Actor, cmd Command) (ledger.ID, error) {
	id := ledger.NewID()
	if err := s.allowed(actor); err != nil {
		return id, err
	}
	if err := actor.RequireFresh(); err != nil {
		return id, err
	}
	reason, err := reasoned(cmd.Reason, true)
	if err != nil {
		return id, err
	}
	return id, s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		row, err := readPerson(ctx, tx, cmd.Kind, cmd.PersonID)
		if err != nil {
			return err
		}
		if code := row.blocked(actor, cmd.PersonID); code != "" {
			return ledger.E(code)
		}
		tx.Audit(ledger.ID{}, "privacy.asked", map[string]any{"request": id, "kind": cmd.Kind, "person": cmd.PersonID})
		_, err = store.Exec(ctx, tx, insertRequest, id, actor.OrganizationID, cmd.Kind, cmd.PersonID, pseudonym(id), reason, actor.PersonID, actor.Name)
		return err
	})
}

// pseudonym is what is left of a name. It comes from the request alone: nothing of the person is in it.
func pseudonym(request ledger.ID) string {
	text := strings.ToUpper(strings.ReplaceAll(request.String(), "-", ""))
	return "P-" + text[len(text)-10:]
}

func reasoned(text string, needed bool) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case needed && text == "":
		return text, ledger.E("validation_failed").At("reason", "required")
	case len([]rune(text)) > maxReason:
		return text, ledger.E("validation_failed").At("reason", "too_long")
	}
	return text, nil
}

const decide = `
UPDATE pseudonymisations SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = clock_timestamp(), decision_reason = $5 WHERE id = $1`

// A key that is held for a person signs no more; what it signed stays valid.
const retireKeys = `
INSERT INTO signing_key_ends (key_id, organization_id, kind, reason, ended_by, ended_by_name)
SELECT k.id, k.organization_id, 'retired', 'pseudonymised', $3, $4 FROM signing_keys k WHERE k.organization_id = $1 AND k.contact_id = $2 ON CONFLICT DO NOTHING`

// Decide approves a request, which carries it out in the same transaction, or rejects it; whoever asked may only take it back. Needs
// Pseudonymise; a fresh sign-in to approve. Refused in this order: not_found, state_forbids when it is decided, four_eyes, privacy_own, a missing
// reason to reject, and to approve what Ask refuses too.
func (s *Service) Decide(ctx context.Context, actor ledger.Actor, id ledger.ID, approve bool, why string) error {
	if err := s.allowed(actor); err != nil {
		return err
	}
	if approve {
		if err := actor.RequireFresh(); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		row, found, err := store.Row[requestRow](ctx, tx, readRequests+` AND p.id = $2 FOR UPDATE OF p`, actor.OrganizationID, id)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("not_found")
		case row.State != "pending":
			return ledger.E("state_forbids").With("state", row.State)
		case approve && actor.SamePerson(row.AskedBy, row.AskedAt):
			return ledger.E("four_eyes")
		case row.PersonID == actor.PersonID:
			return ledger.E("privacy_own")
		}
		state := "rejected"
		switch {
		case approve:
			state = "done"
		case row.AskedBy == actor.PersonID:
			state = "withdrawn"
		}
		reason, err := reasoned(why, state == "rejected")
		if err != nil {
			return err
		}
		if approve {
			return run(ctx, tx, actor, row, reason)
		}
		tx.Audit(ledger.ID{}, "privacy."+state, map[string]any{"request": id, "kind": row.Kind, "person": row.PersonID})
		_, err = store.Exec(ctx, tx, decide, id, state, actor.PersonID, actor.Name, reason)
		return err
	})
}

// run replaces the person's data. What is logged names the person by id and pseudonym.
func run(ctx context.Context, tx *store.Tx, actor ledger.Actor, row requestRow, reason string) error {
	person, err := readPerson(ctx, tx, row.Kind, row.PersonID)
	if err != nil {
		return err
	}
	person.Asked = false // by this very request
	if code := person.blocked(actor, row.PersonID); code != "" {
		return ledger.E(code)
	}
	if _, err := store.Exec(ctx, tx, decide, row.ID, "done", actor.PersonID, actor.Name, reason); err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, retireKeys, actor.OrganizationID, row.PersonID, actor.PersonID, actor.Name); err != nil {
		return err
	}
	replaced, _, err := store.Value[string](ctx, tx, `SELECT pseudonymise($1)::text`, row.ID)
	if err != nil {
		return err
	}
	tx.Audit(ledger.ID{}, "privacy.done", map[string]any{"request": row.ID, "kind": row.Kind, "person": row.PersonID, "pseudonym": row.Pseudonym})
	_, err = store.Exec(ctx, tx, `UPDATE pseudonymisations SET replaced = $2::jsonb WHERE id = $1`, row.ID, replaced)
	return err
}
