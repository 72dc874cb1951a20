// Package party owns the parties on both sides of the books: organizations with their settings and exchange rates, staff with
// their roles, customers with their terms and cycle, contacts with their roles. It also says who somebody is at sign-in.
package party

import (
	"context"
	"encoding/json"
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// MaxSet bounds the rows of one command that takes many.
const MaxSet = 100000

// Limits on texts, in characters.
const (
	shortText = 120
	longText  = 500
)

// Service keeps the parties.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// asWorker keeps who acts but takes the worker's database role, for acts on people: they belong to no organization, so the
// policies of the back office cannot show a person who holds no role yet. Permission has been asked before.
func asWorker(actor ledger.Actor) ledger.Actor {
	actor.Audience = ledger.System
	return actor
}

// faults collects what is wrong with a command, each by field.
type faults struct {
	prefix string
	err    *ledger.Error
}

func newFaults() *faults { return &faults{err: ledger.E("validation_failed")} }

// row makes the next faults name a row of a set: customers[3].name.
func (f *faults) row(set string, place int) { f.prefix = set + "[" + strconv.Itoa(place) + "]." }

func (f *faults) at(field, code string) { f.err.At(f.prefix+field, code) }

func (f *faults) result() error {
	if len(f.err.Fields) == 0 {
		return nil
	}
	return f.err
}

// text takes any script, but no control characters, and only text in Unicode's composed form (NFC).
func (f *faults) text(field, value string, limit int) {
	switch {
	case len(value) > 4*limit || len([]rune(value)) > limit:
		f.at(field, "too_long")
	case strings.ContainsFunc(value, unicode.IsControl), !norm.NFC.IsNormalString(value), strings.ContainsRune(value, unicode.ReplacementChar):
		f.at(field, "bad_text")
	}
}

// storable tells whether PostgreSQL takes the text at all; what it does not take has a fault and may not reach a query.
func storable(text string) bool { return utf8.ValidString(text) && !strings.ContainsRune(text, 0) }

func (f *faults) needed(field, value string, limit int) {
	if strings.TrimSpace(value) == "" {
		f.at(field, "required")
		return
	}
	f.text(field, value, limit)
}

// choice takes an empty value, which stands for the default.
func (f *faults) choice(field, value string, choices ...string) {
	for _, choice := range choices {
		if value == choice {
			return
		}
	}
	if value != "" {
		f.at(field, "not_a_choice")
	}
}

func (f *faults) email(value string) {
	const field = "email"
	address, err := mail.ParseAddress(value)
	if err != nil || address.Address != value || len(value) > 254 {
		f.at(field, "not_an_email")
		return
	}
	f.text(field, value, 254)
}

func (f *faults) zone(field, value string) {
	if value == "" {
		return
	}
	if _, err := time.LoadLocation(value); err != nil || value == "Local" {
		f.at(field, "not_a_choice")
	}
}

func (f *faults) locale(value string) { f.choice("locale", value, "zh-CN", "en") }

// holdOrganization makes acts on the people of one organization take turns. Postings are not held up.
func holdOrganization(ctx context.Context, tx *store.Tx) error {
	_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, tx.Actor.OrganizationID)
	if err == nil && !found {
		return ledger.E("not_found")
	}
	return err
}

// jsonText writes rows for jsonb_to_recordset. Rows are our own structs of text, so it cannot fail.
func jsonText(rows any) string {
	text, err := json.Marshal(rows)
	if err != nil {
		panic("party: unreadable rows: " + err.Error())
	}
	return string(text)
}
