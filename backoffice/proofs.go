package backoffice

import (
	"context"
	"io"
	"mime"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/proof"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type sendProof struct {
	ID          ledger.ID `path:"id"`
	Key         ledger.ID `path:"key" doc:"Made by the sender for this file; sending it again under the same key adds nothing"`
	Kind        string    `query:"kind" enum:"delivery_note,acceptance,contract,invoice,other" required:"true"`
	Internal    bool      `query:"internal" doc:"Among staff; the customer does not see it"`
	Disposition string    `header:"Content-Disposition" required:"true" maxLength:"2000" doc:"attachment; filename*=UTF-8''…"`
}

type removeProof struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"800" doc:"Needed beside a posted document"`
	}
}

type showProof struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Internal bool `json:"internal"`
	}
}

// proofs: the files beside documents and drafts.
func proofs(api *web.API, books *books.Books) {
	wire.OpenProofs(api, books)
	web.Get(api, "/drafts/{id}/proofs", ledger.CheckDrafts, "List the files beside a draft", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.ProofList, error) {
		found, err := books.Proofs.List(ctx, actor, proof.Place{DraftID: in.ID})
		if err != nil {
			return wire.ProofList{}, err
		}
		draft, err := books.Documents.GetDraft(ctx, actor, in.ID)
		var closed error
		if draft.State == "discarded" {
			closed = ledger.E("state_forbids").With("state", draft.State)
		}
		return wire.ProofsOf(found, actor, closed), err
	})
	for path, at := range map[string]func(ledger.ID) proof.Place{
		"documents": func(id ledger.ID) proof.Place { return proof.Place{DocumentID: id} },
		"drafts":    func(id ledger.ID) proof.Place { return proof.Place{DraftID: id} },
	} {
		web.Take(api, "/"+path+"/{id}/proofs/{key}", ledger.PostDocuments, "Put a file beside one of the "+path, func(ctx context.Context, actor ledger.Actor, in *sendProof, body io.Reader) (wire.Proof, error) {
			_, parameters, err := mime.ParseMediaType(in.Disposition)
			if err != nil || parameters["filename"] == "" {
				return wire.Proof{}, ledger.E("validation_failed").At("Content-Disposition", "bad_format")
			}
			made, err := books.Proofs.Add(ctx, actor, proof.AddCommand{Place: at(in.ID), Key: in.Key, Name: parameters["filename"], Kind: proof.Kind(in.Kind), Internal: in.Internal}, body)
			return wire.ProofFile(made, actor), err
		})
	}
	web.Post(api, "/proofs/{id}/removal", ledger.PostDocuments, "Remove a file from beside its document", func(ctx context.Context, actor ledger.Actor, in *removeProof) (wire.Proof, error) {
		is, err := books.Proofs.Remove(ctx, actor, in.ID, in.Body.Reason)
		return wire.ProofFile(is, actor), err
	})
	web.Post(api, "/proofs/{id}/visibility", ledger.PostDocuments, "Let the customer see a file, or keep it among staff", func(ctx context.Context, actor ledger.Actor, in *showProof) (wire.Proof, error) {
		is, err := books.Proofs.Show(ctx, actor, in.ID, in.Body.Internal)
		return wire.ProofFile(is, actor), err
	})
}
