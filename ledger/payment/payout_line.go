package payment

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// FromLine says which bank line is what payout. An empty Provider is who the line's payer is; an empty Reference is the bank's.
type FromLine struct {
	LineID    ledger.ID
	Provider  string
	Reference string
}

// A payout on its way that this line may be.
const findOnTheWay = `
SELECT o.reference FROM provider_payouts o WHERE o.organization_id = $1 AND o.provider = $2 AND o.currency = $3 AND o.amount = $4 AND $5::date BETWEEN o.paid_on - 10 AND o.paid_on + 31
  AND NOT EXISTS (SELECT FROM payout_lines p WHERE p.payout_id = o.id AND p.undone_at IS NULL) ORDER BY o.paid_on LIMIT 1`

// RecordPayoutOf books what a provider paid out from the bank's line for it, where nobody has told of the payout yet: the line is the payout, and the provider's
// later word changes nothing. Needs PostDocuments and SeeBank. Refused, in this order: not_found; at provider, who is not known; bank_line_used;
// state_forbids for a line that brought no money in or is set aside; payout_waits when a payout of this amount is on its way, which the line is to be joined with; then as RecordPayout.
func (s *Service) RecordPayoutOf(ctx context.Context, actor ledger.Actor, from FromLine) (ledger.ID, error) {
	for _, need := range []ledger.Permission{ledger.PostDocuments, ledger.SeeBank} {
		if err := actor.Require(need); err != nil {
			return ledger.ID{}, err
		}
	}
	var payout ledger.ID
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		lines, err := bank.ReadLines(ctx, tx, []ledger.ID{from.LineID})
		if err == nil && len(lines) == 0 {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		l := lines[0]
		p := Payout{Provider: from.Provider, Reference: strings.TrimSpace(from.Reference), Currency: money.Currency(l.Currency), Amount: l.Amount, On: l.BookedOn}
		if p.Provider == "" {
			p.Provider = provider.PaysAs(l.Counterparty)
		}
		if p.Reference == "" {
			p.Reference = referenceOf(l)
		}
		switch p.Provider {
		case provider.NameSandbox, provider.NameStripe, provider.NameAlipay, provider.NameWeChat:
		default:
			return ledger.E("validation_failed").At("provider", "not_a_choice")
		}
		switch l.State {
		case bank.Unmatched:
		case bank.Received:
			return ledger.E("bank_line_used").With("document", l.DocumentNo)
		case bank.PaidOut:
			return ledger.E("bank_line_used").With("document", l.PayoutRef)
		default:
			return ledger.E("state_forbids").With("state", string(l.State))
		}
		waits, found, err := store.Value[string](ctx, tx, findOnTheWay, actor.OrganizationID, p.Provider, l.Currency, l.Amount, l.BookedOn)
		if err == nil && found {
			err = ledger.E("payout_waits").With("reference", waits)
		}
		if err == nil {
			payout, _, err = payOut(ctx, tx, p, l.ID)
		}
		return err
	})
	return payout, err
}

// referenceOf is the bank's name for the line, else one that is made of it.
func referenceOf(l bank.Line) string {
	for _, text := range []string{l.BankReference, l.EndToEnd} {
		if text = strings.TrimSpace(text); text != "" && len([]rune(text)) <= 100 {
			return text
		}
	}
	return l.BookedOn.String() + "/" + l.ID.String()[24:]
}
