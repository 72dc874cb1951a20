package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	online "hefu/ledger/payment"
	"hefu/ledger/provider"
)

// whoPaysOnline are customers of whom each, if it owes something in CNY, shows how another payment ended.
var whoPaysOnline = []string{"C-1006", "C-1012", "C-1017", "C-1018", "C-1026", "C-1028", "C-1030", "C-1038", "C-1039", "C-1040", "C-1042", "C-1050", "C-1057", "C-1058"}

// shanghai is where the organization is; it has no summer time.
var shanghai = time.FixedZone("CST", 8*60*60)

// begunAgo says how many days ago each of them was begun, the newest payment today: customers pay in the weeks after the statement of the last month.
var begunAgo = []int{20, 18, 16, 14, 12, 9, 6, 3, 0}

// earlier is a day of this month, so that what the last month's statements say stays as it was; at most so many days ago.
func (w *world) earlier(days int) calendar.Date {
	if first := w.Today.StartOfMonth(); w.Today.AddDays(-days).Before(first) {
		return first
	}
	return w.Today.AddDays(-days)
}

// past is a context in which payments happen so many days ago, in the forenoon at nine and some minutes.
func (w *world) past(ctx context.Context) (func(days, minutes int) context.Context, error) {
	var now time.Time
	err := w.DB.Read(ctx, w.staff["wang.min"], func(ctx context.Context, tx *store.Tx) (err error) {
		now, err = tx.Now(ctx)
		return err
	})
	return func(days, minutes int) context.Context {
		day := w.earlier(days).Time()
		at := time.Date(day.Year(), day.Month(), day.Day(), 9, minutes, 0, 0, shanghai)
		return online.Past(ctx, now.Sub(at))
	}, err
}

// makePayments has customers pay through the sandbox: one payment in every state, a refund that was approved and one that waits, a chargeback,
// money of another amount and money of nobody, and a payout that leaves the rest with the provider.
func (w *world) makePayments(ctx context.Context) error {
	payments := w.Payments.InSandbox()
	past, err := w.past(ctx)
	if err != nil {
		return err
	}
	say := func(ctx context.Context, p online.Payment, state provider.State, change func(*provider.Charge)) error {
		return payments.Play(ctx, ledger.SystemActor(w.org, "demo"), p.ID, state, change)
	}
	same := func(*provider.Charge) {}
	ends := []func(ctx context.Context, p online.Payment) error{
		func(ctx context.Context, p online.Payment) error { return say(ctx, p, provider.Paid, same) },
		func(ctx context.Context, p online.Payment) error { return say(ctx, p, provider.Failed, same) },
		func(ctx context.Context, p online.Payment) error {
			_, err := payments.Cancel(ctx, w.payer(p), p.ID)
			return err
		},
		func(ctx context.Context, p online.Payment) error { return say(ctx, p, provider.Gone, same) },
		func(ctx context.Context, p online.Payment) error {
			return w.refunded(ctx, past(10, 55), payments, p, say)
		},
		func(ctx context.Context, p online.Payment) error {
			if err := say(ctx, p, provider.Paid, same); err != nil {
				return err
			}
			return say(past(7, 75), p, provider.Disputed, same)
		},
		func(ctx context.Context, p online.Payment) error {
			if err := say(ctx, p, provider.Paid, same); err != nil {
				return err
			}
			_, err := payments.ProposeRefund(past(4, 90), w.staff["wang.min"], online.NewRefund{PaymentID: p.ID, Reason: "客户重复付款，申请原路退回"})
			return err
		},
		func(ctx context.Context, p online.Payment) error {
			return say(ctx, p, provider.Paid, func(c *provider.Charge) { c.Amount = c.Amount.Sub(decimal.NewFromInt(100)) })
		},
		func(context.Context, online.Payment) error { return nil }, // the payer has yet to pay
	}
	left := ends
	for _, c := range w.customers {
		if len(left) == 0 || !slices.Contains(whoPaysOnline, c.code) {
			continue
		}
		n := len(ends) - len(left)
		at, ended := past(begunAgo[n], 10*n+3), past(begunAgo[n], 10*n+7)
		if len(left) == 1 { // it is under way
			at, ended = ctx, ctx
		}
		p, begun, err := w.beginOnline(at, payments, c, w.earlier(begunAgo[n]))
		if err == nil && begun {
			err, left = left[0](ended, p), left[1:]
			if err == nil && len(left) == 1 { // beside: a payment that nobody here knows of
				err = say(past(2, 95), p, provider.Paid, func(c *provider.Charge) { c.ID, c.Amount = p.CustomerID, decimal.NewFromInt(3_200) })
			}
		}
		if err != nil {
			return err
		}
	}
	return w.payOutSome(ctx, past, payments)
}

// payer is the contact who pays for the customer of a payment.
func (w *world) payer(p online.Payment) ledger.Actor {
	for _, c := range w.customers {
		if c.id == p.CustomerID {
			return c.confirm
		}
	}
	return ledger.Actor{}
}

