package demo

import (
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/party"
)

// companies.csv: invented companies (name, credit code, city, region code); likeness to a real firm is chance.
//
//go:embed companies.csv
var companies string

// member is a person of the staff.
type member struct {
	subject, name string
	roles         []ledger.Role
}

var staff = []member{
	{"wang.min", "王敏", []ledger.Role{ledger.ARAccountant}},
	{"li.qiang", "李强", []ledger.Role{ledger.Sales}},
	{"chen.jing", "陈静", []ledger.Role{ledger.Sales}},
	{"zhao.lei", "赵磊", []ledger.Role{ledger.FinanceSupervisor}},
	{"wu.hao", "吴昊", []ledger.Role{ledger.Management}},
	{"sun.yan", "孙岩", []ledger.Role{ledger.Auditor}},
	{"zhou.jie", "周洁", []ledger.Role{ledger.Administrator}},
}

func (w *world) makePeople(ctx context.Context) error {
	err := w.openBooks(ctx, party.NewOrganization{
		Code: Code, BaseCurrency: "CNY", FirstPeriod: w.firstMonth().AddMonths(-1),
		Profile: party.Profile{
			Name: "华东精密机械（苏州）有限公司", NameEN: "East China Precision Machinery (Suzhou) Co., Ltd.", TimeZone: "Asia/Shanghai",
			TaxID: "91320594MA1X00000X", Address: "江苏省苏州市工业园区星湖街 328 号", Phone: "0512-6288 0000",
			PayeeName: "华东精密机械（苏州）有限公司", PayeeBank: "中国工商银行苏州工业园区支行", PayeeAccount: "1102 0203 0900 0123 456",
		},
	}, staff)
	if err != nil {
		return err
	}
	w.clerk = w.staff["wang.min"]
	return w.makeRates(ctx, ledger.SystemActor(w.org, "demo"))
}

// openBooks makes an organization and lets its staff in.
func (w *world) openBooks(ctx context.Context, organization party.NewOrganization, staff []member) error {
	var err error
	if w.org, err = w.Parties.CreateOrganization(ctx, ledger.SystemActor(ledger.ID{}, "demo"), organization); err != nil {
		return err
	}
	for _, m := range staff {
		if err := w.admit(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// admit lets a person of the staff in.
func (w *world) admit(ctx context.Context, m member) error {
	person, err := w.Parties.AddStaff(ctx, ledger.SystemActor(w.org, "demo"), party.NewStaff{Issuer: w.StaffIssuer, Subject: m.subject, Email: m.subject + "@hdjm.example", Name: m.name, Roles: m.roles})
	w.staff[m.subject] = ledger.Actor{Fresh: true, Audience: ledger.Backoffice, PersonID: person, Name: m.name, Subject: w.StaffIssuer + "#" + m.subject,
		OrganizationID: w.org, Roles: m.roles, Locale: "zh-CN"}
	return err
}

// makeRates has a rate a month for each foreign currency, wandering a little.
func (w *world) makeRates(ctx context.Context, actor ledger.Actor) error {
	var rates []party.Rate
	for currency, start := range map[money.Currency]int64{"USD": 71000, "EUR": 78000} {
		for month := range 14 {
			wander := int64((month*37+int(start/1000))%29) * 40
			rates = append(rates, party.Rate{Currency: currency, On: w.firstMonth().AddMonths(month - 1), Rate: decimal.New(start+wander, -4)})
		}
	}
	return w.Parties.SaveRates(ctx, actor, rates)
}

// customer is a customer with what the year of trade needs to know about it.
type customer struct {
	id       ledger.ID
	code     string
	name     string
	currency money.Currency
	busy     int // invoices a month
	slow     int // days it usually pays late
	confirm  ledger.Actor
	orders   []*order
}

var foreign = []struct{ name, english, country, currency, zone string }{
	{"米勒传动技术有限公司", "Müller Antriebstechnik GmbH", "DE", "EUR", "Europe/Berlin"},
	{"北欧轴承公司", "Nordic Bearings AB", "SE", "EUR", "Europe/Stockholm"},
	{"杜邦机械公司", "Établissements Dupont Mécanique SA", "FR", "EUR", "Europe/Paris"},
	{"太平洋运动控制公司", "Pacific Motion Controls Inc.", "US", "USD", "America/Los_Angeles"},
	{"五大湖自动化公司", "Great Lakes Automation LLC", "US", "USD", "America/Chicago"},
	{"狮城精工私人有限公司", "Lion City Precision Pte. Ltd.", "SG", "USD", "Asia/Singapore"},
}

var terms = []calendar.Terms{
	calendar.Net(calendar.FromInvoice, 30),
	calendar.Net(calendar.FromInvoice, 60),
	calendar.Single(calendar.FromInvoice, calendar.Offset{Rule: calendar.RuleEndOfMonth, Days: 30}),
	{Basis: calendar.FromInvoice, Parts: []calendar.Part{
		{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 0}, Share: calendar.SharePercent, Percent: decimal.NewFromInt(30)},
		{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 30}, Share: calendar.SharePercent, Percent: decimal.NewFromInt(60)},
		{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 365}, Share: calendar.SharePercent, Percent: decimal.NewFromInt(10), Retention: true},
	}},
}

