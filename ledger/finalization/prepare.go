package finalization

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/matching"
	"hefu/ledger/statement"
)

// PrepareCommand makes a statement ready for signature, in the language of the file.
type PrepareCommand struct {
	StatementID ledger.ID
	Scope       Scope
	Locale      string
	BatchID     ledger.ID // of the batch that asks for it
}

// Prepare lays out the file of an agreed statement, or of its agreed part, with places for both signatures. The statement stays as it is
// from then on. Needs Finalize. Refused in this order: an unknown scope or locale, not_found, finalization_exists,
// statement_not_agreed, conflict when it was changed meanwhile.
func (s *Service) Prepare(ctx context.Context, actor ledger.Actor, cmd PrepareCommand) (ledger.ID, error) {
	if err := requireStaff(actor, ledger.Finalize); err != nil {
		return ledger.ID{}, err
	}
	if cmd.Scope != Whole && cmd.Scope != AgreedPart {
		return ledger.ID{}, ledger.E("validation_failed").At("scope", "not_a_choice")
	}
	if cmd.Locale != "zh-CN" && cmd.Locale != "en" {
		return ledger.ID{}, ledger.E("validation_failed").At("locale", "not_a_choice")
	}
	d, err := s.draw(ctx, actor, cmd)
	if err != nil {
		return ledger.ID{}, err
	}
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error { return s.record(ctx, tx, cmd, d) })
	return d.id, err
}

// drawn is a finalization that is laid out and not yet recorded.
type drawn struct {
	id      ledger.ID
	g       ground
	sealed  []int
	figures figures
	content []byte
	file    []byte
}

// draw lays everything out without holding anything.
func (s *Service) draw(ctx context.Context, actor ledger.Actor, cmd PrepareCommand) (drawn, error) {
	d := drawn{id: ledger.NewID(), sealed: []int{}}
	var disputes []disputed
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if d.g, err = readGroundOf(ctx, tx, cmd.StatementID); err != nil {
			return err
		}
		if err = d.g.may(cmd.Scope); err != nil {
			return err
		}
		disputes, err = store.Rows[disputed](ctx, tx, readDisputes, cmd.StatementID)
		return err
	})
	if err != nil {
		return d, err
	}
	if cmd.Scope == AgreedPart {
		if d.sealed = sealed(d.g.LineCount, disputes); len(d.sealed) == 0 {
			return d, ledger.E("statement_not_agreed")
		}
	}
	var r matching.Report
	if r, err = s.report(ctx, actor, d.g, cmd.Scope, disputes); err != nil {
		return d, err
	}
	d.figures = figuresOf(r)
	content := contentOf(r, d.g, cmd.Scope, d.sealed)
	if d.content, err = json.Marshal(content); err != nil {
		return d, ledger.E("internal").Because(err)
	}
	d.file, err = s.print(d.id, r, d.g, d.content, content.Text, cmd.Locale)
	return d, err
}

const insertFinalization = `
INSERT INTO finalizations (id, organization_id, customer_id, statement_id, version, turn, scope, sealed_lines, locale, currency, closing, adjustments, items, disputed, agreed,
  content, content_sha256, file_sha256, batch_id, prepared_by, prepared_by_name, prepared_from)
SELECT $1, s.organization_id, s.customer_id, s.id, s.version, $3, $4, $5, $6, s.currency, $7, $8, $9, $10, $11, $12, sha256(convert_to($12, 'UTF8')), $13, $14, $15, $16, $17
FROM statements s WHERE s.id = $2`

// record writes what was drawn, if the statement still stands as it did then.
func (s *Service) record(ctx context.Context, tx *store.Tx, cmd PrepareCommand, d drawn) error {
	if err := statement.LockLive(ctx, tx, cmd.StatementID, d.g.Version, d.g.hash()); err != nil {
		return err
	}
	now, err := readGroundOf(ctx, tx, cmd.StatementID)
	if err != nil {
		return err
	}
	if err := now.may(cmd.Scope); err != nil {
		return err
	}
	if now.Mark != d.g.Mark {
		return ledger.E("conflict")
	}
	sum, err := s.keep(ctx, d.file)
	if err != nil {
		return err
	}
	var batch any
	if !cmd.BatchID.IsZero() {
		batch = cmd.BatchID
	}
	f := d.figures
	_, err = store.Exec(ctx, tx, insertFinalization, d.id, cmd.StatementID, now.Turn, cmd.Scope, d.sealed, cmd.Locale, f.closing, f.adjustments, f.items, f.disputed, f.agreed,
		string(d.content), sum[:], batch, tx.Actor.PersonID, tx.Actor.Name, tx.Actor.Address)
	if err != nil {
		return err
	}
	tx.Audit(d.g.CustomerID, "finalization.prepared", map[string]any{"finalization": d.id, "statement": cmd.StatementID, "version": d.g.Version, "scope": cmd.Scope,
		"agreed": f.agreed.String(), "file_sha256": hex.EncodeToString(sum[:]), "by": tx.Actor.Name})
	if !cmd.BatchID.IsZero() { // of a batch people are told once, when it is ready
		return nil
	}
	return event.Record(ctx, tx, event.Event{Kind: event.FinalizationPrepared, CustomerID: d.g.CustomerID, StatementID: cmd.StatementID, Data: map[string]any{"finalization": d.id}})
}
