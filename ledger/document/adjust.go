package document

import (
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
)

// adjusted is a receivable that adjustments are about.
type adjusted struct {
	ID       ledger.ID
	Customer ledger.ID
	Currency string
	Kind     string
	Reversed bool
	Gross    decimal.Decimal
	Taken    decimal.Decimal // what credit notes and adjustments took off it, less what adjustments added
	Tuned    decimal.Decimal // the sum of its fine-tunes, signed
}

// Reversed documents count for nothing.
const readAdjusted = `
SELECT d.id, d.customer_id, d.currency, d.kind, EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = d.id), d.gross,
  coalesce((SELECT sum(c.gross) FROM documents c WHERE c.reduces_document_id = d.id AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = c.id)), 0)
  - coalesce((SELECT sum(a.gross) FROM documents a WHERE a.adjusts_document_id = d.id AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = a.id)), 0),
  coalesce((SELECT sum(a.gross) FROM documents a WHERE a.adjusts_document_id = d.id AND a.reason IN ('fine_tune', 'fine_tune_tax')
    AND NOT EXISTS (SELECT FROM documents r WHERE r.reverses_document_id = a.id)), 0)
FROM documents d WHERE d.id = ANY ($1)`

// checkAdjusts holds an adjustment to the receivable it is about: of the same customer and currency, not reversed; all that was taken
// off it never more than it is; all its fine-tunes together within TailLimit (ADJ-01).
func (p *prepared) checkAdjusts(f *facts) error {
	if p.Adjusts.IsZero() {
		return nil
	}
	target, ok := f.adjusted[p.Adjusts]
	switch {
	case !ok || target.Customer != p.CustomerID || Kind(target.Kind) != Receivable && Kind(target.Kind) != OpeningBalance:
		return ledger.E("validation_failed").At("adjusts", "not_found")
	case target.Currency != string(p.Currency):
		return ledger.E("validation_failed").At("currency", "not_a_choice")
	case target.Reversed:
		return ledger.E("document_reversed")
	}
	target.Taken = target.Taken.Sub(p.gross)
	if p.gross.IsNegative() && target.Taken.GreaterThan(target.Gross) {
		return ledger.E("amount_exceeds_line").With("limit", money.Text(target.Gross.Sub(target.Taken).Sub(p.gross), p.Currency))
	}
	if Reason(p.Reason).tuned() {
		if target.Tuned = target.Tuned.Add(p.gross); target.Tuned.Abs().GreaterThan(TailLimit) {
			return ledger.E("fine_tune_too_large").With("limit", money.Text(TailLimit, p.Currency))
		}
	}
	f.adjusted[p.Adjusts] = target // the next document of the same set sees it
	return nil
}

// checkOwnRule holds an adjustment that is made by hand to what its reason asks for (ADJ-02): an allowance, a discount and interest
// are about one receivable; a rebate follows a contract; a penalty or deduction a contract or order; a tail difference an invoice; a
// netting names the receivable, the agreement of both parties and the payable, by the number of its invoice.
func (d New) checkOwnRule(bad *ledger.Error) {
	empty := func(text string) bool { return strings.TrimSpace(text) == "" }
	switch Reason(d.Reason) {
	case AllowanceGiven, Discount, Interest, FineTune, FineTuneTax:
		if d.Adjusts.IsZero() {
			bad.At("adjusts", "required")
		}
	case Rebate:
		if empty(d.ContractNo) {
			bad.At("contract_no", "required")
		}
	case Penalty, Deduction:
		if empty(d.ContractNo) && empty(d.OrderNo) {
			bad.At("contract_no", "required")
		}
	case Netting:
		if d.Adjusts.IsZero() {
			bad.At("adjusts", "required")
		}
		if empty(d.ContractNo) {
			bad.At("contract_no", "required")
		}
		if empty(d.InvoiceNo) {
			bad.At("invoice_no", "required")
		}
	case TailDifference:
		if empty(d.InvoiceNo) {
			bad.At("invoice_no", "required")
		}
	}
}
