package portal

import (
	"context"
	"io"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/matching"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type uploadLedger struct {
	ID   ledger.ID `path:"id"`
	Name string    `query:"name" maxLength:"200" doc:"The file's name; its content decides what it is"`
}

type readLedger struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Mapping *wire.Mapping `json:"mapping,omitempty" doc:"Left out: as guessed or remembered"`
	}
}

type matchLedger struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int          `json:"row_version" minimum:"1"`
		Mapping    wire.Mapping `json:"mapping"`
		SkipFaults bool         `json:"skip_faults,omitempty" doc:"Leave out rows that cannot be read"`
	}
}

type decideGroups struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Groups     []int  `json:"groups" minItems:"1" maxItems:"20000" nullable:"false"`
		Decision   string `json:"decision" enum:"confirm,dispute,reconcile,leave"`
		Kind       string `json:"kind,omitempty" enum:"in_transit_invoice,in_transit_receipt,in_transit_payment,own_correction,other"`
		Category   string `json:"category,omitempty" enum:"price,quantity,discount,quality,not_received,duplicate,already_paid,wrong_party,document_mismatch,other"`
		Note       string `json:"note,omitempty" maxLength:"500"`
	}
}

type pairLines struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int   `json:"row_version" minimum:"1"`
		Ours       []int `json:"ours" minItems:"1" maxItems:"500" nullable:"false"`
		Theirs     []int `json:"theirs" minItems:"1" maxItems:"500" nullable:"false"`
	}
}

type undoGroup struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int `json:"row_version" minimum:"1"`
		Group      int `json:"group" minimum:"1"`
	}
}

type setBalance struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int        `json:"row_version" minimum:"1"`
		Balance    web.Amount `json:"balance" minLength:"1" doc:"What one's own books say is owed at the cut-off"`
	}
}

type completeMatching struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion     int    `json:"row_version" minimum:"1" doc:"That of the preview"`
		ConfirmForward bool   `json:"confirm_forward,omitempty" doc:"Confirm what was brought forward and nothing matched, too"`
		Remark         string `json:"remark,omitempty" maxLength:"500"`
	}
}

type completedMatching struct {
	Outcome   wire.MatchingOutcome `json:"outcome"`
	Matching  wire.MatchingView    `json:"matching"`
	Statement wire.StatementView   `json:"statement"`
}

// matchDeadline lets a ledger of the largest size that is compared at once be read, compared and written.
const matchDeadline = 25 * time.Second

func matchings(api *web.API, books *books.Books) {
	show := func(v matching.View, err error, actor ledger.Actor) (wire.MatchingView, error) {
		return wire.Matching(v, actor.Locale), err
	}
	web.Get(api, "/statements/{id}/matching", ledger.SeeStatements, "See how one's own ledger was matched", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.MatchingView, error) {
		v, err := books.Matchings.Get(ctx, actor, in.ID)
		return show(v, err, actor)
	}, web.ByLink())
	web.Take(api, "/statements/{id}/matching/file", ledger.ConfirmStatements, "Bring one's own ledger, as CSV or XLSX", func(ctx context.Context, actor ledger.Actor, in *uploadLedger, body io.Reader) (wire.MatchingView, error) {
		content, err := io.ReadAll(io.LimitReader(body, matching.MaxUpload+1))
		if err != nil {
			return wire.MatchingView{}, err
		}
		v, err := books.Matchings.Upload(ctx, actor, matching.UploadCommand{StatementID: in.ID, Name: in.Name, Content: content})
		return show(v, err, actor)
	}, web.ByLink())
	web.Post(api, "/statements/{id}/matching/reading", ledger.ConfirmStatements, "See what a mapping makes of the file", func(ctx context.Context, actor ledger.Actor, in *readLedger) (wire.Reading, error) {
		if in.Body.Mapping == nil {
			r, err := books.Matchings.Read(ctx, actor, in.ID, nil)
			return wire.ReadLedger(r), err
		}
		mapping := in.Body.Mapping.Layout()
		r, err := books.Matchings.Read(ctx, actor, in.ID, &mapping)
		return wire.ReadLedger(r), err
	}, web.Within(matchDeadline), web.ByLink())
	web.Post(api, "/statements/{id}/matching/comparison", ledger.ConfirmStatements, "Compare line by line", func(ctx context.Context, actor ledger.Actor, in *matchLedger) (wire.MatchingView, error) {
		v, err := books.Matchings.Match(ctx, actor, matching.MatchCommand{StatementID: in.ID, RowVersion: in.Body.RowVersion, Mapping: in.Body.Mapping.Layout(), SkipFaults: in.Body.SkipFaults})
		return show(v, err, actor)
	}, web.Within(matchDeadline), web.ByLink())
	web.Get(api, "/statements/{id}/matching/groups", ledger.SeeStatements, "Read what belongs together and what is left", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.MatchingPage, error) {
		page, err := books.Matchings.Groups(ctx, actor, in.ID)
		return wire.MatchingGroups(page, actor.Locale), err
	}, web.ByLink())
	matchingFiles(api, books)
	matchingDecisions(api, books, show)
	matchingReports(api, books)
}

type ledgerFile struct {
	ID     ledger.ID `path:"id"`
	Locale string    `query:"locale" enum:"zh-CN,en" required:"false"`
}

