// Package standin owns who acts for a colleague who is away (代理人): from one day to another, named by that colleague or by an
// administrator. What a stand-in may do more is worked out in ledger.Actor; four eyes count the two as one person.
package standin

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// State is how a stand-in stands by the seller's day.
type State string

// The states. Ended is by its last day or by hand.
const (
	Planned State = "planned"
	Running State = "running"
	Ended   State = "ended"
)

// StandIn is one naming. StaffID is who is away, StandInID who acts; both days count.
type StandIn struct {
	ID        ledger.ID
	StaffID   ledger.ID
	StaffName string
	StandInID ledger.ID
	Name      string
	StartsOn  calendar.Date
	EndsOn    calendar.Date
	Reason    string
	NamedBy   string
	CreatedAt time.Time
	EndedAt   *time.Time // by hand
	EndedBy   string
	State     State
}

// Named is the command. StaffID zero: the actor.
type Named struct {
	StaffID   ledger.ID
	StandInID ledger.ID
	StartsOn  calendar.Date
	EndsOn    calendar.Date
	Reason    string
}

// Limits.
const (
	MaxDays   = 366
	maxReason = 500
	maxListed = 200
)

// Service keeps stand-ins.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db} }

const columns = `
SELECT z.id, z.staff_id, s.name, z.stand_in_id, w.name, z.starts_on, z.ends_on, z.reason, z.named_by_name, z.created_at, z.ended_at, z.ended_by_name,
  CASE WHEN z.ended_at IS NOT NULL OR z.ends_on < t.today THEN 'ended' WHEN z.starts_on > t.today THEN 'planned' ELSE 'running' END
FROM stand_ins z JOIN staff s ON s.id = z.staff_id JOIN staff w ON w.id = z.stand_in_id JOIN organizations o ON o.id = z.organization_id,
  LATERAL (SELECT (now() AT TIME ZONE o.time_zone)::date AS today) t
WHERE z.organization_id = $1`

// List reads the stand-ins that concern the actor, and everybody's for who sees the audit log, the latest first, at most 200. Staff only.
func (s *Service) List(ctx context.Context, actor ledger.Actor) ([]StandIn, error) {
	if err := requireStaff(actor); err != nil {
		return nil, err
	}
	var out []StandIn
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[StandIn](ctx, tx, columns+` AND ($2 OR $3 IN (z.staff_id, z.stand_in_id)) ORDER BY z.ended_at IS NOT NULL, z.ends_on DESC, z.id DESC LIMIT $4`,
			actor.OrganizationID, seesAll(actor), actor.PersonID, maxListed)
		return err
	})
	return out, err
}

// Colleague is somebody who may stand in.
type Colleague struct {
	ID   ledger.ID
	Name string
	May  bool // act for others: neither administrator nor auditor
}

const readColleagues = `
SELECT s.id, s.name, NOT EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id = $1 AND r.role IN ('administrator', 'auditor'))
FROM staff s WHERE s.active AND EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id = $1) ORDER BY s.name, s.id`

// Colleagues lists who works here, by name. Staff only.
func (s *Service) Colleagues(ctx context.Context, actor ledger.Actor) ([]Colleague, error) {
	if err := requireStaff(actor); err != nil {
		return nil, err
	}
	var out []Colleague
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Colleague](ctx, tx, readColleagues, actor.OrganizationID)
		return err
	})
	return out, err
}

