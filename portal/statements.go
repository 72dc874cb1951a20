package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/field"
	"hefu/ledger/statement"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listStatements struct {
	web.Paging
	State string `query:"state" enum:"issued,viewed,answered,agreed,cancelled" required:"false"`
}

type confirm struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Version int    `json:"version" minimum:"1"`
		SHA256  string `json:"sha256" minLength:"64" maxLength:"64"`
		Lines   []int  `json:"lines" maxItems:"20000" nullable:"false" doc:"Empty: every line without an answer"`
		Remark  string `json:"remark,omitempty" maxLength:"500"`
	}
}

type confirmed struct {
	ConfirmationID *ledger.ID         `json:"confirmation_id,omitempty"`
	Confirmed      int                `json:"confirmed"`
	ReviewID       *ledger.ID         `json:"review_id,omitempty" doc:"Where a second person is needed: what waits for it"`
	Submitted      int                `json:"submitted" doc:"Lines that wait for a second person"`
	Refused        []wire.Refused     `json:"refused"`
	Statement      wire.StatementView `json:"statement"`
}

type reopen struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Version int   `json:"version" minimum:"1"`
		Lines   []int `json:"lines" minItems:"1" maxItems:"20000" nullable:"false"`
	}
}

type reopened struct {
	Reopened  int                `json:"reopened"`
	Refused   []wire.Refused     `json:"refused"`
	Statement wire.StatementView `json:"statement"`
}

type openDisputes struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Version        int          `json:"version" minimum:"1"`
		SHA256         string       `json:"sha256" minLength:"64" maxLength:"64"`
		Lines          []int        `json:"lines" minItems:"1" maxItems:"500" nullable:"false"`
		Category       string       `json:"category" enum:"price,quantity,discount,quality,not_received,duplicate,already_paid,wrong_party,document_mismatch,other"`
		DisputedAmount web.Amount   `json:"disputed_amount,omitempty" doc:"Of a single line; empty: the whole line"`
		CustomerFigure web.Amount   `json:"customer_figure,omitempty" doc:"What the customer's own books say"`
		Text           string       `json:"text,omitempty" maxLength:"4000"`
		Fields         field.Values `json:"fields,omitempty" doc:"Custom fields of disputes by code, as GET /fields defines them"`
	}
}

type opened struct {
	Disputes  []wire.DisputeSummary `json:"disputes"`
	Refused   []wire.Refused        `json:"refused"`
	Statement wire.StatementView    `json:"statement"`
}

func statements(api *web.API, books *books.Books) {
	web.Get(api, "/statements", ledger.SeeStatements, "List one's statements", func(ctx context.Context, actor ledger.Actor, in *listStatements) (web.Page[wire.StatementSummary], error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[wire.StatementSummary]{}, err
		}
		rows, err := books.Statements.List(ctx, actor, statement.Filter{State: statement.State(in.State), Before: before, Limit: min(in.Limit+1, statement.MaxPage)})
		if err != nil {
			return web.Page[wire.StatementSummary]{}, err
		}
		return web.Cut(rows, in.Limit, func(s statement.Summary) ledger.ID { return s.ID }, wire.Statement)
	})
	web.Get(api, "/statements/{id}", ledger.SeeStatements, "Read a statement", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.StatementView, error) {
		return showStatement(ctx, actor, books, in.ID)
	}, web.ByLink())
	web.Get(api, "/statements/{id}/changes", ledger.SeeStatements, "What changed since we last agreed", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.SinceAgreed, error) {
		found, err := books.Statements.SinceAgreed(ctx, actor, in.ID)
		return wire.Since(found), err
	})
	web.Post(api, "/statements/{id}/view", ledger.SeeStatements, "Record that it was seen", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Nothing, error) {
		return web.Nothing{}, books.Statements.MarkViewed(ctx, actor, in.ID)
	}, web.ByLink())
	web.Download(api, "/statements/{id}/content", ledger.SeeStatements, "Read the frozen content", func(ctx context.Context, actor ledger.Actor, in *wire.StatementContent) (web.File, error) {
		body, err := books.Statements.ReadContent(ctx, actor, in.ID, in.Version)
		return web.File{Media: "application/json", Body: body.JSON, ETag: body.SHA256}, err
	}, web.ByLink())
	web.Get(api, "/statements/{id}/lines", ledger.SeeStatements, "List a statement's lines, overdue ones first if asked", wire.ListStatementLines(books.Statements), web.ByLink())
	web.Download(api, "/statements/{id}/file", ledger.SeeStatements, "Download a statement", func(ctx context.Context, actor ledger.Actor, in *wire.StatementFile) (web.File, error) {
		file, err := books.Statements.Download(ctx, actor, in.ID, statement.FileFormat(in.Format), in.Locale)
		return web.File{Name: file.Name, Media: file.ContentType, Body: file.Content, ETag: file.SHA256}, err
	}, web.ByLink())
	answers(api, books)
}

