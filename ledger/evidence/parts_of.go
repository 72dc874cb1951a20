package evidence

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"hefu/ledger"
)

// File is one entry of a package with what proves it.
type File = file

// Pack is a package in the making for who puts more into it than this room knows, and says itself how it is checked.
type Pack struct{ pack *pack }

// NewPack begins a ZIP whose entries bear the time at.
func NewPack(w io.Writer, at time.Time) *Pack { return &Pack{newPack(w, at)} }

// Add writes a file.
func (p *Pack) Add(path string, content []byte) error { return p.pack.addBytes(path, content) }

// Files are those written so far.
func (p *Pack) Files() []File { return p.pack.files }

// Proofs are the files of documents (ledger/proof) among those written so far.
func (p *Pack) Proofs() []ledger.ID { return p.pack.proofs }

// Sums are the files written so far as sha256sum -c reads them.
func (p *Pack) Sums() []byte {
	var sums strings.Builder
	for _, f := range p.pack.files {
		fmt.Fprintf(&sums, "%s  %s\n", f.SHA256, f.Path)
	}
	return []byte(sums.String())
}

// Close ends the ZIP.
func (p *Pack) Close() error { return p.pack.zip.Close() }

// creditNotes are what was credited in the disputes of a statement.
const creditNotes = `
SELECT json_build_object('document_no', c.document_no, 'kind', c.kind, 'document_date', c.document_date, 'posting_date', c.posting_date, 'currency', c.currency,
  'net', c.net::text, 'tax', c.tax::text, 'gross', c.gross::text, 'dispute_no', d.dispute_no, 'line', d.line_no)::text
FROM disputes d JOIN documents c ON c.id = d.credit_document_id WHERE d.statement_id = ANY ($1) ORDER BY d.id`

// The cause of a dispute is the seller's own finding.
const sharedDisputes = `SELECT ((x.j::jsonb) - 'root_cause')::text FROM (` + disputes + `) x (j)`

// Shared writes what both sides know of one statement: every version as it was kept and as PDF, answers, deliveries and views, disputes with
// what was said in them, credit notes, attached files, and the files beside the documents it shows. Neither vouchers, nor the audit log, nor what staff wrote, sent or decided among
// themselves. Refused as Write refuses.
func (s *Service) Shared(ctx context.Context, actor ledger.Actor, statementID ledger.ID, p *Pack) error {
	a, err := s.prepare(ctx, actor, Query{StatementID: statementID, shared: true})
	if err != nil {
		return err
	}
	if err := s.writeStatements(ctx, actor, a, p.pack); err != nil {
		return err
	}
	for _, table := range []struct {
		path, sql string
		args      []any
	}{
		{"disputes/disputes.jsonl", sharedDisputes, []any{a.statementIDs(), false, true}},
		{"disputes/credit-notes.jsonl", creditNotes, []any{a.statementIDs()}},
	} {
		if err := s.rows(ctx, actor, p.pack, table.path, table.sql, table.args...); err != nil {
			return err
		}
	}
	if err := s.writeAttachments(ctx, actor, a, p.pack); err != nil {
		return err
	}
	return s.writeProofs(ctx, actor, a, p.pack)
}
