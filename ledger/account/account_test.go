package account_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/account"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/money"
)

// story gives the customer two and a half months in CNY and something in USD, settled in part, undone in part, and across currencies.
func story(t testing.TB, b *ledgertest.Books) {
	t.Helper()
	first := b.Receivable(t, b.CNY, "1130.00", "2026-01-10", func(n *document.New) { n.OrderNo, n.ContractNo, n.InvoiceNo = "SO-1", "HT-9", "25310001" })
	second := b.Receivable(t, b.CNY, "2260.00", "2026-02-05", func(n *document.New) { n.OrderNo = "SO-2"; n.Description = "轴承 100%" })
	third := b.Receivable(t, b.CNY, "565.00", "2026-03-20")
	paid := b.Receipt(t, b.CNY, "1500.00", "2026-02-20")
	b.Allocate(t, b.CNY, first, paid, "1130.00", "2026-02-20")
	undone := b.Allocate(t, b.CNY, second, paid, "370.00", "2026-03-02")
	if _, err := allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), undone, calendar.MustParse("2026-03-25"), "对错了单"); err != nil {
		t.Fatal(err)
	}
	b.CreditNote(t, b.CNY, second, "226.00", "2026-03-22")
	b.Advance(t, b.CNY, "100.00", "2026-03-24")
	dollars := b.Receivable(t, b.CNY, "500.00", "2026-02-11", func(n *document.New) { n.Currency = "USD" })
	if _, err := allocation.Open(b.DB).Allocate(t.Context(), b.Staff(ledger.ARAccountant), allocation.Command{CustomerID: b.CNY.ID, EffectiveDate: calendar.MustParse("2026-03-28"),
		Mode: allocation.Manual, Pairs: []allocation.Pair{{DebitItem: b.Item(t, dollars), CreditItem: b.Item(t, paid), DebitAmount: ledgertest.Amount("50.00"), CreditAmount: ledgertest.Amount("355.00")}}}); err != nil {
		t.Fatal(err)
	}
	_ = third
	b.Receivable(t, b.GBP, "77.00", "2026-03-01")
}

// ledgerBalance is what the journal says at the end of a day.
func ledgerBalance(t testing.TB, b *ledgertest.Books, customer ledgertest.Customer, currency money.Currency, on calendar.Date) decimal.Decimal {
	t.Helper()
	return ledgertest.Amount(ledgertest.Ask[string](t, b, `SELECT coalesce(sum(l.amount), 0)::text FROM hefu.journal_lines l
		JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role IN ('ar', 'advance')
		WHERE l.customer_id = $1 AND l.currency = $2 AND l.posting_date <= $3::text::date`, customer.ID.String(), string(currency), on.String()))
}

