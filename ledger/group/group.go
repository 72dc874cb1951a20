// Package group owns groups of companies (客户集团): customers that were declared to belong together, from a day to a day. What may be
// settled between two companies follows from it; balances and statements stay each company's own. It also lists customers that look
// like one another.
package group

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

// Limits.
const (
	MaxMembers = 200
	maxName    = 120
	maxText    = 500
)

// Service keeps the groups.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// Group is a declared group. Balances are those of its members today that the reader may see, one a currency and never added across.
type Group struct {
	ID         ledger.ID
	Name       string
	NameEN     string
	Note       string
	CreatedBy  string
	CreatedAt  time.Time
	RowVersion int
	Members    int // today
	Hidden     int // of them, customers that are not the reader's to see
	Balances   []party.Balance
}

// Member is one declaration: a customer of a group from a day, and to one once it has an end.
type Member struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	CustomerEN   string
	TaxID        string
	From         calendar.Date
	To           calendar.Date // zero: open
	Reason       string
	DeclaredBy   string
	DeclaredAt   time.Time
	EndedBy      string
	EndedAt      *time.Time
	EndReason    string
	Today        bool // a member today
	Balances     []party.Balance
}

// NewMember declares a customer to be of a group. To zero: until somebody writes an end.
type NewMember struct {
	CustomerID ledger.ID
	From, To   calendar.Date
	Reason     string
}

// text takes any script, but no control characters, and only composed text.
func text(bad *ledger.Error, field, value string, limit int, needed bool) {
	switch {
	case needed && strings.TrimSpace(value) == "":
		bad.At(field, "required")
	case utf8.RuneCountInString(value) > limit:
		bad.At(field, "too_long")
	case strings.ContainsFunc(value, unicode.IsControl), !norm.NFC.IsNormalString(value), strings.ContainsRune(value, unicode.ReplacementChar):
		bad.At(field, "bad_text")
	}
}

func (m NewMember) check(bad *ledger.Error, prefix string) {
	if m.CustomerID.IsZero() {
		bad.At(prefix+"customer_id", "required")
	}
	if m.From.IsZero() {
		bad.At(prefix+"from", "required")
	}
	if !m.To.IsZero() && m.To.Before(m.From) {
		bad.At(prefix+"to", "range_backwards")
	}
	text(bad, prefix+"reason", m.Reason, maxText, true)
}
