package dispute

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// JointItem is one of several disputes that are decided in one act. RowVersion is what the decision was made on.
type JointItem struct {
	ID         ledger.ID
	RowVersion int
}

// JointCommand decides several disputes of one statement alike: accepted whole or rejected. Each line keeps a document of its own,
// since a credit note reduces one receivable; they are posted together or not at all.
type JointCommand struct {
	Items []JointItem
	ResolveCommand
}

// MaxTogether bounds one act.
const MaxTogether = 100

func (c JointCommand) check() error {
	bad := ledger.E("validation_failed")
	switch {
	case len(c.Items) < 2:
		bad.At("disputes", "required")
	case len(c.Items) > MaxTogether:
		bad.At("disputes", "too_long")
	}
	if c.Decision != AcceptWhole && c.Decision != Reject {
		bad.At("decision", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// part is one dispute of a joint decision with what would become of it.
type part struct {
	d    current
	cmd  ResolveCommand
	how  Instrument
	doc  disputed // as it stands once the parts before it are posted
	rate decimal.Decimal
}

// ResolveTogether decides all of them or none. The threshold is asked of their sum, so nothing is split past it. Needs
// ProposeResolution. Refused as Resolve refuses, by the first dispute that is in the way; not_a_choice at disputes where they are
// not all of one statement, or one comes twice.
func (s *Service) ResolveTogether(ctx context.Context, actor ledger.Actor, cmd JointCommand) error {
	if err := actor.Require(ledger.ProposeResolution); err != nil {
		return err
	}
	if err := cmd.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var ds []current
		for _, item := range sorted(cmd.Items) {
			d, err := lock(ctx, tx, item.ID, item.RowVersion, true)
			if err != nil {
				return err
			}
			if err := d.undecided(); err != nil {
				return err
			}
			ds = append(ds, d)
		}
		parts, sum, err := prepareTogether(ctx, tx, ds, cmd)
		if err != nil {
			return err
		}
		second := needsSecond(tx.Actor, ds[0], sum)
		together := ledger.NewID()
		for _, p := range parts {
			r := p.cmd.resolution(tx.Actor, p.how, second)
			r.Together = together
			if err := propose(ctx, tx, p.d, r); err != nil {
				return err
			}
		}
		tx.Audit(ds[0].CustomerID, "dispute.together", map[string]any{"together": together, "disputes": len(parts), "sum_base": sum.String(), "second": second})
		return nil
	})
}

// sorted are the items in the order in which everybody locks them.
func sorted(items []JointItem) []JointItem {
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b JointItem) int { return slices.Compare(a.ID[:], b.ID[:]) })
	return items
}

// needsSecond is needsApproval of a sum in base currency.
func needsSecond(actor ledger.Actor, d current, sum decimal.Decimal) bool {
	return sum.IsPositive() && (!actor.May(ledger.PostDocuments) || sum.GreaterThan(d.Threshold))
}

// prepareTogether finds what each part takes, each document reduced by the parts before, and the sum in base currency.
func prepareTogether(ctx context.Context, tx *store.Tx, ds []current, cmd JointCommand) ([]part, decimal.Decimal, error) {
	var parts []part
	sum := decimal.Zero
	docs := map[ledger.ID]disputed{}
	for i, d := range ds {
		if d.StatementID != ds[0].StatementID || (i > 0 && d.ID == ds[i-1].ID) {
			return nil, sum, ledger.E("validation_failed").At("disputes", "not_a_choice")
		}
		p := part{d: d, cmd: cmd.ResolveCommand}
		if err := p.cmd.settleAmount(d); err != nil {
			return nil, sum, err
		}
		var err error
		if p.how, p.rate, err = chooseInstrument(ctx, tx, d, p.cmd); err != nil {
			return nil, sum, err
		}
		doc, known := docs[d.DocumentID]
		if !known {
			if doc, err = readDocument(ctx, tx, d.DocumentID); err != nil {
				return nil, sum, err
			}
		}
		if p.how == ByCreditNote && p.cmd.Amount.GreaterThan(doc.left()) {
			return nil, sum, ledger.E("amount_exceeds_line").With("limit", money.Text(doc.left(), money.Currency(d.Currency)))
		}
		p.doc = doc
		docs[d.DocumentID] = doc.after(p.how, p.cmd.Amount, money.Currency(d.Currency))
		sum = sum.Add(money.Base(p.cmd.Amount, p.rate, money.Currency(d.BaseCurrency)))
		parts = append(parts, p)
	}
	return parts, sum, nil
}

// after is the document once amount of it is taken off.
func (d disputed) after(how Instrument, amount decimal.Decimal, currency money.Currency) disputed {
	d.Open = decimal.Max(d.Open.Sub(amount), decimal.Zero)
	if how != ByCreditNote {
		return d
	}
	d.Credited = d.Credited.Add(amount)
	d.lines = slices.Clone(d.lines)
	for i, share := range spread(d.lines, amount, currency) {
		d.lines[i].Credited = d.lines[i].Credited.Add(share)
	}
	return d
}

// JointPreview shows what a joint decision would post: each part as a preview of its own.
type JointPreview struct {
	Currency      money.Currency
	Parts         []JointPart
	NeedsApproval bool
	NeedsCustomer bool
}

