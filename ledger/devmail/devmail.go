// Package devmail takes the place of a mail server in development: it catches mails in the database and shows them on a page. It is
// never opened in production, where whoever reads that page would read everybody's links.
package devmail

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/mail"
)

// Catcher keeps the newest mails instead of sending them.
type Catcher struct{ db *store.DB }

// Open opens the catcher.
func Open(db *store.DB) *Catcher { return &Catcher{db: db} }

// kept bounds the mails that stay.
const kept = 2000

const insertCaught = `
INSERT INTO caught_mails (id, message_id, sender, recipient, name, subject, locale, text_part, html_part) VALUES ($1, $2, 'hefu', $3, $4, $5, $6, $7, $8)`

const dropOld = `
DELETE FROM caught_mails WHERE id <= (SELECT id FROM caught_mails ORDER BY id DESC OFFSET $1 LIMIT 1)`

// Send keeps the mails, and refuses those to the domain .invalid, where there is nobody (RFC 2606), as a mail server would.
func (c *Catcher) Send(ctx context.Context, messages []mail.Message) []error {
	out := make([]error, len(messages))
	err := c.db.Write(ctx, actor(), func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		for i, m := range messages {
			if strings.HasSuffix(m.To, ".invalid") {
				out[i] = &mail.Error{Permanent: true, Reply: "550 5.1.2 no such domain"}
				continue
			}
			b.Do(insertCaught, ledger.NewID(), m.ID, m.To, mail.Line(m.ToName), mail.Line(m.Subject), m.Locale, m.Text, m.HTML)
		}
		b.Do(dropOld, kept)
		return tx.Send(ctx, &b)
	})
	if err != nil {
		for i := range out {
			out[i] = err
		}
	}
	return out
}

// Caught is a mail on the page.
type Caught struct {
	ID        ledger.ID
	CaughtAt  time.Time
	MessageID string
	To, Name  string
	Subject   string
	Locale    string
	Text      string
	HTML      string
}

const columns = `SELECT id, caught_at, message_id, recipient, name, subject, locale, `

// list is the newest first, without bodies; query narrows by recipient or subject.
func (c *Catcher) list(ctx context.Context, query string) ([]Caught, error) {
	var rows []Caught
	err := c.db.Read(ctx, actor(), func(ctx context.Context, tx *store.Tx) (err error) {
		rows, err = store.Rows[Caught](ctx, tx, columns+`'', '' FROM caught_mails WHERE $1 = '' OR strpos(lower(recipient || ' ' || name || ' ' || subject), lower($1)) > 0 ORDER BY id DESC LIMIT 100`, query)
		return err
	})
	return rows, err
}

func (c *Catcher) read(ctx context.Context, id ledger.ID) (Caught, bool, error) {
	var row Caught
	var found bool
	err := c.db.Read(ctx, actor(), func(ctx context.Context, tx *store.Tx) (err error) {
		row, found, err = store.Row[Caught](ctx, tx, columns+`text_part, html_part FROM caught_mails WHERE id = $1`, id)
		return err
	})
	return row, found, err
}

func actor() ledger.Actor { return ledger.SystemActor(ledger.ID{}, "outbox") }
