package portal_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

type standing struct {
	Currencies []struct {
		Currency, Balance, Overdue, Credits string
		NotDue                              string `json:"not_due"`
		Aging                               []struct {
			Amount string
			Share  int
		}
		Curve []struct{ Balance string }
	}
}

type openItems struct {
	Items []struct {
		Document struct {
			ID         string
			DocumentNo string `json:"document_no"`
		}
		Open string
	}
	Totals     []struct{ Currency, Open, Owed, Credits string }
	NextCursor string `json:"next_cursor"`
}

type movements struct {
	Opening, Debits, Credits, Closing string
	Items                             []struct{ Balance string }
}

// trade gives a customer charges in two currencies, a part payment and a credit note.
func trade(t testing.TB, s *webtest.Site) document.Posted {
	t.Helper()
	goods := s.Receivable(t, s.CNY, "12345.67", "2026-03-10", func(n *document.New) {
		n.OrderNo, n.ContractNo, n.ShipmentNo, n.InvoiceNo, n.Description = "SO-2026-7", "HT-88", "FH-5", "25312000", "精密轴承"
	})
	s.Receivable(t, s.CNY, "1130.00", "2026-04-02")
	s.Allocate(t, s.CNY, goods, s.Receipt(t, s.CNY, "2345.67", "2026-04-05"), "2345.66", "2026-04-05")
	s.CreditNote(t, s.CNY, goods, "113.00", "2026-04-06")
	s.Receivable(t, s.CNY, "500.05", "2026-04-08", func(n *document.New) { n.Currency = "USD" })
	return goods
}

// I29 and STM-03 for the account: the page, its lists and every file of them show the same figures.
func TestTheAccountShowsTheSameFiguresEverywhere(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	trade(t, s)
	c := s.Client(t, s.Contact(s.CNY, ledger.Viewer))
	balances := map[string]string{"CNY": "11017.00", "USD": "500.05"}
	stand := webtest.Read[standing](t, c.Get("/account"), http.StatusOK)
	if len(stand.Currencies) != 2 {
		t.Fatalf("the account has %d currencies", len(stand.Currencies))
	}
	for _, currency := range stand.Currencies {
		if currency.Balance != balances[currency.Currency] || currency.Curve[len(currency.Curve)-1].Balance != currency.Balance {
			t.Errorf("the account says %+v", currency)
		}
	}
	items := webtest.Read[openItems](t, c.Get("/account/items"), http.StatusOK)
	for _, total := range items.Totals {
		if total.Open != balances[total.Currency] {
			t.Errorf("the items total %+v", total)
		}
	}
	moves := webtest.Read[movements](t, c.Get("/account/movements?currency=CNY&from=2026-04-01&to=2026-04-30"), http.StatusOK)
	if moves.Opening != "12345.67" || moves.Debits != "1130.00" || moves.Credits != "2458.67" || moves.Closing != balances["CNY"] || moves.Items[len(moves.Items)-1].Balance != moves.Closing {
		t.Errorf("the movements say %+v", moves)
	}
	for at, figures := range map[string][]string{
		"/account/items/file?format=":                                                {balances["CNY"], balances["USD"], "10000.01", "-0.01", "-113.00", "25312000", "HT-88"},
		"/account/items/file?bucket=credits&currency=CNY&format=":                    {"-0.01", "-113.00", "-113.01"},
		"/account/movements/file?currency=CNY&from=2026-04-01&to=2026-04-30&format=": {moves.Opening, moves.Debits, moves.Credits, moves.Closing},
		"/documents/file?settlement=partial&format=":                                 {"12345.67", "10000.01", "2345.67"},
	} {
		for _, locale := range []string{"zh-CN", "en"} {
			for _, format := range []string{"json", "csv", "xlsx", "pdf"} {
				file := c.Get(at + format + "&locale=" + locale)
				file.Must(t, http.StatusOK)
				if disposition := file.Header.Get("Content-Disposition"); !strings.Contains(disposition, "."+format) {
					t.Errorf("%s%s comes as %s", at, format, disposition)
				}
				text, ok := textOf(t, format, file.Body)
				if !ok {
					continue
				}
				text = strings.NewReplacer(",", "", "(", "-", ")", "").Replace(text)
				for _, figure := range figures {
					if !strings.Contains(text, figure) {
						t.Errorf("%s in %s of %s does not show %s: %.1800s", format, locale, at, figure, text)
					}
				}
				if word := map[string]string{"zh-CN": "筛选", "en": "Filter"}[locale]; format != "json" && !strings.Contains(text, word) {
					t.Errorf("%s of %s does not name its filter", format, at)
				}
			}
		}
	}
}

