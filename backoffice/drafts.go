package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// draft is a document on its way into the books; document_id is set once it is posted.
type draft struct {
	ID          ledger.ID             `json:"id"`
	Kind        string                `json:"kind"`
	State       string                `json:"state" enum:"draft,submitted,confirming,posted,discarded"`
	Customer    wire.Party            `json:"customer"`
	Currency    string                `json:"currency"`
	Gross       web.Amount            `json:"gross"`
	PostingDate calendar.Date         `json:"posting_date"`
	NeedsSecond bool                  `json:"needs_second" doc:"Above the threshold: somebody else must approve"`
	Reason      string                `json:"reason,omitempty"`
	DocumentID  *ledger.ID            `json:"document_id,omitempty"`
	CreatedAt   time.Time             `json:"created_at"`
	UpdatedAt   time.Time             `json:"updated_at"`
	RowVersion  int                   `json:"row_version"`
	ByHand      bool                  `json:"by_hand" doc:"No source system says it: it needs a reason and always a second person"`
	MadeBy      string                `json:"made_by"`
	SubmittedBy string                `json:"submitted_by,omitempty"`
	Document    *NewDocument          `json:"document,omitempty" doc:"The content; left out of lists"`
	Round       int                   `json:"round" doc:"How often it was handed in"`
	WaitingRole string                `json:"waiting_role,omitempty" doc:"Whose turn it is; empty while nobody in particular is asked"`
	Steps       []approvalStep        `json:"steps,omitempty" doc:"Who looks at it in this round; left out of lists"`
	Said        []approvalSaid        `json:"said,omitempty" doc:"Every step given or given back, in all rounds; left out of lists"`
	Actions     map[string]web.Action `json:"actions"`
}

type draftDue struct {
	On     calendar.Date `json:"on"`
	Amount web.Amount    `json:"amount"`
}

// draftPreview is what a document would be, its lines completed.
type draftPreview struct {
	Document    NewDocument    `json:"document" doc:"As it was sent, with what its lines left out"`
	Net         web.Amount     `json:"net"`
	Tax         web.Amount     `json:"tax"`
	Freight     web.Amount     `json:"freight"`
	Gross       web.Amount     `json:"gross"`
	Base        string         `json:"base"`
	GrossBase   web.Amount     `json:"gross_base"`
	NeedsSecond bool           `json:"needs_second"`
	Due         []draftDue     `json:"due"`
	Steps       []approvalStep `json:"steps" doc:"Who would look at it, by the rule in force"`
	Voucher     voucher        `json:"voucher" doc:"What posting would write"`
}

type createDraft struct{ Body NewDocument }

type changeDraft struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int         `json:"row_version" minimum:"1"`
		Document   NewDocument `json:"document"`
	}
}

type moveDraft struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int `json:"row_version" minimum:"1"`
	}
}

type decideDraft struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Approve    bool   `json:"approve"`
		Reason     string `json:"reason,omitempty" maxLength:"2000"`
	}
}

type listDrafts struct {
	web.Paging
	State      string    `query:"state" enum:"draft,submitted,confirming,posted,discarded" required:"false"`
	CustomerID ledger.ID `query:"customer_id" required:"false"`
	Waiting    bool      `query:"waiting" default:"false" doc:"Only what the reader may approve now"`
}

type invoiceIssued struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		InvoiceNo   string        `json:"invoice_no" minLength:"1" maxLength:"120"`
		InvoiceDate calendar.Date `json:"invoice_date"`
	}
}

