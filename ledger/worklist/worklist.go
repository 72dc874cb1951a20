// Package worklist owns what waits for somebody: for each role the disputes, approvals, statements, deliveries and credits that need
// an act of that person, each row leading to where the act is done. It reads and never writes; a section's count and its rows come
// from one query, so they cannot differ.
package worklist

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/internal/store"
)

// Row is one thing that waits. Kind says what it is and so where it is done: dispute, resolution, draft, settlement, payee,
// issue, rejected_receivable, statement, finalization, finalization_batch, delivery, note, payer_flag, taken_back, slip, refund, payout_difference, provider_money, chargeback, payment or credit. Detail is a code of that kind: a category, a document kind, a channel.
type Row struct {
	ID           ledger.ID
	Kind         string
	Number       string
	CustomerID   ledger.ID // zero where it is about no customer
	CustomerCode string
	CustomerName string
	CustomerEN   string
	Currency     string
	Amount       decimal.NullDecimal
	Since        time.Time
	DueAt        *time.Time
	Late         bool
	Who          string // whose act made it wait
	Detail       string
	Target       ledger.ID // the object of the page that it leads to
	Holder       ledger.ID // whose it is: an assignee, an owner, the customer's salesperson
	Asks         string    // the role or permission it waits for, where it waits for no single person
}

// ForName is for whom the row waits that the actor stands in for; empty for what is the actor's own.
func (r Row) ForName(actor ledger.Actor) string {
	switch {
	case r.Kind == "dispute" || r.Kind == "issue" || r.Asks == "" && actor.OwnCustomersOnly():
		actor = actor.For(r.Holder)
	case r.Kind == "draft":
		actor = actor.InRole(func(roles []ledger.Role) bool { return approval.Gives(roles, ledger.Role(r.Asks)) })
	case r.Asks != "":
		actor = actor.InPermission(ledger.Permission(r.Asks))
	}
	return actor.ActsForName()
}

// Section is a part of the work list: how many rows it has, and the first of them, the most urgent first.
type Section struct {
	Key   string
	Count int
	Rows  []Row
}

// Service reads work lists.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// MaxPage bounds a page of a section; Preview is how many rows of each section the whole list shows.
const (
	MaxPage = 200
	Preview = 5
)

// Cursor is where a page of a section ended.
type Cursor struct {
	At time.Time `json:"at"`
	ID ledger.ID `json:"id"`
}

// cursor is the place of a row in its section.
func (r Row) cursor() Cursor {
	at := r.Since
	if r.DueAt != nil {
		at = *r.DueAt
	}
	return Cursor{at, r.ID}
}

// Next is the cursor behind the last of the rows.
func Next(rows []Row) Cursor { return rows[len(rows)-1].cursor() }

type counted struct {
	Count int
	Row
}

// $1 actor  $2 its customers only  $3 may approve  $4 cursor's time  $5 cursor's id  $6 limit  $7 roles whose steps it may give  $8 may post
const readSection = `
WITH work (id, kind, number, customer_id, code, name, name_en, currency, amount, since, due_at, late, who, detail, target, holder, asks) AS MATERIALIZED (%SECTION%)
SELECT (SELECT count(*) FROM work)::int, w.* FROM work w
WHERE $1::uuid IS NOT NULL AND ($2::boolean IS NOT NULL) AND ($3::boolean IS NOT NULL) AND ($7::text[] IS NOT NULL) AND ($8::boolean IS NOT NULL)
  AND ($4::timestamptz IS NULL OR (coalesce(w.due_at, w.since), w.id) > ($4, $5::uuid))
ORDER BY coalesce(w.due_at, w.since), w.id LIMIT $6`

// The same where much may wait: what is shown is chosen by its key, so that only a page of it is looked up. Count and rows have one source.
const readChosen = `
WITH waiting (id, at) AS NOT MATERIALIZED (%PICK%),
chosen AS MATERIALIZED (SELECT id FROM waiting WHERE $4::timestamptz IS NULL OR (at, id) > ($4, $5::uuid) ORDER BY at, id LIMIT $6),
work (id, kind, number, customer_id, code, name, name_en, currency, amount, since, due_at, late, who, detail, target, holder, asks) AS (%SECTION%)
SELECT (SELECT count(*) FROM waiting)::int, w.* FROM work w
WHERE $1::uuid IS NOT NULL AND ($2::boolean IS NOT NULL) AND ($3::boolean IS NOT NULL) AND ($7::text[] IS NOT NULL) AND ($8::boolean IS NOT NULL)
ORDER BY coalesce(w.due_at, w.since), w.id`

func query(b *store.Batch, into *[]counted, actor ledger.Actor, s section, after Cursor, limit int) {
	var at *time.Time
	if !after.At.IsZero() {
		at = &after.At
	}
	sql := readSection
	if s.pick != "" {
		sql = strings.Replace(readChosen, "%PICK%", s.pick, 1)
	}
	store.Read(b, into, strings.Replace(sql, "%SECTION%", s.sql, 1), actor.PersonID, actor.OwnCustomersOnly(), actor.May(ledger.ApproveDocuments), at, after.ID, limit,
		approval.Asked(actor.Roles), actor.May(ledger.PostDocuments))
}

func (s section) of(rows []counted) Section {
	out := Section{Key: s.key, Rows: make([]Row, len(rows))}
	for i, row := range rows {
		out.Count, out.Rows[i] = row.Count, row.Row
	}
	return out
}

// Read is the actor's work list: the sections of its roles that hold something, each with its first rows. Staff only; who may see no
// customer has none. Sales staff see their own customers' alone.
func (s *Service) Read(ctx context.Context, actor ledger.Actor) ([]Section, error) {
	if err := requireStaff(actor); err != nil {
		return nil, err
	}
	asked := sectionsOf(actor)
	found := make([][]counted, len(asked))
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		for i, section := range asked {
			query(&b, &found[i], actor, section, Cursor{}, Preview)
		}
		return tx.Send(ctx, &b)
	})
	if err != nil {
		return nil, err
	}
	var out []Section
	for i, section := range asked {
		if len(found[i]) > 0 {
			out = append(out, section.of(found[i]))
		}
	}
	return out, nil
}

// ReadSection is a page of one section. Refused: not_found for a section that is none of the actor's.
func (s *Service) ReadSection(ctx context.Context, actor ledger.Actor, key string, after Cursor, limit int) (Section, error) {
	if err := requireStaff(actor); err != nil {
		return Section{}, err
	}
	if limit <= 0 || limit > MaxPage+1 {
		limit = MaxPage
	}
	for _, section := range sectionsOf(actor) {
		if section.key != key {
			continue
		}
		var found []counted
		err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
			var b store.Batch
			query(&b, &found, actor, section, after, limit)
			return tx.Send(ctx, &b)
		})
		return section.of(found), err
	}
	return Section{}, ledger.E("not_found")
}

func requireStaff(actor ledger.Actor) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.SeeCustomers))
	}
	return actor.Require(ledger.SeeCustomers)
}
