// Package note owns internal notes about customers and statements: what staff write for one another. No role of the portal can read
// them, in SQL or over HTTP. Notes on disputes are entries of the dispute's thread (ledger/dispute).
package note

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// Note is one note. Mentions are the names of the colleagues it was brought to.
type Note struct {
	ID         ledger.ID
	AuthorName string
	Text       string
	Mentions   string
	CreatedAt  time.Time
}

// About is what notes are about: a customer, or one of its statements.
type About struct{ CustomerID, StatementID ledger.ID }

// Limits of a note.
const (
	MaxText     = 4000
	MaxMentions = 20
	maxNotes    = 200
)

// Service keeps notes.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

const readNotes = `
SELECT id, author_name, text, mentions, created_at FROM internal_notes
WHERE customer_id = $1 AND ($2::uuid IS NULL AND statement_id IS NULL OR statement_id = $2) ORDER BY id DESC LIMIT $3`

// List reads the notes about a customer or a statement, newest first, at most 200. Needs SeeStatements, of staff; not_found for a
// customer that is not the actor's to see.
func (s *Service) List(ctx context.Context, actor ledger.Actor, about About) ([]Note, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	var out []Note
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		about, err := about.find(ctx, tx)
		if err != nil {
			return err
		}
		out, err = store.Rows[Note](ctx, tx, readNotes, about.CustomerID, about.StatementID, maxNotes)
		return err
	})
	return out, err
}

const readAbout = `
SELECT c.id, s.id FROM customers c LEFT JOIN statements s ON s.customer_id = c.id AND s.id = $2
WHERE (c.id = $1 OR s.id = $2) AND ($2::uuid IS NULL OR s.id IS NOT NULL) AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`

func (a About) find(ctx context.Context, tx *store.Tx) (About, error) {
	var own ledger.ID
	if tx.Actor.OwnCustomersOnly() {
		own = tx.Actor.PersonID
	}
	found, known, err := store.Row[About](ctx, tx, readAbout, a.CustomerID, a.StatementID, own)
	if err == nil && !known {
		err = ledger.E("not_found")
	}
	return found, err
}

// Add writes a note and tells the colleagues it names. Needs AnswerDisputes. Refused in this order: text that is missing or too long,
// not_found, not_a_choice at mentions for who is no colleague.
func (s *Service) Add(ctx context.Context, actor ledger.Actor, about About, text string, mentions []ledger.ID) error {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return ledger.E("validation_failed").At("text", "required")
	case len([]rune(text)) > MaxText:
		return ledger.E("validation_failed").At("text", "too_long")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		about, err := about.find(ctx, tx)
		if err != nil {
			return err
		}
		names, err := tell(ctx, tx, about, mentions)
		if err != nil {
			return err
		}
		id := ledger.NewID()
		tx.Audit(about.CustomerID, "note.added", map[string]any{"note": id, "statement": about.StatementID, "mentions": names})
		_, err = store.Exec(ctx, tx, `INSERT INTO internal_notes (id, organization_id, customer_id, statement_id, text, mentions, author_id, author_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, actor.OrganizationID, about.CustomerID, about.StatementID, text, names, actor.PersonID, actor.Name)
		return err
	})
}

// tell brings the note to the colleagues it names, and returns their names.
func tell(ctx context.Context, tx *store.Tx, about About, mentions []ledger.ID) (string, error) {
	if len(mentions) == 0 {
		return "", nil
	}
	found, err := store.Rows[struct {
		ID   ledger.ID
		Name string
	}](ctx, tx, `SELECT s.id, s.name FROM staff s WHERE s.id = ANY ($1) AND s.active AND EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id) ORDER BY s.name`, mentions)
	if err != nil {
		return "", err
	}
	if len(found) != len(mentions) || len(mentions) > MaxMentions {
		return "", ledger.E("validation_failed").At("mentions", "not_a_choice")
	}
	var names []string
	var events []event.Event
	for _, one := range found {
		names = append(names, one.Name)
		events = append(events, event.Event{Kind: event.NoteMentioned, CustomerID: about.CustomerID, StatementID: about.StatementID, Data: map[string]any{"staff_id": one.ID}})
	}
	return strings.Join(names, ", "), event.Record(ctx, tx, events...)
}

func requireStaff(actor ledger.Actor, permission ledger.Permission) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(permission))
	}
	return actor.Require(permission)
}
