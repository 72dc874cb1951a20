package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/money"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// disputeSummary adds what only staff may see.
type disputeSummary struct {
	wire.DisputeSummary
	RootCause *string     `json:"root_cause,omitempty"`
	Assignee  *wire.Named `json:"assignee,omitempty"`
}

type disputeView struct {
	wire.DisputeView
	RootCause *string     `json:"root_cause,omitempty"`
	Assignee  *wire.Named `json:"assignee,omitempty"`
}

type disputePage struct {
	web.Page[disputeSummary]
	Counts map[string]int `json:"counts"`
}

func assignee(d dispute.Summary) *wire.Named {
	if d.AssigneeID.IsZero() {
		return nil
	}
	return &wire.Named{ID: d.AssigneeID, Name: d.AssigneeName}
}

func wordDispute(d dispute.Summary, actor ledger.Actor) disputeSummary {
	return disputeSummary{DisputeSummary: wire.Dispute(d, actor), RootCause: d.RootCause, Assignee: assignee(d)}
}

// send is a file from staff; without a message of its own it may be for colleagues only.
type send struct {
	wire.Send
	Internal bool `query:"internal"`
}

type listDisputes struct {
	web.Paging
	View       string    `query:"view" enum:"open,closed,mine,unassigned,overdue,awaiting_customer,approval,approve,answer,late,unread,all" default:"open"`
	Q          string    `query:"q" maxLength:"100"`
	CustomerID ledger.ID `query:"customer_id" required:"false"`
}

type writeMessage struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Text     string `json:"text" maxLength:"4000"`
		Internal bool   `json:"internal"`
		// Mentions are told; only in a note among staff.
		Mentions []ledger.ID `json:"mentions,omitempty" maxItems:"20" nullable:"false" doc:"Colleagues whom an internal note names"`
	}
}

type assign struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int       `json:"row_version" minimum:"1"`
		StaffID    ledger.ID `json:"staff_id"`
	}
}

// Decision is what staff would do about a dispute; amount is asked for a part only.
type Decision struct {
	Decision   string     `json:"decision" enum:"accept_whole,accept_part,reject,disagree"`
	Amount     web.Amount `json:"amount,omitempty"`
	Instrument string     `json:"instrument,omitempty" enum:"credit_note,adjustment"`
}

type previewResolution struct {
	ID   ledger.ID `path:"id"`
	Body Decision
}

type resolve struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Decision
		RowVersion int    `json:"row_version" minimum:"1"`
		RootCause  string `json:"root_cause" enum:"technical_error,process_gap,commercial_dispute"`
		Text       string `json:"text" maxLength:"4000"`
	}
}

type approve struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Approve    bool   `json:"approve"`
		Reason     string `json:"reason,omitempty" maxLength:"4000"`
	}
}

type previewLine struct {
	LineNo      int        `json:"line_no"`
	Description string     `json:"description"`
	Net         web.Amount `json:"net"`
	TaxRate     string     `json:"tax_rate"`
	Tax         web.Amount `json:"tax"`
	Gross       web.Amount `json:"gross"`
}

type previewDocument struct {
	Kind              string        `json:"kind"`
	Lines             []previewLine `json:"lines"`
	Net               web.Amount    `json:"net"`
	Tax               web.Amount    `json:"tax"`
	Gross             web.Amount    `json:"gross"`
	Currency          string        `json:"currency"`
	PostingDate       calendar.Date `json:"posting_date"`
	ReducesDocumentNo string        `json:"reduces_document_no"`
}

type standing struct {
	LineAmount web.Amount `json:"line_amount"`
	Open       web.Amount `json:"open"`
}

type resolutionPreview struct {
	Document      *previewDocument `json:"document,omitempty"`
	Before        standing         `json:"before"`
	After         standing         `json:"after"`
	NeedsApproval bool             `json:"needs_approval"`
	NeedsCustomer bool             `json:"needs_customer"`
	Creditable    web.Amount       `json:"creditable"`
	Instruments   []string         `json:"instruments" enum:"credit_note,adjustment" doc:"What the amount may be booked by, the usual one first: credit_note, adjustment"`
}

