package dispute

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/internal/store"
)

// View is a dispute with its thread, its live or last resolution, and what the actor may do with it now.
type View struct {
	Summary
	Messages    []Message
	Attachments []attachment.View
	FilesOpen   bool // the actor's own may still be withdrawn
	Readers     []Reader
	Resolution  *ResolutionView
	Line        LineView
	Actions     map[string]Action
}

// Message is one entry of the thread. The database itself keeps internal notes from the customer.
type Message struct {
	ID         ledger.ID
	Side       string
	Internal   bool
	Kind       string
	AuthorID   ledger.ID
	AuthorName string
	Text       string
	Data       json.RawMessage
	CreatedAt  time.Time
}

// ResolutionView is a decision as both sides see it; RootCause is for staff only.
type ResolutionView struct {
	ID             ledger.ID
	Decision       string
	Instrument     string
	Amount         decimal.Decimal
	Text           string
	State          string
	ProposedByName string
	CreatedAt      time.Time
	DocumentID     ledger.ID
	DocumentNo     string
	Together       int // how many were resolved in the same act, with this one; 0 where it was alone
}

// LineView is the disputed document in short; empty for a line without one.
type LineView struct {
	DocumentNo   string
	DocumentDate string
	DueDate      string
	Description  string
	Amount       decimal.Decimal
	Open         decimal.Decimal
	OrderNo      string
	ShipmentNo   string
	ContractNo   string
	InvoiceNo    string
}

// Action says whether something may be done now, and why not.
type Action struct {
	Allowed bool
	Why     string // a code of the catalogue
}

func selectFor(actor ledger.Actor) string {
	name := "coalesce((SELECT p.name FROM staff p WHERE p.id = d.assignee_id), '')"
	if actor.Audience == ledger.Portal {
		name = "''"
	}
	return fill(strings.Replace(summarySelect, "%ASSIGNEE%", name, 1), actor)
}

// fill puts what depends on the actor's side into a query.
func fill(sql string, actor ledger.Actor) string {
	return strings.NewReplacer("%UNREAD%", unreadFor(actor), "%CONCERNS%", concerns(actor), "%APPROVE%", decidable(actor)).Replace(sql)
}

// decidable is the condition of the disputes whose resolution the actor may approve or decline.
func decidable(actor ledger.Actor) string {
	if !actor.May(ledger.PostDocuments) {
		return "false"
	}
	return "d.state = 'awaiting_approval' AND EXISTS (SELECT FROM resolutions r WHERE r.dispute_id = d.id AND " + Decides("$1", strconv.FormatBool(actor.May(ledger.ApproveDocuments))) + ")"
}

// unreadFor counts the unread messages of a dispute that is the actor's business; who leaves no marks has none.
func unreadFor(actor ledger.Actor) string {
	side := "staff"
	if actor.Audience == ledger.Portal {
		side = "customer"
	} else if !actor.May(ledger.AnswerDisputes) {
		return "0"
	}
	return "CASE WHEN " + concerns(actor) + " THEN " + strings.Replace(unreadIn, "%SIDE%", side, 1) + " ELSE 0 END"
}

const readMessages = `
SELECT id, side, internal, kind, author_id, author_name, text, data, created_at FROM dispute_messages WHERE dispute_id = $1 ORDER BY id`

const readResolution = `
SELECT r.id, r.decision, coalesce(r.instrument, ''), r.amount, r.text, r.state, r.proposed_by_name, r.created_at, r.document_id, coalesce(n.document_no, ''),
  CASE WHEN r.together IS NULL THEN 0 ELSE (SELECT count(*) FROM resolutions x WHERE x.together = r.together) END
FROM resolutions r LEFT JOIN documents n ON n.id = r.document_id WHERE r.dispute_id = $1 %VISIBLE% ORDER BY r.id DESC LIMIT 1`

const readLine = `
SELECT o.document_no, o.document_date::text, coalesce((SELECT max(i.due_date) FROM open_items i WHERE i.document_id = o.id)::text, o.due_date::text, ''), o.description, o.gross,
  coalesce((SELECT sum(i.open_amount) FROM open_items i WHERE i.document_id = o.id), 0), o.order_no, o.shipment_no, o.contract_no, o.invoice_no
FROM disputes d JOIN documents o ON o.id = d.document_id WHERE d.id = $1`

// Get reads one dispute. Needs SeeStatements; not_found for what is not the actor's to see.
func (s *Service) Get(ctx context.Context, actor ledger.Actor, id ledger.ID) (View, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return View{}, err
	}
	var view View
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		view, err = get(ctx, tx, id)
		return err
	})
	return view, err
}