// beginOnline begins a payment of a customer's first open item that was there on the day; one that owes nothing in CNY begins none.
func (w *world) beginOnline(ctx context.Context, payments *online.Service, c *customer, day calendar.Date) (online.Payment, bool, error) {
	if c.currency != "CNY" {
		return online.Payment{}, false, nil
	}
	items, err := w.Allocations.Open(ctx, w.staff["wang.min"], c.id, "debit", "CNY")
	items = slices.DeleteFunc(items, func(it allocation.OpenItem) bool { return it.Posted.After(day) })
	if err != nil || len(items) == 0 {
		return online.Payment{}, false, err
	}
	asked := online.Asked{Currency: "CNY", Lines: []online.Wanted{{ItemID: items[0].ID}}}
	q, err := payments.Quote(ctx, c.confirm, asked)
	if err != nil || !q.Total.GreaterThan(decimal.NewFromInt(200)) {
		return online.Payment{}, false, err
	}
	p, err := payments.Start(ctx, c.confirm, online.NewPayment{Asked: asked, Provider: provider.NameSandbox, Total: q.Total})
	return p, err == nil, err
}

// refunded is paid, and a part of it goes back later.
func (w *world) refunded(ctx, later context.Context, payments *online.Service, p online.Payment, say func(context.Context, online.Payment, provider.State, func(*provider.Charge)) error) error {
	if err := say(ctx, p, provider.Paid, func(*provider.Charge) {}); err != nil {
		return err
	}
	id, err := payments.ProposeRefund(later, w.staff["wang.min"], online.NewRefund{PaymentID: p.ID, Amount: decimal.NewFromInt(100), Reason: "运费多收，退回差额"})
	if err != nil {
		return err
	}
	supervisor := w.staff["zhao.lei"]
	supervisor.Fresh = true
	if err := payments.DecideRefund(later, supervisor, id, 1, true, "同意"); err != nil {
		return err
	}
	return payments.Return(later, w.org, id)
}

// payOutSome has the sandbox pay a part of what it holds to the bank: of one payout the bank's line has come, another is on its way, and a line has come of which
// nobody has told. Two came in another amount: what the bank kept of one is posted, of the other it is left to be done.
func (w *world) payOutSome(ctx context.Context, past func(days, minutes int) context.Context, payments *online.Service) error {
	clerk := w.staff["wang.min"]
	found, err := payments.Clearing(ctx, clerk, w.Today, w.Today)
	if err != nil {
		return err
	}
	for _, a := range found.Accounts {
		part := func(of int64) decimal.Decimal { return a.Held.DivRound(decimal.NewFromInt(of), 2) }
		if a.Currency != "CNY" || !part(20).IsPositive() {
			continue
		}
		var made []ledger.ID
		for i, amount := range []decimal.Decimal{part(4), part(5), part(20), part(20).Add(decimal.NewFromInt(1))} {
			days := 2
			if i == 1 { // it is on its way
				days = 1
			}
			id, err := payments.RecordPayout(past(days, 100+i), clerk, online.Payout{Provider: provider.NameSandbox, Reference: fmt.Sprintf("PO-%04d", i+1), Currency: "CNY", Amount: amount})
			if err != nil {
				return err
			}
			made = append(made, id)
		}
		var arrived [3]bank.Payout
		for i, id := range []ledger.ID{made[0], made[2], made[3]} {
			if arrived[i], _, err = w.Bank.PayoutLines(ctx, clerk, id); err != nil {
				return err
			}
		}
		if err := w.bringPayouts(ctx, arrived[0], part(10), arrived[1:]); err != nil {
			return err
		}
		return w.postKept(ctx, clerk, arrived[1:])
	}
	return nil
}

// kept is what the bank keeps of a payout that comes in another amount.
var kept = decimal.New(1250, -2)

// postKept says which line each payout came as, and posts what the bank kept of the last one.
func (w *world) postKept(ctx context.Context, clerk ledger.Actor, short []bank.Payout) error {
	for i, p := range short {
		_, lines, err := w.Bank.PayoutLines(ctx, clerk, p.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(lines, func(l bank.PayoutLine) bool { return l.Rule == bank.ByReference })
		if at < 0 {
			return fmt.Errorf("no line names the payout %s", p.Reference)
		}
		if _, err := w.Bank.JoinPayout(ctx, clerk, p.ID, lines[at].LineID, "银行扣收跨行手续费"); err != nil {
			return err
		}
		if i < len(short)-1 {
			continue
		}
		if _, err := w.Bank.PostDifference(ctx, clerk, bank.NewDifference{PayoutID: p.ID, Kind: bank.BankCharge}); err != nil {
			return err
		}
	}
	return nil
}

// bringPayouts imports the bank's statement of the day on which a payout came, and with it another that nobody has booked, and those of which the bank
// kept a charge.
func (w *world) bringPayouts(ctx context.Context, arrived bank.Payout, untold decimal.Decimal, short []bank.Payout) error {
	const taker = "合符沙箱支付有限公司"
	came := []cameToBank{
		{arrived.PaidOn, taker, arrived.Amount, "渠道结算 " + arrived.Reference, "B70000001"},
		{arrived.PaidOn, taker, untold, "渠道结算", "B70000002"},
	}
	for i, p := range short {
		came = append(came, cameToBank{p.PaidOn, taker, p.Amount.Sub(kept), "渠道结算 " + p.Reference, fmt.Sprintf("B7000000%d", i+3)})
	}
	content, _ := chineseCSV(w.bank.Number, w.atBank, came)
	file, err := w.Bank.Upload(ctx, w.staff["wang.min"], []byte(content), fmt.Sprintf("工商银行交易明细_%s.csv", arrived.PaidOn), bank.Choice{AccountID: w.bank.ID})
	if err == nil {
		_, err = w.Bank.Commit(ctx, w.staff["wang.min"], file.ID)
	}
	return err
}
