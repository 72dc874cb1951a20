package backoffice

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/event"
	"hefu/ledger/inbox"
	"hefu/ledger/note"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type toldHere struct {
	ID        ledger.ID   `json:"id"`
	Kind      string      `json:"kind" doc:"An event's, such as dispute.assigned"`
	Number    string      `json:"number"`
	Customer  *wire.Party `json:"customer,omitempty"`
	ActorName string      `json:"actor_name"`
	ForName   string      `json:"for_name,omitempty" doc:"For whom it reaches a stand-in"`
	At        time.Time   `json:"at"`
	Read      bool        `json:"read"`
	Link      string      `json:"link"`
}

type inboxPage struct {
	web.Page[toldHere]
	Unread int `json:"unread"`
}

type listInbox struct{ web.Paging }

type markInbox struct {
	Body struct {
		UpTo ledger.ID `json:"up_to"`
	}
}

type internalNote struct {
	ID         ledger.ID `json:"id"`
	AuthorName string    `json:"author_name"`
	Text       string    `json:"text"`
	Mentions   string    `json:"mentions"`
	CreatedAt  time.Time `json:"created_at"`
}

type noteList struct {
	Items   []internalNote        `json:"items"`
	Actions map[string]web.Action `json:"actions"`
}

type addNote struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Text     string      `json:"text" maxLength:"4000"`
		Mentions []ledger.ID `json:"mentions" maxItems:"20" nullable:"false"`
	}
}

func wordTold(n inbox.Notice) toldHere {
	out := toldHere{ID: n.ID, Kind: n.Kind, ActorName: n.ActorName, ForName: n.ForName, At: n.At, Read: n.ReadAt != nil, Link: "/console"}
	if !n.CustomerID.IsZero() {
		out.Customer = &wire.Party{ID: n.CustomerID, Code: n.CustomerCode, Name: n.CustomerName, NameEN: n.CustomerEN}
		out.Link = "/console/customers/" + n.CustomerID.String()
	}
	if !n.StatementID.IsZero() {
		out.Number, out.Link = n.StatementNo, "/console/statements/"+n.StatementID.String()
	}
	if !n.DisputeID.IsZero() {
		out.Number, out.Link = n.DisputeNo, "/console/disputes?view=all&id="+n.DisputeID.String()
	}
	switch {
	case !n.DraftID.IsZero():
		out.Link = "/console/drafts/" + n.DraftID.String()
	case !n.IssueID.IsZero():
		out.Number, out.Link = n.IssueNo, "/console/issues/"+n.IssueID.String()
	case n.Kind == "payment.refund_asked":
		out.Number, out.Link = n.PaymentNo, "/console/payments/refunds?view=to_decide"
	case n.Kind == "payment.differs", n.Kind == "payment.unidentified":
		out.Number, out.Link = n.PaymentNo, "/console/payments/events?view=waiting"
	case !n.PaymentID.IsZero():
		out.Number, out.Link = n.PaymentNo, "/console/payments/"+n.PaymentID.String()
	case n.Kind == "archive.history":
		out.Link = "/console/archive"
	case n.Kind == string(event.BatchPrepared):
		out.Link = "/console/finalizations/batches"
	case strings.HasPrefix(n.Kind, "organization.payee_"):
		out.Link = "/console/settings/organization"
	case strings.HasPrefix(n.Kind, "stand_in."):
		out.Link = "/console/settings/stand-ins"
	case strings.HasPrefix(n.Kind, "report."):
		out.Link = "/console/report-files"
	}
	return out
}

func inboxes(api *web.API, books *books.Books) {
	web.Get(api, "/inbox", ledger.SeeCustomers, "List what I was told, and how much of it I have not read", func(ctx context.Context, actor ledger.Actor, in *listInbox) (inboxPage, error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return inboxPage{}, err
		}
		found, unread, err := books.Inbox.List(ctx, actor, after, in.Limit+1)
		if err != nil {
			return inboxPage{}, err
		}
		page, err := web.Cut(found, in.Limit, func(n inbox.Notice) ledger.ID { return n.ID }, wordTold)
		return inboxPage{page, unread}, err
	})
	web.Post(api, "/inbox/seen", ledger.SeeCustomers, "Mark what I was told as read, up to one of it", func(ctx context.Context, actor ledger.Actor, in *markInbox) (web.Nothing, error) {
		return web.Nothing{}, books.Inbox.MarkRead(ctx, actor, in.Body.UpTo)
	})
}

// notes are among staff: the portal has no route to them.
func notes(api *web.API, books *books.Books) {
	for path, about := range map[string]func(ledger.ID) note.About{
		"/customers/{id}/notes":  func(id ledger.ID) note.About { return note.About{CustomerID: id} },
		"/statements/{id}/notes": func(id ledger.ID) note.About { return note.About{StatementID: id} },
	} {
		list := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (noteList, error) {
			found, err := books.Notes.List(ctx, actor, about(id))
			out := noteList{Items: []internalNote{}, Actions: map[string]web.Action{"add": {Allowed: actor.May(ledger.AnswerDisputes)}}}
			for _, n := range found {
				out.Items = append(out.Items, internalNote(n))
			}
			return out, err
		}
		web.Get(api, path, ledger.SeeStatements, "List internal notes; no customer sees them", func(ctx context.Context, actor ledger.Actor, in *byID) (noteList, error) {
			return list(ctx, actor, in.ID)
		})
		web.Post(api, path, ledger.AnswerDisputes, "Write an internal note, and bring it to colleagues", func(ctx context.Context, actor ledger.Actor, in *addNote) (noteList, error) {
			if err := books.Notes.Add(ctx, actor, about(in.ID), in.Body.Text, in.Body.Mentions); err != nil {
				return noteList{}, err
			}
			return list(ctx, actor, in.ID)
		})
	}
}
