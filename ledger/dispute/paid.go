package dispute

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Paid closes a dispute whose line was found to be paid: a receipt is set against it.
const Paid Decision = "paid"

// Found is a receipt that may be the payment a customer speaks of. Open is what is not yet set against anything; Elsewhere names what
// the rest went to. Reasons say why it is offered, the strongest first: amount_equal, names_document, amount_covers, near_date.
type Found struct {
	ItemID     ledger.ID
	DocumentID ledger.ID
	DocumentNo string
	Kind       string
	Date       calendar.Date
	Amount     decimal.Decimal
	Open       decimal.Decimal
	Reference  string
	Elsewhere  []string
	Reasons    []string
	Allocable  decimal.Decimal // what of it would be set against the disputed document
}

const readReceipts = `
SELECT i.id, b.id, b.document_no, b.kind, b.document_date, i.original_amount, i.open_amount, concat_ws(' ', nullif(b.order_no, ''), nullif(b.invoice_no, ''), nullif(b.description, '')),
  coalesce((SELECT array_agg(DISTINCT o.document_no) FROM allocations a JOIN open_items x ON x.id = a.debit_item JOIN documents o ON o.id = x.document_id
    WHERE a.credit_item = i.id AND a.reverses IS NULL AND NOT EXISTS (SELECT FROM allocations r WHERE r.reverses = a.id)), '{}')
FROM open_items i JOIN documents b ON b.id = i.document_id
WHERE i.customer_id = $1 AND i.currency = $2 AND i.side = 'credit' AND b.kind IN ('receipt', 'advance')
  AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = b.id)
  AND ($3 = '' OR concat_ws(' ', b.document_no, b.order_no, b.invoice_no, b.description, i.original_amount::text) ILIKE '%' || $3 || '%')
ORDER BY i.open_amount > 0 DESC, b.document_date DESC, i.id LIMIT 300`

// MaxFound is how many receipts are offered.
const MaxFound = 20

// Receipts searches the customer's receipts for the payment of the disputed line: those that are open first, then what was set
// against something else, each by how much speaks for it. q narrows by number, reference or amount. Needs AnswerDisputes. Amounts are in currency.
func (s *Service) Receipts(ctx context.Context, actor ledger.Actor, id ledger.ID, q string) (out []Found, currency string, err error) {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return nil, "", err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, found, err := store.Row[current](ctx, tx, readCurrent, id)
		if err != nil || !found || !actor.Sees(d.SalespersonID) {
			return orNotFound(err)
		}
		currency = d.Currency
		paper, err := readPaper(ctx, tx, d.DocumentID)
		if err != nil {
			return err
		}
		rows, err := store.Rows[struct {
			ItemID, DocumentID ledger.ID
			DocumentNo, Kind   string
			Date               calendar.Date
			Amount, Open       decimal.Decimal
			Reference          string
			Elsewhere          []string
		}](ctx, tx, readReceipts, d.CustomerID, d.Currency, strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(strings.TrimSpace(q)))
		for _, r := range rows {
			one := Found{ItemID: r.ItemID, DocumentID: r.DocumentID, DocumentNo: r.DocumentNo, Kind: r.Kind, Date: r.Date, Amount: r.Amount, Open: r.Open, Reference: r.Reference, Elsewhere: r.Elsewhere}
			one.Reasons = paper.speaksFor(d, one)
			if want := decimal.Min(paper.Open, d.DisputedAmount); one.Open.GreaterThanOrEqual(want) { // what would leave a rest closes nothing
				one.Allocable = want
			}
			out = append(out, one)
		}
		return err
	})
	slices.SortStableFunc(out, func(a, b Found) int { return b.weight() - a.weight() })
	return out[:min(len(out), MaxFound)], currency, err
}

func orNotFound(err error) error {
	if err == nil {
		err = ledger.E("not_found")
	}
	return err
}

// paper is what a payment of the disputed document would be known by.
type paper struct {
	DocumentNo, OrderNo, ShipmentNo, ContractNo, InvoiceNo string
	Date, Due                                              calendar.Date
	Gross, Open                                            decimal.Decimal
}

const selectPaper = `
SELECT d.document_no, d.order_no, d.shipment_no, d.contract_no, d.invoice_no, d.document_date,
  coalesce((SELECT max(i.due_date) FROM open_items i WHERE i.document_id = d.id), d.document_date), d.gross,
  coalesce((SELECT sum(i.open_amount) FROM open_items i WHERE i.document_id = d.id AND i.side = 'debit'), 0)
FROM documents d WHERE d.id = $1`

func readPaper(ctx context.Context, tx *store.Tx, document ledger.ID) (paper, error) {
	p, _, err := store.Row[paper](ctx, tx, selectPaper, document)
	return p, err
}

// nearDays is how far from the due day a payment still speaks for itself.
const nearDays = 7

