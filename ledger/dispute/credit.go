package dispute

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// disputed is the document behind the line: what a credit note can still take off it, line by line.
type disputed struct {
	ID         ledger.ID
	Kind       string
	DocumentNo string
	Rate       decimal.Decimal
	Gross      decimal.Decimal
	Credited   decimal.Decimal
	Open       decimal.Decimal
	lines      []creditable
}

type creditable struct {
	LineNo      int
	Kind        string
	ItemCode    string
	Description string
	Unit        string
	TaxRate     decimal.Decimal
	Gross       decimal.Decimal
	Credited    decimal.Decimal
}

const readDisputed = `
SELECT d.id, d.kind, d.document_no, d.rate, d.gross,
  coalesce((SELECT sum(c.gross) FROM documents c WHERE c.reduces_document_id = d.id AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)), 0),
  coalesce((SELECT sum(i.open_amount) FROM open_items i WHERE i.document_id = d.id AND i.side = 'debit'), 0)
FROM documents d WHERE d.id = $1`

const readCreditable = `
SELECT l.line_no, l.kind, l.item_code, l.description, l.unit, l.tax_rate, l.gross,
  coalesce((SELECT sum(cl.gross) FROM documents c JOIN document_lines cl ON cl.document_id = c.id AND cl.reduces_line_no = l.line_no
    WHERE c.reduces_document_id = l.document_id AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)), 0)
FROM document_lines l WHERE l.document_id = $1 ORDER BY l.line_no`

func readDocument(ctx context.Context, tx *store.Tx, id ledger.ID) (disputed, error) {
	doc, found, err := store.Row[disputedRow](ctx, tx, readDisputed, id)
	if err != nil || !found {
		return disputed{}, err
	}
	out := disputed{ID: doc.ID, Kind: doc.Kind, DocumentNo: doc.DocumentNo, Rate: doc.Rate, Gross: doc.Gross, Credited: doc.Credited, Open: doc.Open}
	out.lines, err = store.Rows[creditable](ctx, tx, readCreditable, id)
	return out, err
}

type disputedRow struct {
	ID         ledger.ID
	Kind       string
	DocumentNo string
	Rate       decimal.Decimal
	Gross      decimal.Decimal
	Credited   decimal.Decimal
	Open       decimal.Decimal
}

// instruments are the ways to lower the debt, the usual one first: only a receivable with lines can be credited.
func (d disputed) instruments() []Instrument {
	if d.Kind == string(document.Receivable) && len(d.lines) > 0 {
		return []Instrument{ByCreditNote, ByAdjustment}
	}
	return []Instrument{ByAdjustment}
}

// left is what a credit note can still take off the document.
func (d disputed) left() decimal.Decimal { return d.Gross.Sub(d.Credited) }

// chooseInstrument is the instrument staff chose, else the usual one, and the rate to base currency.
func chooseInstrument(ctx context.Context, tx *store.Tx, d current, cmd ResolveCommand) (Instrument, decimal.Decimal, error) {
	doc, err := readDocument(ctx, tx, d.DocumentID)
	if err != nil {
		return "", decimal.Zero, err
	}
	rate := doc.Rate
	if rate.IsZero() {
		rate = decimal.NewFromInt(1)
	}
	chosen := cmp.Or(cmd.Instrument, doc.instruments()[0])
	switch {
	case !slices.Contains(doc.instruments(), chosen):
		return "", rate, ledger.E("validation_failed").At("instrument", "not_a_choice")
	case chosen == ByAdjustment:
		return ByAdjustment, rate, nil
	}
	if cmd.Amount.GreaterThan(doc.left()) {
		return "", rate, ledger.E("amount_exceeds_line").With("limit", money.Text(doc.left(), money.Currency(d.Currency)))
	}
	return ByCreditNote, rate, nil
}

// compose writes the document that lowers the debt by amount, with the tax of the lines it reduces.
func compose(d current, doc disputed, r resolution, on calendar.Date) document.New {
	currency := money.Currency(d.Currency)
	out := document.New{
		CustomerID: d.CustomerID, Currency: currency, Rate: doc.Rate, DocumentDate: on, PostingDate: on,
		Description: d.DisputeNo + " " + doc.DocumentNo, SourceKind: "dispute", SourceSystem: "hefu", SourceID: "resolution:" + r.ID.String(),
		DisputeID: d.ID, ResolutionID: r.ID, MadeBy: r.ProposedBy, ApprovedBy: r.ApprovedBy,
	}
	shares := spread(doc.lines, r.Amount, currency)
	if r.Instrument == ByCreditNote {
		out.Kind, out.Reduces, out.Reason = document.CreditNote, doc.ID, d.Category
		for i, line := range doc.lines {
			if !shares[i].IsZero() {
				out.Lines = append(out.Lines, creditLine(line, shares[i], currency))
			}
		}
		return out
	}
	out.Kind, out.Reason = document.Adjustment, string(document.AllowanceGiven)
	out.Lines = adjustmentLines(d, doc.lines, shares, r.Amount, currency)
	return out
}

