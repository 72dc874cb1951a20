package party

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Organization is a set of books as its people see it.
type Organization struct {
	ID                ledger.ID
	Code              string
	BaseCurrency      money.Currency
	Profile           Profile
	ApprovalThreshold decimal.Decimal // base currency
	DisputeDays       int             // working days
}

type organizationRow struct {
	ID                                                                                            ledger.ID
	Code, Base, Name, NameEN, TimeZone, TaxID, Address, Phone, PayeeName, PayeeBank, PayeeAccount string
	Threshold                                                                                     decimal.Decimal
	DisputeDays                                                                                   int
}

func (r organizationRow) organization() Organization {
	return Organization{ID: r.ID, Code: r.Code, BaseCurrency: money.Currency(r.Base), ApprovalThreshold: r.Threshold, DisputeDays: r.DisputeDays,
		Profile: Profile{Name: r.Name, NameEN: r.NameEN, TimeZone: r.TimeZone, TaxID: r.TaxID, Address: r.Address, Phone: r.Phone,
			PayeeName: r.PayeeName, PayeeBank: r.PayeeBank, PayeeAccount: r.PayeeAccount}}
}

const readOrganization = `
SELECT id, code, base_currency, name, name_en, time_zone, tax_id, address, phone, payee_name, payee_bank, payee_account, approval_threshold, dispute_days
FROM organizations WHERE id = $1`

// Organization reads the actor's own; both audiences may.
func (s *Service) Organization(ctx context.Context, actor ledger.Actor) (Organization, error) {
	var out Organization
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = ReadOrganization(ctx, tx)
		return err
	})
	return out, err
}

// ReadOrganization is Service.Organization inside a transaction that is under way.
func ReadOrganization(ctx context.Context, tx *store.Tx) (Organization, error) {
	row, found, err := store.Row[organizationRow](ctx, tx, readOrganization, tx.Actor.OrganizationID)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return row.organization(), err
}
