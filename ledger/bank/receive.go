package bank

import (
	"context"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Receipt says whose money a line is. Amount, currency and date are the line's.
type Receipt struct {
	CustomerID  ledger.ID
	Kind        document.Kind // Receipt, or Advance; empty: Receipt
	PostingDate calendar.Date // zero: the booking day
	OrderNo     string
	Description string      // empty: the line's own text
	Settles     []ledger.ID // documents it pays, in this order
	Rule        string      // which rule found it; empty: by hand
	Reason      string      // why, in words
}

// Receive makes one receipt of one line, once; both know one another. Needs PostDocuments and SeeBank. Refused, in this order: not_found;
// bank_line_used when a receipt of it stands; state_forbids for a line that is set aside or that brought no money in; then as posting
// refuses. Of several who try at the same time one succeeds, the others get bank_line_used.
func (s *Service) Receive(ctx context.Context, actor ledger.Actor, line ledger.ID, r Receipt) (document.Posted, error) {
	for _, need := range []ledger.Permission{ledger.PostDocuments, ledger.SeeBank} {
		if err := actor.Require(need); err != nil {
			return document.Posted{}, err
		}
	}
	var out document.Posted
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		made, err := Receive(ctx, tx, line, r)
		out = made.Posted
		return err
	})
	if ledger.IsCode(err, "conflict") { // somebody else posted from the same line in between
		if now, again := s.Line(ctx, actor, line); again == nil && now.State == Received {
			err = ledger.E("bank_line_used").With("document", now.DocumentNo)
		}
	}
	return out, err
}

// Made is a receipt that was made of a line. Flagged: somebody else than the customer paid it, and another person looks at it.
type Made struct {
	document.Posted
	Flagged bool
}

// Receive is Service.Receive inside a transaction that is under way; permission has been asked.
func Receive(ctx context.Context, tx *store.Tx, line ledger.ID, r Receipt) (Made, error) {
	// Whoever comes second waits here, and then sees the receipt.
	if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('bank line ' || $1::text, 0))`, line.String()); err != nil {
		return Made{}, err
	}
	l, err := readLine(ctx, tx, line)
	if err != nil {
		return Made{}, err
	}
	switch l.State {
	case Received:
		return Made{}, ledger.E("bank_line_used").With("document", l.DocumentNo)
	case PaidOut:
		return Made{}, ledger.E("bank_line_used").With("document", l.PayoutRef)
	case Aside, Other:
		return Made{}, ledger.E("state_forbids").With("state", string(l.State))
	}
	content := r.document(l)
	posted, err := allocation.Acts()[content.Kind](ctx, tx, content)
	if err != nil {
		return Made{}, err
	}
	rule := r.Rule
	if rule == "" {
		rule = "by_hand"
	}
	tx.Audit(r.CustomerID, "bank_line.received", map[string]any{"line": l.ID, "document": posted.ID, "document_no": posted.DocumentNo, "amount": l.Amount.String(), "currency": l.Currency, "rule": rule})
	_, err = store.Exec(ctx, tx, `INSERT INTO bank_line_receipts (line_id, attempt, organization_id, document_id, made_by, made_by_name, rule, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		l.ID, l.Attempts+1, tx.Actor.OrganizationID, posted.ID, tx.Actor.PersonID, tx.Actor.Name, rule, r.Reason)
	if err != nil {
		return Made{}, err
	}
	flagged, err := flagPayers(ctx, tx, []attributed{{l, r.CustomerID, posted.ID, posted.DocumentNo}})
	return Made{posted, flagged[0]}, err
}

func (r Receipt) document(l Line) document.New {
	kind := r.Kind
	if kind == "" {
		kind = document.Receipt
	}
	source := l.ID.String()
	if l.Attempts > 0 {
		source += "/" + strconv.Itoa(l.Attempts+1)
	}
	about := r.Description
	if about == "" {
		about = strings.TrimSpace(l.Counterparty + " " + l.Remittance)
	}
	const most = 400
	if runes := []rune(about); len(runes) > most {
		about = string(runes[:most])
	}
	return document.New{Kind: kind, CustomerID: r.CustomerID, Currency: money.Currency(l.Currency), DocumentDate: l.BookedOn, PostingDate: r.PostingDate, OrderNo: r.OrderNo,
		Description: about, Method: "bank", SourceKind: "import", SourceSystem: "bank", SourceID: source, Amount: l.Amount, Settles: r.Settles}
}

// SetAside says that a line is no customer's payment, or, with aside false, that it is open again. Needs PostDocuments and SeeBank. Refused, in this
// order: a reason that is missing; not_found; state_forbids unless it is unmatched, or aside when it is taken back.
func (s *Service) SetAside(ctx context.Context, actor ledger.Actor, line ledger.ID, aside bool, reason string) (Line, error) {
	for _, need := range []ledger.Permission{ledger.PostDocuments, ledger.SeeBank} {
		if err := actor.Require(need); err != nil {
			return Line{}, err
		}
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return Line{}, ledger.E("validation_failed").At("reason", "required")
	}
	var out Line
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('bank line ' || $1::text, 0))`, line.String()); err != nil {
			return err
		}
		l, err := readLine(ctx, tx, line)
		if err != nil {
			return err
		}
		if aside && l.State != Unmatched || !aside && l.State != Aside {
			return ledger.E("state_forbids").With("state", string(l.State))
		}
		tx.Audit(ledger.ID{}, "bank_line.aside", map[string]any{"line": line, "aside": aside, "reason": reason})
		if _, err := store.Exec(ctx, tx, `INSERT INTO bank_line_marks (line_id, turn, organization_id, aside, reason, made_by_name)
			SELECT $1, coalesce(max(turn), 0) + 1, $2, $3, $4, $5 FROM bank_line_marks WHERE line_id = $1`, line, actor.OrganizationID, aside, reason, actor.Name); err != nil {
			return err
		}
		out, err = readLine(ctx, tx, line)
		return err
	})
	return out, err
}