// matchingFiles are what helps to begin: an empty ledger, and in development one that is made up.
func matchingFiles(api *web.API, books *books.Books) {
	web.Download(api, "/statements/{id}/matching/template", ledger.SeeStatements, "Download an empty ledger to fill in", func(ctx context.Context, actor ledger.Actor, in *ledgerFile) (web.File, error) {
		locale := in.Locale
		if locale == "" {
			locale = actor.Locale
		}
		file, err := books.Matchings.Template(ctx, actor, in.ID, locale)
		return web.File{Name: file.Name, Media: file.ContentType, Body: file.Content}, err
	}, web.ByLink())
	web.Download(api, "/statements/{id}/matching/sample", ledger.SeeStatements, "Download a made-up ledger, in development", func(ctx context.Context, actor ledger.Actor, in *byID) (web.File, error) {
		file, err := books.Matchings.Sample(ctx, actor, in.ID)
		return web.File{Name: file.Name, Media: file.ContentType, Body: file.Content}, err
	}, web.ByLink())
}

func matchingDecisions(api *web.API, books *books.Books, show func(matching.View, error, ledger.Actor) (wire.MatchingView, error)) {
	web.Post(api, "/statements/{id}/matching/decisions", ledger.ConfirmStatements, "Say what is to be done with differences", func(ctx context.Context, actor ledger.Actor, in *decideGroups) (wire.MatchingView, error) {
		v, err := books.Matchings.Decide(ctx, actor, matching.Decided{StatementID: in.ID, RowVersion: in.Body.RowVersion, Groups: in.Body.Groups, Decision: matching.Decision(in.Body.Decision),
			Kind: matching.ItemKind(in.Body.Kind), Category: in.Body.Category, Note: in.Body.Note})
		return show(v, err, actor)
	}, web.ByLink())
	web.Post(api, "/statements/{id}/matching/pairs", ledger.ConfirmStatements, "Match lines by hand", func(ctx context.Context, actor ledger.Actor, in *pairLines) (wire.MatchingView, error) {
		v, err := books.Matchings.Pair(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Ours, in.Body.Theirs)
		return show(v, err, actor)
	}, web.ByLink())
	web.Post(api, "/statements/{id}/matching/undoings", ledger.ConfirmStatements, "Take a match apart", func(ctx context.Context, actor ledger.Actor, in *undoGroup) (wire.MatchingView, error) {
		v, err := books.Matchings.Undo(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Group)
		return show(v, err, actor)
	}, web.ByLink())
	web.Post(api, "/statements/{id}/matching/balance", ledger.ConfirmStatements, "State one's own balance", func(ctx context.Context, actor ledger.Actor, in *setBalance) (wire.MatchingView, error) {
		found, err := books.Matchings.Get(ctx, actor, in.ID)
		if err != nil {
			return wire.MatchingView{}, err
		}
		balance, err := wire.ReadAmount("balance", in.Body.Balance, found.Currency)
		if err != nil {
			return wire.MatchingView{}, err
		}
		v, err := books.Matchings.SetBalance(ctx, actor, in.ID, in.Body.RowVersion, balance)
		return show(v, err, actor)
	}, web.ByLink())
	web.Get(api, "/statements/{id}/matching/preview", ledger.SeeStatements, "See what completing would do", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.MatchingPreview, error) {
		p, err := books.Matchings.Preview(ctx, actor, in.ID)
		return wire.PreviewMatching(p), err
	}, web.ByLink())
	web.Post(api, "/statements/{id}/matching/completion", ledger.ConfirmStatements, "Confirm what matched, dispute what differs, keep what is in transit", func(ctx context.Context, actor ledger.Actor, in *completeMatching) (completedMatching, error) {
		done, err := books.Matchings.Complete(ctx, actor, matching.CompleteCommand{StatementID: in.ID, RowVersion: in.Body.RowVersion, Forward: in.Body.ConfirmForward, Remark: in.Body.Remark})
		if err != nil {
			return completedMatching{}, err
		}
		v, err := books.Matchings.Get(ctx, actor, in.ID)
		if err != nil {
			return completedMatching{}, err
		}
		out := completedMatching{Outcome: wire.Outcome(done, v.Currency), Matching: wire.Matching(v, actor.Locale)}
		out.Statement, err = showStatement(ctx, actor, books, in.ID)
		return out, err
	}, web.Within(matchDeadline), web.ByLink())
}

func matchingReports(api *web.API, books *books.Books) {
	web.Get(api, "/statements/{id}/reconciliation", ledger.SeeStatements, "Read the reconciliation report", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.Reconciliation, error) {
		r, err := books.Matchings.Report(ctx, actor, in.ID)
		return wire.Reconcile(r), err
	}, web.ByLink())
	web.Download(api, "/statements/{id}/reconciliation/file", ledger.SeeStatements, "Download the reconciliation report", func(ctx context.Context, actor ledger.Actor, in *wire.ReconciliationFile) (web.File, error) {
		file, err := books.Matchings.Download(ctx, actor, in.ID, in.Format, in.LocaleFor(actor))
		return web.File{Name: file.Name, Media: file.ContentType, Body: file.Content, ETag: file.SHA256}, err
	}, web.ByLink())
	web.Get(api, "/reconciling-items", ledger.SeeStatements, "List what only one side has booked so far", wire.ListReconcilingItems(books.Matchings))
}
