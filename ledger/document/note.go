package document

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"

	"github.com/shopspring/decimal"
)

// Note is a note that was taken in payment (承兑汇票, RCV-03): its number, who drew it, the bank or company that accepted it, and when
// it falls due.
type Note struct {
	No       string        `json:"no"`
	Drawer   string        `json:"drawer"`
	Acceptor string        `json:"acceptor,omitzero"`
	DueOn    calendar.Date `json:"due_on"`
}

// Dishonour is the source kind of a reversal that follows a note nobody paid.
const Dishonour = "dishonour"

// checkNote: money in by note from here names the note, and nothing else does. A source system may keep its notes itself.
func checkNote(bad *ledger.Error, d New) {
	byNote := d.Method == "note" && (d.Kind == Receipt || d.Kind == Advance)
	switch {
	case d.Note == nil && byNote && d.system() == ownSystem && d.SourceKind == "manual":
		bad.At("note", "required")
	case d.Note != nil && !byNote:
		bad.At("note", "not_expected")
	}
	if d.Note == nil {
		return
	}
	for _, text := range []struct{ name, value string }{{"note.no", d.Note.No}, {"note.drawer", d.Note.Drawer}} {
		if text.value == "" {
			bad.At(text.name, "required")
		}
		checkText(bad, text.name, text.value, maxNumberText)
	}
	checkText(bad, "note.acceptor", d.Note.Acceptor, maxNumberText)
	switch {
	case d.Note.DueOn.IsZero():
		bad.At("note.due_on", "required")
	case d.Note.DueOn.Before(d.DocumentDate):
		bad.At("note.due_on", "not_a_choice")
	}
}

const insertNote = `
INSERT INTO notes_received (document_id, organization_id, customer_id, note_no, drawer, acceptor, due_on) VALUES ($1, $2, $3, $4, $5, $6, $7)`

func queueNotes(b *store.Batch, organization ledger.ID, docs []*prepared) {
	for _, p := range docs {
		if p.Note != nil {
			b.Do(insertNote, p.id, organization, p.CustomerID, p.Note.No, p.Note.Drawer, p.Note.Acceptor, p.Note.DueOn)
		}
	}
}

// NoteState is what became of a note.
type NoteState string

// The states of a note.
const (
	NoteHeld        NoteState = "held"
	NoteDue         NoteState = "due" // its day has come
	NoteCollected   NoteState = "collected"
	NoteDishonoured NoteState = "dishonoured"
	NoteReversed    NoteState = "reversed" // its receipt was a mistake
)

// NoteView is a note with the receipt that took it in.
type NoteView struct {
	DocumentID   ledger.ID
	DocumentNo   string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Currency     string
	Amount       decimal.Decimal
	Received     calendar.Date
	No           string
	Drawer       string
	Acceptor     string
	DueOn        calendar.Date
	State        NoteState
	// Of a note that was collected.
	CollectedOn calendar.Date
	Reference   string
	CollectedBy string
}

const readNotes = `
SELECT n.document_id, d.document_no, n.customer_id, c.code, c.name, d.currency, d.gross, d.document_date, n.note_no, n.drawer, n.acceptor, n.due_on,
  CASE WHEN r.source_kind = 'dishonour' THEN 'dishonoured' WHEN r.id IS NOT NULL THEN 'reversed'
       WHEN k.act = 'collected' THEN 'collected' WHEN n.due_on <= (now() AT TIME ZONE o.time_zone)::date THEN 'due' ELSE 'held' END AS state,
  CASE WHEN k.act = 'collected' THEN k.posted_on END AS collected_on, CASE WHEN k.act = 'collected' THEN k.reference ELSE '' END AS reference, CASE WHEN k.act = 'collected' THEN k.made_by_name ELSE '' END AS collected_by
FROM notes_received n JOIN documents d ON d.id = n.document_id JOIN customers c ON c.id = n.customer_id JOIN organizations o ON o.id = n.organization_id
LEFT JOIN documents r ON r.reverses_document_id = n.document_id
LEFT JOIN LATERAL (SELECT * FROM note_collections x WHERE x.document_id = n.document_id ORDER BY x.turn DESC LIMIT 1) k ON true
WHERE n.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`

// NoteFilter narrows a list of notes. Empty fields do not narrow.
type NoteFilter struct {
	State NoteState
	After ledger.ID // the receipt of the last note of the page before
	Limit int       // 1–201, one more than a page; 0 is 50
}

type noteRow struct {
	DocumentID                 ledger.ID
	DocumentNo                 string
	CustomerID                 ledger.ID
	CustomerCode, CustomerName string
	Currency                   string
	Amount                     decimal.Decimal
	Received                   calendar.Date
	No, Drawer, Acceptor       string
	DueOn                      calendar.Date
	State                      string
	CollectedOn                calendar.Date
	Reference, CollectedBy     string
}

func (r noteRow) view() NoteView {
	return NoteView{r.DocumentID, r.DocumentNo, r.CustomerID, r.CustomerCode, r.CustomerName, r.Currency, r.Amount, r.Received, r.No, r.Drawer, r.Acceptor, r.DueOn, NoteState(r.State), r.CollectedOn, r.Reference, r.CollectedBy}
}

func ownOnly(actor ledger.Actor) ledger.ID {
	if actor.OwnCustomersOnly() {
		return actor.PersonID
	}
	return ledger.ID{}
}

// Notes pages through the notes received, newest first. Needs SeeDocuments, of staff; sales see those of their own customers.
func (s *Service) Notes(ctx context.Context, actor ledger.Actor, filter NoteFilter) ([]NoteView, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	limit := filter.Limit
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	var out []NoteView
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[noteRow](ctx, tx, `SELECT * FROM (`+readNotes+`) n WHERE ($3 = '' OR state = $3) AND ($4::uuid IS NULL OR document_id < $4) ORDER BY document_id DESC LIMIT $5`,
			actor.OrganizationID, ownOnly(actor), string(filter.State), filter.After, limit)
		for _, row := range rows {
			out = append(out, row.view())
		}
		return err
	})
	return out, err
}

// NoteOf is the note of a receipt; found is false where it has none. Needs SeeDocuments, of staff.
func (s *Service) NoteOf(ctx context.Context, actor ledger.Actor, document ledger.ID) (note NoteView, found bool, err error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return NoteView{}, false, err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var row noteRow
		row, found, err = store.Row[noteRow](ctx, tx, readNotes+` AND n.document_id = $3`, actor.OrganizationID, ownOnly(actor), document)
		note = row.view()
		return err
	})
	return note, found, err
}
