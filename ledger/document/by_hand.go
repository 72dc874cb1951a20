package document

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// ByHand tells whether nothing but a person says that the debt changes (手工立账, AR-01): a receivable, credit note, adjustment or
// opening balance that names no document of a source system. Money in stands on the bank's word and is judged by its amount alone.
func (d New) ByHand() bool {
	switch d.Kind {
	case Receivable, CreditNote, Adjustment, OpeningBalance:
		return d.SourceKind == "manual" || d.SourceKind == "" || d.system() == ownSystem || d.SourceID == ""
	}
	return false
}

// checkByHand: who books by hand says why. The reason of an adjustment is one of a list, so its description tells.
func (d New) checkByHand() error {
	if !d.ByHand() {
		return nil
	}
	field, text := "reason", d.Reason
	if d.Kind == Adjustment {
		field, text = "description", d.Description
	}
	bad := ledger.E("validation_failed")
	if strings.TrimSpace(text) == "" {
		bad.At(field, "required")
	}
	if d.Kind == Adjustment {
		d.checkOwnRule(bad)
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// PostFromSource posts what a source system sent, by itself (自动立账). Needs PostDocuments. Refused: by_hand_needs_approval for what
// names no source, which goes by a draft and a second person; then as Post refuses.
func (s *Service) PostFromSource(ctx context.Context, actor ledger.Actor, docs []New) ([]Posted, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return nil, err
	}
	for _, d := range docs {
		if d.ByHand() {
			return nil, ledger.E("by_hand_needs_approval")
		}
	}
	return s.Post(ctx, actor, docs)
}

// Preview is what a document would be: its lines completed, its sums, when it falls due, and whether somebody else must approve it.
type Preview struct {
	Lines       []Line
	Net         decimal.Decimal
	Tax         decimal.Decimal
	Freight     decimal.Decimal
	Gross       decimal.Decimal
	GrossBase   decimal.Decimal
	Base        money.Currency
	NeedsSecond bool
	Due         []Due
	Path        []approval.Step // who would look at it, by the rule in force now
	Entry       []EntryLine     // the voucher (会计凭证预览)
}

// Due is one instalment; of a credit it says when it counts.
type Due struct {
	On     calendar.Date
	Amount decimal.Decimal
}

// Complete computes what lines leave out: the net from quantity and price, the tax from net and rate, the gross from both.
func (d New) Complete() New {
	lines := make([]Line, len(d.Lines))
	for i, l := range d.Lines {
		if l.Net.IsZero() && l.Quantity.Valid && l.UnitPrice.Valid {
			l.Net = money.Round(l.Quantity.Decimal.Mul(l.UnitPrice.Decimal), d.Currency)
		}
		if l.Tax.IsZero() && l.Gross.IsZero() {
			l.Tax = money.ComputeLine(decimal.NewFromInt(1), l.Net, l.TaxRate, d.Currency).Tax
		}
		if l.Gross.IsZero() {
			l.Gross = l.Net.Add(l.Tax)
		}
		lines[i] = l
	}
	d.Lines = lines
	return d
}

// PreviewDraft completes a document and says what posting it would make; nothing is kept. Needs PostDocuments. Refused as SubmitDraft
// refuses.
func (s *Service) PreviewDraft(ctx context.Context, actor ledger.Actor, content New) (Preview, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return Preview{}, err
	}
	content = content.Complete()
	if err := checkDraft(content); err != nil {
		return Preview{}, err
	}
	var out Preview
	// A document is decided with its customer held, which a reading transaction may not.
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = s.previewOf(ctx, tx, content)
		return err
	})
	return out, err
}

// PreviewOfDraft is what posting a draft as it stands would make, for whoever looks at it. Needs CheckDrafts. Refused: not_found, then as
// SubmitDraft refuses.
func (s *Service) PreviewOfDraft(ctx context.Context, actor ledger.Actor, id ledger.ID) (New, Preview, error) {
	if err := actor.Require(ledger.CheckDrafts); err != nil {
		return New{}, Preview{}, err
	}
	var d Draft
	var out Preview
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if d, err = readDraft(ctx, tx, id); err != nil {
			return err
		}
		out, err = s.previewOf(ctx, tx, d.Content)
		return err
	})
	return d.Content, out, err
}

func (s *Service) previewOf(ctx context.Context, tx *store.Tx, content New) (Preview, error) {
	w, err := s.weigh(ctx, tx, content)
	if err != nil {
		return Preview{}, err
	}
	newest, err := newestPolicy(ctx, tx)
	if err != nil {
		return Preview{}, err
	}
	out, err := w.preview(ctx, tx, content)
	out.Path = newest.Policy.Path(w.subject(content))
	out.NeedsSecond = len(out.Path) > 0
	return out, err
}

// preview is what posting would make, with the accounts by name.
func (w weighed) preview(ctx context.Context, tx *store.Tx, content New) (Preview, error) {
	p := w.prepared
	base, _, err := store.Value[string](ctx, tx, `SELECT base_currency FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return Preview{}, err
	}
	out := Preview{Lines: content.Lines, Net: p.net, Tax: p.tax, Freight: p.freight, Gross: p.gross, GrossBase: p.grossBase, Base: money.Currency(base)}
	for _, i := range p.items {
		out.Due = append(out.Due, Due{i.due, i.amount})
	}
	out.Entry, err = named(ctx, tx, p.entry)
	return out, err
}

type accountName struct{ Code, Name, NameEN string }

// named are an entry's lines with the names of their accounts.
func named(ctx context.Context, tx *store.Tx, entry journal.Entry) ([]EntryLine, error) {
	accounts, err := store.Rows[accountName](ctx, tx, `SELECT code, name, name_en FROM accounts WHERE organization_id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	names := make(map[string]accountName, len(accounts))
	for _, a := range accounts {
		names[a.Code] = a
	}
	set, err := dimensionsOf(ctx, tx, entry)
	if err != nil {
		return nil, err
	}
	out := make([]EntryLine, len(entry.Lines))
	for i, l := range entry.Lines {
		out[i] = EntryLine{entry.ID, entry.PostingDate, l.Account, names[l.Account].Name, names[l.Account].NameEN, string(l.Currency), l.Amount, l.Base, says(l, set)}
	}
	return out, nil
}