// termsOf are a customer's terms: one pays in instalments and keeps a retention back, one pays deferred, and some abroad pay under a letter of credit.
func termsOf(code string, usual calendar.Terms) calendar.Terms {
	switch code {
	case "C-1052":
		return terms[len(terms)-1]
	case "C-1053":
		usual.Arrangement = calendar.Deferred
	case "X-2001", "X-2002":
		usual.Arrangement = calendar.LetterOfCredit
	}
	return usual
}

var surnames, given = []rune("张王李赵陈刘杨黄周吴徐孙马朱胡林郭何高罗"), []rune("伟芳娜静敏磊洋艳杰娟涛明超霞平刚桂英华建")

func (w *world) makeCustomers(ctx context.Context) error {
	rows, err := csv.NewReader(strings.NewReader(companies)).ReadAll()
	if err != nil {
		return err
	}
	var records []party.Customer
	for i, row := range rows[1:] {
		name := row[0]
		switch i { // names that ordinary fonts and old systems stumble over
		case 3:
			name = "上海犇龘㛃国际贸易有限公司"
		case 7:
			name = "吉林省𠮷野木业有限公司"
		}
		records = append(records, party.Customer{Code: fmt.Sprintf("C-%04d", 1001+i), Name: name, TaxID: row[1], Country: "CN", Region: row[2], Currency: "CNY"})
	}
	for i, f := range foreign {
		records = append(records, party.Customer{Code: fmt.Sprintf("X-%04d", 2001+i), Name: f.name, NameEN: f.english, Country: f.country, Region: f.country, Currency: money.Currency(f.currency), TimeZone: f.zone, Locale: "en"})
	}
	for i := range records {
		records[i].Salesperson = []string{"li.qiang", "chen.jing"}[i%2]
		records[i].Terms, _ = json.Marshal(termsOf(records[i].Code, terms[(i*i)%len(terms)]))
		if i%11 == 5 {
			records[i].Cycle = party.Quarterly
		}
		records[i].Phone = fmt.Sprintf("0%d-%08d", 21+i%8, w.between(20000000, 89999999))
	}
	saved, err := w.Parties.SaveCustomers(ctx, w.staff["wang.min"], party.SaveCustomers{Customers: records})
	if err != nil {
		return err
	}
	var contacts []party.Contact
	for i, record := range records {
		c := &customer{id: saved[i].ID, code: record.Code, name: record.Name, currency: record.Currency, busy: w.between(2, 7), slow: w.between(-8, 35)}
		if i == 0 {
			c.busy = 42 // one customer whose year fills pages
		}
		w.customers = append(w.customers, c)
		contacts = append(contacts, w.contactsOf(c, record)...)
	}
	people, err := w.Parties.SaveContacts(ctx, w.staff["wang.min"], contacts)
	if err != nil {
		return err
	}
	at := 0
	for _, c := range w.customers {
		c.confirm = ledger.Actor{Fresh: true, Audience: ledger.Portal, PersonID: people[at].ID, Name: contacts[at].Name, Subject: w.ContactIssuer + "#" + contacts[at].Subject,
			OrganizationID: w.org, CustomerID: c.id, Roles: contacts[at].Roles, Locale: contacts[at].Locale}
		at += 2
	}
	return nil
}

// goneCustomer has a colleague whose mailbox does not exist (RFC 2606), so that the list of deliveries shows a failure.
const goneCustomer = "C-1005"

// contactsOf is an accountant who confirms and signs, and a colleague who looks.
func (w *world) contactsOf(c *customer, record party.Customer) []party.Contact {
	name := func() string {
		return string(surnames[w.random.IntN(len(surnames))]) + string(given[w.random.IntN(len(given))])
	}
	locale := "zh-CN"
	if record.Locale == "en" {
		locale = "en"
	}
	people := []party.Contact{
		{Email: "finance@" + domain(c), Name: name(), Subject: subjectOf(c) + ".finance", Roles: []ledger.Role{ledger.Viewer, ledger.Confirmer, ledger.Payer, ledger.Signer}},
		{Email: "buyer@" + domain(c), Name: name(), Subject: subjectOf(c) + ".buyer", Roles: []ledger.Role{ledger.Viewer}},
	}
	if c.code == goneCustomer {
		people[1].Email = "buyer@" + subjectOf(c) + ".invalid"
	}
	for i := range people {
		people[i].CustomerCode, people[i].Issuer, people[i].Locale = c.code, w.ContactIssuer, locale
	}
	return people
}

// subjectOf begins the subjects of a customer's people: c1001 of C-1001.
func subjectOf(c *customer) string { return strings.ToLower(strings.ReplaceAll(c.code, "-", "")) }

func domain(c *customer) string { return subjectOf(c) + ".example" }
