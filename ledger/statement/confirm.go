package statement

import (
	"context"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// ConfirmCommand confirms lines of one version. Lines empty means every line that has no answer yet. SHA256 is the hex hash of the
// content that was shown: a confirmation is for those bytes and no others.
type ConfirmCommand struct {
	StatementID ledger.ID
	Version     int
	SHA256      string
	Lines       []int
	Remark      string
}

// Confirmed is what a confirmation came to. Lines that could not be confirmed are in Refused; the others are confirmed all the same.
type Confirmed struct {
	ID      ledger.ID // none when every line was refused, or when a second person is needed
	Review  ledger.ID // where a second person is needed: what waits for it; Count lines wait and none is confirmed yet
	Count   int
	Amount  decimal.Decimal
	Refused []Refused
}

// Refused is a line that was left as it is, and why.
type Refused struct {
	Line int
	Err  *ledger.Error
}

const maxRemark = 500

// NoLine tells whether a number cannot be that of any line: below one, or beyond what the database counts with.
func NoLine(no int) bool { return no < 1 || no > math.MaxInt32 }

func (c ConfirmCommand) check() error {
	bad := ledger.E("validation_failed")
	if len([]rune(c.Remark)) > maxRemark {
		bad.At("remark", "too_long")
	}
	if slices.ContainsFunc(c.Lines, NoLine) {
		bad.At("lines", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// A movement counts with its amount, what was brought forward with what is open of it. $4: every line that is free.
const confirmLines = freeLines + `
confirmed AS (
  INSERT INTO confirmations (id, organization_id, customer_id, statement_id, version, sha256, lines, whole, amount, remark, actor_id, actor_name, address,
    checked_by, checked_by_name, link_id)
  SELECT $5, $6, $7, $1, $2, $8, array_agg(no ORDER BY no), $13, sum(value), $9, $10, $11, $12, $14, $15, $16 FROM free HAVING count(*) > 0
),
answered AS (
  INSERT INTO line_answers (statement_id, line_no, organization_id, customer_id, version, answer, confirmation_id)
  SELECT $1, no, $6, $7, $2, 'confirmed', $5 FROM free
)
SELECT no, value FROM free`

const freeLines = `
WITH body AS MATERIALIZED (SELECT body::jsonb AS b FROM statement_versions WHERE statement_id = $1 AND version = $2),
shown AS MATERIALIZED (
  SELECT (l ->> 0)::int AS no, (l ->> 17)::numeric AS value FROM body, jsonb_array_elements(b -> 'lines') l
  UNION ALL
  SELECT (l ->> 0)::int, (l ->> 9)::numeric FROM body, jsonb_array_elements(b -> 'open_items') l
),
free AS MATERIALIZED (
  SELECT s.no, s.value FROM shown s LEFT JOIN line_answers a ON a.statement_id = $1 AND a.line_no = s.no LEFT JOIN unnest($3::int[]) AS w (no) ON w.no = s.no
  WHERE a.line_no IS NULL AND ($4 OR w.no IS NOT NULL)
),`

type confirmedLine struct {
	No    int
	Value decimal.Decimal
}

// Confirm records that the customer agrees with lines as they were shown; where the customer asks for maker and checker, it only
// lets them wait for a second person. Needs ConfirmStatements. Refused as a whole, in this
// order: not_found, state_forbids, stale_version, content_changed, nothing_to_confirm when Lines is empty and every line has its
// answer. Single lines are refused with line_unknown, line_answered or line_disputed.
func (s *Service) Confirm(ctx context.Context, actor ledger.Actor, cmd ConfirmCommand) (Confirmed, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return Confirmed{}, err
	}
	if err := cmd.check(); err != nil {
		return Confirmed{}, err
	}
	var out Confirmed
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = confirm(ctx, tx, cmd)
		return err
	})
	return out, err
}

func confirm(ctx context.Context, tx *store.Tx, cmd ConfirmCommand) (Confirmed, error) {
	at, err := lockLive(ctx, tx, cmd.StatementID, cmd.Version, cmd.SHA256)
	if err != nil {
		return Confirmed{}, err
	}
	if at.TwoPeople {
		return submit(ctx, tx, at, cmd)
	}
	return record(ctx, tx, at, cmd, signature{MadeBy: tx.Actor.PersonID, Name: tx.Actor.Name, From: tx.Actor.Address, All: len(cmd.Lines) == 0, Whole: len(cmd.Lines) == 0})
}

// signature is who confirms: one person, or a maker and a checker. All takes every line that is free; Whole is what is written down.
type signature struct {
	MadeBy      ledger.ID
	Name, From  string
	CheckedBy   ledger.ID
	CheckedName string
	All, Whole  bool
}

// sorted are the lines a command names, each once.
func sorted(lines []int) []int {
	wanted := slices.AppendSeq([]int{}, slices.Values(lines))
	slices.Sort(wanted)
	return slices.Compact(wanted)
}

// record writes a confirmation of lines of a statement that is held.
func record(ctx context.Context, tx *store.Tx, at locked, cmd ConfirmCommand, by signature) (Confirmed, error) {
	id, whole, wanted := ledger.NewID(), by.All, sorted(cmd.Lines)
	lines, err := store.Rows[confirmedLine](ctx, tx, confirmLines, cmd.StatementID, cmd.Version, wanted, whole, id, tx.Actor.OrganizationID, at.CustomerID,
		at.SHA256, cmd.Remark, by.MadeBy, by.Name, by.From, by.Whole, by.CheckedBy, by.CheckedName, tx.Actor.LinkID)
	if err != nil {
		return Confirmed{}, err
	}
	if whole && len(lines) == 0 {
		return Confirmed{}, ledger.E("nothing_to_confirm")
	}
	out := Confirmed{Count: len(lines)}
	got := make(map[int]bool, len(lines))
	for _, l := range lines {
		got[l.No] = true
		out.Amount = out.Amount.Add(l.Value)
	}
	if out.Refused, err = refusals(ctx, tx, cmd.StatementID, at.LineCount, wanted, got); err != nil || len(lines) == 0 {
		return out, err
	}
	out.ID = id
	tx.Audit(at.CustomerID, "statement.confirmed", map[string]any{"statement": cmd.StatementID, "version": cmd.Version, "sha256": cmd.SHA256,
		"confirmation": id, "lines": len(lines), "whole": by.Whole, "amount": out.Amount.String(), "by": by.Name, "checked_by": by.CheckedName, "remark": cmd.Remark})
	err = event.Record(ctx, tx, event.Event{Kind: event.StatementConfirmed, CustomerID: at.CustomerID, StatementID: cmd.StatementID,
		Data: map[string]any{"confirmation_id": id, "lines": len(lines), "amount": out.Amount.String(), "whole": by.Whole}})
	if err != nil {
		return out, err
	}
	return out, Settle(ctx, tx, cmd.StatementID)
}

const readAnswered = `
SELECT a.line_no, coalesce(d.state NOT IN ('resolved', 'withdrawn'), false)
FROM line_answers a LEFT JOIN disputes d ON d.id = a.dispute_id WHERE a.statement_id = $1 AND a.line_no = ANY ($2)`

// refusals says of each wanted line that was left alone why. Lines are numbered from 1 without a gap.
func refusals(ctx context.Context, tx *store.Tx, id ledger.ID, count int, wanted []int, got map[int]bool) ([]Refused, error) {
	var left []int
	for _, no := range wanted {
		if !got[no] {
			left = append(left, no)
		}
	}
	if len(left) == 0 {
		return nil, nil
	}
	rows, err := store.Rows[struct {
		No       int
		Disputed bool
	}](ctx, tx, readAnswered, id, left)
	if err != nil {
		return nil, err
	}
	disputed := map[int]bool{}
	for _, row := range rows {
		disputed[row.No] = row.Disputed
	}
	var out []Refused
	for _, no := range left {
		code := "line_answered"
		switch {
		case no > count:
			code = "line_unknown"
		case disputed[no]:
			code = "line_disputed"
		}
		out = append(out, Refused{no, ledger.E(code).With("line", no)})
	}
	return out, nil
}