// JointPart is the preview of one dispute of several.
type JointPart struct {
	DisputeID ledger.ID
	DisputeNo string
	LineNo    int
	Preview
}

// PreviewTogether is ResolveTogether without its effects; the same faults are refused. Needs ProposeResolution.
func (s *Service) PreviewTogether(ctx context.Context, actor ledger.Actor, cmd JointCommand) (JointPreview, error) {
	if err := actor.Require(ledger.ProposeResolution); err != nil {
		return JointPreview{}, err
	}
	if err := cmd.check(); err != nil {
		return JointPreview{}, err
	}
	cmd.RootCause, cmd.Text = RootCauses[0], "-"
	out := JointPreview{NeedsCustomer: cmd.Decision == Reject}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var ds []current
		for _, item := range sorted(cmd.Items) {
			d, found, err := store.Row[current](ctx, tx, readCurrent, item.ID)
			if err != nil {
				return err
			}
			if !found || !actor.Sees(d.SalespersonID) {
				return ledger.E("not_found")
			}
			if err := d.undecided(); err != nil {
				return err
			}
			ds = append(ds, d)
		}
		parts, sum, err := prepareTogether(ctx, tx, ds, cmd)
		if err != nil {
			return err
		}
		on, _, err := today(ctx, tx, ds[0].TimeZone)
		if err != nil {
			return err
		}
		out.Currency, out.NeedsApproval = money.Currency(ds[0].Currency), needsSecond(actor, ds[0], sum)
		for _, p := range parts {
			out.Parts = append(out.Parts, JointPart{p.d.ID, p.d.DisputeNo, p.d.LineNo, previewOf(p.d, p.doc, p.cmd, p.how, on)})
		}
		return nil
	})
	return out, err
}

// readTogether are the others that were resolved in the same act and still wait.
const readTogether = `
SELECT dispute_id FROM resolutions WHERE together = $1 AND state = 'awaiting_approval' AND dispute_id <> $2 ORDER BY dispute_id`

// decideAll decides a resolution that waits for a second person, with all that were made in the same act.
func decideAll(ctx context.Context, tx *store.Tx, d current, r resolution, approve bool, reason string) error {
	if tx.Actor.SamePerson(r.ProposedBy, r.CreatedAt) {
		return ledger.E("four_eyes")
	}
	ds, rs := []current{d}, []resolution{r}
	if !r.Together.IsZero() {
		others, err := store.Values[ledger.ID](ctx, tx, readTogether, r.Together, d.ID)
		if err != nil {
			return err
		}
		for _, id := range others {
			other, err := lock(ctx, tx, id, 0, false) // the customer is held already
			if err != nil {
				return err
			}
			its, err := live(ctx, tx, other)
			if err != nil {
				return err
			}
			ds, rs = append(ds, other), append(rs, its)
		}
	}
	sum := decimal.Zero
	for i, d := range ds {
		_, rate, err := chooseInstrument(ctx, tx, d, ResolveCommand{Decision: rs[i].Decision, Amount: rs[i].Amount, Instrument: rs[i].Instrument})
		if err != nil {
			return err
		}
		sum = sum.Add(money.Base(rs[i].Amount, rate, money.Currency(d.BaseCurrency)))
	}
	if sum.GreaterThan(d.Threshold) {
		tx.Actor = tx.Actor.InPermission(ledger.ApproveDocuments)
		if err := tx.Actor.Require(ledger.ApproveDocuments); err != nil {
			return err
		}
	}
	for i := range ds {
		if err := decideOne(ctx, tx, ds[i], rs[i], approve, reason); err != nil {
			return err
		}
	}
	return nil
}

func decideOne(ctx context.Context, tx *store.Tx, d current, r resolution, approve bool, reason string) error {
	if !approve {
		return decline(ctx, tx, d, r, reason)
	}
	r.ApprovedBy = tx.Actor.PersonID
	if _, err := store.Exec(ctx, tx, `UPDATE resolutions SET approved_by = $2, state = 'proposed' WHERE id = $1`, r.ID, tx.Actor.PersonID); err != nil {
		return err
	}
	tx.Audit(d.CustomerID, "dispute.approved", map[string]any{"dispute": d.ID, "resolution": r.ID})
	if err := say(ctx, tx, d.ID, d.CustomerID, "staff", "approved", r.Text, false, r.data(d)); err != nil {
		return err
	}
	if err := tell(ctx, tx, d, event.DisputeApproved, map[string]any{"staff_id": r.ProposedBy}); err != nil {
		return err
	}
	return proceed(ctx, tx, d, r)
}

// Totals add up what all parts would post, in their one currency; credits are positive here whatever document makes them.
func (p JointPreview) Totals() (net, tax, gross decimal.Decimal) {
	for _, part := range p.Parts {
		if part.Document == nil {
			continue
		}
		for _, l := range part.Document.Lines {
			net, tax, gross = net.Add(l.Net.Abs()), tax.Add(l.Tax.Abs()), gross.Add(l.Gross.Abs())
		}
	}
	return net, tax, gross
}
