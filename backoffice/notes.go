package backoffice

import (
	"context"
	"slices"
	"time"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// noteView is a note that was taken in payment (承兑汇票).
type noteView struct {
	Document wire.Reference `json:"document"`
	Customer wire.Party     `json:"customer"`
	Currency string         `json:"currency"`
	Amount   web.Amount     `json:"amount"`
	Received calendar.Date  `json:"received"`
	No       string         `json:"no"`
	Drawer   string         `json:"drawer"`
	Acceptor string         `json:"acceptor"`
	DueOn    calendar.Date  `json:"due_on"`
	State    string         `json:"state" enum:"held,due,collected,dishonoured,reversed"`
	// Of a note that was collected.
	CollectedOn calendar.Date `json:"collected_on,omitzero"`
	Reference   string        `json:"reference,omitempty" doc:"The bank's"`
	CollectedBy string        `json:"collected_by,omitempty"`
}

type listNotes struct {
	web.Paging
	State string `query:"state" enum:"held,due,collected,dishonoured,reversed" required:"false"`
}

type collectNote struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		On        calendar.Date `json:"on" doc:"When the bank credited it: the posting date"`
		Reference string        `json:"reference,omitempty" maxLength:"120" doc:"The bank's number"`
	}
}

type takeCollectionBack struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		On     calendar.Date `json:"on" doc:"The posting date"`
		Reason string        `json:"reason" minLength:"1" maxLength:"500"`
	}
}

// paymentDifference is a payment that was more or less than the documents it named.
type paymentDifference struct {
	ID        ledger.ID      `json:"id"`
	Customer  wire.Party     `json:"customer"`
	Document  wire.Reference `json:"document"`
	Side      string         `json:"side" enum:"over,short"`
	Currency  string         `json:"currency"`
	Amount    web.Amount     `json:"amount"`
	Cause     string         `json:"cause"`
	Note      string         `json:"note"`
	CreatedAt time.Time      `json:"created_at"`
}

type differenceCause struct {
	Side     string     `json:"side" enum:"over,short"`
	Cause    string     `json:"cause"`
	Currency string     `json:"currency"`
	Count    int        `json:"count"`
	Amount   web.Amount `json:"amount"`
}

type paymentDifferences struct {
	Items  []paymentDifference `json:"items" doc:"The newest 500"`
	Causes []differenceCause   `json:"causes" doc:"Sums by cause, of all"`
}

func wordNote(n document.NoteView) noteView {
	return noteView{wire.Reference{ID: n.DocumentID, DocumentNo: n.DocumentNo}, wire.Party{ID: n.CustomerID, Code: n.CustomerCode, Name: n.CustomerName}, n.Currency,
		wire.Amount(n.Amount, n.Currency), n.Received, n.No, n.Drawer, n.Acceptor, n.DueOn, string(n.State), n.CollectedOn, n.Reference, n.CollectedBy}
}

// notesReceived are the notes in hand and what became of them, and payments that were more or less than asked.
func notesReceived(api *web.API, books *books.Books) {
	web.Get(api, "/notes-received", ledger.SeeDocuments, "List the notes taken in payment", func(ctx context.Context, actor ledger.Actor, in *listNotes) (web.Page[noteView], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[noteView]{}, err
		}
		rows, err := books.Documents.Notes(ctx, actor, document.NoteFilter{State: document.NoteState(in.State), After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[noteView]{}, err
		}
		return web.Cut(rows, in.Limit, func(n document.NoteView) ledger.ID { return n.DocumentID }, wordNote)
	})
	web.Post(api, "/documents/{id}/collection", ledger.PostDocuments, "Book that a note was paid when it fell due", func(ctx context.Context, actor ledger.Actor, in *collectNote) (noteView, error) {
		if err := books.Documents.Collect(ctx, actor, in.ID, document.Collection{On: in.Body.On, Reference: in.Body.Reference}); err != nil {
			return noteView{}, err
		}
		note, _, err := books.Documents.NoteOf(ctx, actor, in.ID)
		return wordNote(note), err
	})
	web.Post(api, "/documents/{id}/collection/taking-back", ledger.PostDocuments, "Take the collection of a note back that was a mistake", func(ctx context.Context, actor ledger.Actor, in *takeCollectionBack) (noteView, error) {
		if err := books.Documents.TakeCollectionBack(ctx, actor, in.ID, in.Body.On, in.Body.Reason); err != nil {
			return noteView{}, err
		}
		note, _, err := books.Documents.NoteOf(ctx, actor, in.ID)
		return wordNote(note), err
	})
	web.Get(api, "/payment-differences", ledger.SeeReports, "List payments that were more or less than the documents they named, and why", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (paymentDifferences, error) {
		rows, causes, err := books.Allocations.Differences(ctx, actor)
		out := paymentDifferences{Items: []paymentDifference{}, Causes: []differenceCause{}}
		for _, d := range rows {
			out.Items = append(out.Items, wordDifference(d))
		}
		for _, c := range causes {
			out.Causes = append(out.Causes, differenceCause{c.Side, c.Cause, c.Currency, c.Count, wire.Amount(c.Amount, c.Currency)})
		}
		return out, err
	})
}

func wordDifference(d allocation.Difference) paymentDifference {
	return paymentDifference{d.ID, wire.Party{ID: d.CustomerID, Code: d.CustomerCode, Name: d.CustomerName}, wire.Reference{ID: d.DocumentID, DocumentNo: d.DocumentNo}, d.Side, d.Currency,
		wire.Amount(d.Amount, d.Currency), d.Cause, d.Note, d.CreatedAt}
}

// follow says which documents may follow from this one now, and why not. What the rule of approval names goes by a draft.
func (out *documentView) follow(v document.View, actor ledger.Actor, named []string, note document.NoteView) {
	say := func(allowed bool, code string) web.Action {
		switch {
		case !actor.May(ledger.PostDocuments):
			return web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		case v.Reversed:
			return web.Action{Why: ledger.E("document_reversed").Message(actor.Locale)}
		case !allowed:
			return web.Action{Why: ledger.E(code).Message(actor.Locale)}
		}
		return web.Action{Allowed: true}
	}
	credit, open := false, false
	for _, i := range v.Instalments {
		credit = credit || i.Side == "credit"
		open = open || i.Open.IsPositive()
	}
	owed := v.Kind == document.Receivable || v.Kind == document.OpeningBalance && !credit
	if owed {
		out.Actions["credit"], out.Actions["adjust"], out.Actions["receive"] = say(true, ""), say(true, ""), say(open, "nothing_to_do")
	}
	if credit && v.Kind != document.Reversal {
		out.Actions["refund"] = say(open, "nothing_to_do")
	}
	if !note.DocumentID.IsZero() {
		collected := note.State == document.NoteCollected
		out.Actions["dishonour"], out.Actions["collect"] = say(!collected, "note_collected"), say(note.State == document.NoteDue, "note_not_due")
		if collected {
			delete(out.Actions, "collect")
			out.Actions["take_collection_back"] = say(true, "")
		}
	}
	if reverse := out.Actions["reverse"]; slices.Contains(named, string(document.Reversal)) {
		out.Actions["reverse_by_draft"] = reverse
		if reverse.Allowed {
			out.Actions["reverse"] = web.Action{Why: ledger.E("by_hand_needs_approval").Message(actor.Locale)}
		}
	}
}