func TestTheAccountIsTheLedgersOnEveryDate(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	story(t, b)
	s, viewer := account.Open(b.DB), b.Contact(b.CNY, ledger.Viewer)
	for _, text := range []string{"2026-01-09", "2026-01-10", "2026-01-31", "2026-02-20", "2026-03-02", "2026-03-24", "2026-03-25", "2026-03-27", "2026-03-28", "2026-04-30", ""} {
		var on calendar.Date
		if text != "" {
			on = calendar.MustParse(text)
		}
		found, err := s.Standing(t.Context(), viewer, on, 12)
		if err != nil {
			t.Fatal(err)
		}
		items, err := s.Items(t.Context(), viewer, account.ItemFilter{AsOf: on, Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		sums := map[string]decimal.Decimal{}
		for _, i := range items.Rows {
			sums[i.Currency] = sums[i.Currency].Add(i.Open)
		}
		for _, c := range found.Currencies {
			want := ledgerBalance(t, b, b.CNY, c.Figures.Currency, found.AsOf)
			if !c.Total.Equal(want) || !c.NotDue.Add(c.Overdue).Sub(c.Credits).Equal(want) || !sums[string(c.Figures.Currency)].Equal(want) {
				t.Errorf("%s %s: standing %s, parts %s + %s - %s, items %s; the ledger has %s", found.AsOf, c.Figures.Currency, c.Total, c.NotDue, c.Overdue, c.Credits, sums[string(c.Figures.Currency)], want)
			}
			if len(c.Curve) != 13 {
				t.Fatalf("the curve has %d points", len(c.Curve))
			}
			for _, p := range c.Curve {
				if at := ledgerBalance(t, b, b.CNY, c.Figures.Currency, p.On); !p.Balance.Equal(at) {
					t.Errorf("the curve at %s says %s %s, the ledger %s", p.On, p.Balance, c.Figures.Currency, at)
				}
			}
		}
		for _, total := range items.Totals {
			if !total.Open.Equal(sums[total.Currency]) || !total.Owed.Sub(total.Credits).Equal(total.Open) {
				t.Errorf("%s: the items of %s total %+v, they sum to %s", found.AsOf, total.Currency, total, sums[total.Currency])
			}
		}
	}
}

func TestMovementsGoFromOpeningToClosing(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	story(t, b)
	s, viewer := account.Open(b.DB), b.Contact(b.CNY, ledger.Viewer)
	for _, currency := range []money.Currency{"CNY", "USD", "EUR"} {
		for _, span := range [][2]string{{"2026-01-01", "2026-03-31"}, {"2026-02-05", "2026-02-20"}, {"2026-02-06", "2026-03-24"}, {"2025-01-01", "2025-12-31"}, {"2026-03-28", "2026-03-28"}} {
			from, to := calendar.MustParse(span[0]), calendar.MustParse(span[1])
			whole, err := s.Movements(t.Context(), viewer, account.MoveFilter{Currency: currency, From: from, To: to, Limit: 200})
			if err != nil {
				t.Fatal(err)
			}
			balance := ledgerBalance(t, b, b.CNY, currency, from.AddDays(-1))
			if !whole.Opening.Equal(balance) || !whole.Closing.Equal(ledgerBalance(t, b, b.CNY, currency, to)) || len(whole.Rows) != whole.Count {
				t.Errorf("%s %v: opening %s, closing %s, %d of %d rows", currency, span, whole.Opening, whole.Closing, len(whole.Rows), whole.Count)
			}
			for _, row := range whole.Rows {
				if balance = balance.Add(row.Amount); !row.Balance.Equal(balance) {
					t.Errorf("%s on %s: balance %s after it, want %s", row.DocumentNo, row.On, row.Balance, balance)
				}
			}
			if !balance.Equal(whole.Closing) {
				t.Errorf("%s %v: the rows end at %s, the closing is %s", currency, span, balance, whole.Closing)
			}
			var paged []account.Move
			var after account.MoveCursor
			for {
				page, err := s.Movements(t.Context(), viewer, account.MoveFilter{Currency: currency, From: from, To: to, After: after, Limit: 2})
				if err != nil {
					t.Fatal(err)
				}
				if paged = append(paged, page.Rows...); len(page.Rows) < 2 {
					break
				}
				after = account.MoveCursor{On: page.Rows[1].On, ID: page.Rows[1].ID}
			}
			if len(paged) != len(whole.Rows) {
				t.Fatalf("%d rows by pages, %d at once", len(paged), len(whole.Rows))
			}
			for i := range paged {
				if paged[i].ID != whole.Rows[i].ID || !paged[i].Balance.Equal(whole.Rows[i].Balance) {
					t.Errorf("row %d by pages is %+v, at once %+v", i, paged[i], whole.Rows[i])
				}
			}
		}
	}
}

func TestOpenItemsAreNarrowedAndPaged(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	story(t, b)
	s, viewer := account.Open(b.DB), b.Contact(b.CNY, ledger.Viewer)
	amount := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(ledgertest.Amount(text)) }
	on := calendar.MustParse("2026-03-31")
	for name, test := range map[string]struct {
		filter account.ItemFilter
		want   int
	}{
		"everything": {account.ItemFilter{}, 6}, "one currency": {account.ItemFilter{Currency: "USD"}, 1}, "credits": {account.ItemFilter{Bucket: "credits"}, 3},
		"not due": {account.ItemFilter{Bucket: "not_due"}, 1}, "a kind": {account.ItemFilter{Kind: "receivable"}, 3}, "an order": {account.ItemFilter{Query: "SO-2"}, 1},
		"a sign that means anything elsewhere": {account.ItemFilter{Query: "100%"}, 1}, "another": {account.ItemFilter{Query: "1_0%"}, 0},
		"due by": {account.ItemFilter{DueTo: calendar.MustParse("2026-03-13")}, 3}, "of a day": {account.ItemFilter{From: calendar.MustParse("2026-03-22"), To: calendar.MustParse("2026-03-22")}, 1},
		"of at least": {account.ItemFilter{Min: amount("565.00")}, 2}, "between": {account.ItemFilter{Min: amount("100"), Max: amount("230")}, 2},
	} {
		test.filter.AsOf = on
		found, err := s.Items(t.Context(), viewer, test.filter)
		if err != nil || len(found.Rows) != test.want {
			t.Errorf("%s: %d items, want %d, %v", name, len(found.Rows), test.want, err)
		}
		var paged int
		for after := (account.ItemCursor{}); ; {
			test.filter.After, test.filter.Limit = after, 1
			page, err := s.Items(t.Context(), viewer, test.filter)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Rows) == 0 {
				break
			}
			if found.Rows[paged].ItemID != page.Rows[0].ItemID {
				t.Errorf("%s: page %d has another item", name, paged)
			}
			paged++
			after = account.ItemCursor{Due: page.Rows[0].DueDate, ItemID: page.Rows[0].ItemID}
		}
		if paged != test.want {
			t.Errorf("%s: %d items by pages", name, paged)
		}
	}
}