func drafts(api *web.API, books *books.Books) {
	// whole words a draft that was read or moved, with its content and its way.
	whole := func(ctx context.Context, actor ledger.Actor) func(document.Draft, error) (draft, error) {
		return func(d document.Draft, err error) (draft, error) {
			if err != nil {
				return draft{}, err
			}
			way, err := books.Documents.WayOfDraft(ctx, actor, d)
			out := wholeDraft(d, actor)
			out.Steps, out.Said = wordSteps(way.Steps), wordSaid(way.Said)
			return out, err
		}
	}
	web.Get(api, "/drafts", ledger.CheckDrafts, "List documents that are not posted yet", func(ctx context.Context, actor ledger.Actor, in *listDrafts) (web.Page[draft], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[draft]{}, err
		}
		rows, err := books.Documents.ListDrafts(ctx, actor, document.DraftFilter{State: document.DraftState(in.State), CustomerID: in.CustomerID, Waiting: in.Waiting, After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[draft]{}, err
		}
		return web.Cut(rows, in.Limit, func(d document.Draft) ledger.ID { return d.ID }, func(d document.Draft) draft { return wordDraft(d, actor) })
	})
	web.Get(api, "/drafts/{id}", ledger.CheckDrafts, "Read a draft", func(ctx context.Context, actor ledger.Actor, in *byID) (draft, error) {
		return whole(ctx, actor)(books.Documents.GetDraft(ctx, actor, in.ID))
	})
	web.Post(api, "/drafts/preview", ledger.PostDocuments, "Complete a document and say what posting it would make", func(ctx context.Context, actor ledger.Actor, in *createDraft) (draftPreview, error) {
		content, err := in.Body.read()
		if err != nil {
			return draftPreview{}, err
		}
		made, err := books.Documents.PreviewDraft(ctx, actor, content)
		return wordDraftPreview(content, made), err
	})
	web.Get(api, "/drafts/{id}/preview", ledger.CheckDrafts, "Say what posting a draft as it stands would make", func(ctx context.Context, actor ledger.Actor, in *byID) (draftPreview, error) {
		content, made, err := books.Documents.PreviewOfDraft(ctx, actor, in.ID)
		return wordDraftPreview(content, made), err
	})
	web.Post(api, "/drafts", ledger.PostDocuments, "Draft a document", func(ctx context.Context, actor ledger.Actor, in *createDraft) (draft, error) {
		content, err := in.Body.read()
		if err != nil {
			return draft{}, err
		}
		return whole(ctx, actor)(books.Documents.CreateDraft(ctx, actor, content.Complete()))
	}, web.Created())
	web.Put(api, "/drafts/{id}", ledger.PostDocuments, "Change a draft", func(ctx context.Context, actor ledger.Actor, in *changeDraft) (draft, error) {
		content, err := in.Body.Document.read()
		if err != nil {
			return draft{}, err
		}
		return whole(ctx, actor)(books.Documents.ChangeDraft(ctx, actor, in.ID, in.Body.RowVersion, content.Complete()))
	})
	web.Post(api, "/drafts/{id}/submission", ledger.PostDocuments, "Submit a draft for approval", func(ctx context.Context, actor ledger.Actor, in *moveDraft) (draft, error) {
		return whole(ctx, actor)(books.Documents.SubmitDraft(ctx, actor, in.ID, in.Body.RowVersion))
	})
	web.Post(api, "/drafts/{id}/discarding", ledger.PostDocuments, "Discard a draft", func(ctx context.Context, actor ledger.Actor, in *moveDraft) (draft, error) {
		return whole(ctx, actor)(books.Documents.DiscardDraft(ctx, actor, in.ID, in.Body.RowVersion))
	})
	web.Post(api, "/drafts/{id}/decision", ledger.CheckDrafts, "Give the step whose turn it is, the last of which posts it, or return a draft", func(ctx context.Context, actor ledger.Actor, in *decideDraft) (draft, error) {
		return whole(ctx, actor)(books.Documents.DecideDraft(ctx, actor, in.ID, in.Body.RowVersion, document.Decision{Approve: in.Body.Approve, Reason: in.Body.Reason}))
	})
	invoices(api, books)
}

