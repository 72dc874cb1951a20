package party

import (
	"encoding/json"
	"regexp"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/money"
)

// Customer is a buyer as a command states it. Code and Name are always needed.
type Customer struct {
	Code        string // unique in the organization
	Name        string
	NameEN      string
	TaxID       string // unique in the organization when set; 18 characters in China (统一社会信用代码)
	Country     string // ISO 3166 alpha-2
	Region      string
	Address     string
	Phone       string
	Bank        string
	BankAccount string
	Currency    money.Currency  // empty: as it stands; of a new customer the base currency
	Salesperson string          // e-mail, subject or id of somebody with a role in the organization
	Terms       json.RawMessage // as calendar.ParseTerms reads them; {} or null: none, due on the document date
	Cycle       Cycle           // empty: as it stands; of a new customer monthly
	TimeZone    string          // IANA name; empty: as it stands; of a new customer the organization's
	Locale      string          // zh-CN or en; empty: as it stands; of a new customer zh-CN in China or where no country is given
	Active      *bool           // nil: as it stands; a new customer is active
	Fields      field.Values    // custom fields; those not mentioned stay
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

// Check finds every fault of a customer that can be seen without the database, by field.
func (c Customer) Check() error {
	f := newFaults()
	c.check(f)
	return f.result()
}

func (c Customer) check(f *faults) {
	f.needed("code", c.Code, shortText)
	f.needed("name", c.Name, shortText)
	f.text("name_en", c.NameEN, shortText)
	f.text("tax_id", c.TaxID, shortText)
	if c.Country != "" && !countryCode.MatchString(c.Country) {
		f.at("country", "not_a_choice")
	}
	f.text("region", c.Region, shortText)
	f.text("address", c.Address, longText)
	f.text("phone", c.Phone, shortText)
	f.text("bank", c.Bank, shortText)
	f.text("bank_account", c.BankAccount, shortText)
	if c.Currency != "" && !c.Currency.Valid() {
		f.at("currency", "not_a_currency")
	}
	f.text("salesperson", c.Salesperson, 254)
	if _, err := canonicalTerms(c.Terms); err != nil {
		f.at("terms", "bad_terms")
	}
	if c.Cycle != "" && !c.Cycle.Valid() {
		f.at("cycle", "not_a_choice")
	}
	f.zone("time_zone", c.TimeZone)
	f.locale(c.Locale)
}

// canonicalTerms is the one text that equal terms have; {} for none.
func canonicalTerms(raw json.RawMessage) (string, error) {
	switch string(raw) {
	case "", "null", "{}":
		return "{}", nil
	}
	terms, err := calendar.ParseTerms(raw)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(terms)
	return string(text), err
}

// Warnings are doubts about a customer that refuse nothing: bad_uscc for a Chinese tax id of 18 characters whose check
// character is wrong.
func (c Customer) Warnings() []ledger.Field {
	if doubtfulTaxID(c.Country, c.TaxID) {
		return []ledger.Field{{Name: "tax_id", Code: "bad_uscc"}}
	}
	return nil
}

// customerRow is a customer as it is stored. Its JSON names are the columns.
type customerRow struct {
	ID            ledger.ID `json:"id"`
	Code          string    `json:"code"`
	Name          string    `json:"name"`
	NameEN        string    `json:"name_en"`
	TaxID         string    `json:"tax_id"`
	Country       string    `json:"country"`
	Region        string    `json:"region"`
	Address       string    `json:"address"`
	Phone         string    `json:"phone"`
	Bank          string    `json:"bank"`
	BankAccount   string    `json:"bank_account"`
	Currency      string    `json:"currency"`
	SalespersonID ledger.ID `json:"salesperson_id"`
	Terms         string    `json:"terms"`
	Cycle         string    `json:"cycle"`
	TimeZone      string    `json:"time_zone"`
	Locale        string    `json:"locale"`
	Active        bool      `json:"active"`
}

func (r customerRow) columns() []column {
	active := "true"
	if !r.Active {
		active = "false"
	}
	return []column{{"code", r.Code}, {"name", r.Name}, {"name_en", r.NameEN}, {"tax_id", r.TaxID}, {"country", r.Country}, {"region", r.Region},
		{"address", r.Address}, {"phone", r.Phone}, {"bank", r.Bank}, {"bank_account", r.BankAccount}, {"currency", r.Currency},
		{"salesperson_id", r.SalespersonID.String()}, {"terms", r.Terms}, {"cycle", r.Cycle}, {"time_zone", r.TimeZone}, {"locale", r.Locale}, {"active", active}}
}

// merge is what the row becomes. Where keepBlank is set, as for a file that lacks columns, an empty text keeps what stands.
// What has a default keeps its value when empty in any case.
func (r customerRow) merge(c Customer, salesperson ledger.ID, keepBlank bool) customerRow {
	set := func(stands *string, said string, keep bool) {
		if said != "" || !keep {
			*stands = said
		}
	}
	set(&r.Code, c.Code, true)
	set(&r.Name, c.Name, true)
	set(&r.NameEN, c.NameEN, keepBlank)
	set(&r.TaxID, c.TaxID, keepBlank)
	set(&r.Country, c.Country, keepBlank)
	set(&r.Region, c.Region, keepBlank)
	set(&r.Address, c.Address, keepBlank)
	set(&r.Phone, c.Phone, keepBlank)
	set(&r.Bank, c.Bank, keepBlank)
	set(&r.BankAccount, c.BankAccount, keepBlank)
	set(&r.Currency, string(c.Currency), true)
	set(&r.Cycle, string(c.Cycle), true)
	set(&r.TimeZone, c.TimeZone, true)
	set(&r.Locale, c.Locale, true)
	if c.Salesperson != "" || !keepBlank {
		r.SalespersonID = salesperson
	}
	if len(c.Terms) > 0 || !keepBlank {
		r.Terms, _ = canonicalTerms(c.Terms) // checked before
	}
	if c.Active != nil {
		r.Active = *c.Active
	}
	return r
}

// blank is a new customer before anything is said about it.
func blank(organization Organization, country string) customerRow {
	r := customerRow{ID: ledger.NewID(), Currency: string(organization.BaseCurrency), Terms: "{}", Cycle: string(Monthly),
		TimeZone: organization.Profile.TimeZone, Locale: "zh-CN", Active: true}
	if country != "" && country != "CN" {
		r.Locale = "en"
	}
	return r
}