func showStatement(ctx context.Context, actor ledger.Actor, books *books.Books, id ledger.ID) (wire.StatementView, error) {
	view, err := books.Statements.Read(ctx, actor, id)
	return wire.StatementWhole(view, actor), err
}

func answers(api *web.API, books *books.Books) {
	web.Post(api, "/statements/{id}/confirmations", ledger.ConfirmStatements, "Confirm lines, or all that are left", func(ctx context.Context, actor ledger.Actor, in *confirm) (confirmed, error) {
		done, err := books.Statements.Confirm(ctx, actor, statement.ConfirmCommand{StatementID: in.ID, Version: in.Body.Version, SHA256: in.Body.SHA256, Lines: in.Body.Lines, Remark: in.Body.Remark})
		if err != nil {
			return confirmed{}, err
		}
		out := confirmed{Confirmed: done.Count, Refused: refusals(done.Refused, actor.Locale)}
		if !done.ID.IsZero() {
			out.ConfirmationID = &done.ID
		}
		if !done.Review.IsZero() {
			out.ReviewID, out.Submitted, out.Confirmed = &done.Review, done.Count, 0
		}
		out.Statement, err = showStatement(ctx, actor, books, in.ID)
		return out, err
	}, web.ByLink())
	web.Post(api, "/statements/{id}/reopenings", ledger.ConfirmStatements, "Take confirmations back", func(ctx context.Context, actor ledger.Actor, in *reopen) (reopened, error) {
		done, err := books.Statements.Reopen(ctx, actor, in.ID, in.Body.Version, in.Body.Lines)
		if err != nil {
			return reopened{}, err
		}
		out := reopened{Reopened: done.Count, Refused: refusals(done.Refused, actor.Locale)}
		out.Statement, err = showStatement(ctx, actor, books, in.ID)
		return out, err
	}, web.ByLink())
	web.Post(api, "/statements/{id}/disputes", ledger.DisputeLines, "Dispute lines", func(ctx context.Context, actor ledger.Actor, in *openDisputes) (opened, error) {
		cmd, err := in.command(ctx, actor, books)
		if err != nil {
			return opened{}, err
		}
		done, err := books.Disputes.Open(ctx, actor, cmd)
		if err != nil {
			return opened{}, err
		}
		out := opened{Disputes: []wire.DisputeSummary{}, Refused: []wire.Refused{}}
		for _, r := range done.Refused {
			out.Refused = append(out.Refused, wire.RefusedLine(r.LineNo, r.Err, actor.Locale))
		}
		for _, id := range done.IDs {
			view, err := books.Disputes.Get(ctx, actor, id)
			if err != nil {
				return opened{}, err
			}
			out.Disputes = append(out.Disputes, wire.Dispute(view.Summary, actor))
		}
		out.Statement, err = showStatement(ctx, actor, books, in.ID)
		return out, err
	}, web.ByLink())
}

// command reads the amounts in the statement's own currency.
func (in *openDisputes) command(ctx context.Context, actor ledger.Actor, books *books.Books) (dispute.OpenCommand, error) {
	cmd := dispute.OpenCommand{StatementID: in.ID, Version: in.Body.Version, SHA256: in.Body.SHA256, Lines: in.Body.Lines, Category: dispute.Category(in.Body.Category), Text: in.Body.Text, Fields: in.Body.Fields}
	if in.Body.DisputedAmount == "" && in.Body.CustomerFigure == "" {
		return cmd, nil
	}
	found, err := books.Statements.Read(ctx, actor, in.ID)
	if err != nil {
		return cmd, err
	}
	if cmd.DisputedAmount, err = wire.ReadAmount("disputed_amount", in.Body.DisputedAmount, found.Currency); err != nil {
		return cmd, err
	}
	if in.Body.DisputedAmount != "" && !cmd.DisputedAmount.IsPositive() { // left out it means the whole line; a written zero does not
		return cmd, ledger.E("validation_failed").At("disputed_amount", "must_be_positive")
	}
	if in.Body.CustomerFigure != "" {
		cmd.CustomerFigure.Decimal, err = wire.ReadAmount("customer_figure", in.Body.CustomerFigure, found.Currency)
		cmd.CustomerFigure.Valid = true
	}
	return cmd, err
}

func refusals(list []statement.Refused, locale string) []wire.Refused {
	out := []wire.Refused{}
	for _, r := range list {
		out = append(out, wire.RefusedLine(r.Line, r.Err, locale))
	}
	return out
}
