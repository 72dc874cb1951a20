package journal_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

func line(currency money.Currency, amount, base int64) journal.Line {
	return journal.Line{Currency: currency, Amount: decimal.New(amount, -2), Base: decimal.New(base, -2)}
}

func TestAnEntryBalancesPerCurrencyAndInBase(t *testing.T) {
	for _, test := range []struct {
		name  string
		lines []journal.Line
		want  bool
	}{
		{"nothing", nil, false},
		{"one line of nothing", []journal.Line{line("CNY", 0, 0)}, false},
		{"two sides", []journal.Line{line("CNY", 100, 100), line("CNY", -100, -100)}, true},
		{"three sides", []journal.Line{line("CNY", 113, 113), line("CNY", -100, -100), line("CNY", -13, -13)}, true},
		{"a cent off", []journal.Line{line("CNY", 100, 100), line("CNY", -99, -100)}, false},
		{"a cent off in base", []journal.Line{line("USD", 100, 710), line("USD", -100, -709)}, false},
		{"two currencies that meet in base only", []journal.Line{line("USD", 100, 710), line("EUR", -91, -710)}, false},
		{"two currencies, each balanced", []journal.Line{line("USD", 100, 710), line("USD", -100, -710), line("EUR", -91, -710), line("EUR", 91, 710)}, true},
		{"an exchange difference in base currency", []journal.Line{line("USD", 100, 710), line("USD", -100, -700), line("CNY", -10, -10), line("CNY", 10, 0)}, true},
	} {
		if got := (journal.Entry{Lines: test.lines}).Balanced(); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// A mirror turns every sign and nothing else, names what it reverses, and mirrored twice is the entry again.
func TestAMirrorTurnsEverySign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entry := journal.Entry{ID: ledger.NewID(), PostingDate: calendar.MustParse("2026-03-01"), SourceKind: "document", SourceID: ledger.NewID()}
		for range rapid.IntRange(2, 9).Draw(t, "lines") {
			l := line(rapid.SampledFrom([]money.Currency{"CNY", "USD"}).Draw(t, "currency"), rapid.Int64().Draw(t, "amount"), rapid.Int64().Draw(t, "base"))
			l.Account, l.CustomerID, l.Due = "1122", ledger.NewID(), calendar.MustParse("2026-04-01")
			entry.Lines = append(entry.Lines, l)
		}
		on, id, source := calendar.MustParse("2026-05-01"), ledger.NewID(), ledger.NewID()
		red := entry.Mirror(id, source, on)
		if red.ID != id || red.SourceID != source || red.PostingDate != on || red.ReversalOf != entry.ID || red.SourceKind != entry.SourceKind || red.Balanced() != entry.Balanced() {
			t.Fatalf("%+v", red)
		}
		again := red.Mirror(ledger.NewID(), source, on)
		for i, l := range entry.Lines {
			r, a := red.Lines[i], again.Lines[i]
			if !r.Amount.Equal(l.Amount.Neg()) || !r.Base.Equal(l.Base.Neg()) || r.Account != l.Account || r.CustomerID != l.CustomerID || r.Due != l.Due || !a.Amount.Equal(l.Amount) || !a.Base.Equal(l.Base) {
				t.Fatalf("line %d: %+v becomes %+v", i, l, r)
			}
		}
	})
}

func TestTheDefaultChartHasEachCodeAndRoleOnce(t *testing.T) {
	codes, roles := map[string]bool{}, map[journal.Role]bool{}
	chart := journal.Chart{}
	for _, a := range journal.DefaultAccounts {
		if codes[a.Code] || roles[a.Role] || a.Name == "" || a.NameEN == "" {
			t.Errorf("%+v is there twice or has no name", a)
		}
		codes[a.Code], roles[a.Role] = true, true
		chart[a.Role] = a.Code
	}
	if code, err := chart.Code(journal.Advances); err != nil || code != "2203" {
		t.Errorf("advances are %s, %v", code, err)
	}
	if _, err := (journal.Chart{}).Code(journal.Bank); !ledger.IsCode(err, "account_missing") {
		t.Errorf("a chart without a bank says %v", err)
	}
}