func TestWhoMaySeeAnAccount(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	story(t, b)
	s := account.Open(b.DB)
	stranger, err := s.Standing(t.Context(), b.Contact(b.USD, ledger.Viewer), calendar.Date{}, 12)
	if err != nil || len(stranger.Currencies) != 0 {
		t.Errorf("a customer without documents sees %+v, %v", stranger, err)
	}
	other, err := s.Movements(t.Context(), b.Contact(b.GBP, ledger.Viewer), account.MoveFilter{Currency: "CNY", From: calendar.MustParse("2026-01-01"), To: calendar.MustParse("2026-03-31")})
	if err != nil || len(other.Rows) != 0 || !other.Closing.IsZero() {
		t.Errorf("another customer sees %+v, %v", other, err)
	}
	for name, actor := range map[string]ledger.Actor{"staff": b.Staff(ledger.ARAccountant), "a token for statements": program(b.Contact(b.CNY, ledger.Viewer), ledger.ReadStatements)} {
		if _, err := s.Items(t.Context(), actor, account.ItemFilter{}); !ledger.IsKind(err, ledger.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Items(t.Context(), program(b.Contact(b.CNY, ledger.Viewer), ledger.ReadDocuments), account.ItemFilter{}); err != nil {
		t.Errorf("a token for documents: %v", err)
	}
	viewer := b.Contact(b.CNY, ledger.Viewer)
	for field, ask := range map[string]func() error{
		"as_of": func() error {
			_, err := s.Standing(t.Context(), viewer, calendar.MustParse("2199-01-01"), 12)
			return err
		},
		"months":   func() error { _, err := s.Standing(t.Context(), viewer, calendar.Date{}, 25); return err },
		"bucket":   func() error { _, err := s.Items(t.Context(), viewer, account.ItemFilter{Bucket: "old"}); return err },
		"currency": func() error { _, err := s.Movements(t.Context(), viewer, account.MoveFilter{}); return err },
		"to": func() error {
			_, err := s.Movements(t.Context(), viewer, account.MoveFilter{Currency: "CNY", From: calendar.MustParse("2026-02-02"), To: calendar.MustParse("2026-02-01")})
			return err
		},
	} {
		if err := ask(); !ledger.IsCode(err, "validation_failed") || ledger.AsError(err).Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func program(maker ledger.Actor, scope ledger.Scope) ledger.Actor {
	maker.Token, maker.Scopes = "hefu_c_test00", []ledger.Scope{scope}
	return maker
}
