package matching

import (
	"context"
	"encoding/json"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/tally/layout"
)

// UploadCommand brings the customer's own ledger for the version of a statement that is in force: a file's bytes, or what was pasted out of a
// spreadsheet. Name is shown and never trusted.
type UploadCommand struct {
	StatementID ledger.ID
	Name        string
	Content     []byte
}

// Upload keeps the file, reads its columns, and begins a matching of the statement in place of one that was not completed. Needs
// ConfirmStatements. Refused in this order: payload_too_large, own_ledger_refused, not_found, state_forbids for a statement that is not out.
func (s *Service) Upload(ctx context.Context, actor ledger.Actor, cmd UploadCommand) (View, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return View{}, err
	}
	read, err := readTable(cmd.Content, cmd.Name, actor.Locale)
	if err != nil {
		return View{}, err
	}
	guess := layout.Recognize(head(read.rows))
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := answerable(ctx, tx, cmd.StatementID)
		if err != nil {
			return err
		}
		mapping := guess.Mapping
		if known, found, err := remembered(ctx, tx, at.CustomerID); err != nil {
			return err
		} else if found && fits(known, read.rows) {
			mapping = known
		}
		file := ledger.NewID()
		var b store.Batch
		b.Do(`INSERT INTO matching_files (id, organization_id, customer_id, name, format, sha256, content) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			file, tx.Actor.OrganizationID, at.CustomerID, plainName(cmd.Name), read.format, digest(cmd.Content), cmd.Content)
		begin(&b, tx.Actor, at, ledger.NewID(), file, mapping)
		tx.Audit(at.CustomerID, "matching.uploaded", map[string]any{"statement": cmd.StatementID, "version": at.Version, "file": plainName(cmd.Name), "rows": len(read.rows)})
		return tx.Send(ctx, &b)
	})
	if err != nil {
		return View{}, err
	}
	return s.Get(ctx, actor, cmd.StatementID)
}

const insertMatching = `
INSERT INTO matchings (id, organization_id, customer_id, statement_id, version, currency, file_id, state, mapping, created_by, created_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'uploaded', $8::jsonb, $9, $10)`

// begin replaces whatever matching of the statement is under way by a new one over the file.
func begin(b *store.Batch, actor ledger.Actor, at ground, id, file ledger.ID, mapping layout.Mapping) {
	text, _ := json.Marshal(mapping)
	b.Do(`UPDATE matchings SET state = 'replaced', row_version = row_version + 1 WHERE statement_id = $1 AND state IN ('uploaded', 'waiting', 'matched', 'failed')`, at.StatementID)
	b.Do(insertMatching, id, actor.OrganizationID, at.CustomerID, at.StatementID, at.Version, at.Currency, file, string(text), actor.PersonID, actor.Name)
}

// head is enough of a file to recognize its columns.
func head(rows [][]string) [][]string { return rows[:min(len(rows), 60)] }

func remembered(ctx context.Context, tx *store.Tx, customer ledger.ID) (layout.Mapping, bool, error) {
	text, found, err := store.Value[string](ctx, tx, `SELECT mapping::text FROM matching_mappings WHERE customer_id = $1`, customer)
	var m layout.Mapping
	if err != nil || !found {
		return m, false, err
	}
	return m, json.Unmarshal([]byte(text), &m) == nil, nil
}

// fits tells whether a file has the same headings in the same places as the one the mapping was made for.
func fits(m layout.Mapping, rows [][]string) bool {
	if m.Header < 0 || m.Header >= len(rows) || len(m.Headings) == 0 {
		return false
	}
	for place, heading := range m.Headings {
		text := ""
		if place < len(rows[m.Header]) {
			text = rows[m.Header][place]
		}
		if plain(text) != plain(heading) {
			return false
		}
	}
	return true
}

func plain(text string) string { return strings.ToLower(strings.TrimSpace(norm.NFKC.String(text))) }

// plainName keeps a file's name short, on one line, and without a path.
func plainName(name string) string {
	if cut := strings.LastIndexAny(name, `/\`); cut >= 0 {
		name = name[cut+1:]
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(name, "")))
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[:120])
	}
	return strings.TrimSpace(name)
}
