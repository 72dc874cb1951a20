package archive

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// The bounds of a rule, and what holds where nobody set one: years after the year of the cut-off.
const (
	leastYears   = 10
	mostYears    = 100
	DefaultYears = 30
)

const maxReason = 500

// Rule says how long bundles are kept: Years after the year of their cut-off, zero for good. The one with the highest number is in force.
type Rule struct {
	Number int
	Years  int
	Reason string
	SetBy  string
	SetAt  time.Time
}

// Hold keeps what it is about whatever the rule says: a statement's bundles, a customer's, or with neither everybody's. EndedAt is nil while it does.
type Hold struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	StatementID  ledger.ID
	StatementNo  string
	Reason       string
	PlacedBy     string
	PlacedAt     time.Time
	EndReason    string
	EndedBy      string
	EndedAt      *time.Time
}

// Retention is how an organization keeps its archive: its rules and its holds, the latest first, at most 200 of each.
type Retention struct {
	Rules []Rule
	Holds []Hold
	May   bool // the actor may change them
}

const readRules = `SELECT number, coalesce(years, 0), reason, set_by_name, set_at FROM retention_rules WHERE organization_id = $1 ORDER BY number DESC LIMIT 200`

const readHolds = `
SELECT h.id, h.customer_id, coalesce(c.code, ''), coalesce(c.name, ''), h.statement_id, coalesce(s.statement_no, ''), h.reason, h.placed_by_name, h.placed_at,
  coalesce(e.reason, ''), coalesce(e.ended_by_name, ''), e.ended_at
FROM legal_holds h LEFT JOIN customers c ON c.id = h.customer_id LEFT JOIN statements s ON s.id = h.statement_id LEFT JOIN legal_hold_ends e ON e.hold_id = h.id
WHERE h.organization_id = $1 ORDER BY e.ended_at IS NOT NULL, h.id DESC LIMIT 200`

// Retention reads rules and holds. Needs ExportEvidence.
func (s *Service) Retention(ctx context.Context, actor ledger.Actor) (Retention, error) {
	out := Retention{May: mayKeep(actor) == nil}
	if err := allowed(actor); err != nil {
		return out, err
	}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if out.Rules, err = store.Rows[Rule](ctx, tx, readRules, actor.OrganizationID); err != nil {
			return err
		}
		out.Holds, err = store.Rows[Hold](ctx, tx, readHolds, actor.OrganizationID)
		return err
	})
	return out, err
}

func mayKeep(actor ledger.Actor) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.ManageRetention))
	}
	return actor.Require(ledger.ManageRetention)
}

func reasoned(text string) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return text, ledger.E("validation_failed").At("reason", "required")
	case len([]rune(text)) > maxReason:
		return text, ledger.E("validation_failed").At("reason", "too_long")
	}
	return text, nil
}

const insertRule = `
INSERT INTO retention_rules (id, organization_id, number, years, reason, set_by, set_by_name)
SELECT $1, $2, 1 + coalesce((SELECT max(number) FROM retention_rules WHERE organization_id = $2), 0), nullif($3, 0), $4, $5, $6`

// SetRule sets how many years bundles are kept from now on, zero for good. What was sealed before keeps the longest rule that was in force since.
// Needs ManageRetention and a fresh sign-in. Refused: years out of 10–100, a missing reason.
func (s *Service) SetRule(ctx context.Context, actor ledger.Actor, years int, reason string) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	if years != 0 && (years < leastYears || years > mostYears) {
		return ledger.E("validation_failed").At("years", "not_a_choice")
	}
	reason, err := reasoned(reason)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, insertRule, ledger.NewID(), actor.OrganizationID, years, reason, actor.PersonID, actor.Name)
		tx.Audit(ledger.ID{}, "archive.retention_set", map[string]any{"years": years, "reason": reason})
		return err
	})
}

// HoldCommand places a hold on one statement, on a customer, or with neither on everything.
type HoldCommand struct {
	CustomerID  ledger.ID
	StatementID ledger.ID
	Reason      string
}

const ofStatement = `SELECT customer_id FROM statements WHERE organization_id = $1 AND id = $2`

// PlaceHold keeps what it is about until the hold is ended. Needs ManageRetention. Refused: a missing reason, not_found.
func (s *Service) PlaceHold(ctx context.Context, actor ledger.Actor, cmd HoldCommand) (ledger.ID, error) {
	id := ledger.NewID()
	if err := mayKeep(actor); err != nil {
		return id, err
	}
	reason, err := reasoned(cmd.Reason)
	if err != nil {
		return id, err
	}
	return id, s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		customer, found, err := cmd.CustomerID, true, error(nil)
		switch {
		case !cmd.StatementID.IsZero():
			customer, found, err = store.Value[ledger.ID](ctx, tx, ofStatement, actor.OrganizationID, cmd.StatementID)
		case !cmd.CustomerID.IsZero():
			customer, found, err = store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers WHERE organization_id = $1 AND id = $2`, actor.OrganizationID, cmd.CustomerID)
		}
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		_, err = store.Exec(ctx, tx, `INSERT INTO legal_holds (id, organization_id, customer_id, statement_id, reason, placed_by, placed_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, actor.OrganizationID, orNone(customer), orNone(cmd.StatementID), reason, actor.PersonID, actor.Name)
		tx.Audit(customer, "archive.hold_placed", map[string]any{"hold": id, "statement": cmd.StatementID, "reason": reason})
		return err
	})
}

const endHold = `
INSERT INTO legal_hold_ends (hold_id, organization_id, reason, ended_by, ended_by_name)
SELECT h.id, h.organization_id, $3, $4, $5 FROM legal_holds h WHERE h.organization_id = $1 AND h.id = $2`

// EndHold lets go of what a hold kept. Needs ManageRetention and a fresh sign-in. Refused: a missing reason, not_found, state_forbids when it
// has ended already.
func (s *Service) EndHold(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	reason, err := reasoned(reason)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		count, err := store.Exec(ctx, tx, endHold, actor.OrganizationID, id, reason, actor.PersonID, actor.Name)
		if err == nil && count == 0 {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		customer, _, err := store.Value[ledger.ID](ctx, tx, `SELECT customer_id FROM legal_holds WHERE id = $1`, id)
		tx.Audit(customer, "archive.hold_ended", map[string]any{"hold": id, "reason": reason})
		return err
	})
}

// Dispose gives a bundle's bytes up; its record, its manifest and its place under the anchors stay. Needs ManageRetention and a fresh sign-in.
// Refused: a missing reason, not_found, archive_on_hold, archive_retained while its time is not over, state_forbids when that is done already.
func (s *Service) Dispose(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := mayKeep(actor); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	reason, err := reasoned(reason)
	if err != nil {
		return err
	}
	found, err := s.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `INSERT INTO archive_disposals (bundle_id, organization_id, customer_id, statement_id, reason, disposed_by, disposed_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, actor.OrganizationID, found.CustomerID, found.StatementID, reason, actor.PersonID, actor.Name)
		tx.Audit(found.CustomerID, "archive.disposed", map[string]any{"bundle": id, "bundle_no": found.BundleNo, "manifest_sha256": found.Manifest, "sha256": found.FileSHA256, "reason": reason})
		return err
	})
}
