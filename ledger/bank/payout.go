package bank

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// PayoutRule says why a line is taken for a payout.
type PayoutRule string

// The rules, the surest first. ByReference and ByPayer join by themselves where the amount is the same and neither side has a second choice.
const (
	ByReference PayoutRule = "reference" // the payout's reference stands in the line
	ByPayer     PayoutRule = "payer"     // the payer is the provider, and the day fits
	ByAmount    PayoutRule = "amount"    // only the amount and the day fit
	FromLine    PayoutRule = "from_line" // the payout was booked from the line
	ByHand      PayoutRule = "by_hand"   // a person says so
)

// Days after a payout within which its line is looked for: by its reference, and by the payer's name.
const (
	refDays   = 31
	payerDays = 10
	earlyDays = 3 // a bank's day may be before the provider's
)

// shortestReference is how long a payout's reference must be, without marks, to be looked for in texts.
const shortestReference = 5

// Payout is what a provider paid out, with the bank line that it came as. Line is nil while it is on its way; Difference is the line less
// the payout.
type Payout struct {
	ID         ledger.ID
	Provider   string
	Reference  string
	Currency   string
	Amount     decimal.Decimal
	PaidOn     calendar.Date
	BookedBy   string
	LineID     ledger.ID
	LineOn     calendar.Date
	LineAmount decimal.NullDecimal
	LineOf     string // the account
	Payer      string
	Rule       PayoutRule
	Difference decimal.NullDecimal
	Reason     string
	JoinedBy   string
	JoinedAt   *time.Time
	Days       int             // since it was paid out
	Base       string          // the organization's base currency
	Came       DifferenceState // of its difference: proposed or posted; empty while nobody has done either
}

// State is at_bank, differs, difference_waits for a second person, settled (its difference is posted), or on_the_way.
func (p Payout) State() string {
	switch {
	case p.LineID.IsZero():
		return "on_the_way"
	case p.Came == DifferenceProposed:
		return "difference_waits"
	case p.Came == DifferencePosted:
		return "settled"
	case p.Difference.Valid && !p.Difference.Decimal.IsZero():
		return "differs"
	}
	return "at_bank"
}

// Unposted is what of the difference the books do not have: the line, less the payout, less what is posted.
func (p Payout) Unposted() decimal.Decimal {
	if p.Came == DifferencePosted {
		return decimal.Zero
	}
	return p.Difference.Decimal
}

const selectPayouts = `
SELECT o.id, o.provider, o.reference, o.currency, o.amount, o.paid_on, o.made_by_name, p.line_id, l.booked_on, l.amount, coalesce(a.name, ''), coalesce(l.counterparty, ''), coalesce(p.rule, ''), p.difference,
  coalesce(p.reason, ''), coalesce(p.made_by_name, ''), p.made_at, ((now() AT TIME ZONE g.time_zone)::date - o.paid_on)::int, g.base_currency, coalesce(d.state, '')
FROM provider_payouts o JOIN organizations g ON g.id = o.organization_id LEFT JOIN payout_lines p ON p.payout_id = o.id AND p.undone_at IS NULL
LEFT JOIN bank_lines l ON l.id = p.line_id LEFT JOIN bank_accounts a ON a.id = l.account_id
LEFT JOIN payout_differences d ON d.pair_id = p.id AND d.state IN ('proposed', 'posted')
WHERE o.organization_id = $1 `

// PayoutFilter narrows payouts. View is waiting (on their way), differs (and the difference is not posted), at_bank (the same amount, or the difference is
// posted), or empty for all.
type PayoutFilter struct {
	View  string
	After ledger.ID
	Limit int
}

const narrowPayouts = selectPayouts + `
AND ($2 = '' OR $2 = 'waiting' AND p.id IS NULL OR $2 = 'differs' AND p.difference <> 0 AND d.state IS DISTINCT FROM 'posted'
  OR $2 = 'at_bank' AND (p.difference = 0 OR d.state = 'posted'))
AND ($3::uuid IS NULL OR o.id < $3) ORDER BY o.id DESC LIMIT $4`

// Payouts pages through what providers paid out, the latest booked first. Needs SeeBank.
func (s *Service) Payouts(ctx context.Context, actor ledger.Actor, f PayoutFilter) ([]Payout, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 201 {
		f.Limit = 50
	}
	var out []Payout
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Payout](ctx, tx, narrowPayouts, actor.OrganizationID, f.View, f.After, f.Limit)
		return err
	})
	return out, err
}

