package payment_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
	"hefu/ledger/receipt"
)

// counter is a desk with a bank account, at which statements of one day each come in.
type counter struct {
	*desk
	bank    *bank.Service
	clerk   ledger.Actor
	balance int
	files   int
}

func atBank(t *testing.T) *counter {
	t.Helper()
	c := &counter{desk: open(t)}
	c.bank, c.clerk = bank.Open(c.DB), c.Staff(ledger.ARAccountant)
	if _, err := c.bank.AddAccount(t.Context(), c.clerk, bank.NewAccount{Name: "基本户", Number: "6222020200112233445", Currency: "CNY"}); err != nil {
		t.Fatal(err)
	}
	return c
}

// earns has a customer pay through the sandbox: so much, less 0.6 %, is with the provider.
func (c *counter) earns(t *testing.T, amount string) {
	t.Helper()
	c.receivable(t, amount)
	c.play(t, c.start(t, amount), provider.Paid, nil)
}

// pays imports a statement of a day with these lines: whole yuan, payer and text, divided by bars.
func (c *counter) pays(t *testing.T, on calendar.Date, lines ...string) {
	t.Helper()
	var b strings.Builder
	c.files++
	day := strings.ReplaceAll(on.String()[2:], "-", "")
	fmt.Fprintf(&b, ":20:S\n:25:6222020200112233445\n:28C:%d\n:60F:C%sCNY%d,00\n", c.files, day, c.balance)
	for i, l := range lines {
		part := strings.Split(l, "|")
		var yuan int
		if _, err := fmt.Sscan(part[0], &yuan); err != nil {
			t.Fatal(err)
		}
		c.balance += yuan
		fmt.Fprintf(&b, ":61:%s%sC%d,00NTRFNONREF//R%d-%d\n:86:/NAME/%s/REMI/%s\n", day, day[2:], yuan, c.files, i, part[1], part[2])
	}
	fmt.Fprintf(&b, ":62F:C%sCNY%d,00\n-\n", day, c.balance)
	file, err := c.bank.Upload(t.Context(), c.clerk, []byte(b.String()), "s.sta", bank.Choice{})
	if err == nil {
		_, err = c.bank.Commit(t.Context(), c.clerk, file.ID)
	}
	if err != nil {
		t.Fatalf("%v: %+v", err, file)
	}
}

func (c *counter) paysOut(t *testing.T, reference, amount string) ledger.ID {
	t.Helper()
	id, err := c.payments.RecordPayout(t.Context(), c.clerk, payment.Payout{Provider: "sandbox", Reference: reference, Currency: "CNY", Amount: ledgertest.Amount(amount)})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (c *counter) payout(t *testing.T, id ledger.ID) (bank.Payout, []bank.PayoutLine) {
	t.Helper()
	p, lines, err := c.bank.PayoutLines(t.Context(), c.clerk, id)
	if err != nil {
		t.Fatal(err)
	}
	return p, lines
}

// atTheBank is what the books say stands on the bank account, and how many payouts there are.
func (c *counter) atTheBank(t *testing.T, want string, payouts int) {
	t.Helper()
	stands := ledgertest.Amount(ledgertest.Ask[string](t, c.Books, `SELECT coalesce(sum(amount), 0)::text FROM hefu.journal_lines WHERE account_code = '1002'`))
	known := ledgertest.Ask[int](t, c.Books, `SELECT count(*)::int FROM hefu.provider_payouts`)
	if !stands.Equal(ledgertest.Amount(want)) || known != payouts {
		t.Errorf("the bank account comes to %s after %d payouts, want %s after %d", stands, known, want, payouts)
	}
}

func (c *counter) line(t *testing.T, text string) bank.Line {
	t.Helper()
	found, err := c.bank.Lines(t.Context(), c.clerk, bank.Filter{Text: text}, bank.Page{})
	if err != nil || len(found) != 1 {
		t.Fatalf("%d lines with %s, %v", len(found), text, err)
	}
	return found[0]
}

func TestAPayoutMeetsItsLineWhicheverCameFirst(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		payer, text string
		rule        bank.PayoutRule
	}{
		"by its reference, however it is written": {"某银行清算户", "结算 po 7001 款", bank.ByReference},
		"by the provider's name":                  {"合符沙箱支付有限公司", "结算款", bank.ByPayer},
		"only the amount fits":                    {"某公司", "货款", ""},
		"the reference inside another number":     {"某公司", "PO-70019", ""},
	} {
		for _, lineFirst := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, line first %v", name, lineFirst), func(t *testing.T) {
				t.Parallel()
				d := atBank(t)
				d.earns(t, "1000.00")
				var id ledger.ID
				come := func() { d.pays(t, d.today, "500|"+c.payer+"|"+c.text) }
				if lineFirst {
					come()
				}
				id = d.paysOut(t, "PO-7001", "500")
				if !lineFirst {
					come()
				}
				p, lines := d.payout(t, id)
				line := d.line(t, "R1-0")
				if c.rule == "" {
					if p.State() != "on_the_way" || line.State != bank.Unmatched || len(lines) != 1 || lines[0].Rule != bank.ByAmount {
						t.Errorf("%+v %+v", p, lines)
					}
				} else if p.State() != "at_bank" || p.Rule != c.rule || line.State != bank.PaidOut || line.PayoutID != id {
					t.Errorf("%+v, line %+v", p, line)
				}
				d.atTheBank(t, "500", 1)
			})
		}
	}
}

