// Package audit is how people read the audit log: who did what, when, from where, what was before and after, and whether the chain
// still holds. It writes nothing but that a file was taken.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Service reads the log.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// searchSpan is how many rows of the log one search for words looks through.
const searchSpan = 100000

// Row is one act. Subject is the identity, Address the network address it came from. Detail and the hashes' payload are empty where
// Withheld: they are not the reader's business.
type Row struct {
	Seq          int64
	At           time.Time
	Subject      string
	Address      string
	Name         string // of a member of staff or contact with that identity, as far as the reader may see them
	Action       string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Detail       json.RawMessage
	Payload      string
	PrevHash     string
	RowHash      string
	Withheld     bool
}

// Filter narrows the list. Actions are whole (statement.issued) or a family (statement); Person is a member of staff or a contact;
// From is included, To is not; zero means open. Before is a seq, zero the latest.
type Filter struct {
	Person     ledger.ID
	Actions    []string
	CustomerID ledger.ID
	From, To   time.Time
	Query      string
	Before     int64
	Limit      int // 1–201, one more than a page; 0 is 50
}

// Page is rows, the latest first. Through is set where a search for words stopped before the log's beginning: the next page begins
// below it.
type Page struct {
	Rows    []Row
	Through int64
}

const readRows = `
SELECT a.seq, a.at, who.subject, split_part(a.actor_subject, ' @ ', 2),
  coalesce((SELECT s.name FROM staff s WHERE s.issuer = split_part(who.subject, '#', 1) AND s.subject = substr(who.subject, position('#' in who.subject) + 1)),
    (SELECT p.name FROM contacts p WHERE p.issuer = split_part(who.subject, '#', 1) AND p.subject = substr(who.subject, position('#' in who.subject) + 1)), ''),
  a.action, a.customer_id, coalesce(c.code, ''), coalesce(c.name, ''), a.payload, a.prev_hash, a.row_hash
FROM audit_log a CROSS JOIN LATERAL (SELECT split_part(a.actor_subject, ' @ ', 1) AS subject) who LEFT JOIN customers c ON c.id = a.customer_id
WHERE a.organization_id = $1`

type rowRow struct {
	Seq                            int64
	At                             time.Time
	Subject, Address, Name, Action string
	CustomerID                     ledger.ID
	CustomerCode, CustomerName     string
	Payload, PrevHash, RowHash     string
}

// List pages through the log, the latest first. Needs SeeAudit.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter) (Page, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return Page{}, err
	}
	var page Page
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		sql, args, floor, err := narrow(ctx, tx, f)
		if err != nil {
			return err
		}
		rows, err := store.Rows[rowRow](ctx, tx, sql, args...)
		for _, row := range rows {
			page.Rows = append(page.Rows, row.shown(actor))
		}
		if err == nil {
			err = told(ctx, tx, page.Rows)
		}
		if floor > 1 && len(rows) < limitOf(f.Limit) {
			page.Through = floor
		}
		return err
	})
	return page, err
}

func limitOf(limit int) int {
	if limit <= 0 || limit > MaxFile {
		return 50
	}
	return limit
}

// narrow writes the query. floor is the lowest seq it looks at.
func narrow(ctx context.Context, tx *store.Tx, f Filter) (sql string, args []any, floor int64, err error) {
	sql, args = readRows, []any{tx.Actor.OrganizationID}
	where := func(condition string, value any) {
		args = append(args, value)
		sql += " AND " + strings.ReplaceAll(condition, "?", "$"+strconv.Itoa(len(args)))
	}
	if f.Before <= 0 {
		f.Before = math.MaxInt64
	}
	where("a.seq < ?", f.Before)
	if !f.Person.IsZero() {
		subject, _, err := store.Value[string](ctx, tx, `SELECT issuer || '#' || subject FROM staff WHERE id = $1
			UNION ALL SELECT coalesce(issuer || '#' || subject, '') FROM contacts WHERE id = $1`, f.Person)
		if err != nil {
			return "", nil, 0, err
		}
		where("split_part(a.actor_subject, ' @ ', 1) = ?", subject)
	}
	if len(f.Actions) > 0 {
		families := []string{}
		for _, action := range f.Actions {
			if !strings.Contains(action, ".") {
				families = append(families, action+".%")
			}
		}
		args = append(args, f.Actions, families)
		sql += fmt.Sprintf(" AND (a.action = ANY ($%d) OR a.action LIKE ANY ($%d))", len(args)-1, len(args))
	}
	if !f.CustomerID.IsZero() {
		where("a.customer_id = ?", f.CustomerID)
	}
	if !f.From.IsZero() {
		where("a.at >= ?", f.From)
	}
	if !f.To.IsZero() {
		where("a.at < ?", f.To)
	}
	if f.Query != "" {
		top, _, err := store.Value[int64](ctx, tx, `SELECT coalesce(max(seq), 0) FROM audit_log WHERE organization_id = $1 AND seq < $2`, tx.Actor.OrganizationID, f.Before)
		if err != nil {
			return "", nil, 0, err
		}
		floor = max(1, top-searchSpan+1)
		where("a.seq >= ?", floor)
		where(inPayload, "%"+likely.Replace(f.Query)+"%")
	}
	args = append(args, limitOf(f.Limit))
	return sql + " ORDER BY a.seq DESC LIMIT $" + strconv.Itoa(len(args)), args, floor, nil
}

