// Package evidence makes the evidence package (证据包, CTL-05): everything about one customer and period as one ZIP, with a manifest of
// hashes, that can be checked without this system. It only reads what other rooms own.
package evidence

import (
	"context"
	"io"
	"time"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

// Service makes packages. Every method needs ExportEvidence.
type Service struct {
	db         *store.DB
	statements *statement.Service
	files      *attachment.Service
}

// Open opens the service.
func Open(db *store.DB, statements *statement.Service, files *attachment.Service) *Service {
	return &Service{db, statements, files}
}

// Query chooses what a package is about: a customer's statements whose cut-off lies between From and To, both included, and everything
// that was posted, sent or written down then; with StatementID that statement alone, over its own period. Internal takes notes among staff in.
type Query struct {
	CustomerID  ledger.ID
	StatementID ledger.ID
	From, To    calendar.Date
	Internal    bool

	whole  bool // all the time there was
	shared bool // with the customer
}

// The bounds of one package.
const (
	maxDays       = 3*366 + 1
	MaxStatements = 500
)

// about is what a package is about, once it is settled.
type about struct {
	Query
	Organization   string
	Code           string
	Name           string
	MadeAt         time.Time
	MadeBy         string
	Statements     []statementHead
	Attachments    []attached
	Proofs         []proofFile
	organizationID ledger.ID
	step           func(done int) error // told after each statement, where somebody wants to know
}

type statementHead struct {
	ID          ledger.ID
	StatementNo string
	State       statement.State
	Version     int
}

type attached struct {
	ID        ledger.ID
	DisputeNo string
	Name      string
	SHA256    string
}

// Summary says what a package would hold, for whoever is about to make one.
type Summary struct {
	Name       string // of the file
	Statements int
	Files      int // attached to disputes and beside documents
}

const readCustomer = `
SELECT o.name, c.code, c.name, now() FROM customers c JOIN organizations o ON o.id = c.organization_id WHERE c.organization_id = $1 AND c.id = $2`

const readStatements = `
SELECT id, statement_no, state, version FROM statements
WHERE customer_id = $1 AND cut_off BETWEEN $2 AND $3 AND ($4::uuid IS NULL OR id = $4) ORDER BY cut_off, statement_no LIMIT $5`

const readAttachments = `
SELECT a.id, d.dispute_no, a.name, encode(a.sha256, 'hex') FROM attachments a JOIN disputes d ON d.id = a.dispute_id
WHERE d.statement_id = ANY ($1) AND a.withdrawn_at IS NULL AND (NOT a.internal OR $2) ORDER BY d.dispute_no, a.id`

const readPeriod = `SELECT customer_id, period_start, cut_off FROM statements WHERE organization_id = $1 AND id = $2`

// prepare settles what the package is about. Refused in this order: not permitted, validation_failed by field, not_found, report_too_long.
func (s *Service) prepare(ctx context.Context, actor ledger.Actor, q Query) (about, error) {
	if actor.Audience == ledger.Portal {
		return about{}, ledger.E("not_permitted").With("permission", string(ledger.ExportEvidence))
	}
	if err := actor.Require(ledger.ExportEvidence); err != nil {
		return about{}, err
	}
	out := about{Query: q, organizationID: actor.OrganizationID, MadeBy: actor.Name}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if !q.StatementID.IsZero() {
			period, found, err := store.Row[struct {
				CustomerID ledger.ID
				From, To   calendar.Date
			}](ctx, tx, readPeriod, actor.OrganizationID, q.StatementID)
			if err != nil || !found {
				return firstOf(err, ledger.E("not_found"))
			}
			out.CustomerID, out.From, out.To = period.CustomerID, period.From, period.To
		}
		if err := out.check(); err != nil {
			return err
		}
		head, found, err := store.Row[struct {
			Organization, Code, Name string
			At                       time.Time
		}](ctx, tx, readCustomer, actor.OrganizationID, out.CustomerID)
		if err != nil || !found {
			return firstOf(err, ledger.E("not_found"))
		}
		out.Organization, out.Code, out.Name, out.MadeAt = head.Organization, head.Code, head.Name, head.At.UTC()
		limit := MaxStatements
		if q.whole {
			limit = MaxHistory
		}
		if out.Statements, err = store.Rows[statementHead](ctx, tx, readStatements, out.CustomerID, out.From, out.To, q.StatementID, limit+1); err != nil {
			return err
		}
		if len(out.Statements) > limit {
			return ledger.E("report_too_long").With("limit", limit)
		}
		if out.Attachments, err = store.Rows[attached](ctx, tx, readAttachments, out.statementIDs(), q.Internal); err != nil {
			return err
		}
		out.Proofs, err = out.proofs(ctx, tx)
		return err
	})
	return out, err
}

func (q Query) check() error {
	bad := ledger.E("validation_failed")
	switch {
	case q.From.IsZero():
		bad.At("from", "required")
	case q.To.IsZero():
		bad.At("to", "required")
	case q.To.Before(q.From), q.To.Sub(q.From) > maxDays && !q.whole:
		bad.At("to", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (a about) statementIDs() []ledger.ID {
	ids := make([]ledger.ID, len(a.Statements))
	for i, s := range a.Statements {
		ids[i] = s.ID
	}
	return ids
}

// name is what the file is called: letters that every file system takes.
func (a about) name() string {
	return "evidence-" + safe(a.Code) + "-" + a.From.String() + "-" + a.To.String() + ".zip"
}

// Summary says what Write would write. Refused as Write refuses.
func (s *Service) Summary(ctx context.Context, actor ledger.Actor, q Query) (Summary, error) {
	a, err := s.prepare(ctx, actor, q)
	return Summary{a.name(), len(a.Statements), len(a.Attachments) + len(a.Proofs)}, err
}

// Write writes the package to w and returns what it is called. Refused before anything is written: not_permitted, validation_failed by
// field, not_found, report_too_long beyond MaxStatements. An error later leaves a file that is no whole ZIP.
func (s *Service) Write(ctx context.Context, actor ledger.Actor, q Query, w io.Writer) (string, error) {
	a, err := s.prepare(ctx, actor, q)
	if err != nil {
		return "", err
	}
	p := newPack(w, a.MadeAt)
	for _, part := range []func(context.Context, ledger.Actor, about, *pack) error{s.writeStatements, s.writeTables, s.writeAttachments, s.writeProofs} {
		if err := part(ctx, actor, a, p); err != nil {
			return "", err
		}
	}
	if err := p.end(a); err != nil {
		return "", err
	}
	return a.name(), s.db.Write(ctx, actor, func(_ context.Context, tx *store.Tx) error {
		tx.Audit(a.CustomerID, "evidence.exported", map[string]any{"from": a.From, "to": a.To, "statements": len(a.Statements), "files": len(p.files), "internal": q.Internal, "manifest_sha256": p.manifest})
		return nil
	})
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
