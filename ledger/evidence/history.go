package evidence

import (
	"context"
	"io"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// The days between which everything lies.
var (
	firstDay = calendar.MustParse("1900-01-01")
	lastDay  = calendar.MustParse("2999-12-31")
)

// MaxHistory bounds the statements of one history: thirty years of a day's statements in each of several currencies.
const MaxHistory = 50000

// History is Write over the whole time of a customer, in the background: step is told how many of its statements are written, more adds what
// others keep of the customer. What it is called is the caller's business. Refused as Write refuses.
func (s *Service) History(ctx context.Context, actor ledger.Actor, customerID ledger.ID, w io.Writer, step func(done, total int) error, more func(*Pack) error) error {
	a, err := s.prepare(ctx, actor, Query{CustomerID: customerID, From: firstDay, To: lastDay, whole: true})
	if err != nil {
		return err
	}
	a.step = func(done int) error { return step(done, len(a.Statements)) }
	p := newPack(w, a.MadeAt)
	for _, part := range []func(context.Context, ledger.Actor, about, *pack) error{s.writeStatements, s.writeTables, s.writeAttachments, s.writeProofs} {
		if err := part(ctx, actor, a, p); err != nil {
			return err
		}
	}
	if err := more(&Pack{p}); err != nil {
		return err
	}
	if err := p.end(a); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(_ context.Context, tx *store.Tx) error {
		tx.Audit(a.CustomerID, "evidence.exported", map[string]any{"whole": true, "statements": len(a.Statements), "files": len(p.files), "manifest_sha256": p.manifest})
		return nil
	})
}

// Copy writes a file out of a reader.
func (p *Pack) Copy(path string, content io.Reader) error {
	return p.pack.add(path, func(w io.Writer) error {
		_, err := io.Copy(w, content)
		return err
	})
}