func TestWhatIsNotCertainIsJoinedByAPersonAndTakenApartAgain(t *testing.T) {
	t.Parallel()
	d := atBank(t)
	d.earns(t, "2000.00")
	one := d.paysOut(t, "PO-8001", "500")
	two := d.paysOut(t, "PO-8002", "500")
	d.pays(t, d.today, "500|合符沙箱支付有限公司|结算", "495|合符沙箱支付有限公司|结算 PO-8002", "300|某公司|PO-8001")
	p, lines := d.payout(t, one) // the same amount twice: neither is certain
	if p.State() != "on_the_way" || len(lines) != 3 || lines[0].Rule != bank.ByPayer || lines[1].Rule != bank.ByReference || !lines[1].Difference.Equal(ledgertest.Amount("-200")) {
		t.Fatalf("%+v %+v", p, lines)
	}
	short := d.line(t, "PO-8002")
	join := func(actor ledger.Actor, payout, line ledger.ID, reason string) error {
		_, err := d.bank.JoinPayout(t.Context(), actor, payout, line, reason)
		return err
	}
	for name, c := range map[string]struct {
		actor        ledger.Actor
		payout, line ledger.ID
		reason, code string
	}{
		"who may not post":         {d.Staff(ledger.Auditor), two, short.ID, "手续费", "not_permitted"},
		"no such payout":           {d.clerk, ledger.NewID(), short.ID, "手续费", "not_found"},
		"no such line":             {d.clerk, two, ledger.NewID(), "手续费", "not_found"},
		"of other books":           {d.OtherStaff(ledger.ARAccountant), two, short.ID, "手续费", "not_found"},
		"a difference unexplained": {d.clerk, two, short.ID, "", "validation_failed"},
	} {
		if err := join(c.actor, c.payout, c.line, c.reason); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := join(d.clerk, two, short.ID, "银行扣收手续费"); err != nil {
		t.Fatal(err)
	}
	if p, _ := d.payout(t, two); p.State() != "differs" || !p.Difference.Decimal.Equal(ledgertest.Amount("-5")) || p.Rule != bank.ByHand {
		t.Errorf("%+v", p)
	}
	if err := join(d.clerk, one, short.ID, "再试"); !ledger.IsCode(err, "bank_line_used") {
		t.Error(err)
	}
	if _, err := d.bank.Receive(t.Context(), d.clerk, short.ID, bank.Receipt{CustomerID: d.CNY.ID}); !ledger.IsCode(err, "bank_line_used") {
		t.Errorf("a payout is a customer's money too: %v", err)
	}
	if _, err := d.bank.PartPayout(t.Context(), d.clerk, two, ""); !ledger.IsCode(err, "validation_failed") {
		t.Error(err)
	}
	if p, err := d.bank.PartPayout(t.Context(), d.clerk, two, "认错"); err != nil || p.State() != "on_the_way" || d.line(t, "PO-8002").State != bank.Unmatched {
		t.Errorf("%+v, %v", p, err)
	}
	if made, err := d.bank.Receive(t.Context(), d.clerk, short.ID, bank.Receipt{CustomerID: d.CNY.ID}); err != nil || made.DocumentNo == "" {
		t.Fatal(err)
	}
	if err := join(d.clerk, two, short.ID, "手续费"); !ledger.IsCode(err, "bank_line_used") {
		t.Error(err)
	}
	_, lines = d.payout(t, two)
	if !strings.HasPrefix(lines[len(lines)-1].ReceiptNo+lines[0].ReceiptNo+lines[1].ReceiptNo, "RC") {
		t.Errorf("that a receipt stands for the line is not shown: %+v", lines)
	}
	d.atTheBank(t, "1495", 2)
}

// The line comes first and a person books the payout from it; what the provider tells later is the same money.
func TestAPayoutBookedFromItsLineIsBookedOnce(t *testing.T) {
	t.Parallel()
	d := atBank(t)
	d.earns(t, "2000.00")
	d.pays(t, d.today, "700|合符沙箱支付有限公司|结算", "80|某公司|货款")
	line := d.line(t, "结算")
	if _, err := d.payments.RecordPayoutOf(t.Context(), d.clerk, payment.FromLine{LineID: d.line(t, "货款").ID}); !ledger.IsCode(err, "validation_failed") {
		t.Errorf("nobody knows whose payout it is: %v", err)
	}
	id, err := d.payments.RecordPayoutOf(t.Context(), d.clerk, payment.FromLine{LineID: line.ID})
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := d.payout(t, id); p.State() != "at_bank" || p.Rule != bank.FromLine || p.Reference != line.BankReference || p.PaidOn != line.BookedOn {
		t.Errorf("%+v", p)
	}
	if _, err := d.payments.RecordPayoutOf(t.Context(), d.clerk, payment.FromLine{LineID: line.ID}); !ledger.IsCode(err, "bank_line_used") {
		t.Error(err)
	}
	if _, err := d.bank.PartPayout(t.Context(), d.clerk, id, "认错"); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("a payout without the line it was booked from: %v", err)
	}
	tell := func() {
		charge := provider.Charge{ID: ledger.NewID(), Amount: ledgertest.Amount("700"), Currency: "CNY"}
		for range 2 {
			if err := d.say(t, charge, provider.PaidOut); err != nil {
				t.Fatal(err)
			}
		}
	}
	tell()
	d.atTheBank(t, "700", 1)
	tell() // a second one of the same amount is another one
	d.atTheBank(t, "1400", 2)
	d.pays(t, d.today, "700|合符沙箱支付有限公司|又一笔")
	if got := d.line(t, "又一笔"); got.State != bank.PaidOut {
		t.Errorf("%+v", got)
	}
	d.paysOut(t, "PO-LATE", "100")
	d.pays(t, d.today.AddDays(-5), "100|合符沙箱支付有限公司|早到")
	if _, err := d.payments.RecordPayoutOf(t.Context(), d.clerk, payment.FromLine{LineID: d.line(t, "早到").ID}); !ledger.IsCode(err, "payout_waits") {
		t.Errorf("a payout on its way is booked a second time: %v", err)
	}
}

// A run over the bank's lines makes no receipt of what a provider pays, even if somebody owes just this amount.
func TestMatchingLeavesAProvidersMoneyAlone(t *testing.T) {
	t.Parallel()
	d := atBank(t)
	jobs, err := job.Open(d.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	owed := d.receivable(t, "640.00")
	d.pays(t, d.today, "640|合符沙箱支付有限公司|结算", "640|合符沙箱支付有限公司|付 "+owed.DocumentNo)
	receipts := receipt.Open(d.DB, jobs)
	run, err := receipts.Start(t.Context(), d.clerk, true)
	if err == nil {
		err = receipts.Finish(t.Context(), receipt.Args{OrganizationID: d.Organization.ID, RunID: run.ID})
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := d.line(t, "付 "+owed.DocumentNo); got.State != bank.Received || !d.Open(t, owed).IsZero() {
		t.Errorf("what names its document is the customer's: %+v", got)
	}
	found, err := receipts.Waiting(t.Context(), d.clerk, receipt.Filter{}, receipt.Page{})
	if err != nil || len(found) != 1 || found[0].Refused != "provider_payout" || found[0].Certain {
		t.Errorf("%+v, %v", found, err)
	}
}
