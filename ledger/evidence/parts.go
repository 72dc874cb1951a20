package evidence

import (
	"context"
	"io"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

const readVersions = `SELECT version FROM statement_versions WHERE statement_id = $1 ORDER BY version`

// writeStatements writes each version of each statement as the bytes that were kept and as PDF, and what was answered, sent and seen.
func (s *Service) writeStatements(ctx context.Context, actor ledger.Actor, a about, p *pack) error {
	for i, head := range a.Statements {
		folder := "statements/" + safe(head.StatementNo) + "/"
		var versions []int
		err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
			versions, err = store.Values[int](ctx, tx, readVersions, head.ID)
			return err
		})
		if err != nil {
			return err
		}
		for _, version := range versions {
			for _, format := range []statement.FileFormat{statement.JSON, statement.PDF} {
				made, err := s.statements.DownloadVersion(ctx, actor, head.ID, version, format, "")
				if err != nil {
					return err
				}
				if err := p.addBytes(folder+"v"+strconv.Itoa(version)+"."+string(format), made.Content); err != nil {
					return err
				}
			}
		}
		if err := s.rows(ctx, actor, p, folder+"answers.json", statementAnswers, head.ID); err != nil {
			return err
		}
		if err := s.rows(ctx, actor, p, folder+"deliveries.jsonl", statementDeliveries, head.ID, a.shared); err != nil {
			return err
		}
		if a.step != nil {
			if err := a.step(i + 1); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeTables writes what the books, the disputes and the audit log say, a line of JSON a row.
func (s *Service) writeTables(ctx context.Context, actor ledger.Actor, a about, p *pack) error {
	for _, table := range []struct {
		path, sql string
		args      []any
	}{
		{"disputes/disputes.jsonl", disputes, []any{a.statementIDs(), a.Internal, false}},
		{"books/documents.jsonl", documents, []any{a.CustomerID, a.From, a.To}},
		{"books/document-lines.jsonl", documentLines, []any{a.CustomerID, a.From, a.To}},
		{"books/vouchers.jsonl", vouchers, []any{a.CustomerID, a.From, a.To}},
		{"books/settlements.jsonl", settlements, []any{a.CustomerID, a.From, a.To}},
		{"audit/audit.jsonl", auditRows, []any{a.CustomerID, a.From, a.To, a.statementIDs()}},
	} {
		if err := s.rows(ctx, actor, p, table.path, table.sql, table.args...); err != nil {
			return err
		}
	}
	for _, table := range tables {
		if err := s.sheet(ctx, actor, p, table, a.CustomerID, a.From, a.To); err != nil {
			return err
		}
	}
	return nil
}

// rows streams rows of JSON text into a file.
func (s *Service) rows(ctx context.Context, actor ledger.Actor, p *pack, path, sql string, args ...any) error {
	return p.add(path, func(w io.Writer) error {
		return s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
			for row, err := range store.Each[struct{ Text string }](ctx, tx, sql, args...) {
				if err != nil {
					return err
				}
				if _, err := io.WriteString(w, row.Text+"\n"); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// writeAttachments copies the files of the disputes.
func (s *Service) writeAttachments(ctx context.Context, actor ledger.Actor, a about, p *pack) error {
	for _, it := range a.Attachments {
		found, err := s.files.Open(ctx, actor, it.ID, false)
		if err := p.copied("attachments/"+safe(it.DisputeNo)+"/"+it.ID.String()[24:]+"-"+safe(it.Name), it.Name+" "+it.SHA256, found, err); err != nil {
			return err
		}
	}
	return nil
}

// copied copies a file that was opened. One that is kept no more is named in a note instead, so that its absence shows.
func (p *pack) copied(path, named string, found attachment.Download, fault error) error {
	if fault != nil {
		return p.addBytes(path+".missing.txt", []byte(named+"\n"))
	}
	err := p.add(path, func(w io.Writer) error {
		_, err := io.Copy(w, found)
		return err
	})
	if closed := found.Close(); err == nil {
		err = closed
	}
	return err
}
