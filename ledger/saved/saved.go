// Package saved owns saved views of reports: a name for a report with its filters and display rules, a person's own or shared with the
// organization's staff. It does not read reports; ledger/report does.
package saved

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/report"
)

// Limits of saved views.
const (
	MaxName  = 80
	MaxViews = 100 // a person's own
	maxValue = 1000
	maxShown = 500
)

// Names are what a view can hold: what the address of the reports page says, name by name.
var Names = []string{"report", "from", "to", "period", "customer_id", "salesperson_id", "unassigned", "region", "currency", "account", "by", "amounts", "product_line", "source_kind", "group_id", "dimension",
	"receipts", "cause", "category", "root_cause", "phase", "columns", "subtotal", "totals", "zero", "idle", "chart"}

// View is a saved view. Mine tells whether the reader owns it, and so may change it; Default whether the reader's reports open with it.
type View struct {
	ID         ledger.ID
	Name       string
	Query      map[string]string
	Shared     bool
	Owner      string
	Mine       bool
	Default    bool
	RowVersion int
	UpdatedAt  time.Time
}

// Command is a view as its owner wants it.
type Command struct {
	Name   string
	Query  map[string]string
	Shared bool
}

// Service keeps saved views. Every method needs SeeReports.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

const readViews = `
SELECT v.id, v.name, v.query::text, v.shared, v.owner_name, v.owner_id = $1, EXISTS (SELECT FROM report_view_defaults d WHERE d.view_id = v.id AND d.person_id = $1), v.row_version, v.updated_at
FROM report_views v WHERE v.owner_id = $1 OR v.shared ORDER BY v.owner_id <> $1, v.name, v.id LIMIT $2`

type viewRow struct {
	ID         ledger.ID
	Name       string
	Query      string
	Shared     bool
	Owner      string
	Mine       bool
	Default    bool
	RowVersion int
	UpdatedAt  time.Time
}

// List is the actor's own views and those that colleagues share, own first, by name.
func (s *Service) List(ctx context.Context, actor ledger.Actor) ([]View, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	var out []View
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, err := store.Rows[viewRow](ctx, tx, readViews, actor.PersonID, maxShown)
		for _, row := range found {
			view := View{row.ID, row.Name, nil, row.Shared, row.Owner, row.Mine, row.Default, row.RowVersion, row.UpdatedAt}
			if err == nil {
				err = json.Unmarshal([]byte(row.Query), &view.Query)
			}
			out = append(out, view)
		}
		return err
	})
	return out, err
}

func (c *Command) check() error {
	bad := ledger.E("validation_failed")
	c.Name = strings.TrimSpace(c.Name)
	switch {
	case c.Name == "":
		bad.At("name", "required")
	case utf8.RuneCountInString(c.Name) > MaxName:
		bad.At("name", "too_long")
	}
	if !slices.Contains(report.Kinds, c.Query["report"]) {
		bad.At("query.report", "not_a_choice")
	}
	for name, value := range c.Query {
		switch {
		case !slices.Contains(Names, name):
			bad.At("query", "not_a_choice")
		case len(value) > maxValue:
			bad.At("query", "too_long")
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Create saves a view of the actor's. Refused in this order: validation_failed, too_many_views, view_name_taken.
func (s *Service) Create(ctx context.Context, actor ledger.Actor, cmd Command) (ledger.ID, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return ledger.ID{}, err
	}
	if err := cmd.check(); err != nil {
		return ledger.ID{}, err
	}
	id := ledger.NewID()
	query, err := json.Marshal(cmd.Query)
	if err != nil {
		return ledger.ID{}, err
	}
	return id, s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		count, _, err := store.Row[struct{ N int }](ctx, tx, `SELECT count(*)::int FROM report_views WHERE owner_id = $1`, actor.PersonID)
		if err != nil {
			return err
		}
		if count.N >= MaxViews {
			return ledger.E("too_many_views").With("limit", MaxViews)
		}
		tx.Audit(ledger.ID{}, "report_view.saved", map[string]any{"view": id, "name": cmd.Name, "query": cmd.Query, "shared": cmd.Shared})
		_, err = store.Exec(ctx, tx, `INSERT INTO report_views (id, organization_id, owner_id, owner_name, name, query, shared) VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7)`,
			id, actor.OrganizationID, actor.PersonID, actor.Name, cmd.Name, string(query), cmd.Shared)
		return err
	})
}

