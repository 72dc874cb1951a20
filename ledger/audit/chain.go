package audit

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// ChainStep is how many rows one check proves.
const ChainStep = 50000

// Chain is what a check of the audit log found. Next is where the next piece begins; zero when the log ends here. Broken is the first
// row at fault, zero when all stand; Fault says how: gap (a row is missing or out of order), link (it does not follow the row before),
// content (the payload is not what was hashed), columns (a column says other than the payload). HeadStands tells whether the log ends
// where its anchor says: a cut tail shows there.
type Chain struct {
	First      int64
	Last       int64
	Checked    int64
	Broken     int64
	Fault      string
	Head       int64
	HeadHash   string
	HeadStands bool
	Next       int64
}

const checkChain = `SELECT checked, coalesce(last, 0), coalesce(broken, 0), coalesce(fault, ''), head, head_hash, head_stands FROM audit_chain($1, $2)`

// Check proves ChainStep rows of the log from first on, in the database; those of other organizations too, since the chain is one. It
// tells nothing of what they say. Needs SeeAudit.
func (s *Service) Check(ctx context.Context, actor ledger.Actor, first int64) (Chain, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return Chain{}, err
	}
	first = max(first, 1)
	out := Chain{First: first}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, _, err := store.Row[struct {
			Checked, Last, Broken int64
			Fault                 string
			Head                  int64
			HeadHash              string
			HeadStands            bool
		}](ctx, tx, checkChain, first, ChainStep)
		out.Checked, out.Last, out.Broken, out.Fault = row.Checked, row.Last, row.Broken, row.Fault
		out.Head, out.HeadHash, out.HeadStands = row.Head, row.HeadHash, row.HeadStands
		return err
	})
	if out.Checked == ChainStep && out.Last < out.Head {
		out.Next = out.Last + 1
	}
	return out, err
}