func (p paper) speaksFor(d current, r Found) []string {
	reasons := []string{}
	for _, amount := range []decimal.Decimal{d.DisputedAmount, p.Gross, p.Open} {
		if amount.IsPositive() && (r.Amount.Equal(amount) || r.Open.Equal(amount)) {
			reasons = append(reasons, "amount_equal")
			break
		}
	}
	for _, name := range []string{p.DocumentNo, p.OrderNo, p.InvoiceNo, p.ShipmentNo, p.ContractNo} {
		if name != "" && strings.Contains(r.Reference, name) {
			reasons = append(reasons, "names_document")
			break
		}
	}
	if len(reasons) == 0 && r.Open.GreaterThanOrEqual(d.DisputedAmount) {
		reasons = append(reasons, "amount_covers")
	}
	if distance := r.Date.Sub(p.Due); distance >= -nearDays && distance <= nearDays {
		reasons = append(reasons, "near_date")
	}
	return reasons
}

// weight orders what is offered: open money before money that went elsewhere, then what speaks for it.
func (f Found) weight() int {
	weight := 0
	if f.Open.IsPositive() {
		weight = 100
	}
	for _, reason := range f.Reasons {
		weight += map[string]int{"amount_equal": 40, "names_document": 30, "amount_covers": 10, "near_date": 5}[reason]
	}
	return weight
}

// PaidCommand sets a receipt against the disputed line.
type PaidCommand struct {
	RowVersion int
	ItemID     ledger.ID
	RootCause  string
	Text       string
}

const readPaidItems = `
SELECT i.id, i.side, i.open_amount FROM open_items i JOIN documents b ON b.id = i.document_id
WHERE i.customer_id = $1 AND i.currency = $2 AND i.open_amount > 0 AND (i.document_id = $3 AND i.side = 'debit' OR i.id = $4 AND i.side = 'credit' AND b.kind IN ('receipt', 'advance'))
ORDER BY i.due_date, i.id`

// SettlePaid sets an open receipt of the customer against the disputed document, up to the disputed amount, and closes the dispute as
// paid, in one transaction. Money that was set against something else is undone there first. Needs Allocate and ProposeResolution.
// Refused in this order: faults of the command, not_found, already_resolved, conflict, not_covered when receipt and document together
// leave some of the disputed amount unpaid.
func (s *Service) SettlePaid(ctx context.Context, actor ledger.Actor, id ledger.ID, cmd PaidCommand) error {
	for _, permission := range []ledger.Permission{ledger.Allocate, ledger.ProposeResolution} {
		if err := requireStaff(actor, permission); err != nil {
			return err
		}
	}
	if !slices.Contains(RootCauses, cmd.RootCause) {
		return ledger.E("validation_failed").At("root_cause", "not_a_choice")
	}
	if len([]rune(cmd.Text)) > maxText {
		return ledger.E("validation_failed").At("text", "too_long")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, cmd.RowVersion, true)
		if err != nil {
			return err
		}
		if err := d.undecided(); err != nil {
			return err
		}
		return settlePaid(ctx, tx, d, cmd)
	})
}

func settlePaid(ctx context.Context, tx *store.Tx, d current, cmd PaidCommand) error {
	on, _, err := today(ctx, tx, d.TimeZone)
	if err != nil {
		return err
	}
	items, err := store.Rows[struct {
		ID   ledger.ID
		Side string
		Open decimal.Decimal
	}](ctx, tx, readPaidItems, d.CustomerID, d.Currency, d.DocumentID, cmd.ItemID)
	if err != nil {
		return err
	}
	settle := allocation.Command{CustomerID: d.CustomerID, EffectiveDate: on, Mode: allocation.Manual, Reason: d.DisputeNo}
	receipt, owed, taken := decimal.Zero, decimal.Zero, decimal.Zero
	for _, item := range items {
		if item.Side == "credit" {
			receipt = item.Open
		} else {
			owed = owed.Add(item.Open)
		}
	}
	want := decimal.Min(d.DisputedAmount, owed)
	if !want.IsPositive() || receipt.LessThan(want) {
		return ledger.E("not_covered").With("limit", money.Text(receipt, money.Currency(d.Currency)))
	}
	for _, item := range items {
		amount := decimal.Min(item.Open, want.Sub(taken))
		if item.Side == "debit" && amount.IsPositive() {
			settle.Pairs = append(settle.Pairs, allocation.Pair{DebitItem: item.ID, CreditItem: cmd.ItemID, DebitAmount: amount})
			taken = taken.Add(amount)
		}
	}
	settlement, err := allocation.Allocate(ctx, tx, settle)
	if err != nil {
		return err
	}
	r := resolution{ID: ledger.NewID(), Decision: Paid, Amount: taken, RootCause: cmd.RootCause, Text: cmd.Text, State: "settled", SettlementID: settlement,
		ProposedBy: tx.Actor.PersonID, ProposedByName: tx.Actor.Name}
	if err := insertResolution(ctx, tx, d, r); err != nil {
		return err
	}
	if err := say(ctx, tx, d.ID, d.CustomerID, "staff", "paid", cmd.Text, false, r.data(d)); err != nil {
		return err
	}
	if err := tell(ctx, tx, d, event.DisputeWritten, map[string]any{"who": "staff", "internal": false}); err != nil {
		return err
	}
	r.Amount = decimal.Zero // nothing is taken off what the customer owed: it had paid
	return close(ctx, tx, d, r, "paid", ledger.ID{})
}
