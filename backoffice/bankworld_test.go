package backoffice_test

import (
	"strconv"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// bank gives the organization an account with a statement, a file that waits, and lines of every use.
func (w world) bank(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff ledger.Actor) {
	t.Helper()
	number := "6222" + strings.ToUpper(customer.ID.String()[24:])
	account, err := s.Services.Bank.AddAccount(t.Context(), staff, bank.NewAccount{Name: "基本户 " + customer.Code, Number: number, Currency: customer.Currency})
	if err != nil {
		t.Fatal(err)
	}
	content := "交易日期,对方户名,收入金额,支出金额,余额,摘要\n2026-03-30,庚,1.00,,1.00,货款\n2026-03-31,辛,0.50,,1.50,货款\n2026-04-01,甲,10.00,,11.50,货款\n2026-04-02,乙,20.00,,31.50,货款\n2026-04-03,丙,30.00,,61.50,货款\n2026-04-04,丁,40.00,,101.50,货款\n2026-04-05,戊,50.00,,151.50,货款\n"
	first, err := s.Services.Bank.Upload(t.Context(), staff, []byte(content), "四月.csv", bank.Choice{AccountID: account.ID})
	if err == nil {
		_, err = s.Services.Bank.Commit(t.Context(), staff, first.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	waiting, err := s.Services.Bank.Upload(t.Context(), staff, []byte(content+"2026-04-06,己,60.00,,211.50,货款\n"), "五月.csv", bank.Choice{AccountID: account.ID})
	if err != nil {
		t.Fatal(err)
	}
	w["bank.file"], w["bank.account"], w["bank.number"] = waiting.ID.String(), account.ID.String(), number
	lines, err := s.Services.Bank.Lines(t.Context(), staff, bank.Filter{AccountID: account.ID}, bank.Page{})
	if err != nil {
		t.Fatal(err)
	}
	w["bank.line"], w["bank.line2"], w["bank.line3"], w["bank.line4"], w["bank.line5"], w["bank.line6"] = lines[0].ID.String(), lines[1].ID.String(), lines[4].ID.String(), lines[3].ID.String(), lines[5].ID.String(), lines[6].ID.String()
	w["bank.booked"] = s.Receipt(t, customer, "10.00", "2026-04-01").ID.String()
	posted, err := s.Services.Bank.Receive(t.Context(), staff, lines[2].ID, bank.Receipt{CustomerID: customer.ID})
	if err != nil {
		t.Fatal(err)
	}
	w["bank.receipt"] = posted.ID.String()
	w["note.day"] = ledgertest.Ask[string](t, s.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, customer.OrganizationID.String())
	for _, name := range []string{"note", "note2"} {
		taken := s.Receipt(t, customer, "20.00", w["note.day"], func(d *document.New) {
			d.Method, d.Note = "note", &document.Note{No: name + customer.Code, Drawer: "买方公司", DueOn: calendar.MustParse(w["note.day"])}
		})
		w[name] = taken.ID.String()
		if name == "note2" {
			if err := s.Services.Documents.Collect(t.Context(), staff, taken.ID, document.Collection{On: calendar.MustParse(w["note.day"])}); err != nil {
				t.Fatal(err)
			}
		}
	}
	w["payer"] = "62220000" + strconv.Itoa(len(w)) + customer.Code
	s.Exec(t, `INSERT INTO hefu.known_payers (organization_id, kind, value, turn, customer_id, shown, made_by, made_by_name) VALUES ($1, 'account', $2, 1, $3, $2, $4, '张会计')`,
		customer.OrganizationID, w["payer"], customer.ID, staff.PersonID)
}
