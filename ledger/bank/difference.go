package bank

import (
	"context"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
)

// DifferenceKind is what came between a payout and the bank's line for it.
type DifferenceKind string

// The kinds, each with its account.
const (
	BankCharge  DifferenceKind = "bank_charge"
	ProviderFee DifferenceKind = "provider_fee"
	Exchanged   DifferenceKind = "exchange"
)

// DifferenceKinds are all of them.
var DifferenceKinds = []DifferenceKind{BankCharge, ProviderFee, Exchanged}

func (k DifferenceKind) role() journal.Role {
	if k == Exchanged {
		return journal.Exchange
	}
	return journal.Charges
}

// Takes tells whether a difference may be of the kind: a bank's charge never leaves more than was paid out.
func (k DifferenceKind) Takes(difference decimal.Decimal) bool {
	return slices.Contains(DifferenceKinds, k) && (k != BankCharge || difference.IsNegative())
}

// DifferenceState is how the posting of a difference stands.
type DifferenceState string

// The states; a proposed one waits for a second person, and only of a posted one the books know.
const (
	DifferenceProposed  DifferenceState = "proposed"
	DifferencePosted    DifferenceState = "posted"
	DifferenceDeclined  DifferenceState = "declined"
	DifferenceWithdrawn DifferenceState = "withdrawn"
	DifferenceReversed  DifferenceState = "reversed"
)

// Difference is a payout's difference as it was posted, or is to be: Amount is the line less the payout, Base its worth in base currency.
type Difference struct {
	ID             ledger.ID
	Kind           DifferenceKind
	Account        string
	AccountName    string
	AccountEN      string
	Amount         decimal.Decimal
	Base           decimal.Decimal
	PostingDate    calendar.Date
	Reason         string
	State          DifferenceState
	NeedsSecond    bool
	ProposedBy     ledger.ID
	Proposer       string
	CreatedAt      time.Time
	Decider        string
	DecidedAt      *time.Time
	Note           string
	ReversedOn     calendar.Date
	ReversedBy     string
	ReversedReason string
	RowVersion     int
}

const selectDifferences = `
SELECT d.id, d.kind, d.account_code, a.name, a.name_en, d.amount, d.amount_base, d.posting_date, d.reason, d.state, d.needs_second, d.proposed_by, d.proposed_by_name, d.created_at, d.decided_by_name, d.decided_at,
  d.decided_note, d.reversed_on, d.reversed_by_name, d.reversed_reason, d.row_version
FROM payout_differences d JOIN accounts a ON a.organization_id = d.organization_id AND a.code = d.account_code JOIN payout_lines p ON p.id = d.pair_id
WHERE d.organization_id = $1 `

// DifferenceDecides is the condition on payout_differences d that a person, $person, may decide on it.
func DifferenceDecides(person string) string {
	return "d.state = 'proposed' AND NOT one_person(" + person + ", d.proposed_by, d.created_at)"
}

// Differences are everything that was posted, proposed or reversed of a payout's difference, the newest first. Needs SeeBank. Refused: not_found.
func (s *Service) Differences(ctx context.Context, actor ledger.Actor, payout ledger.ID) ([]Difference, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	var out []Difference
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := readPayout(ctx, tx, payout); err != nil {
			return err
		}
		found, err := store.Rows[Difference](ctx, tx, selectDifferences+`AND p.payout_id = $2 ORDER BY d.id DESC LIMIT 100`, actor.OrganizationID, payout)
		out = found
		return err
	})
	return out, err
}
