// Package books opens every service of the ledger over one database. It is the one door through which the audiences and the
// commands reach the domain.
package books

import (
	"context"
	"log/slog"

	"github.com/exaring/otelpgx"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/account"
	"hefu/ledger/aging"
	"hefu/ledger/allocation"
	"hefu/ledger/archive"
	"hefu/ledger/attachment"
	"hefu/ledger/audit"
	"hefu/ledger/backlog"
	"hefu/ledger/bank"
	"hefu/ledger/blob"
	"hefu/ledger/clearing"
	"hefu/ledger/control"
	"hefu/ledger/devmail"
	"hefu/ledger/dimension"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/evidence"
	"hefu/ledger/export"
	"hefu/ledger/field"
	"hefu/ledger/finalization"
	"hefu/ledger/group"
	"hefu/ledger/importing"
	"hefu/ledger/inbox"
	"hefu/ledger/internal/store"
	"hefu/ledger/issue"
	"hefu/ledger/job"
	"hefu/ledger/matching"
	"hefu/ledger/note"
	"hefu/ledger/notice"
	"hefu/ledger/party"
	"hefu/ledger/payment"
	"hefu/ledger/period"
	"hefu/ledger/privacy"
	"hefu/ledger/profile"
	"hefu/ledger/progress"
	"hefu/ledger/proof"
	"hefu/ledger/receipt"
	"hefu/ledger/report"
	"hefu/ledger/review"
	"hefu/ledger/saved"
	"hefu/ledger/slip"
	"hefu/ledger/statement"
	"hefu/ledger/token"
	"hefu/ledger/worklist"
)

// Books holds the services. Each asks permission itself; none keeps state between calls.
type Books struct {
	Parties     *party.Service
	Groups      *group.Service
	Profiles    *profile.Service
	Privacy     *privacy.Service
	Periods     *period.Service
	Documents   *document.Service
	Allocations *allocation.Service
	Clearings   *clearing.Service
	Statements  *statement.Service
	Disputes    *dispute.Service
	Reviews     *review.Service
	Attachments *attachment.Service
	Aging       *aging.Service
	Imports     *importing.Service
	Reports     *report.Service
	Access      *access.Service
	Tokens      *token.Service
	Matchings   *matching.Service
	Account     *account.Service
	Notices     *notice.Service
	Progress    *progress.Service
	Evidence    *evidence.Service
	Worklists   *worklist.Service
	Inbox       *inbox.Service
	Issues      *issue.Service
	Notes       *note.Service
	Audit       *audit.Service
	Backlog     *backlog.Service
	Control     *control.Service
	Bank        *bank.Service
	Views       *saved.Service
	Fields      *field.Service
	Dimensions  *dimension.Service
	Receipts    *receipt.Service
	Payments    *payment.Service
	Slips       *slip.Service
	Archive     *archive.Service
	Exports     *export.Service
	Proofs      *proof.Service

	Finalizations *finalization.Service

	db    *store.DB
	blobs blob.Store
}

// Options sizes the connection pools. Zero means the default.
type Options struct {
	MaxConns int32 // of each of the three pools
	Tracing  bool  // a span for each statement
	Log      *slog.Logger
	Links    access.Options // without Keys no link to a statement can be granted
	Blobs    blob.Store     // where files are kept; nil: none are taken
	Notices  notice.Options // without Mail no mail is sent
	// CatchMail keeps mails in the database for the development outbox instead of sending them.
	CatchMail bool
	Matching  matching.Options
	Payments  payment.Options // without Providers nobody takes money

	Finalization finalization.Options

	FileRows int // of a report's file that somebody waits for; 0: report.MaxWaited
}

// Open connects to url, which signs in as hefu_app, and opens the services. It refuses a database that is not migrated, and
// one whose roles could pass row-level security. The caller closes it.
func Open(ctx context.Context, url string, options Options) (*Books, error) {
	settings := store.Options{MaxConns: options.MaxConns}
	if options.Tracing {
		settings.Tracer = otelpgx.NewTracer()
	}
	db, err := store.Open(ctx, url, settings)
	if err != nil {
		return nil, err
	}
	b, err := New(db, options)
	if err != nil {
		db.Close()
	}
	return b, err
}

