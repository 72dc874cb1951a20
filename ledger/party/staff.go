package party

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// NewStaff is a person to be let in on the seller's side. The identity (issuer and subject of the identity provider) never
// changes hands; the e-mail address is only an address.
type NewStaff struct {
	Issuer  string
	Subject string
	Email   string // may be empty
	Name    string
	Locale  string // zh-CN or en; empty: zh-CN
	Roles   []ledger.Role
}

// staffRoles are the roles of the seller's side.
var staffRoles = []ledger.Role{ledger.Sales, ledger.CreditManager, ledger.ARAccountant, ledger.FinanceSupervisor, ledger.Management,
	ledger.Auditor, ledger.Administrator}

// Check finds every fault of the command, by field.
func (n NewStaff) Check() error {
	f := newFaults()
	f.needed("issuer", n.Issuer, longText)
	f.needed("subject", n.Subject, shortText)
	if n.Email != "" {
		f.email(n.Email)
	}
	f.needed("name", n.Name, shortText)
	f.locale(n.Locale)
	f.roles(n.Roles, staffRoles)
	if len(n.Roles) == 0 {
		f.at("roles", "required")
	}
	return f.result()
}

func (f *faults) roles(roles, known []ledger.Role) {
	const field = "roles"
	for i, role := range roles {
		if !slices.Contains(known, role) {
			f.at(field, "not_a_choice")
		} else if slices.Contains(roles[:i], role) {
			f.at(field, "duplicate")
		}
	}
}

const insertStaff = `INSERT INTO staff (id, issuer, subject, email, name, locale) VALUES ($1, $2, $3, $4, $5, $6)`

// AddStaff lets a person in with roles and returns their id. Somebody with that identity who already works for another
// organization is the same person: name and address stay as they are. Needs ManagePeople. Refused: what Check refuses;
// own_roles; conflict when the person already has roles here (SetStaffRoles changes them).
func (s *Service) AddStaff(ctx context.Context, actor ledger.Actor, cmd NewStaff) (ledger.ID, error) {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return ledger.ID{}, err
	}
	if err := cmd.Check(); err != nil {
		return ledger.ID{}, err
	}
	if err := freshFor(actor, cmd.Roles); err != nil {
		return ledger.ID{}, err
	}
	if cmd.Locale == "" {
		cmd.Locale = "zh-CN"
	}
	var id ledger.ID
	err := s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		var found bool
		var err error
		id, found, err = store.Value[ledger.ID](ctx, tx, `SELECT id FROM staff WHERE issuer = $1 AND subject = $2`, cmd.Issuer, cmd.Subject)
		if err != nil {
			return err
		}
		if !found {
			id = ledger.NewID()
			if _, err := store.Exec(ctx, tx, insertStaff, id, cmd.Issuer, cmd.Subject, cmd.Email, cmd.Name, cmd.Locale); err != nil {
				return err
			}
		}
		held, err := rolesOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if len(held) > 0 {
			return ledger.E("conflict")
		}
		tx.Audit(ledger.ID{}, "staff.added", map[string]any{"staff": id, "issuer": cmd.Issuer, "subject": cmd.Subject, "name": cmd.Name, "known": found})
		return setRoles(ctx, tx, actor, id, held, cmd.Roles)
	})
	return id, err
}

// SetStaffRoles replaces what a person may do in this organization; no roles means the person has left it. Needs ManagePeople.
// Refused: an unknown role; own_roles; not_found for somebody who has no roles here; last_administrator.
func (s *Service) SetStaffRoles(ctx context.Context, actor ledger.Actor, staff ledger.ID, roles []ledger.Role) error {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return err
	}
	f := newFaults()
	f.roles(roles, staffRoles)
	if err := f.result(); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		held, err := rolesOf(ctx, tx, staff)
		if err != nil {
			return err
		}
		if len(held) == 0 {
			return ledger.E("not_found")
		}
		return setRoles(ctx, tx, actor, staff, held, roles)
	})
}

func rolesOf(ctx context.Context, tx *store.Tx, staff ledger.ID) ([]ledger.Role, error) {
	return store.Values[ledger.Role](ctx, tx, `SELECT role FROM staff_roles WHERE organization_id = $1 AND staff_id = $2 ORDER BY role`,
		tx.Actor.OrganizationID, staff)
}

// setRoles writes the roles of a person other than the one who acts: nobody raises their own rights.
func setRoles(ctx context.Context, tx *store.Tx, actor ledger.Actor, staff ledger.ID, held, roles []ledger.Role) error {
	if staff == actor.PersonID {
		return ledger.E("own_roles")
	}
	roles = slices.AppendSeq([]ledger.Role{}, slices.Values(roles)) // never null: with null the query would delete nothing
	slices.Sort(roles)
	if slices.Equal(held, roles) {
		return nil
	}
	var b store.Batch
	var left []struct{ Administrators int }
	b.Do(`DELETE FROM staff_roles WHERE organization_id = $1 AND staff_id = $2 AND role <> ALL ($3)`, tx.Actor.OrganizationID, staff, roles)
	b.Do(`INSERT INTO staff_roles (organization_id, staff_id, role) SELECT $1, $2, r FROM unnest($3::text[]) AS r ON CONFLICT DO NOTHING`,
		tx.Actor.OrganizationID, staff, roles)
	store.Read(&b, &left, `SELECT count(*)::int FROM staff_roles r JOIN staff s ON s.id = r.staff_id
		WHERE r.organization_id = $1 AND r.role = 'administrator' AND s.active`, tx.Actor.OrganizationID)
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	if left[0].Administrators == 0 && slices.Contains(held, ledger.Administrator) {
		return ledger.E("last_administrator")
	}
	tx.Audit(ledger.ID{}, "staff.roles_changed", map[string]any{"staff": staff, "before": held, "after": roles})
	return nil
}