func get(ctx context.Context, tx *store.Tx, id ledger.ID) (View, error) {
	sql, args := scoped(selectFor(tx.Actor), tx.Actor)
	visible := ""
	if tx.Actor.Audience == ledger.Portal {
		visible = "AND r.state NOT IN ('awaiting_approval', 'declined')"
	}
	var view View
	var heads []Summary
	var open []struct{ Open bool }
	var resolutions []ResolutionView
	var lines []LineView
	var b store.Batch
	store.Read(&b, &heads, sql+" AND d.id = $2", append(args, id)...)
	store.Read(&b, &view.Messages, readMessages, id)
	attachment.OfDispute(&b, &view.Attachments, id)
	store.Read(&b, &view.Readers, readReaders, id)
	store.Read(&b, &open, `SELECT NOT (s.state = ANY ($2)) FROM disputes d JOIN statements s ON s.id = d.statement_id WHERE d.id = $1`, id, statesSigned)
	store.Read(&b, &resolutions, strings.Replace(readResolution, "%VISIBLE%", visible, 1), id)
	store.Read(&b, &lines, readLine, id)
	if err := tx.Send(ctx, &b); err != nil {
		return View{}, err
	}
	if len(heads) == 0 || !tx.Actor.Reaches(heads[0].StatementID) {
		return View{}, ledger.E("not_found")
	}
	if err := readFields(ctx, tx, heads); err != nil {
		return View{}, err
	}
	view.Summary = heads[0]
	view.FilesOpen = len(open) > 0 && open[0].Open
	if len(resolutions) > 0 {
		view.Resolution = &resolutions[0]
	}
	if len(lines) > 0 {
		view.Line = lines[0]
	}
	view.Actions = actions(tx.Actor, view.State)
	if tx.Actor.Audience != ledger.Portal {
		if err := view.allowMore(ctx, tx); err != nil {
			return View{}, err
		}
	}
	return view, nil
}

// actions is what the actor's role and the dispute's state allow together; the role is asked first.
func actions(actor ledger.Actor, state State) map[string]Action {
	live := state != Resolved && state != Withdrawn
	decide := state == Open || state == InReview || state == Answered
	rule := func(permission ledger.Permission, now bool) Action {
		switch {
		case !actor.May(permission):
			return Action{Why: "not_permitted"}
		case !now:
			return Action{Why: "state_forbids"}
		}
		return Action{Allowed: true}
	}
	if actor.Audience == ledger.Portal {
		return map[string]Action{
			"message":  rule(ledger.DisputeLines, live),
			"attach":   rule(ledger.DisputeLines, live),
			"read":     mayMark(actor),
			"withdraw": rule(ledger.DisputeLines, live),
			"accept":   rule(ledger.DisputeLines, state == Proposed),
			"return":   rule(ledger.DisputeLines, state == Proposed),
		}
	}
	return map[string]Action{
		"message": rule(ledger.AnswerDisputes, live),
		"attach":  rule(ledger.AnswerDisputes, live),
		"read":    rule(ledger.AnswerDisputes, true),
		"assign":  rule(ledger.AnswerDisputes, live),
		"resolve": rule(ledger.ProposeResolution, decide),
		"approve": rule(ledger.PostDocuments, state == AwaitingApproval),
	}
}

// allowMore adds what the state alone does not say: taking it up again, and setting a receipt against it.
func (v *View) allowMore(ctx context.Context, tx *store.Tx) error {
	v.Actions["settle_paid"] = v.Actions["resolve"]
	if !tx.Actor.May(ledger.Allocate) {
		v.Actions["settle_paid"] = Action{Why: "not_permitted"}
	}
	if !tx.Actor.May(ledger.ProposeResolution) {
		v.Actions["reopen"] = Action{Why: "not_permitted"}
		return nil
	}
	is, _, err := store.Row[closed](ctx, tx, readClosed, v.ID)
	v.Actions["reopen"] = Action{Allowed: true}
	if why := is.why(); why != nil {
		v.Actions["reopen"] = Action{Why: why.Code}
	}
	return err
}

// mayMark is whether a reader's marks are theirs: who came by a link has to prove it first.
func mayMark(actor ledger.Actor) Action {
	if !actor.LinkID.IsZero() && !actor.Verified {
		return Action{Why: "link_code_required"}
	}
	return Action{Allowed: actor.May(ledger.SeeStatements)}
}
