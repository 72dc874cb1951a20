package demo

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/party"
	"hefu/ledger/statement"
)

// SisterCode is the second organization: a small company of the same group, which sells to some of the same customers.
const SisterCode = "HDZN"

// groupAccountant works for both: in the sister's books every day, in the manufacturer's as one of its management.
const groupAccountant = "xu.fang"

var sisterStaff = []member{
	{groupAccountant, "徐芳", []ledger.Role{ledger.ARAccountant}},
	{"gao.yun", "高云", []ledger.Role{ledger.FinanceSupervisor}},
	{"tan.lei", "谭磊", []ledger.Role{ledger.Administrator}},
}

// sisterCustomers are customers of both, by their place in companies.csv and among the manufacturer's; the first has a person who acts for it at both.
var sisterCustomers = []struct {
	place int // in companies.csv
	stage int // where its newest statement stands, as answer reads it
}{{25, 1}, {23, 10}, {46, 2}, {9, 3}, {48, 4}, {52, 5}, {53, 3}, {50, 1}}

// makeSister makes the books of the sister company: the same customers, other balances, and one colleague and one customer's person in both.
func (w *world) makeSister(ctx context.Context) error {
	if err := w.admit(ctx, member{groupAccountant, "徐芳", []ledger.Role{ledger.Management}}); err != nil {
		return err
	}
	s := &world{Services: w.Services, Options: w.Options, random: rand.New(rand.NewPCG(20, 26)), staff: map[string]ledger.Actor{}}
	s.Progress = func(string, int, int) {}
	steps := []func(context.Context) error{s.openSister, s.makeSisterCustomers, func(ctx context.Context) error { return w.makeShared(ctx, s) }, s.makeSisterTrade, s.makeSisterStatements, s.dateBack}
	for i, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
		w.Progress("sister company", i+1, len(steps))
	}
	return nil
}

func (w *world) openSister(ctx context.Context) error {
	err := w.openBooks(ctx, party.NewOrganization{
		Code: SisterCode, BaseCurrency: "CNY", FirstPeriod: w.firstMonth().AddMonths(-1),
		Profile: party.Profile{
			Name: "苏州华东智能装备有限公司", NameEN: "East China Intelligent Equipment (Suzhou) Co., Ltd.", TimeZone: "Asia/Shanghai",
			TaxID: "91320506MA1Y00000P", Address: "江苏省苏州市吴中区东吴南路 66 号", Phone: "0512-6366 0000",
			PayeeName: "苏州华东智能装备有限公司", PayeeBank: "中国建设银行苏州吴中支行", PayeeAccount: "3220 1997 5360 5100 0789",
		},
	}, sisterStaff)
	w.clerk = w.staff[groupAccountant]
	return err
}

func (w *world) makeSisterCustomers(ctx context.Context) error {
	rows, err := csv.NewReader(strings.NewReader(companies)).ReadAll()
	if err != nil {
		return err
	}
	var records []party.Customer
	for i, at := range sisterCustomers {
		row := rows[1+at.place]
		record := party.Customer{Code: fmt.Sprintf("Z-%04d", 3001+i), Name: row[0], TaxID: row[1], Country: "CN", Region: row[2], Currency: "CNY"}
		record.Terms, _ = json.Marshal(terms[i%2])
		records = append(records, record)
	}
	saved, err := w.Parties.SaveCustomers(ctx, w.clerk, party.SaveCustomers{Customers: records})
	if err != nil {
		return err
	}
	var contacts []party.Contact
	for i, record := range records {
		c := &customer{id: saved[i].ID, code: record.Code, name: record.Name, currency: record.Currency, busy: w.between(2, 5), slow: w.between(-5, 20)}
		w.customers = append(w.customers, c)
		c.confirm.Locale = "zh-CN"
		contacts = append(append(contacts, w.contactsOf(c, record)...), w.contact(c, "admin", i+3, ledger.Viewer, ledger.CustomerAdmin))
	}
	people, err := w.Parties.SaveContacts(ctx, w.clerk, contacts)
	if err != nil {
		return err
	}
	for i, c := range w.customers {
		first := contacts[3*i]
		c.confirm = ledger.Actor{Fresh: true, Audience: ledger.Portal, PersonID: people[3*i].ID, Name: first.Name, Subject: w.ContactIssuer + "#" + first.Subject,
			OrganizationID: w.org, CustomerID: c.id, Roles: first.Roles, Locale: first.Locale}
	}
	return nil
}

// makeShared has one person of the first customer act for it at both sellers.
func (w *world) makeShared(ctx context.Context, sister *world) error {
	for _, at := range []struct {
		*world
		customer *customer
	}{{w, w.customers[sisterCustomers[0].place]}, {sister, sister.customers[0]}} {
		shared := party.Contact{CustomerCode: at.customer.code, Email: "han.mei@" + domain(w.customers[sisterCustomers[0].place]), Name: "韩梅", Issuer: w.ContactIssuer, Subject: "han.mei",
			Locale: "zh-CN", Roles: []ledger.Role{ledger.Viewer, ledger.Confirmer}}
		if _, err := at.Parties.SaveContacts(ctx, at.clerk, []party.Contact{shared}); err != nil {
			return err
		}
	}
	return nil
}

// makeSisterTrade is a quarter of orders; custom fields and dimensions are the manufacturer's alone.
func (w *world) makeSisterTrade(ctx context.Context) error {
	var documents []document.New
	var payments []payment
	serial := 70_000
	for month := range 3 {
		start := w.firstMonth().AddMonths(10 + month)
		for _, c := range w.customers {
			for range c.busy {
				serial++
				on := start.AddDays(w.between(0, start.DaysInMonth()-1))
				if on.After(w.Today) {
					continue
				}
				sold, paid := w.sell(c, on, serial)
				sold[0].Fields = nil
				documents, payments = append(documents, sold...), append(payments, paid...)
			}
		}
	}
	slices.SortStableFunc(documents, func(a, b document.New) int { return a.PostingDate.Compare(b.PostingDate) })
	if err := w.postAll(ctx, documents); err != nil {
		return err
	}
	return w.settleAll(ctx, payments)
}

// makeSisterStatements sends the last two months and has the customers answer.
func (w *world) makeSisterStatements(ctx context.Context) error {
	for back := 2; back >= 1; back-- {
		start := w.Today.StartOfMonth().AddMonths(-back)
		if err := w.run(ctx, statement.RunCommand{Period: statement.Period{Start: start, CutOff: start.EndOfMonth()}, Issue: true}); err != nil {
			return err
		}
	}
	for i, c := range w.customers {
		if err := w.answerAt(ctx, sisterCustomers[i].stage, c); err != nil {
			return err
		}
	}
	return nil
}
