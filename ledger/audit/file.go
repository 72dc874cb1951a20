package audit

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// MaxFile bounds the rows of one file.
const MaxFile = 20000

// Format is csv, or json: an object a line.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	JSON Format = "json"
)

// fileRow is a row as files have it. Payload with both hashes is what an outsider checks.
type fileRow struct {
	Seq      int64     `json:"seq"`
	At       time.Time `json:"at"`
	Actor    string    `json:"actor"`
	Address  string    `json:"address"`
	Name     string    `json:"name"`
	Action   string    `json:"action"`
	Customer string    `json:"customer"`
	Payload  string    `json:"payload"`
	PrevHash string    `json:"prev_hash"`
	RowHash  string    `json:"row_hash"`
}

// File writes the rows that the filter lets through, at most MaxFile of them, the oldest first, and logs that it was taken. Needs
// ExportAudit, which administrators do not have. Refused: too_many_rows.
func (s *Service) File(ctx context.Context, actor ledger.Actor, f Filter, format Format) ([]byte, error) {
	if err := actor.Require(ledger.ExportAudit); err != nil {
		return nil, err
	}
	f.Limit, f.Before = MaxFile+1, 0
	page := Page{}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		sql, args, _, err := narrow(ctx, tx, f)
		if err != nil {
			return err
		}
		args[len(args)-1] = MaxFile + 1
		rows, err := store.Rows[rowRow](ctx, tx, sql, args...)
		if err == nil && len(rows) > MaxFile {
			err = ledger.E("too_many_rows").With("limit", MaxFile)
		}
		page.Rows = page.Rows[:0]
		for i := len(rows) - 1; i >= 0; i-- {
			page.Rows = append(page.Rows, rows[i].shown(actor))
		}
		tx.Audit(ledger.ID{}, "audit.exported", map[string]any{"rows": len(rows), "format": format, "actions": f.Actions, "query": f.Query})
		return err
	})
	if err != nil {
		return nil, err
	}
	if format == CSV {
		return writeCSV(page.Rows)
	}
	return writeJSON(page.Rows)
}

func (r Row) file() fileRow {
	return fileRow{r.Seq, r.At, r.Subject, r.Address, r.Name, r.Action, r.CustomerCode, r.Payload, r.PrevHash, r.RowHash}
}

func writeJSON(rows []Row) ([]byte, error) {
	var out bytes.Buffer
	lines := json.NewEncoder(&out)
	lines.SetEscapeHTML(false)
	for _, row := range rows {
		if err := lines.Encode(row.file()); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

func writeCSV(rows []Row) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if err := w.Write([]string{"seq", "at", "actor", "address", "name", "action", "customer", "payload", "prev_hash", "row_hash"}); err != nil {
		return nil, err
	}
	for _, row := range rows {
		r := row.file()
		cells := []string{strconv.FormatInt(r.Seq, 10), r.At.Format(time.RFC3339Nano), harmless(r.Actor), harmless(r.Address), harmless(r.Name), r.Action,
			harmless(r.Customer), r.Payload, r.PrevHash, r.RowHash}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// harmless keeps a spreadsheet from taking a cell for a formula. A payload begins with a brace and a hash with a digit of its own.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