func disputes(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (disputeView, error) {
		view, err := books.Disputes.Get(ctx, actor, id)
		return disputeView{DisputeView: wire.DisputeWhole(view, actor), RootCause: view.RootCause, Assignee: assignee(view.Summary)}, err
	}
	wire.Conversation(api, books, ledger.AnswerDisputes, ledger.AnswerDisputes)
	wire.Attach(api, books, ledger.AnswerDisputes, func(in *send) (ledger.ID, dispute.AttachCommand, error) {
		cmd, err := in.Command()
		cmd.Internal = in.Internal
		return in.ID, cmd, err
	})
	web.Get(api, "/disputes", ledger.SeeStatements, "List disputes with the counts of each view", func(ctx context.Context, actor ledger.Actor, in *listDisputes) (disputePage, error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return disputePage{}, err
		}
		rows, err := books.Disputes.List(ctx, actor, dispute.Filter{View: in.View, Query: in.Q, CustomerID: in.CustomerID, After: after, Limit: in.Limit + 1})
		if err != nil {
			return disputePage{}, err
		}
		counts, err := books.Disputes.Counts(ctx, actor)
		if err != nil {
			return disputePage{}, err
		}
		page, err := web.Cut(rows, in.Limit, func(d dispute.Summary) ledger.ID { return d.ID }, func(d dispute.Summary) disputeSummary { return wordDispute(d, actor) })
		return disputePage{page, counts}, err
	})
	web.Get(api, "/disputes/{id}", ledger.SeeStatements, "Read a dispute", func(ctx context.Context, actor ledger.Actor, in *byID) (disputeView, error) {
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/disputes/{id}/messages", ledger.AnswerDisputes, "Write to the customer, or a note to colleagues", func(ctx context.Context, actor ledger.Actor, in *writeMessage) (disputeView, error) {
		if err := books.Disputes.Write(ctx, actor, in.ID, in.Body.Text, in.Body.Internal, in.Body.Mentions...); err != nil {
			return disputeView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/disputes/{id}/assignment", ledger.AnswerDisputes, "Give a dispute to somebody", func(ctx context.Context, actor ledger.Actor, in *assign) (disputeView, error) {
		if err := books.Disputes.Assign(ctx, actor, in.ID, in.Body.RowVersion, in.Body.StaffID); err != nil {
			return disputeView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	resolutions(api, books, show)
	endings(api, books, show)
}

func resolutions(api *web.API, books *books.Books, show func(context.Context, ledger.Actor, ledger.ID) (disputeView, error)) {
	// command reads the amount in the dispute's own currency.
	command := func(ctx context.Context, actor ledger.Actor, id ledger.ID, in Decision) (dispute.ResolveCommand, error) {
		cmd := dispute.ResolveCommand{Decision: dispute.Decision(in.Decision), Instrument: dispute.Instrument(in.Instrument)}
		if in.Amount == "" {
			return cmd, nil
		}
		found, err := books.Disputes.Get(ctx, actor, id)
		if err != nil {
			return cmd, err
		}
		cmd.Amount, err = wire.ReadAmount("amount", in.Amount, found.Currency)
		return cmd, err
	}
	web.Post(api, "/disputes/{id}/resolution/preview", ledger.ProposeResolution, "Show what a decision would post", func(ctx context.Context, actor ledger.Actor, in *previewResolution) (resolutionPreview, error) {
		cmd, err := command(ctx, actor, in.ID, in.Body)
		if err != nil {
			return resolutionPreview{}, err
		}
		preview, err := books.Disputes.PreviewResolution(ctx, actor, in.ID, cmd)
		return wordPreview(preview), err
	})
	web.Post(api, "/disputes/{id}/resolution", ledger.ProposeResolution, "Decide a dispute", func(ctx context.Context, actor ledger.Actor, in *resolve) (disputeView, error) {
		cmd, err := command(ctx, actor, in.ID, in.Body.Decision)
		if err != nil {
			return disputeView{}, err
		}
		cmd.RowVersion, cmd.RootCause, cmd.Text = in.Body.RowVersion, in.Body.RootCause, in.Body.Text
		if err := books.Disputes.Resolve(ctx, actor, in.ID, cmd); err != nil {
			return disputeView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/disputes/{id}/approval", ledger.PostDocuments, "Approve or decline a decision", func(ctx context.Context, actor ledger.Actor, in *approve) (disputeView, error) {
		if err := books.Disputes.Approve(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Approve, in.Body.Reason); err != nil {
			return disputeView{}, err
		}
		return show(ctx, actor, in.ID)
	})
}

func wordPreview(p dispute.Preview) resolutionPreview {
	currency := string(p.Currency)
	out := resolutionPreview{
		Before:        standing{wire.Amount(p.LineBefore, currency), wire.Amount(p.OpenBefore, currency)},
		After:         standing{wire.Amount(p.LineAfter, currency), wire.Amount(p.OpenAfter, currency)},
		NeedsApproval: p.NeedsApproval, NeedsCustomer: p.NeedsCustomer, Creditable: wire.Amount(p.Creditable, currency), Instruments: []string{},
	}
	for _, it := range p.Instruments {
		out.Instruments = append(out.Instruments, string(it))
	}
	if d := p.Document; d != nil {
		out.Document = &previewDocument{Kind: string(d.Kind), Currency: currency, PostingDate: d.PostingDate, ReducesDocumentNo: p.ReducesNo, Lines: []previewLine{}}
		net, tax, gross := money.Sum(), money.Sum(), money.Sum()
		for _, l := range d.Lines {
			net, tax, gross = net.Add(l.Net), tax.Add(l.Tax), gross.Add(l.Gross)
			out.Document.Lines = append(out.Document.Lines, previewLine{l.ReducesLine, l.Description, wire.Amount(l.Net, currency), l.TaxRate.String(), wire.Amount(l.Tax, currency), wire.Amount(l.Gross, currency)})
		}
		out.Document.Net, out.Document.Tax, out.Document.Gross = wire.Amount(net, currency), wire.Amount(tax, currency), wire.Amount(gross, currency)
	}
	return out
}
