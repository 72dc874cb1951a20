package party

import (
	"context"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

const updateOrganization = `
UPDATE organizations SET name = $2, name_en = $3, time_zone = $4, tax_id = $5, address = $6, phone = $7, payee_name = $8, payee_bank = $9, payee_account = $10
WHERE id = $1`

// UpdateOrganization replaces the profile; an empty time zone keeps the one that stands. Needs ManagePeople. Code and base
// currency never change. The payee's account takes two people (AskPayee, DecidePayee); only background work and the command line
// change it here, in a row of its own in the audit log, organization.payee_changed. Refused: what the checks of the profile refuse;
// four_eyes for another payee's account.
func (s *Service) UpdateOrganization(ctx context.Context, actor ledger.Actor, profile Profile) error {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return err
	}
	f := newFaults()
	profile.check(f)
	if err := f.result(); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		before, err := ReadOrganization(ctx, tx)
		if err != nil {
			return err
		}
		if profile.TimeZone == "" {
			profile.TimeZone = before.Profile.TimeZone
		}
		p := profile
		payee := changes(before.Profile.payee(), p.payee())
		if len(payee) > 0 && actor.Audience != ledger.System {
			return ledger.E("four_eyes").At("payee_account", "four_eyes")
		}
		if _, err := store.Exec(ctx, tx, updateOrganization, before.ID, p.Name, p.NameEN, p.TimeZone, p.TaxID, p.Address, p.Phone,
			p.PayeeName, p.PayeeBank, p.PayeeAccount); err != nil {
			return err
		}
		if differ := changes(before.Profile.columns(), p.columns()); len(differ) > 0 {
			tx.Audit(ledger.ID{}, "organization.changed", differ)
		}
		if len(payee) > 0 {
			tx.Audit(ledger.ID{}, "organization.payee_changed", payee)
		}
		return nil
	})
}

// Policy is what finance decides for the organization.
type Policy struct {
	ApprovalThreshold decimal.Decimal // gross in base currency above which a second person is asked
	DisputeDays       int             // working days to answer a dispute, 1 to 90
}

// SetPolicy replaces the policy. Needs ApproveDocuments, which an administrator does not have. Every fault is named by field.
func (s *Service) SetPolicy(ctx context.Context, actor ledger.Actor, policy Policy) error {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		before, err := ReadOrganization(ctx, tx)
		if err != nil {
			return err
		}
		if err := policy.check(before.BaseCurrency); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, `UPDATE organizations SET approval_threshold = $2, dispute_days = $3 WHERE id = $1`,
			before.ID, policy.ApprovalThreshold, policy.DisputeDays); err != nil {
			return err
		}
		stood := Policy{before.ApprovalThreshold, before.DisputeDays}
		if differ := changes(stood.columns(), policy.columns()); len(differ) > 0 {
			tx.Audit(ledger.ID{}, "organization.policy_changed", differ)
		}
		return nil
	})
}

func (p Policy) check(base money.Currency) error {
	f := newFaults()
	switch {
	case p.ApprovalThreshold.IsNegative():
		f.at("approval_threshold", "must_be_positive")
	case !money.Exact(p.ApprovalThreshold, base):
		f.at("approval_threshold", "too_many_places")
	case p.ApprovalThreshold.GreaterThan(decimal.New(1, 15)):
		f.at("approval_threshold", "too_large")
	}
	if p.DisputeDays < 1 || p.DisputeDays > 90 {
		f.at("dispute_days", "not_a_choice")
	}
	return f.result()
}

func (p Policy) columns() []column {
	return []column{{"approval_threshold", p.ApprovalThreshold.String()}, {"dispute_days", strconv.Itoa(p.DisputeDays)}}
}
