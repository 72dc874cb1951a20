// Package demo makes the books of an invented manufacturer: some 60 customers, a year of orders, shipments, invoices, receipts and
// credits in three currencies, statements in every state, and open disputes; and, smaller, those of its sister company. The same
// program makes the same books each time, dated relative to today, through the services that everybody else uses.
package demo

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/allocation"
	"hefu/ledger/archive"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/finalization"
	"hefu/ledger/group"
	"hefu/ledger/internal/store"
	"hefu/ledger/issue"
	"hefu/ledger/matching"
	"hefu/ledger/note"
	"hefu/ledger/notice"
	"hefu/ledger/party"
	online "hefu/ledger/payment"
	"hefu/ledger/proof"
	"hefu/ledger/receipt"
	"hefu/ledger/slip"
	"hefu/ledger/statement"
	"hefu/ledger/token"
)

// Code is the organization that Load makes; a database that has it is left alone.
const Code = "HDJM"

// Services are what the demo is made with.
type Services struct {
	Parties     *party.Service
	Documents   *document.Service
	Allocations *allocation.Service
	Statements  *statement.Service
	Disputes    *dispute.Service
	Matchings   *matching.Service
	Notes       *note.Service
	Issues      *issue.Service
	Groups      *group.Service
	Bank        *bank.Service
	Receipts    *receipt.Service
	Slips       *slip.Service
	Proofs      *proof.Service
	DB          *store.DB // to let time pass
	Tokens      *token.Service
	Notices     *notice.Service
	Fields      *field.Service
	Archive     *archive.Service
	Payments    *online.Service

	Finalizations *finalization.Service
	Access        *access.Service // whose codes customers sign with
}

// Options say for whom people sign in, and when it is.
type Options struct {
	StaffIssuer   string
	ContactIssuer string
	Today         calendar.Date
	Progress      func(step string, done, total int) // may be nil
}

// world is what has been made so far.
type world struct {
	Services
	Options
	random    *rand.Rand
	org       ledger.ID
	staff     map[string]ledger.Actor // by subject
	clerk     ledger.Actor            // who posts, settles and sends day by day
	customers []*customer
	strangers []stranger   // receipts that others paid
	bank      bank.Account // the first one, and what stands there after the last whole month
	atBank    decimal.Decimal
}

// Load makes the books of both and returns the manufacturer's organization. It is not one transaction: an interrupted load is started over in an
// empty database.
func Load(ctx context.Context, services Services, options Options) (ledger.ID, error) {
	if options.Progress == nil {
		options.Progress = func(string, int, int) {}
	}
	w := &world{Services: services, Options: options, random: rand.New(rand.NewPCG(19, 84)), staff: map[string]ledger.Actor{}}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"people", w.makePeople},
		{"customers", w.makeCustomers},
		{"fields", w.makeFields},
		{"dimensions", w.makeDimensions},
		{"trade", w.makeTrade},
		{"statements", w.makeStatements},
		{"dispute rules", w.setRules},
		{"answers", w.makeAnswers},
		{"the disputes' desk", w.makeDesk},
		{"own ledgers", w.makeMatchings},
		{"receipts", w.makeReceipts},
		{"colleagues", w.makeColleagues},
		{"revision", w.reviseOne},
		{"confirmations", w.makeConfirmations},
		{"approvals", w.makeApprovals},
		{"cycles", w.makeCycles},
		{"words of mails", w.makeWords},
		{"issues", w.makeIssues},
		{"groups", w.makeGroups},
		{"bank", w.makeBank},
		{"bank's lines read", w.readBank},
		{"bank's slips", w.makeSlips},
		{"proof", w.makeProofs},
		{"past", w.dateBack},
		{"archive", w.makeArchive},
		{"online payments", w.makePayments},
		{"sister company", w.makeSister},
		{"finalizations", w.makeFinalizations},
	} {
		if err := step.do(ctx); err != nil {
			return w.org, fmt.Errorf("demo %s: %w", step.name, err)
		}
	}
	return w.org, nil
}

// firstMonth is where the year of trade begins.
func (w *world) firstMonth() calendar.Date { return w.Today.StartOfMonth().AddMonths(-12) }

// between is a random number from low to high, both included.
func (w *world) between(low, high int) int { return low + w.random.IntN(high-low+1) }

// chance is true in percent of a hundred cases.
func (w *world) chance(percent int) bool { return w.random.IntN(100) < percent }