func (n Named) check() error {
	bad := ledger.E("validation_failed")
	switch {
	case n.StandInID.IsZero():
		bad.At("stand_in_id", "required")
	case n.StandInID == n.StaffID:
		bad.At("stand_in_id", "not_a_choice")
	}
	switch {
	case n.StartsOn.IsZero():
		bad.At("starts_on", "required")
	case n.EndsOn.IsZero():
		bad.At("ends_on", "required")
	case n.EndsOn.Before(n.StartsOn):
		bad.At("ends_on", "range_backwards")
	case n.StartsOn.AddDays(MaxDays).Before(n.EndsOn):
		bad.At("ends_on", "too_large")
	}
	if len([]rune(n.Reason)) > maxReason {
		bad.At("reason", "too_long")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

const (
	insertStandIn = `
INSERT INTO stand_ins (id, organization_id, staff_id, stand_in_id, starts_on, ends_on, reason, named_by, named_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	holdPeople = `SELECT FROM staff WHERE id = ANY ($1) ORDER BY id FOR UPDATE`
	today      = `SELECT (now() AT TIME ZONE o.time_zone)::date FROM organizations o WHERE o.id = $1`
	overlaps   = `
SELECT EXISTS (SELECT FROM stand_ins z WHERE z.organization_id = $1 AND z.staff_id = $2 AND z.ended_at IS NULL AND z.starts_on <= $4 AND z.ends_on >= $3)`
)

// Name has somebody act for a colleague. Everybody names their own; for another ManagePeople is needed, and nobody names themselves.
// Both with a fresh sign-in. Refused in this order: not_permitted; step_up_required; fields that are missing or wrong; a day that has
// passed at starts_on; not_found for who does not work here; stand_in_unfit for an administrator or an auditor; stand_in_overlaps where
// somebody is named for one of the days already.
func (s *Service) Name(ctx context.Context, actor ledger.Actor, n Named) (ledger.ID, error) {
	if err := requireStaff(actor); err != nil {
		return ledger.ID{}, err
	}
	if n.StaffID.IsZero() {
		n.StaffID = actor.PersonID
	}
	if n.StaffID != actor.PersonID {
		if err := actor.Require(ledger.ManagePeople); err != nil {
			return ledger.ID{}, err
		}
	}
	if err := actor.RequireFresh(); err != nil {
		return ledger.ID{}, err
	}
	n.Reason = strings.TrimSpace(n.Reason)
	if err := n.check(); err != nil {
		return ledger.ID{}, err
	}
	id := ledger.NewID()
	return id, s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, holdPeople, []ledger.ID{n.StaffID, n.StandInID}); err != nil {
			return err
		}
		if err := n.fits(ctx, tx); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "stand_in.named", map[string]any{"stand_in": id, "staff": n.StaffID, "by": n.StandInID, "from": n.StartsOn, "until": n.EndsOn, "reason": n.Reason})
		if _, err := store.Exec(ctx, tx, insertStandIn, id, actor.OrganizationID, n.StaffID, n.StandInID, n.StartsOn, n.EndsOn, n.Reason, actor.PersonID, actor.Name); err != nil {
			return err
		}
		return tell(ctx, tx, event.StandInNamed, id, n.StandInID, n.StaffID)
	})
}

func (n Named) fits(ctx context.Context, tx *store.Tx) error {
	on, _, err := store.Value[calendar.Date](ctx, tx, today, tx.Actor.OrganizationID)
	if err != nil {
		return err
	}
	if n.StartsOn.Before(on) {
		return ledger.E("validation_failed").At("starts_on", "in_the_past")
	}
	people, err := store.Rows[Colleague](ctx, tx, readColleagues, tx.Actor.OrganizationID)
	if err != nil {
		return err
	}
	found := map[ledger.ID]Colleague{}
	for _, p := range people {
		found[p.ID] = p
	}
	if found[n.StaffID].ID.IsZero() || found[n.StandInID].ID.IsZero() {
		return ledger.E("not_found")
	}
	if !found[n.StandInID].May {
		return ledger.E("stand_in_unfit")
	}
	taken, _, err := store.Value[bool](ctx, tx, overlaps, tx.Actor.OrganizationID, n.StaffID, n.StartsOn, n.EndsOn)
	if err == nil && taken {
		err = ledger.E("stand_in_overlaps")
	}
	return err
}

// End ends a stand-in before its day: either of the two, or ManagePeople. Refused in this order: not_found also for who it does not
// concern; state_forbids when it has ended.
func (s *Service) End(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := requireStaff(actor); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT FROM stand_ins WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		z, found, err := store.Row[StandIn](ctx, tx, columns+` AND z.id = $2`, actor.OrganizationID, id)
		switch {
		case err != nil:
			return err
		case !found || !z.MayEnd(actor):
			return ledger.E("not_found")
		case z.State == Ended:
			return ledger.E("state_forbids").With("state", string(z.State))
		}
		tx.Audit(ledger.ID{}, "stand_in.ended", map[string]any{"stand_in": id, "staff": z.StaffID, "by": z.StandInID, "until": z.EndsOn})
		if _, err := store.Exec(ctx, tx, `UPDATE stand_ins SET ended_at = now(), ended_by_name = $2 WHERE id = $1`, id, actor.Name); err != nil {
			return err
		}
		return tell(ctx, tx, event.StandInEnded, id, z.StandInID, z.StaffID)
	})
}

// MayEnd tells whether the actor is one of the two, or keeps people.
func (z StandIn) MayEnd(actor ledger.Actor) bool {
	return z.StaffID == actor.PersonID || z.StandInID == actor.PersonID || actor.May(ledger.ManagePeople)
}

// Of reads whom a person stands in for and who stands in for them, for an actor that came by no session.
func (s *Service) Of(ctx context.Context, actor ledger.Actor) (ledger.Actor, error) {
	var out []ledger.Standing
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		text, _, err := store.Value[string](ctx, tx, `SELECT `+Standings("$1::uuid", "$2::uuid"), actor.PersonID, actor.OrganizationID)
		if err != nil || text == "" {
			return err
		}
		if err := json.Unmarshal([]byte(text), &out); err != nil {
			return ledger.E("internal").Because(err)
		}
		return nil
	})
	return actor.WithStandings(out), err
}

// tell records for both that it was named or ended; whoever did it is told nothing.
func tell(ctx context.Context, tx *store.Tx, kind event.Kind, id ledger.ID, people ...ledger.ID) error {
	events := make([]event.Event, len(people))
	for i, person := range people {
		events[i] = event.Event{Kind: kind, Data: map[string]any{"staff_id": person, "stand_in_id": id}}
	}
	return event.Record(ctx, tx, events...)
}

func seesAll(actor ledger.Actor) bool {
	return actor.May(ledger.ManagePeople) || actor.May(ledger.SeeAudit)
}

func requireStaff(actor ledger.Actor) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.SeeCustomers))
	}
	return actor.Require(ledger.SeeCustomers)
}

// asWorker keeps who acts but takes the worker's database role, which sees colleagues who have left too.
func asWorker(actor ledger.Actor) ledger.Actor {
	actor.Audience = ledger.System
	return actor
}