// New opens the services over a database that is already open. They enqueue background work; Worker does it.
func New(db *store.DB, options Options) (*Books, error) {
	jobs, err := job.Open(db, nil, options.Log)
	if err != nil {
		return nil, err
	}
	files := attachment.Open(db, options.Blobs)
	statements, disputes := statement.Open(db, jobs), dispute.NewService(db, files)
	if options.CatchMail {
		options.Notices.Mail = devmail.Open(db)
	}
	links := access.Open(db, jobs, options.Links)
	if options.Finalization.BaseURL == "" {
		options.Finalization.BaseURL = options.Links.BaseURL
	}
	matchings := matching.Open(db, jobs, options.Matching)
	finalizations := finalization.Open(db, jobs, options.Blobs, links, matchings, options.Finalization)
	return &Books{
		Parties:     party.Open(db),
		Groups:      group.Open(db),
		Profiles:    profile.Open(db),
		Privacy:     privacy.Open(db),
		Periods:     period.Open(db),
		Documents:   document.Open(db).With(allocation.Acts()),
		Allocations: allocation.Open(db),
		Clearings:   clearing.Open(db, jobs),
		Statements:  statements,
		Disputes:    disputes,
		Reviews:     review.Open(db, map[review.Kind]review.Act{review.Confirmation: statements.ApproveReview, review.Acceptance: disputes.ApproveReview}),
		Attachments: files,
		Aging:       aging.Open(db),
		Imports:     importing.Open(db),
		Reports:     report.Open(db),
		Tokens:      token.Open(db),
		Matchings:   matchings,
		Account:     account.Open(db),
		Worklists:   worklist.Open(db),
		Inbox:       inbox.Open(db),
		Issues:      issue.NewService(db, files),
		Notes:       note.Open(db),
		Access:      links,
		Progress:    progress.Open(db),
		Evidence:    evidence.Open(db, statements, files),
		Audit:       audit.Open(db),
		Backlog:     backlog.Open(db, jobs),
		Views:       saved.Open(db),
		Fields:      field.Open(db),
		Dimensions:  dimension.Open(db),
		Control:     control.Open(db),
		Bank:        bank.Open(db),
		Receipts:    receipt.Open(db, jobs),
		Payments:    payment.Open(db, jobs, ledger.SystemClock, options.Payments),
		Slips:       slip.Open(db, files),
		Archive:     archive.Open(db, statements, evidence.Open(db, statements, files), options.Blobs, finalizations).Through(jobs),
		Notices:     notice.Open(db, jobs, links, party.Open(db), options.Notices),
		Exports:     export.Open(db, jobs, options.Blobs, party.Open(db), report.Open(db)).Bounded(options.FileRows),
		Proofs:      proof.Open(db, files),
		db:          db,
		blobs:       options.Blobs,

		Finalizations: finalizations,
	}, nil
}

// Worker is a client that does the background work of all services, once it is started. Several may run side by side.
func (b *Books) Worker(clock ledger.Clock, log *slog.Logger) (*job.Client, error) {
	registry := job.NewRegistry()
	b.Statements.Register(registry, clock)
	b.Attachments.Register(registry, clock)
	b.Matchings.Register(registry)
	b.Clearings.Register(registry, clock)
	b.Receipts.Register(registry, clock)
	b.Payments.Register(registry)
	b.Slips.Register(registry)
	b.Access.Register(registry)
	b.Notices.Register(registry, clock)
	b.Disputes.Register(registry)
	b.Issues.Register(registry)
	b.Parties.Register(registry)
	b.Archive.Register(registry)
	b.Exports.Register(registry)
	b.Finalizations.Register(registry, clock)
	return job.Open(b.db, registry, log)
}

// DB is passed on to the rooms that open themselves over it: ledger/web and the jobs. Nobody outside the ledger can use it.
func (b *Books) DB() *store.DB { return b.db }

// Ping answers when the database does.
func (b *Books) Ping(ctx context.Context) error { return b.db.Ping(ctx) }

// FilesReady answers when files can be kept and read, also where none are.
func (b *Books) FilesReady(ctx context.Context) error {
	if b.blobs == nil {
		return nil
	}
	return b.blobs.Ready(ctx)
}

// Close ends all connections.
func (b *Books) Close() { b.db.Close() }
