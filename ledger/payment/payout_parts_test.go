package payment_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/ledgertest"
	"hefu/ledger/money"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
)

// holds has the provider hold so much of each of three customers, in one currency.
func (c *counter) holds(t *testing.T, currency money.Currency, amounts [3]string) {
	t.Helper()
	for i, customer := range []ledger.ID{c.CNY.ID, c.USD.ID, c.GBP.ID} {
		if err := c.say(t, provider.Charge{ID: ledger.NewID(), Amount: ledgertest.Amount(amounts[i]), Currency: currency}, provider.Paid); err != nil {
			t.Fatal(err)
		}
		if _, err := c.payments.Attribute(t.Context(), c.clerk, c.waiting(t)[0].ID, customer); err != nil {
			t.Fatal(err)
		}
	}
}

// cameAs imports a statement of one line for a payout, to an account of its currency, and says that the line is the payout.
func (c *counter) cameAs(t *testing.T, id ledger.ID, reference string, currency money.Currency, amount string) {
	t.Helper()
	number := "6222020200112233445"
	if currency != money.CNY {
		number = "6222020200998877665"
		if _, err := c.bank.AddAccount(t.Context(), c.clerk, bank.NewAccount{Name: "外币户", Number: number, Currency: currency}); err != nil {
			t.Fatal(err)
		}
	}
	day, figure := strings.ReplaceAll(c.today.String()[2:], "-", ""), strings.Replace(amount, ".", ",", 1)
	if currency == "JPY" {
		figure += ","
	}
	text := fmt.Sprintf(":20:S\n:25:%s\n:28C:1\n:60F:C%s%s0,00\n:61:%s%sC%sNTRFNONREF//R1\n:86:/NAME/合符沙箱支付有限公司/REMI/结算 %s\n:62F:C%s%s%s\n-\n", number, day, currency, day, day[2:],
		figure, reference, day, currency, figure)
	file, err := c.bank.Upload(t.Context(), c.clerk, []byte(text), "s.sta", bank.Choice{})
	if err == nil {
		_, err = c.bank.Commit(t.Context(), c.clerk, file.ID)
	}
	if err == nil {
		_, err = c.bank.JoinPayout(t.Context(), c.clerk, id, c.line(t, reference).ID, "银行扣收手续费")
	}
	if err != nil {
		t.Fatalf("%v: %+v", err, file)
	}
}

// A difference is the customers' whose money the payout was: its parts are whole cents in both currencies and add up to it.
func TestADifferenceOfSeveralCustomersAddsUpToTheCentInBothCurrencies(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		currency   money.Currency
		amounts    [3]string
		came       string
		kind       bank.DifferenceKind
		difference string
		base       string
		parts      int
	}{
		"a charge of ten cents":                   {"CNY", [3]string{"33.33", "33.33", "33.34"}, "99.90", bank.BankCharge, "-0.10", "-0.10", 3},
		"a cent, which one bears":                 {"CNY", [3]string{"33.33", "33.33", "33.34"}, "99.99", bank.BankCharge, "-0.01", "-0.01", 1},
		"ten cents of foreign money":              {"USD", [3]string{"33.33", "33.33", "33.34"}, "99.90", bank.BankCharge, "-0.10", "-0.71", 3},
		"more of foreign money, by the rate":      {"USD", [3]string{"10.00", "20.00", "70.00"}, "100.07", bank.Exchanged, "0.07", "0.50", 3},
		"one customer's is nearly all of the sum": {"USD", [3]string{"0.01", "0.01", "99.98"}, "90.00", bank.ProviderFee, "-10.00", "-71.00", 1},
		"yen, which have no cents, and yuan do":   {"JPY", [3]string{"1000", "1000", "1001"}, "2991", bank.BankCharge, "-10", "-0.48", 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := atBank(t)
			d.holds(t, c.currency, c.amounts)
			whole := ledgertest.Amount(c.amounts[0]).Add(ledgertest.Amount(c.amounts[1])).Add(ledgertest.Amount(c.amounts[2]))
			id, err := d.payments.RecordPayout(t.Context(), d.clerk, payment.Payout{Provider: "sandbox", Reference: "PO-9601", Currency: c.currency, Amount: whole})
			if err != nil {
				t.Fatal(err)
			}
			d.cameAs(t, id, "PO-9601", c.currency, c.came)
			posted, err := d.bank.PostDifference(t.Context(), d.clerk, bank.NewDifference{PayoutID: id, Kind: c.kind})
			if err != nil {
				t.Fatal(err)
			}
			if !posted.Amount.Equal(ledgertest.Amount(c.difference)) || !posted.Base.Equal(ledgertest.Amount(c.base)) {
				t.Errorf("posted %s worth %s, want %s worth %s", posted.Amount, posted.Base, c.difference, c.base)
			}
			const lines = `FROM hefu.journal_lines l JOIN hefu.journal_entries e ON e.id = l.entry_id WHERE e.source_id = $1 AND l.account_code = '1002'`
			if got := ledgertest.Ask[string](t, d.Books, `SELECT sum(l.amount)::numeric || ' ' || sum(l.amount_base)::numeric || ' ' || count(DISTINCT l.customer_id) `+lines, posted.ID); !sameFigures(got, c.difference, c.base, c.parts) {
				t.Errorf("the bank account moved by %s, want %s worth %s in %d parts", got, c.difference, c.base, c.parts)
			}
			if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int `+lines+` AND (l.amount_base <> round(l.amount_base, 2) OR l.currency <> 'JPY' AND l.amount <> round(l.amount, 2) OR l.currency = 'JPY' AND l.amount <> round(l.amount))`, posted.ID); n != 0 {
				t.Errorf("%d parts are of less than a cent", n)
			}
			d.atTheBank(t, c.came, 1)
			if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM audit.v_violations`); n != 0 {
				t.Errorf("%d violations", n)
			}
		})
	}
}

func sameFigures(got, amount, base string, parts int) bool {
	var a, b string
	var n int
	if _, err := fmt.Sscan(got, &a, &b, &n); err != nil {
		return false
	}
	return ledgertest.Amount(a).Equal(ledgertest.Amount(amount)) && ledgertest.Amount(b).Equal(ledgertest.Amount(base)) && n == parts
}