func readPayout(ctx context.Context, tx *store.Tx, id ledger.ID) (Payout, error) {
	p, found, err := store.Row[Payout](ctx, tx, selectPayouts+`AND o.id = $2`, tx.Actor.OrganizationID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return p, err
}

// PayoutLine is a bank line that may be a payout. ReceiptNo is set where a receipt stands for the line: then the money is perhaps booked twice.
type PayoutLine struct {
	LineID     ledger.ID
	On         calendar.Date
	Amount     decimal.Decimal
	Payer      string
	Text       string
	Account    string
	ReceiptID  ledger.ID
	ReceiptNo  string
	Rule       PayoutRule
	Difference decimal.Decimal
}

// text of a line in which a reference may stand.
const payoutText = `concat_ws(' ', l.end_to_end, l.remittance, l.bank_text, l.bank_reference)`

// Lines of the payout's currency and time that are no payout, whatever else became of them.
const readPayoutLines = `
SELECT l.id, l.booked_on, l.amount, l.counterparty, ` + payoutText + `, a.name, r.document_id, coalesce(d.document_no, ''), '', l.amount - $3::numeric
FROM bank_lines l JOIN bank_accounts a ON a.id = l.account_id
LEFT JOIN LATERAL (SELECT t.document_id FROM bank_line_receipts t WHERE t.line_id = l.id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = t.document_id)) r ON true
LEFT JOIN documents d ON d.id = r.document_id
WHERE l.organization_id = $1 AND l.currency = $2 AND l.amount > 0 AND l.kind <> 'reversal' AND l.booked_on BETWEEN $4::date - 3 AND $4::date + 31
  AND NOT EXISTS (SELECT FROM payout_lines p WHERE p.line_id = l.id AND p.undone_at IS NULL) AND NOT coalesce((SELECT m.aside FROM bank_line_marks m WHERE m.line_id = l.id ORDER BY m.turn DESC LIMIT 1), false)
  AND (l.amount = $3::numeric OR l.counterparty ILIKE ANY ($5::text[]) OR $6 <> '' AND ` + payoutText + ` ILIKE $6) ORDER BY l.amount = $3::numeric DESC, l.booked_on, l.id LIMIT 60`

// mostLines is how many lines are shown for one payout.
const mostLines = 10

// PayoutLines finds the lines that a payout on its way may have come as, the likeliest first. Needs SeeBank. Refused: not_found.
func (s *Service) PayoutLines(ctx context.Context, actor ledger.Actor, id ledger.ID) (p Payout, lines []PayoutLine, err error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return p, nil, err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if p, err = readPayout(ctx, tx, id); err != nil || !p.LineID.IsZero() {
			return err
		}
		found, err := store.Rows[PayoutLine](ctx, tx, readPayoutLines, actor.OrganizationID, p.Currency, p.Amount, p.PaidOn, provider.PayerPatterns(p.Provider), like(p.Reference))
		for _, l := range found {
			if l.Rule = payoutRule(p.Provider, p.Reference, p.PaidOn, l.On, l.Payer, l.Text); l.Rule == "" && l.Difference.IsZero() {
				l.Rule = ByAmount
			}
			if l.Rule != "" {
				lines = append(lines, l)
			}
		}
		return err
	})
	order := []PayoutRule{ByReference, ByPayer, ByAmount}
	slices.SortStableFunc(lines, func(a, b PayoutLine) int {
		if n := compareBool(a.Difference.IsZero(), b.Difference.IsZero()); n != 0 {
			return n
		}
		return slices.Index(order, a.Rule) - slices.Index(order, b.Rule)
	})
	return p, lines[:min(len(lines), mostLines)], err
}

// compareBool puts what is so before what is not.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// payoutRule says why a line may be a payout, apart from its amount; empty: nothing says so.
func payoutRule(by, reference string, paid, booked calendar.Date, payer, text string) PayoutRule {
	days := booked.Sub(paid)
	switch {
	case days >= -earlyDays && days <= refDays && namesReference(text, reference):
		return ByReference
	case days >= -earlyDays && days <= payerDays && provider.PaysAs(payer) == by:
		return ByPayer
	}
	return ""
}

// namesReference tells whether a reference stands in a text by itself, however it is spaced and whatever its case: what follows or goes before it is no
// letter and no digit.
func namesReference(text, reference string) bool {
	want := plainName(reference)
	if len(want) < shortestReference {
		return false
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	for from := range words {
		joined := ""
		for _, word := range words[from:] {
			if joined += plainName(word); len(joined) >= len(want) {
				break
			}
		}
		if joined == want {
			return true
		}
	}
	return false
}

// told is what programs are told when a payout has come to the bank.
func (p Payout) told(line Line) event.Event {
	return event.Event{Kind: event.PayoutArrived, Data: map[string]any{"payout_id": p.ID, "provider": p.Provider, "reference": p.Reference, "amount": money.Text(p.Amount, money.Currency(p.Currency)),
		"currency": p.Currency, "line_id": line.ID, "booked_on": line.BookedOn.String(), "arrived": money.Text(line.Amount, money.Currency(line.Currency))}}
}
