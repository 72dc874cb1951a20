package settling_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/settling"
)

func amount(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func id(name string) ledger.ID {
	var out ledger.ID
	copy(out[:], name)
	return out
}

// owes is an item named by its own id, due on a day of April 2026.
func owes(name, open string, due int, change ...func(*settling.Debit)) settling.Debit {
	d := settling.Debit{ID: id(name), Document: id(name), Numbers: []string{name}, Currency: "CNY", T0: calendar.MustParse("2026-03-01"),
		Due: calendar.MustParse(fmt.Sprintf("2026-04-%02d", due)), Open: amount(open)}
	for _, c := range change {
		c(&d)
	}
	return d
}

// pays is money that came in on 10 April 2026.
func pays(name, open string, change ...func(*settling.Credit)) settling.Credit {
	c := settling.Credit{ID: id(name), Currency: "CNY", Money: true, Posted: calendar.MustParse("2026-04-10"), Open: amount(open)}
	for _, f := range change {
		f(&c)
	}
	return c
}

func saying(text string) func(*settling.Credit) {
	return func(c *settling.Credit) { c.Text = []string{text} }
}

func word(i ledger.ID) string { return strings.TrimRight(string(i[:]), "\x00") }

// told puts a plan into one line a credit.
func told(taken []settling.Suggestion, left []settling.Exception) string {
	var out []string
	for _, s := range taken {
		line := fmt.Sprintf("%s %s:", word(s.Credit), s.Rule)
		for _, t := range s.Takes {
			line += fmt.Sprintf(" %s %s", word(t.Debit), t.Amount.StringFixed(2))
		}
		for _, t := range s.Discounts {
			line += fmt.Sprintf(" discount %s %s", word(t.Debit), t.Amount.StringFixed(2))
		}
		if s.WriteOff != nil {
			line += fmt.Sprintf(" short %s %s", word(s.WriteOff.Debit), s.WriteOff.Amount.StringFixed(2))
		}
		if s.Surplus.IsPositive() {
			line += " over " + s.Surplus.StringFixed(2)
		}
		if s.Left.IsPositive() {
			line += " left " + s.Left.StringFixed(2)
		}
		out = append(out, line)
	}
	for _, e := range left {
		out = append(out, fmt.Sprintf("%s left: %s", word(e.Credit), e.Why))
	}
	return strings.Join(out, "\n")
}

var usual = settling.Policy{Rules: settling.Rules, Tolerance: amount("1.00"), Discount: true}

func TestEachRuleSettlesWhatItIsFor(t *testing.T) {
	t.Parallel()
	twoTen, _ := calendar.ParseDiscount("2/60 n/90", calendar.FromGiven)
	oldest := usual
	oldest.OldestFirst = true
	for _, test := range []struct {
		name    string
		policy  settling.Policy
		debits  []settling.Debit
		credits []settling.Credit
		want    string
	}{
		{"a credit note names its receivable", usual, []settling.Debit{owes("AR-1001", "113.00", 5), owes("AR-1002", "13.00", 4)},
			[]settling.Credit{pays("CN", "13.00", func(c *settling.Credit) { c.Reduces, c.Money = id("AR-1001"), false })}, "CN reduces: AR-1001 13.00"},
		{"a number in the text", usual, []settling.Debit{owes("AR-1001", "100.00", 5), owes("AR-1002", "100.00", 6)},
			[]settling.Credit{pays("R", "100.00", saying("货款 ar1002 谢谢"))}, "R reference: AR-1002 100.00"},
		{"a part of what is named", usual, []settling.Debit{owes("AR-1001", "100.00", 5), owes("AR-1002", "40.00", 6)},
			[]settling.Credit{pays("R", "40.00", saying("AR-1001"))}, "R reference: AR-1001 40.00"},
		{"two named, and money over", usual, []settling.Debit{owes("AR-1001", "100.00", 5), owes("AR-1002", "40.00", 6)},
			[]settling.Credit{pays("R", "150.00", saying("AR-1001 AR-1002"))}, "R reference: AR-1001 100.00 AR-1002 40.00 left 10.00"},
		{"two named, and too little for both", usual, []settling.Debit{owes("AR-1001", "100.00", 5), owes("AR-1002", "40.00", 6)},
			[]settling.Credit{pays("R", "70.00", saying("AR-1001 AR-1002"))}, "R left: ambiguous"},
		{"an order number", usual, []settling.Debit{owes("AR-1001", "100.00", 5, func(d *settling.Debit) { d.OrderNo = "SO-7" }), owes("AR-1002", "30.00", 4)},
			[]settling.Credit{pays("R", "30.00", func(c *settling.Credit) { c.OrderNo = "SO-7" })}, "R order: AR-1001 30.00"},
		{"one item of just this amount", usual, []settling.Debit{owes("A", "100.00", 5), owes("B", "40.00", 6)}, []settling.Credit{pays("R", "40.00")}, "R exact_one: B 40.00"},
		{"two items of just this amount", usual, []settling.Debit{owes("A", "40.00", 5), owes("B", "40.00", 6)}, []settling.Credit{pays("R", "40.00")}, "R left: ambiguous"},
		{"two credits for one item", usual, []settling.Debit{owes("A", "40.00", 5)}, []settling.Credit{pays("R", "40.00"), pays("S", "40.00")}, "R left: ambiguous\nS left: ambiguous"},
		{"short within the tolerance", usual, []settling.Debit{owes("A", "40.00", 5), owes("B", "90.00", 5)}, []settling.Credit{pays("R", "39.50")}, "R exact_one: A 39.50 short A 0.50"},
		{"over within the tolerance", usual, []settling.Debit{owes("A", "40.00", 5), owes("B", "90.00", 5)}, []settling.Credit{pays("R", "40.80")}, "R exact_one: A 40.00 over 0.80"},
		{"just beyond the tolerance", usual, []settling.Debit{owes("A", "40.00", 5), owes("B", "90.00", 5)}, []settling.Credit{pays("R", "38.99")}, "R left: no_match"},
		{"the discount that was earned", settling.Policy{Rules: settling.Rules, Discount: true, Terms: twoTen}, []settling.Debit{owes("A", "1000.00", 5), owes("B", "90.00", 5)},
			[]settling.Credit{pays("R", "980.00")}, "R exact_one: A 980.00 discount A 20.00"},
		{"the whole account", usual, []settling.Debit{owes("A", "10.01", 5), owes("B", "20.02", 6), owes("C", "30.03", 20)}, []settling.Credit{pays("R", "60.06")}, "R total: A 10.01 B 20.02 C 30.03"},
		{"all that is due", usual, []settling.Debit{owes("A", "10.01", 5), owes("B", "20.02", 6), owes("C", "30.03", 20)}, []settling.Credit{pays("R", "30.03", func(c *settling.Credit) { c.Posted = calendar.MustParse("2026-04-10") })}, "R exact_one: C 30.03"},
		{"a few items", usual, []settling.Debit{owes("A", "10.00", 5), owes("B", "20.00", 25), owes("C", "35.00", 26)}, []settling.Credit{pays("R", "45.00")}, "R exact_sum: C 35.00 A 10.00"},
		{"a few items in two ways", usual, []settling.Debit{owes("A", "10.00", 5), owes("B", "20.00", 25), owes("C", "30.00", 26), owes("D", "40.00", 27)}, []settling.Credit{pays("R", "50.00")}, "R left: ambiguous"},
		{"oldest first, where it is allowed", oldest, []settling.Debit{owes("A", "10.00", 5), owes("B", "20.00", 25)}, []settling.Credit{pays("R", "17.00")}, "R oldest_first: A 10.00 B 7.00"},
		{"oldest first, where it is not", usual, []settling.Debit{owes("A", "10.00", 5), owes("B", "20.00", 25)}, []settling.Credit{pays("R", "17.00")}, "R left: no_match"},
		{"another currency", usual, []settling.Debit{owes("A", "10.00", 5)}, []settling.Credit{pays("R", "10.00", func(c *settling.Credit) { c.Currency = "USD" })}, "R left: no_debit"},
		{"a rule that is switched off", settling.Policy{Rules: []settling.Rule{settling.Reference}}, []settling.Debit{owes("A", "10.00", 5)}, []settling.Credit{pays("R", "10.00")}, "R left: no_match"},
		{"what an earlier rule settled is gone", usual, []settling.Debit{owes("AR-1001", "10.00", 5), owes("AR-1002", "10.00", 6)},
			[]settling.Credit{pays("R", "10.00"), pays("S", "10.00", saying("付 AR-1001"))}, "S reference: AR-1001 10.00\nR exact_one: AR-1002 10.00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(settling.Plan(test.policy, test.debits, test.credits)); got != test.want {
				t.Errorf("settled\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestANumberStandsByItself(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want bool
	}{
		{"INV-1001", true}, {"inv 1001", true}, {"付INV1001货款", true}, {"ＩＮＶ－１００１", true}, {"INV-10012", false}, {"XINV-1001", false}, {"INV-10012 INV-1001", true}, {"1001", false}, {"", false},
	} {
		items := []settling.Debit{owes("INV-1001", "10.00", 5)}
		found := settling.Candidates(settling.Policy{Rules: []settling.Rule{settling.Reference}}, items, pays("R", "3.00", saying(test.text)))
		if (len(found) == 1) != test.want {
			t.Errorf("%q: found is %v, want %v", test.text, len(found) == 1, test.want)
		}
	}
}

func TestCandidatesAreRankedAndNeverCertainByChance(t *testing.T) {
	t.Parallel()
	items := []settling.Debit{owes("A", "40.00", 5), owes("B", "40.00", 6), owes("C", "10.00", 7), owes("D", "30.00", 8)}
	var rules []string
	for _, s := range settling.Candidates(usual, items, pays("R", "40.00")) {
		if s.Certain {
			t.Errorf("%s is called certain", s.Rule)
		}
		rules = append(rules, string(s.Rule))
	}
	if got := strings.Join(rules, " "); got != "exact_one exact_one exact_sum" && got != "exact_one exact_one exact_sum oldest_first" {
		t.Errorf("the candidates are %s", got)
	}
}

// Whatever the items, a plan never takes more than is open on either side, and asked again it says the same.
func TestAPlanNeverTakesMoreThanIsOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var debits []settling.Debit
		open := map[ledger.ID]decimal.Decimal{}
		for i := range rapid.IntRange(0, 12).Draw(r, "debits") {
			d := owes(fmt.Sprintf("AR-%04d", i), decimal.New(int64(rapid.IntRange(1, 400).Draw(r, "open")), -1).StringFixed(2), rapid.IntRange(1, 28).Draw(r, "due"))
			debits, open[d.ID] = append(debits, d), d.Open
		}
		var credits []settling.Credit
		for i := range rapid.IntRange(0, 8).Draw(r, "credits") {
			c := pays(fmt.Sprintf("R%d", i), decimal.New(int64(rapid.IntRange(1, 900).Draw(r, "paid")), -1).StringFixed(2), saying(fmt.Sprintf("AR-%04d", rapid.IntRange(0, 20).Draw(r, "named"))))
			credits, open[c.ID] = append(credits, c), c.Open
		}
		policy := usual
		policy.OldestFirst = rapid.Bool().Draw(r, "oldest first")
		taken, left := settling.Plan(policy, debits, credits)
		for _, s := range taken {
			open[s.Credit] = open[s.Credit].Sub(s.Surplus)
			for _, take := range s.Takes {
				open[take.Debit], open[s.Credit] = open[take.Debit].Sub(take.Amount), open[s.Credit].Sub(take.Amount)
			}
			if s.WriteOff != nil {
				open[s.WriteOff.Debit] = open[s.WriteOff.Debit].Sub(s.WriteOff.Amount)
			}
			if !s.Certain {
				r.Fatalf("%s is planned without being certain", s.Rule)
			}
		}
		for i, rest := range open {
			if rest.IsNegative() {
				r.Fatalf("%s is overdrawn by %s", word(i), rest)
			}
		}
		if len(taken)+len(left) != len(credits) {
			r.Fatalf("%d settled and %d left of %d", len(taken), len(left), len(credits))
		}
		if again := told(settling.Plan(policy, debits, credits)); again != told(taken, left) {
			r.Fatalf("asked again it says\n%s", again)
		}
	})
}
