package party

import (
	"context"
	"regexp"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
	"hefu/ledger/period"
)

// Profile is what an organization says about itself on statements and letters.
type Profile struct {
	Name         string
	NameEN       string
	TimeZone     string // IANA name; empty: Asia/Shanghai
	TaxID        string
	Address      string
	Phone        string
	PayeeName    string // where customers pay to; a change stands in the audit log by itself
	PayeeBank    string
	PayeeAccount string
}

// NewOrganization opens a set of books (账套).
type NewOrganization struct {
	Code         string // letters, digits, - and _, at most 32
	BaseCurrency money.Currency
	Profile
	Accounts    []journal.Account // nil: journal.DefaultAccounts
	FirstPeriod calendar.Date     // any day of the month the books start in (初始化)
}

// firstPeriods is how many months a new set of books has open.
const firstPeriods = 36

var organizationCode = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// Check finds every fault of the command, by field.
func (n NewOrganization) Check() error {
	f := newFaults()
	if !organizationCode.MatchString(n.Code) {
		f.at("code", "not_a_choice")
	}
	if !n.BaseCurrency.Valid() {
		f.at("base_currency", "not_a_currency")
	}
	if n.FirstPeriod.IsZero() {
		f.at("first_period", "required")
	}
	n.check(f)
	codes, roles := map[string]bool{}, map[journal.Role]bool{}
	for i, account := range n.Accounts {
		f.row("accounts", i)
		f.needed("code", account.Code, shortText)
		f.needed("role", string(account.Role), shortText)
		f.needed("name", account.Name, shortText)
		f.text("name_en", account.NameEN, shortText)
		if codes[account.Code] || roles[account.Role] {
			f.at("code", "duplicate")
		}
		codes[account.Code], roles[account.Role] = true, true
	}
	return f.result()
}

func (p Profile) check(f *faults) {
	f.needed("name", p.Name, shortText)
	f.text("name_en", p.NameEN, shortText)
	f.zone("time_zone", p.TimeZone)
	f.text("tax_id", p.TaxID, shortText)
	f.text("address", p.Address, longText)
	f.text("phone", p.Phone, shortText)
	f.text("payee_name", p.PayeeName, shortText)
	f.text("payee_bank", p.PayeeBank, shortText)
	f.text("payee_account", p.PayeeAccount, shortText)
}

func (p Profile) columns() []column {
	return []column{{"name", p.Name}, {"name_en", p.NameEN}, {"time_zone", p.TimeZone}, {"tax_id", p.TaxID}, {"address", p.Address}, {"phone", p.Phone}}
}

func (p Profile) payee() []column {
	return []column{{"payee_name", p.PayeeName}, {"payee_bank", p.PayeeBank}, {"payee_account", p.PayeeAccount}}
}

const insertOrganization = `
INSERT INTO organizations (id, code, base_currency, name, name_en, time_zone, tax_id, address, phone, payee_name, payee_bank, payee_account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

const insertAccounts = `
INSERT INTO accounts (organization_id, code, role, name, name_en)
SELECT $1, a.code, a.role, a.name, a.name_en FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS a (code, role, name, name_en)`

// Statements look, and take in, what their first settings say until somebody makes others.
const insertFirstSettings = `
WITH look AS (INSERT INTO statement_templates (organization_id, version) VALUES ($1, 1))
INSERT INTO inclusion_rules (organization_id, version) VALUES ($1, 1)`

// CreateOrganization opens a set of books with its chart and three years of open periods, and returns its id. Only the command
// line and background work may. Refused: what Check refuses; code_taken.
func (s *Service) CreateOrganization(ctx context.Context, actor ledger.Actor, cmd NewOrganization) (ledger.ID, error) {
	if actor.Audience != ledger.System {
		return ledger.ID{}, ledger.E("not_permitted").With("permission", "create_organization")
	}
	if err := cmd.Check(); err != nil {
		return ledger.ID{}, err
	}
	actor.OrganizationID = ledger.NewID()
	if cmd.TimeZone == "" {
		cmd.TimeZone = "Asia/Shanghai"
	}
	if cmd.Accounts == nil {
		cmd.Accounts = journal.DefaultAccounts
	}
	var codes, roles, names, namesEN []string
	for _, account := range cmd.Accounts {
		codes, roles = append(codes, account.Code), append(roles, string(account.Role))
		names, namesEN = append(names, account.Name), append(namesEN, account.NameEN)
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		b.Do(insertOrganization, actor.OrganizationID, cmd.Code, string(cmd.BaseCurrency), cmd.Name, cmd.NameEN, cmd.TimeZone, cmd.TaxID,
			cmd.Address, cmd.Phone, cmd.PayeeName, cmd.PayeeBank, cmd.PayeeAccount)
		b.Do(insertAccounts, actor.OrganizationID, codes, roles, names, namesEN)
		b.Do(insertFirstSettings, actor.OrganizationID)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "organization.created", map[string]any{"code": cmd.Code, "base_currency": cmd.BaseCurrency,
			"first_period": cmd.FirstPeriod.StartOfMonth(), "after": asMap(append(cmd.columns(), cmd.payee()...))})
		return period.Make(ctx, tx, cmd.FirstPeriod, firstPeriods)
	})
	return actor.OrganizationID, err
}
