// Package privacy answers what is held of a person, and pseudonymises one when two people have agreed on it: names and addresses are replaced
// where nothing demands them, and stay where books, agreements and signatures do.
package privacy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Service reads requests and carries them out.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// Kind is on whose side a person is.
type Kind string

// The kinds of people.
const (
	Contact Kind = "contact" // of a customer
	Staff   Kind = "staff"
)

// maxReason and maxListed bound what is written and shown.
const (
	maxReason = 500
	maxListed = 200
)

// Request is a person's pseudonymisation as it stands. Name is empty once it is done: only the pseudonym is left.
type Request struct {
	ID         ledger.ID
	Kind       Kind
	PersonID   ledger.ID
	Name       string
	Pseudonym  string
	Reason     string
	State      string // pending, done, rejected, withdrawn
	AskedBy    ledger.ID
	AskedName  string
	AskedAt    time.Time
	Decided    string
	DecidedAt  *time.Time
	Why        string
	Replaced   []Count
	MayDecide  bool   // approve or reject
	WhyNot     string // the code of the reason, where the reader may not
	MayRetract bool
}

// Count is how often a person is named in one topic.
type Count struct {
	Topic string
	Count int
}

// Preview is what is held of a person: what would be replaced, and what stays. Blocked is the code of why it cannot be asked for now, empty
// when it can. Customers are those whose contact the person is.
type Preview struct {
	Kind      Kind
	PersonID  ledger.ID
	Name      string
	Email     string
	Phone     string
	Customers []string
	Replaced  []Count
	Kept      []Count
	Blocked   string
}

func (s *Service) allowed(actor ledger.Actor) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.Pseudonymise))
	}
	return actor.Require(ledger.Pseudonymise)
}

// asWorker keeps who acts but takes the worker's database role: people belong to no organization, and only it may replace their names.
func asWorker(actor ledger.Actor) ledger.Actor {
	actor.Audience = ledger.System
	return actor
}

type requestRow struct {
	ID                             ledger.ID
	Kind                           Kind
	PersonID                       ledger.ID
	Name, Pseudonym, Reason, State string
	AskedBy                        ledger.ID
	AskedName                      string
	AskedAt                        time.Time
	Decided                        string
	DecidedAt                      *time.Time
	Why, Replaced                  string
}

const readRequests = `
SELECT p.id, p.audience, p.person_id, CASE WHEN p.state = 'done' THEN '' ELSE coalesce(c.name, s.name, '') END, p.pseudonym, p.reason, p.state, p.asked_by, p.asked_by_name, p.asked_at,
  p.decided_by_name, p.decided_at, p.decision_reason, p.replaced::text
FROM pseudonymisations p LEFT JOIN contacts c ON c.id = p.person_id LEFT JOIN staff s ON s.id = p.person_id WHERE p.organization_id = $1`

func (r requestRow) shown(actor ledger.Actor) Request {
	out := Request{ID: r.ID, Kind: r.Kind, PersonID: r.PersonID, Name: r.Name, Pseudonym: r.Pseudonym, Reason: r.Reason, State: r.State, AskedBy: r.AskedBy, AskedName: r.AskedName,
		AskedAt: r.AskedAt.UTC(), Decided: r.Decided, DecidedAt: r.DecidedAt, Why: r.Why}
	var counts map[string]int
	_ = json.Unmarshal([]byte(r.Replaced), &counts) // written by the database
	out.Replaced = sorted(counts)
	if r.State == "pending" {
		out.MayRetract = r.AskedBy == actor.PersonID
		switch {
		case actor.SamePerson(r.AskedBy, r.AskedAt):
			out.WhyNot = "four_eyes"
		case r.PersonID == actor.PersonID:
			out.WhyNot = "privacy_own"
		default:
			out.MayDecide = true
		}
	}
	return out
}

func sorted(counts map[string]int) []Count {
	out := []Count{}
	for topic, count := range counts {
		if count > 0 {
			out = append(out, Count{topic, count})
		}
	}
	slices.SortFunc(out, func(a, b Count) int { return strings.Compare(a.Topic, b.Topic) })
	return out
}

// List lists requests, the latest first, at most two hundred. Needs Pseudonymise.
func (s *Service) List(ctx context.Context, actor ledger.Actor) ([]Request, error) {
	if err := s.allowed(actor); err != nil {
		return nil, err
	}
	out := []Request{}
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[requestRow](ctx, tx, readRequests+` ORDER BY p.id DESC LIMIT $2`, actor.OrganizationID, maxListed)
		for _, r := range rows {
			out = append(out, r.shown(actor))
		}
		return err
	})
	return out, err
}
