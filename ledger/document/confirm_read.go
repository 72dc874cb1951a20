package document

import (
	"context"
	"encoding/hex"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

type roundRow struct {
	ID, DraftID, CustomerID ledger.ID
	Round                   int
	Content                 string
	SHA256                  []byte
	Currency                string
	Gross                   decimal.Decimal
	DocumentDate            calendar.Date
	AskedByName             string
	AskedAt                 time.Time
	Answer, Opinion         string
	AnsweredBy              string
	AnsweredFrom            string
	AnsweredAt              *time.Time
	DocumentID              ledger.ID
	DocumentNo              string
}

const roundColumns = `
SELECT r.id, r.draft_id, r.customer_id, r.round, r.content, r.sha256, r.currency, r.gross, r.document_date, r.asked_by_name, r.asked_at, coalesce(r.answer, ''),
  r.opinion, r.answered_by_name, r.answered_from, r.answered_at, r.document_id,
  coalesce(x.document_no, '')
FROM receivable_confirmations r LEFT JOIN documents x ON x.id = r.document_id WHERE true`

func (r roundRow) round() (Round, error) {
	content, err := parseContent([]byte(r.Content))
	return Round{ID: r.ID, DraftID: r.DraftID, CustomerID: r.CustomerID, Round: r.Round, SHA256: hex.EncodeToString(r.SHA256), Content: content, Currency: r.Currency,
		Gross: r.Gross, DocumentDate: r.DocumentDate, AskedByName: r.AskedByName, AskedAt: r.AskedAt, Answer: Answer(r.Answer), Opinion: r.Opinion,
		AnsweredBy: r.AnsweredBy, AnsweredFrom: r.AnsweredFrom, AnsweredAt: r.AnsweredAt, DocumentID: r.DocumentID, DocumentNo: r.DocumentNo}, err
}

func readRound(ctx context.Context, tx *store.Tx, id ledger.ID) (Round, error) {
	row, found, err := store.Row[roundRow](ctx, tx, roundColumns+" AND r.id = $1", id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	if err != nil {
		return Round{}, err
	}
	return row.round()
}

func readRounds(ctx context.Context, tx *store.Tx, where string, args ...any) ([]Round, error) {
	rows, err := store.Rows[roundRow](ctx, tx, roundColumns+where, args...)
	if err != nil {
		return nil, err
	}
	out := make([]Round, len(rows))
	for i, row := range rows {
		if out[i], err = row.round(); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// lockRound takes the customer and the draft of a round, in the order everybody takes them, and reads both.
func lockRound(ctx context.Context, tx *store.Tx, id ledger.ID) (Round, Draft, error) {
	round, err := readRound(ctx, tx, id)
	if err != nil {
		return Round{}, Draft{}, err
	}
	if _, err := store.Exec(ctx, tx, `SELECT id FROM customers WHERE id = $1 FOR UPDATE`, round.CustomerID); err != nil {
		return Round{}, Draft{}, err
	}
	if _, err := store.Exec(ctx, tx, `SELECT id FROM drafts WHERE id = $1 FOR UPDATE`, round.DraftID); err != nil {
		return Round{}, Draft{}, err
	}
	if round, err = readRound(ctx, tx, id); err != nil {
		return Round{}, Draft{}, err
	}
	draft, err := readDraft(ctx, tx, round.DraftID)
	return round, draft, err
}

// maxRounds bounds a customer's list.
const maxRounds = 200

// Rounds are the receivables a customer is or was asked about, newest first, at most 200; open: only what waits. Needs SeeDocuments.
func (s *Service) Rounds(ctx context.Context, actor ledger.Actor, open bool) ([]Round, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	var out []Round
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readRounds(ctx, tx, " AND r.customer_id = $1 AND (NOT $2 OR r.answer IS NULL) ORDER BY r.id DESC LIMIT $3", actor.CustomerID, open, maxRounds)
		return err
	})
	return out, err
}

// Round is one of them, with the rounds before it, oldest first. Needs SeeDocuments; not_found for another customer's.
func (s *Service) Round(ctx context.Context, actor ledger.Actor, id ledger.ID) (Round, []Round, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return Round{}, nil, err
	}
	var round Round
	var former []Round
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if round, err = readRound(ctx, tx, id); err != nil {
			return err
		}
		former, err = readRounds(ctx, tx, " AND r.draft_id = $1 AND r.round < $2 ORDER BY r.round", round.DraftID, round.Round)
		return err
	})
	return round, former, err
}

// RoundsOfDraft is what a customer was asked about one draft, oldest first. Needs CheckDrafts; not_found.
func (s *Service) RoundsOfDraft(ctx context.Context, actor ledger.Actor, draft ledger.ID) ([]Round, error) {
	if err := actor.Require(ledger.CheckDrafts); err != nil {
		return nil, err
	}
	if _, err := s.GetDraft(ctx, actor, draft); err != nil {
		return nil, err
	}
	return s.rounds(ctx, actor, " AND r.draft_id = $1 ORDER BY r.round", draft)
}

const seesDocument = `
SELECT d.id FROM documents d JOIN customers c ON c.id = d.customer_id WHERE d.id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`

// RoundsOfDocument is the record beside a posted receivable: every round that led to it, oldest first; none where nobody was asked.
// Needs SeeDocuments; not_found for a document that the actor does not see.
func (s *Service) RoundsOfDocument(ctx context.Context, actor ledger.Actor, document ledger.ID) ([]Round, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, found, err := store.Value[ledger.ID](ctx, tx, seesDocument, document, own)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.rounds(ctx, actor, " AND r.draft_id IN (SELECT draft_id FROM receivable_confirmations WHERE document_id = $1) ORDER BY r.round", document)
}

func (s *Service) rounds(ctx context.Context, actor ledger.Actor, where string, id ledger.ID) ([]Round, error) {
	var out []Round
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = readRounds(ctx, tx, where, id)
		return err
	})
	return out, err
}