const lockView = `SELECT id, name, query::text, shared, owner_name, true, false, row_version, updated_at FROM report_views WHERE id = $1 AND owner_id = $2 FOR UPDATE`

// own locks a view of the actor's; anybody else's does not exist for them.
func own(ctx context.Context, tx *store.Tx, id ledger.ID, version int) (viewRow, error) {
	row, found, err := store.Row[viewRow](ctx, tx, lockView, id, tx.Actor.PersonID)
	switch {
	case err != nil:
	case !found:
		err = ledger.E("not_found")
	case row.RowVersion != version:
		err = ledger.E("conflict")
	}
	return row, err
}

// Change renames a view, gives it other filters, or shares it or not. Needs to be its owner. Refused in this order: validation_failed,
// not_found, conflict where it has changed since version, view_name_taken.
func (s *Service) Change(ctx context.Context, actor ledger.Actor, id ledger.ID, version int, cmd Command) error {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return err
	}
	if err := cmd.check(); err != nil {
		return err
	}
	query, err := json.Marshal(cmd.Query)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := own(ctx, tx, id, version)
		if err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "report_view.changed", map[string]any{"view": id, "before": map[string]any{"name": before.Name, "query": json.RawMessage(before.Query), "shared": before.Shared},
			"after": map[string]any{"name": cmd.Name, "query": cmd.Query, "shared": cmd.Shared}})
		if before.Shared && !cmd.Shared { // nobody's reports may open with what they no longer see
			if _, err := store.Exec(ctx, tx, `DELETE FROM report_view_defaults WHERE view_id = $1 AND person_id <> $2`, id, actor.PersonID); err != nil {
				return err
			}
		}
		_, err = store.Exec(ctx, tx, `UPDATE report_views SET name = $2, query = $3::text::jsonb, shared = $4, row_version = row_version + 1, updated_at = now() WHERE id = $1`,
			id, cmd.Name, string(query), cmd.Shared)
		return err
	})
}

// Remove deletes a view. Needs to be its owner. Refused in this order: not_found, conflict where it has changed since version.
func (s *Service) Remove(ctx context.Context, actor ledger.Actor, id ledger.ID, version int) error {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := own(ctx, tx, id, version)
		if err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "report_view.removed", map[string]any{"view": id, "name": before.Name, "query": json.RawMessage(before.Query), "shared": before.Shared})
		_, err = store.Exec(ctx, tx, `DELETE FROM report_views WHERE id = $1`, id)
		return err
	})
}

// Choose makes a view that the actor sees the one that their reports open with; with a zero id none. Refused: not_found.
func (s *Service) Choose(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		tx.Audit(ledger.ID{}, "report_view.chosen", map[string]any{"view": id})
		if id.IsZero() {
			_, err := store.Exec(ctx, tx, `DELETE FROM report_view_defaults WHERE person_id = $1`, actor.PersonID)
			return err
		}
		_, found, err := store.Row[struct{ ID ledger.ID }](ctx, tx, `SELECT id FROM report_views WHERE id = $1 AND (owner_id = $2 OR shared) FOR SHARE`, id, actor.PersonID)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		_, err = store.Exec(ctx, tx, `INSERT INTO report_view_defaults (organization_id, person_id, view_id) VALUES ($1, $2, $3)
ON CONFLICT (organization_id, person_id) DO UPDATE SET view_id = excluded.view_id`, actor.OrganizationID, actor.PersonID, id)
		return err
	})
}