// spread gives each line its share of a gross amount, by what it still has uncredited, never more.
func spread(lines []creditable, amount decimal.Decimal, currency money.Currency) []decimal.Decimal {
	left := make([]decimal.Decimal, len(lines))
	total := decimal.Zero
	for i, line := range lines {
		if rest := line.Gross.Sub(line.Credited); rest.IsPositive() {
			left[i] = rest
			total = total.Add(rest)
		}
	}
	shares := make([]decimal.Decimal, len(lines))
	if !total.IsPositive() {
		return shares
	}
	shares = money.Split(amount, left, currency)
	over := decimal.Zero
	for i := range shares {
		if shares[i].GreaterThan(left[i]) {
			over = over.Add(shares[i].Sub(left[i]))
			shares[i] = left[i]
		}
	}
	for i := range shares {
		room := decimal.Min(left[i].Sub(shares[i]), over)
		shares[i], over = shares[i].Add(room), over.Sub(room)
	}
	return shares
}

func creditLine(line creditable, gross decimal.Decimal, currency money.Currency) document.Line {
	amounts := money.ComputeGrossLine(decimal.NewFromInt(1), gross, line.TaxRate, currency)
	return document.Line{Kind: document.LineKind(line.Kind), ItemCode: line.ItemCode, Description: line.Description, Unit: line.Unit,
		Net: amounts.Net, TaxRate: line.TaxRate, Tax: amounts.Tax, Gross: amounts.Gross, ReducesLine: line.LineNo}
}

// adjustmentLines are negative, one a tax rate; a document without lines carries no tax to correct.
func adjustmentLines(d current, lines []creditable, shares []decimal.Decimal, amount decimal.Decimal, currency money.Currency) []document.Line {
	var rates []decimal.Decimal
	sums := map[string]decimal.Decimal{}
	for i, line := range lines {
		if shares[i].IsZero() {
			continue
		}
		key := line.TaxRate.String()
		if _, seen := sums[key]; !seen {
			rates = append(rates, line.TaxRate)
		}
		sums[key] = sums[key].Add(shares[i])
	}
	if len(rates) == 0 {
		rates, sums = []decimal.Decimal{decimal.Zero}, map[string]decimal.Decimal{"0": amount}
	}
	out := make([]document.Line, len(rates))
	for i, rate := range rates {
		amounts := money.ComputeGrossLine(decimal.NewFromInt(1), sums[rate.String()], rate, currency)
		out[i] = document.Line{Kind: document.ServiceLine, Description: d.DisputeNo, Net: amounts.Net.Neg(), TaxRate: rate, Tax: amounts.Tax.Neg(), Gross: amounts.Gross.Neg()}
	}
	return out
}

// finish posts the document, settles it against what it reduces, and closes the dispute: one transaction, never one without
// the other, never twice.
func finish(ctx context.Context, tx *store.Tx, d current, r resolution) error {
	doc, err := readDocument(ctx, tx, d.DocumentID)
	if err != nil {
		return err
	}
	on, _, err := today(ctx, tx, d.TimeZone)
	if err != nil {
		return err
	}
	posted, err := document.Post(ctx, tx, []document.New{compose(d, doc, r, on)})
	if err != nil {
		return err
	}
	credit := posted[0].ID
	if err := settleAgainst(ctx, tx, d, doc.ID, credit, on); err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, `UPDATE resolutions SET state = 'posted', document_id = $2, decided_at = now() WHERE id = $1`, r.ID, credit)
	if err != nil {
		return err
	}
	err = event.Record(ctx, tx, event.Event{Kind: event.CreditNotePosted, CustomerID: d.CustomerID, StatementID: d.StatementID, DisputeID: d.ID, DocumentID: credit, Data: r.facts(d)})
	if err != nil {
		return err
	}
	outcome := "accepted_whole"
	if r.Decision == AcceptPart {
		outcome = "accepted_part"
	}
	return close(ctx, tx, d, r, outcome, credit)
}

