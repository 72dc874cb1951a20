package profile_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/note"
	"hefu/ledger/profile"
)

func (d *desk) told(t *testing.T, about profile.About) string {
	t.Helper()
	found, err := d.Timeline(t.Context(), d.Staff(ledger.ARAccountant), d.CNY.ID, about, ledger.ID{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return list(found)
}

func list(found []profile.Happening) string {
	var out []string
	for _, h := range found {
		line := fmt.Sprint(h.Kind, " ", h.Side, " ", h.Who, " ", h.Label)
		if h.Text != "" && h.Kind == "note.written" {
			line += " " + h.Text
		}
		if h.Amount.Valid {
			line += " " + h.Currency + " " + h.Amount.Decimal.StringFixed(2)
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func TestATimelineTellsWhatHappenedNewestFirst(t *testing.T) {
	d := openDesk(t)
	owed := d.Receivable(t, d.CNY, "100.00", d.day(9))
	d.Receivable(t, d.USD, "7.00", d.day(9)) // another customer's
	first, second := d.Receipt(t, d.CNY, "30.00", d.day(5)), d.Receipt(t, d.CNY, "20.00", d.day(4))
	d.Allocate(t, d.CNY, owed, first, "30.00", d.day(3))
	accountant := d.Staff(ledger.ARAccountant)
	if err := note.Open(d.DB).Add(t.Context(), accountant, note.About{CustomerID: d.CNY.ID}, "下周二付清", nil); err != nil {
		t.Fatal(err)
	}
	money := fmt.Sprintf("settlement.made staff %[1]s %[2]s CNY 30.00\ndocument.receipt staff %[1]s %[3]s CNY 20.00\ndocument.receipt staff %[1]s %[2]s CNY 30.00", accountant.Name, first.DocumentNo, second.DocumentNo)
	notes := "note.written staff " + accountant.Name + "  下周二付清"
	for about, want := range map[profile.About]string{
		"": notes + "\n" + money, profile.Money: money, profile.Notes: notes, profile.Mails: "", profile.Disputes: "",
	} {
		if got := d.told(t, about); got != want {
			t.Errorf("about %q:\n%s\nwant:\n%s", about, got, want)
		}
	}
}

func TestASettlementIsKnownByWhatPaid(t *testing.T) {
	d := openDesk(t)
	owed, other := d.Receivable(t, d.CNY, "100.00", d.day(9)), d.Receivable(t, d.CNY, "50.00", d.day(9))
	paid := d.Receipt(t, d.CNY, "150.00", d.day(5))
	d.Allocate(t, d.CNY, owed, paid, "100.00", d.day(3))
	made := d.Allocate(t, d.CNY, other, paid, "50.00", d.day(3))
	found, err := d.Timeline(t.Context(), d.Staff(ledger.ARAccountant), d.CNY.ID, profile.Money, ledger.ID{}, 1)
	if err != nil || len(found) != 1 || found[0].Settled != made || found[0].Label != paid.DocumentNo || found[0].Amount.Decimal.StringFixed(2) != "50.00" {
		t.Errorf("the newest is %+v, %v", found, err)
	}
}

func TestATimelineIsPagedByWhatIsOlder(t *testing.T) {
	d := openDesk(t)
	for i := range 5 {
		d.Receipt(t, d.CNY, fmt.Sprintf("%d.00", i+1), d.day(5))
	}
	whole, after := d.told(t, ""), ledger.ID{}
	var pages []string
	for {
		page, err := d.Timeline(t.Context(), d.Staff(ledger.ARAccountant), d.CNY.ID, "", after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		pages, after = append(pages, list(page)), page[len(page)-1].ID
	}
	if len(pages) != 3 || strings.Join(pages, "\n") != whole {
		t.Errorf("%d pages:\n%s\nwhole:\n%s", len(pages), strings.Join(pages, "\n"), whole)
	}
	if _, err := d.Timeline(t.Context(), d.Staff(ledger.ARAccountant), d.CNY.ID, "weather", ledger.ID{}, 2); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("about the weather: %v", err)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.documents WHERE customer_id = $1`, d.CNY.ID.String()); n != 5 {
		t.Errorf("%d documents", n)
	}
}