// inPayload looks for words in what the log says, and in what it commits to.
const inPayload = `(a.payload ILIKE ? OR a.payload LIKE ANY (ARRAY(SELECT '%~' || encode(v.commitment, 'hex') || '%' FROM audit_values v
	WHERE v.organization_id = $1 AND v.value ILIKE ? ORDER BY v.commitment LIMIT 1000)))`

// likely keeps what a person typed from meaning anything to LIKE.
var likely = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// One reads a single row. Needs SeeAudit. not_found, also for a row of another organization.
func (s *Service) One(ctx context.Context, actor ledger.Actor, seq int64) (Row, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return Row{}, err
	}
	var out Row
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, found, err := store.Row[rowRow](ctx, tx, readRows+` AND a.seq = $2`, actor.OrganizationID, seq)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		shown := []Row{row.shown(actor)}
		if err == nil {
			err = told(ctx, tx, shown)
		}
		out = shown[0]
		return err
	})
	return out, err
}

// told puts back into the details whom they name, as far as that is still kept. What was hashed stays as it is.
func told(ctx context.Context, tx *store.Tx, rows []Row) error {
	details, places := make([]string, len(rows)), make([]*string, len(rows))
	for i, row := range rows {
		details[i], places[i] = string(row.Detail), &details[i]
	}
	err := store.Told(ctx, tx, places...)
	for i := range rows {
		if rows[i].Detail != nil {
			rows[i].Detail = json.RawMessage(details[i])
		}
	}
	return err
}

// plain are the families that hold no money, whose detail an administrator reads too.
var plain = []string{"staff", "session", "refused", "organization", "channel", "token", "contact", "contacts", "notice", "job", "audit", "statement_template",
	"inclusion_rule", "mail_template", "periods", "period", "link", "links", "report_view"}

// Everything tells whether the reader sees what each act changed, amounts too.
func Everything(actor ledger.Actor) bool { return actor.May(ledger.ExportAudit) }

// payload is what audit_append writes.
type payload struct {
	Detail json.RawMessage `json:"detail"`
}

func (r rowRow) shown(actor ledger.Actor) Row {
	out := Row{Seq: r.Seq, At: r.At.UTC(), Subject: r.Subject, Address: r.Address, Name: r.Name, Action: r.Action, CustomerID: r.CustomerID,
		CustomerCode: r.CustomerCode, CustomerName: r.CustomerName, PrevHash: r.PrevHash, RowHash: r.RowHash}
	family, _, _ := strings.Cut(r.Action, ".")
	if !Everything(actor) && !slices.Contains(plain, family) {
		out.Withheld = true
		return out
	}
	var p payload
	_ = json.Unmarshal([]byte(r.Payload), &p) // what cannot be read has no detail, and the chain's check names it
	out.Payload, out.Detail = r.Payload, p.Detail
	return out
}

// Each distinct action is found by one step in the index.
const readActions = `
WITH RECURSIVE found (action) AS (
  (SELECT action FROM audit_log WHERE organization_id = $1 ORDER BY action LIMIT 1)
  UNION ALL
  SELECT (SELECT a.action FROM audit_log a WHERE a.organization_id = $1 AND a.action > f.action ORDER BY a.action LIMIT 1) FROM found f WHERE f.action IS NOT NULL
) SELECT action FROM found WHERE action IS NOT NULL`

// Actions lists every kind of act that the organization's log holds, in order. Needs SeeAudit.
func (s *Service) Actions(ctx context.Context, actor ledger.Actor) ([]string, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return nil, err
	}
	var actions []string
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		actions, err = store.Values[string](ctx, tx, readActions, actor.OrganizationID)
		return err
	})
	return actions, err
}
