package bank

import (
	"context"
	"encoding/json"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Commit imports a kept file: all its statements, or nothing. Lines that an account has are passed over, so a file that overlaps
// another adds only what is new. Needs Import. Refused: not_found; state_forbids once it is imported; duplicate_file when an account
// has this very file; bank_file_refused with the reason for what cannot be read, does not prove out, or contradicts what is there.
func (s *Service) Commit(ctx context.Context, actor ledger.Actor, id ledger.ID) (*File, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return nil, err
	}
	var out *File
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		// One import at a time for an organization: what is compared must not move.
		if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('bank import ' || $1::text, 0))`, actor.OrganizationID.String()); err != nil {
			return err
		}
		file, err := s.examine(ctx, tx, id)
		if err != nil {
			return err
		}
		out = file
		if file.ImportedAt != nil {
			return ledger.E("state_forbids").With("state", "imported")
		}
		if why := file.why(); why != nil {
			if why.Code == "imported_before" {
				return ledger.E("duplicate_file")
			}
			return ledger.E("bank_file_refused").With("reason", why.Reason(actor.Locale))
		}
		for _, p := range file.Parts {
			if err := p.write(ctx, tx, file); err != nil {
				return err
			}
		}
		if _, err := MeetPayouts(ctx, tx); err != nil {
			return err
		}
		now, err := tx.Now(ctx)
		file.ImportedAt = &now
		if err == nil {
			_, err = store.Exec(ctx, tx, `UPDATE bank_files SET imported_at = now() WHERE id = $1`, id)
		}
		tx.Audit(ledger.ID{}, "bank_file.imported", map[string]any{"file": id, "name": file.Name, "sha256": file.SHA256, "format": file.Format, "new": file.New()})
		return err
	})
	return out, err
}

const insertStatement = `
INSERT INTO bank_statements (id, organization_id, account_id, file_id, file_sha256, file_name, format, number, opens_on, closes_on, opening, closing, kept_opening, kept_closing, parts, lines, known, imported_by_name)
VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7, $8, $9, $10, $11, $12, $13, $14, $15::jsonb, $16, $17, $18)`

var insertLines = store.OverSet(`
INSERT INTO bank_lines (organization_id, account_id, statement_id, currency, id, seq, booked_on, valued_on, amount, kind, counterparty, counterparty_account, counterparty_bank,
  end_to_end, remittance, bank_text, bank_reference, code, batch, identity, occurrence)
SELECT $1, $2, $3, $4, l.id, l.n, l.booked_on, l.valued_on, l.amount, l.kind, l.counterparty, l.counterparty_account, l.counterparty_bank,
  l.end_to_end, l.remittance, l.bank_text, l.bank_reference, l.code, l.batch, l.identity, l.occurrence
FROM {set}`, "l", 5, "id uuid", "booked_on date", "valued_on date", "amount numeric", "kind text", "counterparty text", "counterparty_account text", "counterparty_bank text",
	"end_to_end text", "remittance text", "bank_text text", "bank_reference text", "code text", "batch text", "identity bytea", "occurrence int")

// write keeps the statement with its new lines. One that adds nothing to what is known leaves nothing.
func (p *Part) write(ctx context.Context, tx *store.Tx, file *File) error {
	if p.New == 0 && p.Lines > 0 {
		return nil
	}
	id := ledger.NewID()
	pages, err := json.Marshal(p.Pages)
	if err != nil {
		return ledger.E("internal").Because(err)
	}
	opening, closing := p.Opening, p.Closing
	from, until := decimal.NewNullDecimal(p.keptFrom), decimal.NewNullDecimal(p.keptUntil)
	if !p.Proven() {
		opening, closing, from, until = decimal.NullDecimal{}, decimal.NullDecimal{}, decimal.NullDecimal{}, decimal.NullDecimal{}
	}
	_, err = store.Exec(ctx, tx, insertStatement, id, tx.Actor.OrganizationID, p.Account.ID, file.ID, file.SHA256, file.Name, file.Format, p.Number, p.OpensOn, p.ClosesOn,
		opening, closing, from, until, string(pages), p.New, p.Known, tx.Actor.Name)
	if err != nil || p.New == 0 {
		return err
	}
	_, err = store.Exec(ctx, tx, insertLines.For(p.New), append([]any{tx.Actor.OrganizationID, p.Account.ID, id, p.Currency}, columns(p.fresh)...)...)
	return err
}
