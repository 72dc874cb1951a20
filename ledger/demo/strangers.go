package demo

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/bank"
)

// stranger is a receipt in the books that, as the bank says, somebody else than its customer paid.
type stranger struct {
	document ledger.ID
	ref      string // the bank's, of the line
}

// paidByOthers are those who paid the first receipts of the bank's first month.
var paidByOthers = []string{"杭州恒信供应链管理有限公司", "陈国强"}

// joinStrangers joins those receipts with their lines by hand: both are flagged, one is released by the supervisor, the other waits.
func (w *world) joinStrangers(ctx context.Context, clerk ledger.Actor) error {
	for i, s := range w.strangers {
		lines, err := w.Bank.Lines(ctx, clerk, bank.Filter{Text: s.ref}, bank.Page{})
		if err != nil || len(lines) != 1 {
			return err
		}
		if err := w.Bank.Join(ctx, clerk, []bank.Pair{{LineID: lines[0].ID, DocumentID: s.document}}, "by_hand"); err != nil {
			return err
		}
		if i == 0 {
			if _, err := w.Bank.ReleaseFlag(ctx, w.staff["zhao.lei"], s.document, "委托付款书 WT-017，双方盖章件已核对"); err != nil {
				return err
			}
		}
	}
	return nil
}
