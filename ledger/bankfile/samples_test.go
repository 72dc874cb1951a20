package bankfile

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// samples are the files beside this test, or those of the folder that HEFU_BANK_SAMPLES names.
func samples(t *testing.T, pattern string) []string {
	t.Helper()
	folder := os.Getenv("HEFU_BANK_SAMPLES")
	if folder == "" {
		folder = "testdata"
	}
	files, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples at %s, %v", pattern, err)
	}
	return files
}

// sample reads a file and what is expected of it.
func sample[T any](t *testing.T, expected string) (*File, T) {
	t.Helper()
	var want T
	text, err := os.ReadFile(expected)
	if err == nil {
		err = json.Unmarshal(text, &want)
	}
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSuffix(strings.TrimSuffix(expected, ".expected.json"), ".peer-expected.json")
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := Read(content, filepath.Base(name), Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return file, want
}

func same(text string, d decimal.Decimal) bool {
	want, err := decimal.NewFromString(text)
	return err == nil && want.Equal(d)
}

// agrees tells whether the proof of a statement is what was expected: true, false, or null where there is nothing to prove by.
func agrees(s Statement, want *bool) bool {
	switch {
	case want == nil:
		return s.Opening == nil || s.Closing == nil
	case *want:
		return s.Proven()
	}
	return len(s.Problems) > 0
}

type expectedBalance struct {
	Type   string
	Date   string
	Amount string
}

func TestMT940Samples(t *testing.T) {
	type expected struct {
		Statements []struct {
			Account, Number  string
			Opening, Closing expectedBalance
			Identity         *bool `json:"opening_plus_entries_equals_closing"`
			Tx               []struct {
				ValueDate string `json:"value_date"`
				Amount    string
				Type      string
				BankRef   string `json:"bank_ref"`
			}
		}
	}
	for _, name := range samples(t, "mt940/*.expected.json") {
		file, want := sample[expected](t, name)
		if len(file.Statements) != len(want.Statements) {
			t.Errorf("%s has %d statements, want %d", name, len(file.Statements), len(want.Statements))
			continue
		}
		for i, w := range want.Statements {
			s := file.Statements[i]
			if strings.TrimSpace(w.Account) != s.Account || !same(w.Opening.Amount, s.Opening.Amount) || !same(w.Closing.Amount, s.Closing.Amount) || s.Opening.On.String() != w.Opening.Date || s.Closing.On.String() != w.Closing.Date {
				t.Errorf("%s: statement %d is %s %v %v, want %+v", name, i, s.Account, *s.Opening, *s.Closing, w)
			}
			if !agrees(s, w.Identity) || len(s.Lines) != len(w.Tx) {
				t.Errorf("%s: statement %d has %d lines and the problems %v, want %d lines", name, i, len(s.Lines), s.Problems, len(w.Tx))
				continue
			}
			for n, tx := range w.Tx {
				l := s.Lines[n]
				if !same(tx.Amount, l.Amount) || l.ValuedOn.String() != tx.ValueDate || !strings.HasPrefix(l.Code, tx.Type) || reference(tx.BankRef) != l.BankReference {
					t.Errorf("%s: %s is %+v, want %+v", name, l.Place, l, tx)
				}
			}
		}
	}
}

func TestCAMTSamples(t *testing.T) {
	type expected struct {
		Statements []struct {
			Account  string
			Balances []expectedBalance
			Sum      string `json:"sum_booked_entries"`
			Identity *bool  `json:"opening_plus_entries_equals_closing"`
			Entries  []struct {
				Amount, Booking, Value string
				Servicer               *string `json:"servicer_ref"`
			}
		}
	}
	for _, name := range samples(t, "camt/*.xml.expected.json") {
		file, want := sample[expected](t, name)
		if len(file.Statements) != len(want.Statements) {
			t.Errorf("%s has %d statements, want %d", name, len(file.Statements), len(want.Statements))
			continue
		}
		for i, w := range want.Statements {
			s := file.Statements[i]
			if w.Account != s.Account || !same(w.Sum, s.Sum()) || !agrees(s, w.Identity) {
				t.Errorf("%s: statement %d is %s, sums to %s, problems %v, want %+v", name, i, s.Account, s.Sum(), s.Problems, w)
			}
			for _, b := range w.Balances {
				if b.Type == "CLBD" && (s.Closing == nil || !same(b.Amount, s.Closing.Amount) || s.Closing.On.String() != b.Date) {
					t.Errorf("%s closes with %v, want %+v", name, s.Closing, b)
				}
			}
			entries := map[string]decimal.Decimal{} // what came apart, put together again
			for _, l := range s.Lines {
				place, _, _ := strings.Cut(l.Place, ".")
				entries[place] = entries[place].Add(l.Amount)
			}
			for n, e := range w.Entries {
				place := "entry " + decimal.NewFromInt(int64(n+1)).String()
				if !same(e.Amount, entries[place]) {
					t.Errorf("%s: %s comes to %s, want %s", name, place, entries[place], e.Amount)
				}
			}
			if len(entries) != len(w.Entries) {
				t.Errorf("%s has %d entries, want %d", name, len(entries), len(w.Entries))
			}
		}
	}
}

func TestBAI2Samples(t *testing.T) {
	type expected struct {
		Groups []struct {
			Accounts []struct {
				Account string
				Details []struct {
					Type    string
					Amount  int64  `json:"amount_minor"`
					BankRef string `json:"bank_ref"`
					Text    string
				}
			}
		}
	}
	for _, name := range samples(t, "bai2/*.expected.json") {
		file, want := sample[expected](t, name)
		var statements []Statement
		statements = append(statements, file.Statements...)
		for _, g := range want.Groups {
			for _, a := range g.Accounts {
				if len(statements) == 0 {
					t.Fatalf("%s: account %s is not there", name, a.Account)
				}
				s := statements[0]
				statements = statements[1:]
				if s.Account != a.Account || len(s.Lines) != len(a.Details) {
					t.Fatalf("%s: %s has %d lines, want %d of %s", name, s.Account, len(s.Lines), len(a.Details), a.Account)
				}
				for _, p := range s.Problems {
					if p.Code != NotFinal {
						t.Errorf("%s: %s", name, p.Reason("en"))
					}
				}
				for i, d := range a.Details {
					if l := s.Lines[i]; !l.Amount.Abs().Equal(decimal.New(d.Amount, -2)) || l.Code != d.Type || l.BankReference != reference(d.BankRef) || l.Amount.IsPositive() != (d.Type < "400") {
						t.Errorf("%s: %s is %+v, want %+v", name, l.Place, l, d)
					}
				}
			}
		}
		if len(statements) > 0 {
			t.Errorf("%s has %d accounts more than expected", name, len(statements))
		}
	}
}

func TestOFXSamples(t *testing.T) {
	type expected struct {
		Summary struct {
			Currency, Acctid string
			Balance          string `json:"ledger_balance"`
		}
		Transactions []struct{ Dtposted, Trnamt, Fitid, Name, Memo string }
	}
	for _, name := range samples(t, "ofx/*.expected.json") {
		file, want := sample[expected](t, name)
		s := file.Statements[0]
		if s.Account != want.Summary.Acctid || s.Currency != want.Summary.Currency || !same(want.Summary.Balance, s.Closing.Amount) || len(s.Lines) != len(want.Transactions) {
			t.Fatalf("%s: %+v, want %+v", name, s, want.Summary)
		}
		for i, w := range want.Transactions {
			l := s.Lines[i]
			if !same(w.Trnamt, l.Amount) || l.BankReference != w.Fitid || l.Counterparty != w.Name || l.Remittance != w.Memo || strings.ReplaceAll(l.BookedOn.String(), "-", "") != w.Dtposted[:8] {
				t.Errorf("%s: %+v, want %+v", name, l, w)
			}
		}
	}
}

// The peer's tool leaves rows out; every one that it keeps is a line here, or is left out with a reason.
func TestChineseSamples(t *testing.T) {
	type expected struct {
		Transactions []struct {
			Date, Payee string
			Direction   string
			Amount      string `json:"amount_abs_largest_leg"`
		}
	}
	counts := map[string][2]int{"alipay.csv": {7, 3}, "wechat.csv": {16, 11}, "icbc-debit-v1.csv": {11, 2}, "cmb-debit.csv": {5, 0}}
	for _, name := range samples(t, "cn/*.peer-expected.json") {
		file, want := sample[expected](t, name)
		s := file.Statements[0]
		if known, ok := counts[strings.TrimSuffix(filepath.Base(name), ".peer-expected.json")]; ok && (len(s.Lines) != known[0] || len(file.Skipped) != known[1]) {
			t.Errorf("%s: %d lines and %d left out, want %v", name, len(s.Lines), len(file.Skipped), known)
		}
		if s.Proven() {
			t.Errorf("%s was shortened by its author and yet proves out", name)
		}
		for _, w := range want.Transactions {
			found := false
			for _, l := range s.Lines {
				signed := w.Direction != "支出" && w.Direction != "收入" || l.Amount.IsNegative() == (w.Direction == "支出")
				found = found || same(w.Amount, l.Amount.Abs()) && l.BookedOn.String() == w.Date && signed
			}
			for _, k := range file.Skipped {
				found = found || k.Code == Neutral && (w.Direction == "/" || w.Direction == "不计收支") && strings.Contains(k.Detail, w.Payee)
			}
			if !found && w.Direction != "/" {
				t.Errorf("%s: no line for %+v", name, w)
			}
		}
	}
}
