package demo

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger/receipt"
)

// readBank has the lines of the bank that wait read once. Nothing posts, so that the page shows each way a line may stand.
func (w *world) readBank(ctx context.Context) error {
	run, err := w.Receipts.Start(ctx, w.staff["wang.min"], false)
	if err != nil {
		return err
	}
	return w.Receipts.Finish(ctx, receipt.Args{OrganizationID: w.org, RunID: run.ID})
}

// hardToRead are payments of the last month that only a person can read: two items in one sum, a bank's fee kept back, a payer nobody knows.
func (w *world) hardToRead(ctx context.Context, first, last int) ([]cameToBank, error) {
	month := w.Today.StartOfMonth().AddMonths(-1)
	out := []cameToBank{{month.AddDays(24), "宁波海曙启航贸易商行", decimal.NewFromInt(8_888), "往来款", "B00095000"}}
	for i := first; i < min(last, len(w.customers)); i++ {
		c := w.customers[i]
		items, err := w.Allocations.Open(ctx, w.staff["wang.min"], c.id, "debit", string(c.currency))
		if err != nil {
			return nil, err
		}
		if len(items) < 2 || c.currency != "CNY" {
			continue
		}
		amount := items[0].Open.Add(items[1].Open)
		if len(out) == 2 {
			amount = items[1].Open.Sub(decimal.NewFromInt(15))
		}
		if out = append(out, cameToBank{month.AddDays(22 + len(out)), c.name, amount, "货款", "B0009500" + decimal.NewFromInt(int64(len(out))).String()}); len(out) == 3 {
			break
		}
	}
	return out, nil
}