const readBoth = `
SELECT id, side, open_amount FROM open_items WHERE document_id IN ($1, $2) AND open_amount > 0 AND currency = $3 ORDER BY due_date, id`

// settleAgainst allocates the credit to the disputed document as far as that is open; the rest stays the customer's credit.
func settleAgainst(ctx context.Context, tx *store.Tx, d current, disputedID, credit ledger.ID, on calendar.Date) error {
	items, err := store.Rows[struct {
		ID   ledger.ID
		Side string
		Open decimal.Decimal
	}](ctx, tx, readBoth, disputedID, credit, d.Currency)
	if err != nil {
		return err
	}
	cmd := allocation.Command{CustomerID: d.CustomerID, EffectiveDate: on, Mode: allocation.Immediate, Reason: d.DisputeNo}
	for i := range items {
		if items[i].Side != "credit" {
			continue
		}
		for j := range items {
			amount := decimal.Min(items[i].Open, items[j].Open)
			if items[j].Side == "debit" && amount.IsPositive() {
				cmd.Pairs = append(cmd.Pairs, allocation.Pair{DebitItem: items[j].ID, CreditItem: items[i].ID, DebitAmount: amount})
				items[i].Open, items[j].Open = items[i].Open.Sub(amount), items[j].Open.Sub(amount)
			}
		}
	}
	if len(cmd.Pairs) == 0 {
		return nil
	}
	_, err = allocation.Allocate(ctx, tx, cmd)
	return err
}

// Preview shows what a decision would post, before anybody posts it.
type Preview struct {
	Document      *document.New // nil when nothing would be posted
	ReducesNo     string
	LineBefore    decimal.Decimal // the disputed document's gross less credits, and what is open of it
	OpenBefore    decimal.Decimal
	LineAfter     decimal.Decimal
	OpenAfter     decimal.Decimal
	Creditable    decimal.Decimal
	Instruments   []Instrument // that would do, the usual one first
	Currency      money.Currency
	NeedsApproval bool
	NeedsCustomer bool
}

// PreviewResolution is Resolve without its effects; the same faults are refused. Needs ProposeResolution.
func (s *Service) PreviewResolution(ctx context.Context, actor ledger.Actor, id ledger.ID, cmd ResolveCommand) (Preview, error) {
	if err := actor.Require(ledger.ProposeResolution); err != nil {
		return Preview{}, err
	}
	if cmd.RootCause == "" {
		cmd.RootCause = RootCauses[0]
	}
	if cmd.Text == "" {
		cmd.Text = "-"
	}
	var out Preview
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = preview(ctx, tx, id, cmd)
		return err
	})
	return out, err
}

func preview(ctx context.Context, tx *store.Tx, id ledger.ID, cmd ResolveCommand) (Preview, error) {
	d, found, err := store.Row[current](ctx, tx, readCurrent, id)
	if err != nil {
		return Preview{}, err
	}
	if !found || !tx.Actor.Sees(d.SalespersonID) {
		return Preview{}, ledger.E("not_found")
	}
	if err := cmd.settleAmount(d); err != nil {
		return Preview{}, err
	}
	instrument, rate, err := chooseInstrument(ctx, tx, d, cmd)
	if err != nil {
		return Preview{}, err
	}
	doc, err := readDocument(ctx, tx, d.DocumentID)
	if err != nil {
		return Preview{}, err
	}
	on, _, err := today(ctx, tx, d.TimeZone)
	if err != nil {
		return Preview{}, err
	}
	out := previewOf(d, doc, cmd, instrument, on)
	out.NeedsApproval = needsApproval(tx.Actor, d, cmd.Amount, rate)
	return out, nil
}

// previewOf is what a decision would do to the document as it stands; whether a second person is asked is the caller's to say.
func previewOf(d current, doc disputed, cmd ResolveCommand, instrument Instrument, on calendar.Date) Preview {
	out := Preview{ReducesNo: doc.DocumentNo, LineBefore: doc.left(), OpenBefore: doc.Open, LineAfter: doc.left().Sub(cmd.Amount), Creditable: doc.left(), Instruments: doc.instruments(),
		Currency: money.Currency(d.Currency), NeedsCustomer: cmd.Decision == AcceptPart || cmd.Decision == Reject}
	out.OpenAfter = decimal.Max(doc.Open.Sub(cmd.Amount), decimal.Zero)
	if cmd.Amount.IsPositive() {
		composed := compose(d, doc, resolution{Decision: cmd.Decision, Instrument: instrument, Amount: cmd.Amount}, on)
		out.Document = &composed
	}
	return out
}
