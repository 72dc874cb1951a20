package portal

import (
	"context"
	"io"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/finalization"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type countersign struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		SHA256 string `json:"sha256" minLength:"64" maxLength:"64"`
		Agreed bool   `json:"agreed" doc:"The text was ticked"`
		Code   string `json:"code" maxLength:"20" doc:"From the mail"`
	}
}

type signedFile struct {
	ID     ledger.ID `path:"id"`
	SHA256 string    `query:"sha256" required:"true" minLength:"64" maxLength:"64" doc:"Of the file that was downloaded and signed"`
	Agreed bool      `query:"agreed" required:"true" doc:"The text was ticked"`
}

type decline struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

type signingCode struct {
	To    string `json:"to" doc:"The address it was sent to, masked"`
	Pause int    `json:"pause" doc:"Seconds until another may be asked for"`
	Life  int    `json:"life" doc:"Seconds for which it is good"`
}

type listFinalizations struct {
	web.Paging
	State string `query:"state" enum:"to_countersign,signed,declined" required:"false" doc:"Absent: all"`
}

// finalizations are what the seller has signed and the customer countersigns (SPEC section 12).
func finalizations(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (wire.FinalizationView, error) {
		found, err := books.Finalizations.Get(ctx, actor, id)
		return wire.WordFinalization(found, actor), err
	}
	web.Get(api, "/finalizations", ledger.SeeStatements, "List what the seller has signed", func(ctx context.Context, actor ledger.Actor, in *listFinalizations) (web.Page[wire.Finalization], error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[wire.Finalization]{}, err
		}
		found, err := books.Finalizations.List(ctx, actor, finalization.Query{State: finalization.State(in.State), Before: before, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[wire.Finalization]{}, err
		}
		return web.Cut(found.Rows, in.Limit, func(f finalization.Finalization) ledger.ID { return f.ID }, wire.FinalizationRow)
	})
	web.Get(api, "/finalizations/{id}", ledger.SeeStatements, "Read a finalization with its signatures", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.FinalizationView, error) {
		return show(ctx, actor, in.ID)
	})
	web.Download(api, "/finalizations/{id}/file", ledger.SeeStatements, "Download the file, with the signatures it has", wire.FinalizationFile(books.Finalizations))
	web.Post(api, "/finalizations/{id}/code", ledger.Countersign, "Have a one-time code mailed, to countersign with", func(ctx context.Context, actor ledger.Actor, in *byID) (signingCode, error) {
		sent, err := books.Finalizations.RequestCode(ctx, actor, in.ID)
		return signingCode{sent.To, int(sent.Pause.Seconds()), int(sent.Life.Seconds())}, err
	})
	web.Post(api, "/finalizations/{id}/signature", ledger.Countersign, "Countersign with the key that is held for oneself", func(ctx context.Context, actor ledger.Actor, in *countersign) (wire.FinalizationView, error) {
		b := in.Body
		if err := books.Finalizations.Countersign(ctx, actor, finalization.SignCommand{ID: in.ID, SHA256: b.SHA256, Agreed: b.Agreed}, b.Code); err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Take(api, "/finalizations/{id}/signed-file", ledger.Countersign, "Bring the file, signed with one's own certificate", func(ctx context.Context, actor ledger.Actor, in *signedFile, body io.Reader) (wire.FinalizationView, error) {
		content, err := io.ReadAll(body)
		if err != nil {
			return wire.FinalizationView{}, err
		}
		if err := books.Finalizations.CountersignWith(ctx, actor, finalization.SignCommand{ID: in.ID, SHA256: in.SHA256, Agreed: in.Agreed}, content); err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/finalizations/{id}/provider", ledger.Countersign, "Have one's signature made at the e-sign provider; request.sign_url says where, once it has answered", func(ctx context.Context, actor ledger.Actor, in *wire.SignFinalization) (wire.FinalizationView, error) {
		if err := books.Finalizations.AskProvider(ctx, actor, finalization.SignCommand{ID: in.ID, SHA256: in.Body.SHA256, Agreed: in.Body.Agreed}); err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/finalizations/{id}/provider/cancellation", ledger.Countersign, "Wait for the e-sign provider no longer, to sign otherwise", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.FinalizationView, error) {
		if err := books.Finalizations.CancelRequest(ctx, actor, in.ID); err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/finalizations/{id}/refusal", ledger.Countersign, "Refuse to countersign, with the reason", func(ctx context.Context, actor ledger.Actor, in *decline) (wire.FinalizationView, error) {
		if err := books.Finalizations.Decline(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, in.ID)
	})
}
