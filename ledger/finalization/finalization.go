// Package finalization owns the end of a reconciliation (SPEC section 12): an agreed statement, or its agreed part, is made ready by one
// person, signed for the seller by another, countersigned by the customer, and stays as it is. README.md says what holds.
package finalization

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/matching"
)

// Scope is how much of a statement is finalized.
type Scope string

// The scopes.
const (
	Whole      Scope = "whole"       // an agreed statement
	AgreedPart Scope = "agreed_part" // an answered one, but for the lines in dispute
)

// State is where a finalization stands. It follows from what is on record.
type State string

// The states.
const (
	ToSign        State = "to_sign"        // 待签章: another person of the seller signs
	ToCountersign State = "to_countersign" // 待客户签章
	Signed        State = "signed"         // 已签, by both
	Archived      State = "archived"       // 已归档: a bundle was sealed since; to the customer it is signed
	Withdrawn     State = "withdrawn"      // 已撤回, before any signature
	Declined      State = "declined"       // 已拒签, by the customer
)

// States in the order in which pages list them.
var States = []State{ToSign, ToCountersign, Signed, Archived, Declined, Withdrawn}

// Party is a side that signs; it is also the name of its field in the file.
type Party string

// The parties.
const (
	Seller   Party = "seller"
	Customer Party = "customer"
)

// Options say where keys come from and where a file's QR code leads.
type Options struct {
	BaseURL string
	Stamper esign.Stamper // of a timestamp authority elsewhere; nil: the embedded one
	Token   esign.Token   // a UKey or HSM at the server that signs for the organization TokenOf; none without a Module
	TokenOf string        // code of that organization; empty: of every organization
	// Provider has a customer's signature made elsewhere; nil: there is none.
	Provider Provider
}

// Service finalizes statements.
type Service struct {
	db        *store.DB
	jobs      *job.Client
	blobs     blob.Store
	secrets   *access.Service
	matchings *matching.Service
	o         Options
}

// Open opens the service. blobs may be nil where nothing is finalized.
func Open(db *store.DB, jobs *job.Client, blobs blob.Store, secrets *access.Service, matchings *matching.Service, o Options) *Service {
	return &Service{db, jobs, blobs, secrets, matchings, o}
}

// Finalization is one, as lists show it. Amounts are in Currency: Closing − Adjustments − Items − Disputed = Agreed.
type Finalization struct {
	ID             ledger.ID
	StatementID    ledger.ID
	StatementNo    string
	Version        int
	CustomerID     ledger.ID
	CustomerCode   string
	CustomerName   string
	CustomerNameEN string
	Currency       string
	PeriodStart    calendar.Date
	CutOff         calendar.Date
	Scope          Scope
	Locale         string
	Closing        decimal.Decimal
	Adjustments    decimal.Decimal
	Items          decimal.Decimal
	Disputed       decimal.Decimal
	Agreed         decimal.Decimal
	Content        string
	FileSHA256     []byte // of the file as it is now, with the signatures that it has
	PreparedBy     ledger.ID
	PreparedByName string
	PreparedAt     time.Time
	SellerSigner   string
	SellerSignedAt *time.Time
	BuyerSigner    string
	BuyerSignedAt  *time.Time
	EndKind        string
	EndReason      string
	EndedByName    string
	EndedAt        *time.Time
	State          State
}

const columns = `
SELECT f.id, f.statement_id, s.statement_no, f.version, f.customer_id, c.code, c.name, c.name_en, f.currency, s.period_start, s.cut_off, f.scope, f.locale, f.closing::numeric,
  f.adjustments::numeric, f.items::numeric, f.disputed::numeric, f.agreed::numeric, f.content, coalesce(b.sha256, a.sha256, f.file_sha256), f.prepared_by, f.prepared_by_name, f.prepared_at,
  coalesce(a.signed_by_name, ''), a.signed_at, coalesce(b.signed_by_name, ''), b.signed_at, coalesce(e.kind, ''), coalesce(e.reason, ''), coalesce(e.ended_by_name, ''), e.ended_at, `

// stateOf is a finalization's state in SQL, where f, a (the seller's signature), b (the customer's) and e (its end) are joined as from does. The
// customer is not told of the seller's archive.
func stateOf(actor ledger.Actor) string {
	archived := `WHEN b.id IS NOT NULL AND EXISTS (SELECT FROM archive_bundles k WHERE k.statement_id = f.statement_id AND k.made_at > b.recorded_at) THEN 'archived' `
	if actor.Audience == ledger.Portal || !actor.CustomerID.IsZero() {
		archived = ""
	}
	return `coalesce(e.kind, CASE ` + archived + `WHEN b.id IS NOT NULL THEN 'signed' WHEN a.id IS NOT NULL THEN 'to_countersign' ELSE 'to_sign' END)`
}

const from = `
FROM finalizations f JOIN statements s ON s.id = f.statement_id JOIN customers c ON c.id = f.customer_id
LEFT JOIN signatures a ON a.finalization_id = f.id AND a.party = 'seller' LEFT JOIN signatures b ON b.finalization_id = f.id AND b.party = 'customer'
LEFT JOIN finalization_ends e ON e.finalization_id = f.id`

// The customer sees what the seller has signed; before that it is the seller's own paper. $1 organization, $2 the customer or none, $3 a salesperson or none.
const reach = ` WHERE f.organization_id = $1 AND ($2::uuid IS NULL OR f.customer_id = $2 AND a.id IS NOT NULL) AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`

func reachOf(actor ledger.Actor) []any {
	var customer, sales any
	if !actor.CustomerID.IsZero() {
		customer = actor.CustomerID
	}
	if actor.OwnCustomersOnly() {
		sales = actor.PersonID
	}
	return []any{actor.OrganizationID, customer, sales}
}

func find(ctx context.Context, tx *store.Tx, id ledger.ID) (Finalization, error) {
	out, found, err := store.Row[Finalization](ctx, tx, columns+stateOf(tx.Actor)+from+reach+` AND f.id = $4`, append(reachOf(tx.Actor), id)...)
	if err == nil && (!found || !tx.Actor.Reaches(out.StatementID)) {
		err = ledger.E("not_found")
	}
	return out, err
}

// asSystem is the actor with the program's rights, for what no audience's role may touch: keys and codes. The record keeps who it was.
func asSystem(actor ledger.Actor) ledger.Actor {
	actor.Audience = ledger.System
	return actor
}

func requireStaff(actor ledger.Actor, permission ledger.Permission) error {
	if err := actor.Require(permission); err != nil {
		return err
	}
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(permission))
	}
	return nil
}

// requireSigner lets a customer's signer act who has signed in: a link shows, and signs nothing.
func requireSigner(actor ledger.Actor) error {
	if err := actor.Require(ledger.Countersign); err != nil {
		return err
	}
	if actor.Audience != ledger.Portal || !actor.LinkID.IsZero() {
		return ledger.E("not_permitted").With("permission", string(ledger.Countersign))
	}
	return nil
}