func TestAFileHoldsExactlyWhatTheFilterShows(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	trade(t, s)
	c := s.Client(t, s.Contact(s.CNY, ledger.Viewer))
	for _, filter := range []string{"kind=receivable", "settlement=open", "settlement=settled", "q=SO-2026", "from=2026-04-01&to=2026-04-05", "min=1000&max=2400.5", "currency=USD", "due_to=2026-05-02", "q=nothing"} {
		list := webtest.Read[struct {
			Items []struct {
				DocumentNo string `json:"document_no"`
			}
		}](t, c.Get("/documents?"+filter), http.StatusOK)
		var rows struct {
			Rows []struct {
				DocumentNo string `json:"document_no"`
			}
		}
		if err := json.Unmarshal(c.Get("/documents/file?format=json&"+filter).Body, &rows); err != nil {
			t.Fatal(err)
		}
		table, err := csv.NewReader(strings.NewReader(string(c.Get("/documents/file?format=csv&" + filter).Body))).ReadAll()
		if err != nil || len(table) != 2+len(list.Items) || len(rows.Rows) != len(list.Items) {
			t.Fatalf("%s: %d on the page, %d in JSON, %d lines of CSV, %v", filter, len(list.Items), len(rows.Rows), len(table), err)
		}
		for i, item := range list.Items {
			if rows.Rows[i].DocumentNo != item.DocumentNo || table[i+1][0] != item.DocumentNo {
				t.Errorf("%s: row %d is %s on the page, %s in JSON, %s in CSV", filter, i, item.DocumentNo, rows.Rows[i].DocumentNo, table[i+1][0])
			}
		}
	}
}

func TestTheChainLeadsToTheStatementAndBack(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	goods := trade(t, s)
	shown := s.Issued(t, s.CNY, "2026-04")
	for _, c := range []*webtest.Client{s.Client(t, s.Contact(s.CNY, ledger.Viewer)), s.Client(t, s.Staff(ledger.Sales))} {
		view := webtest.Read[struct {
			Chain       []struct{ Role, Label, ID string }
			Allocations []struct {
				With   struct{ Kind string }
				Amount string
			}
		}](t, c.Get("/documents/"+goods.ID.String()), http.StatusOK)
		found := map[string]string{}
		for _, link := range view.Chain {
			found[link.Role] = link.Label + link.ID
		}
		for role, want := range map[string]string{"order": "SO-2026-7", "contract": "HT-88", "shipment": "FH-5", "invoice": "25312000", "reduced_by": "", "settled_with": "RC-", "statement": shown.ID.String()} {
			if !strings.Contains(found[role], want) || found[role] == "" {
				t.Errorf("%s: the chain has %q as %s, want %q", c.Actor.Audience, found[role], role, want)
			}
		}
		if len(view.Allocations) != 1 || view.Allocations[0].With.Kind != "receipt" || view.Allocations[0].Amount != "2345.66" {
			t.Errorf("%s: settled by %+v", c.Actor.Audience, view.Allocations)
		}
	}
}

func TestBadFiltersAreNamedAndForeignOnesFindNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	goods := trade(t, s)
	c, other := s.Client(t, s.Contact(s.CNY, ledger.Viewer)), s.Client(t, s.Contact(s.GBP, ledger.Viewer))
	for at, field := range map[string]string{
		"/documents?min=x": "min", "/documents?min=-1": "min", "/documents?max=1e3": "max", "/documents?min=5&max=4": "max", "/documents?currency=cny": "currency",
		"/documents?from=2026-02-30": "from", "/documents?from=2026-03-02&to=2026-03-01": "to", "/documents?settlement=maybe": "settlement", "/documents?order=asc": "order",
		"/documents?cursor=zzz": "cursor", "/account?months=0": "months", "/account?as_of=2199-01-01": "as_of", "/account/items?bucket=soon": "bucket",
		"/account/items?due_from=2026-03-02&due_to=2026-03-01": "due_to", "/account/movements": "currency", "/account/movements?currency=XXXX": "currency",
		"/account/items/file?format=docx": "format", "/account/items/file": "format", "/account/items?kind=cash": "kind",
	} {
		got := c.Get(at)
		if got.Status != http.StatusUnprocessableEntity || len(got.Problem.Fields) == 0 || got.Problem.Fields[0].Field != field || got.Problem.Fields[0].Message == "" {
			t.Errorf("%s: %d %s", at, got.Status, got.Body)
		}
	}
	other.Get("/documents/"+goods.ID.String()).Must(t, http.StatusNotFound)
	for _, at := range []string{"/documents", "/account/items", "/account/movements?currency=CNY&from=2026-01-01"} {
		if found := webtest.Read[struct{ Items []any }](t, other.Get(at), http.StatusOK); len(found.Items) != 0 {
			t.Errorf("another customer sees %s: %d rows", at, len(found.Items))
		}
	}
	mine := webtest.Read[openItems](t, c.Get("/account/items?limit=1"), http.StatusOK)
	if found := webtest.Read[openItems](t, other.Get("/account/items?cursor="+mine.NextCursor), http.StatusOK); mine.NextCursor == "" || len(found.Items) != 0 {
		t.Errorf("a foreign cursor finds %d rows", len(found.Items))
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'refused'`); n != 0 {
		t.Errorf("%d refusals were audited", n)
	}
}
