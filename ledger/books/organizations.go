package books

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Organization is one set of books in this database.
type Organization struct {
	ID           ledger.ID `json:"id"`
	Code         string    `json:"code"`
	Name         string    `json:"name"`
	NameEN       string    `json:"name_en"`
	BaseCurrency string    `json:"base_currency"`
	TimeZone     string    `json:"time_zone"`
	Customers    int       `json:"customers"`
	Staff        int       `json:"staff"`
}

const listOrganizations = `
SELECT o.id, o.code, o.name, o.name_en, o.base_currency, o.time_zone,
  (SELECT count(*) FROM customers c WHERE c.organization_id = o.id),
  (SELECT count(DISTINCT staff_id) FROM staff_roles r WHERE r.organization_id = o.id)
FROM organizations o ORDER BY o.code`

// Organizations lists every set of books, for the operator at the command line: no person may ask for it.
func (b *Books) Organizations(ctx context.Context) ([]Organization, error) {
	var out []Organization
	err := b.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "command line"), func(ctx context.Context, tx *store.Tx) error {
		var err error
		out, err = store.Rows[Organization](ctx, tx, listOrganizations)
		return err
	})
	return out, err
}

// OrganizationByCode finds one set of books; not_found names the code.
func (b *Books) OrganizationByCode(ctx context.Context, code string) (Organization, error) {
	all, err := b.Organizations(ctx)
	if err != nil {
		return Organization{}, err
	}
	for _, o := range all {
		if o.Code == code {
			return o, nil
		}
	}
	return Organization{}, ledger.E("not_found").At("organization", "not_a_choice")
}