// invoices are recorded beside the receivable; where the terms start at the invoice, its due dates follow.
func invoices(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (documentView, error) {
		view, err := books.Documents.Get(ctx, actor, id)
		return wordDocument(view, actor), err
	}
	web.Post(api, "/documents/{id}/invoice", ledger.PostDocuments, "Record the invoice of a receivable", func(ctx context.Context, actor ledger.Actor, in *invoiceIssued) (documentView, error) {
		if err := books.Documents.InvoiceIssued(ctx, actor, in.ID, in.Body.InvoiceNo, in.Body.InvoiceDate); err != nil {
			return documentView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/documents/{id}/invoice-voiding", ledger.PostDocuments, "Record that the invoice was voided", func(ctx context.Context, actor ledger.Actor, in *giveReason) (documentView, error) {
		if err := books.Documents.InvoiceVoided(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return documentView{}, err
		}
		return show(ctx, actor, in.ID)
	})
}

// wholeDraft is wordDraft with the content.
func wholeDraft(d document.Draft, actor ledger.Actor) draft {
	out := wordDraft(d, actor)
	content := wordNew(d.Content)
	out.Document = &content
	return out
}

func wordDraftPreview(content document.New, p document.Preview) draftPreview {
	currency := string(content.Currency)
	content.Lines = p.Lines
	out := draftPreview{Document: wordNew(content), Net: wire.Amount(p.Net, currency), Tax: wire.Amount(p.Tax, currency), Freight: wire.Amount(p.Freight, currency),
		Gross: wire.Amount(p.Gross, currency), Base: string(p.Base), GrossBase: wire.Amount(p.GrossBase, string(p.Base)), NeedsSecond: p.NeedsSecond, Due: []draftDue{}, Steps: wordPath(p.Path), Voucher: wordVoucher(p.Entry)}
	for _, d := range p.Due {
		out.Due = append(out.Due, draftDue{d.On, wire.Amount(d.Amount, currency)})
	}
	return out
}

// wordNew writes a document back as it is sent.
func wordNew(d document.New) NewDocument {
	currency := string(d.Currency)
	out := NewDocument{Kind: string(d.Kind), CustomerID: d.CustomerID, Currency: currency, DocumentDate: d.DocumentDate, PostingDate: d.PostingDate, DueDate: d.DueDate,
		ShipmentDate: d.Dates.Shipment, OrderDate: d.Dates.Order, DocumentNo: d.DocumentNo, OrderNo: d.OrderNo, ContractNo: d.ContractNo, ShipmentNo: d.ShipmentNo,
		InvoiceNo: d.InvoiceNo, Description: d.Description, Reason: d.Reason, Method: d.Method, ProductLine: d.ProductLine, SourceKind: d.SourceKind,
		SourceSystem: d.SourceSystem, SourceID: d.SourceID, Reduces: d.Reduces,
		Adjusts: d.Adjusts, ItemType: d.ItemType, ReturnNo: d.ReturnNo, SettlesItem: d.SettlesItem, Settles: d.Settles, ShortCause: d.ShortCause, ShortNote: d.ShortNote,
		Reverses: d.Reverses, Dishonoured: d.Dishonoured, Fields: d.Fields}
	if d.Note != nil {
		out.Note = &NewNote{d.Note.No, d.Note.Drawer, d.Note.Acceptor, d.Note.DueOn}
	}
	if !d.Amount.IsZero() {
		out.Amount = wire.Amount(d.Amount, currency)
	}
	for _, l := range d.Lines {
		line := NewLine{Kind: string(l.Kind), ItemCode: l.ItemCode, Description: l.Description, Unit: l.Unit, Net: wire.Amount(l.Net, currency), TaxRate: web.Amount(l.TaxRate.String()),
			Tax: wire.Amount(l.Tax, currency), Gross: wire.Amount(l.Gross, currency), ReducesLine: l.ReducesLine, Fields: l.Fields}
		if l.Quantity.Valid {
			line.Quantity = web.Amount(l.Quantity.Decimal.String())
		}
		if l.UnitPrice.Valid {
			line.UnitPrice = web.Amount(l.UnitPrice.Decimal.String())
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}

func wordDraft(d document.Draft, actor ledger.Actor) draft {
	currency := string(d.Content.Currency)
	out := draft{ID: d.ID, Kind: string(d.Kind), State: string(d.State), Customer: wire.Party{ID: d.CustomerID, Code: d.CustomerCode, Name: d.CustomerName}, Currency: currency,
		Gross: wire.Amount(d.Content.Gross(), currency), PostingDate: d.PostingDate, NeedsSecond: d.NeedsSecond, Reason: d.Reason, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt, RowVersion: d.RowVersion,
		ByHand: d.Content.ByHand(), MadeBy: d.MakerName, SubmittedBy: d.SubmitName, Round: d.Round, WaitingRole: d.WaitingRole}
	if !d.DocumentID.IsZero() {
		out.DocumentID = &d.DocumentID
	}
	posts := actor.May(ledger.PostDocuments)
	rule := func(now, may bool) web.Action {
		switch {
		case !now:
			return web.Action{Why: ledger.E("state_forbids").With("state", string(d.State)).Message(actor.Locale)}
		case !may:
			return web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		return web.Action{Allowed: true}
	}
	drafted, submitted := d.State == document.Drafted, d.State == document.Submitted
	decide := d.MayDecide(actor)
	out.Actions = map[string]web.Action{"change": rule(drafted, posts), "submit": rule(drafted, posts), "discard": rule(drafted, posts),
		"withdraw": rule(d.State == document.Confirming, posts), "return": rule(submitted, posts || decide == nil), "decide": rule(submitted, true)}
	if submitted && decide != nil {
		out.Actions["decide"] = web.Action{Why: ledger.AsError(decide).Message(actor.Locale)}
	}
	return out
}
