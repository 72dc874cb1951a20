// Package matching is bilateral matching (双边对账, SPEC section 10) as customers use it: they bring their own payables ledger, see it beside a statement
// line by line, decide about each difference, and in one step confirm what matched, dispute what differs and mark what only one side has booked so far.
// Comparing is package tally's; answering goes through the statement's and the dispute's own rules, in one transaction.
package matching

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/tally"
)

// Limits of one matching.
const (
	MaxUpload = 25 << 20
	MaxLines  = 50_000 // of the customer's ledger

	// inRequest is how many lines of both sides are compared while the customer waits; more are compared in the background.
	inRequest = 12_000
	maxNote   = 500
)

// State is where a matching stands.
type State string

// The states. A newer matching of the same statement replaces one that was not completed, and a completed one when it is completed itself.
const (
	Uploaded  State = "uploaded" // the file is kept; nobody has said yet how to read it
	Waiting   State = "waiting"  // being compared in the background
	Matched   State = "matched"
	Completed State = "completed" // confirmed, disputed and marked
	Replaced  State = "replaced"
	Failed    State = "failed" // in the background; Failure says why
)

// Class is what a group is: matched, or a kind of difference.
type Class string

// The classes of SPEC section 10, in the order in which they are shown.
const (
	Agrees        Class = "matched"
	AmountDiffers Class = "amount_differs"
	OnlyOurs      Class = "only_ours"
	OnlyTheirs    Class = "only_theirs"
	PeriodDiffers Class = "period_differs"
	Duplicated    Class = "duplicated"
)

// Classes lists them.
var Classes = []Class{Agrees, AmountDiffers, OnlyOurs, OnlyTheirs, PeriodDiffers, Duplicated}

// Decision is what the one step will do with a group.
type Decision string

// The decisions. A group that is left stays unanswered, and its difference unexplained.
const (
	Confirm   Decision = "confirm"
	Dispute   Decision = "dispute"
	Reconcile Decision = "reconcile"
	Leave     Decision = "leave"
)

// Decisions lists them.
var Decisions = []Decision{Confirm, Dispute, Reconcile, Leave}

// ItemKind is why only one side has booked something.
type ItemKind string

// The kinds of reconciling items (未达项). OwnCorrection is what the customer will put right in its own books.
const (
	InTransitInvoice ItemKind = "in_transit_invoice"
	InTransitReceipt ItemKind = "in_transit_receipt"
	InTransitPayment ItemKind = "in_transit_payment"
	OwnCorrection    ItemKind = "own_correction"
	OtherItem        ItemKind = "other"

	// inDispute is a difference that is disputed. Nobody chooses it: it is kept with the dispute, and cleared by the credit note or a correction.
	inDispute ItemKind = "disagreement"
)

// ItemKinds lists them in the order people choose from.
var ItemKinds = []ItemKind{InTransitInvoice, InTransitReceipt, InTransitPayment, OwnCorrection, OtherItem}

// Where a line comes from.
const (
	fromMovement = "movement"
	fromForward  = "forward" // open on the statement since before its period
	fromFile     = "file"
	fromCarried  = "carried" // a reconciling item of an earlier statement
)

// Line is one line of either side, signed as on the statement: what raises the debt is positive.
type Line struct {
	Side        tally.Side      `json:"side"`
	No          int             `json:"no"` // within the side
	Origin      string          `json:"origin"`
	Place       int             `json:"place"` // the statement line's number, or the file's row; 0 for none
	ItemID      ledger.ID       `json:"item_id"`
	DocumentID  ledger.ID       `json:"document_id"`
	DocumentNo  string          `json:"document_no"`
	Reference   string          `json:"reference"`
	On          calendar.Date   `json:"on_date"`
	Kind        string          `json:"kind"`
	Description string          `json:"description"`
	Amount      decimal.Decimal `json:"amount"`
}

// after tells whether a line was booked after the cut-off: the balances that are compared do not hold it.
func (l Line) after(cutOff calendar.Date) bool {
	return l.Side == tally.Theirs && l.Origin == fromFile && l.On.After(cutOff)
}

// Group are lines that belong together, or one that is alone. OursAmount and TheirsAmount are sums up to the cut-off.
type Group struct {
	No           int             `json:"no"`
	Class        Class           `json:"class"`
	ByHand       bool            `json:"by_hand"`
	Certainty    tally.Certainty `json:"certainty"`
	Rule         tally.Rule      `json:"rule"`
	Reasons      []tally.Reason  `json:"reasons"`
	Ours         []int           `json:"ours"`
	Theirs       []int           `json:"theirs"`
	OursAmount   decimal.Decimal `json:"ours_amount"`
	TheirsAmount decimal.Decimal `json:"theirs_amount"`
	Decision     Decision        `json:"decision"`
	ItemKind     ItemKind        `json:"item_kind"`
	Category     string          `json:"category"`
	Note         string          `json:"note"`
	DecidedBy    string          `json:"decided_by_name"`
}

// Effect is what our balance is higher by than theirs because of the group.
func (g Group) Effect() decimal.Decimal { return g.OursAmount.Sub(g.TheirsAmount) }

// Service keeps matchings and what came of them.
type Service struct {
	db      *store.DB
	jobs    *job.Client
	samples bool
}

// Options change what is offered.
type Options struct {
	Samples bool // a made-up ledger of each statement's customer, for development alone
}

// Open opens the service. jobs may be nil where nothing large is matched.
func Open(db *store.DB, jobs *job.Client, o Options) *Service {
	return &Service{db: db, jobs: jobs, samples: o.Samples}
}
