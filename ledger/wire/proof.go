package wire

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/proof"
	"hefu/ledger/web"
)

// Proof is a file beside a document that shows what was delivered, ordered or accepted. What is removed, sealed or among staff is told to
// staff alone.
type Proof struct {
	ID           ledger.ID             `json:"id"`
	Kind         string                `json:"kind" enum:"delivery_note,acceptance,contract,invoice,other"`
	Name         string                `json:"name"`
	MediaType    string                `json:"media_type"`
	Size         int64                 `json:"size" doc:"Bytes"`
	Thumbnail    bool                  `json:"thumbnail"`
	Protected    bool                  `json:"protected" doc:"It may ask for a password"`
	CreatedAt    time.Time             `json:"created_at"`
	UploadedBy   string                `json:"uploaded_by,omitempty" doc:"For staff"`
	Internal     bool                  `json:"internal,omitempty" doc:"The customer does not see it"`
	Sealed       bool                  `json:"sealed,omitempty" doc:"It is in a sealed reconciliation and stays as it is"`
	SHA256       string                `json:"sha256"`
	RemovedAt    *time.Time            `json:"removed_at,omitempty"`
	RemovedBy    string                `json:"removed_by,omitempty"`
	RemoveReason string                `json:"remove_reason,omitempty"`
	Actions      map[string]web.Action `json:"actions,omitempty" doc:"For staff: remove, show"`
}

// ProofFile words one file for the reader.
func ProofFile(f proof.File, actor ledger.Actor) Proof {
	out := Proof{ID: f.ID, Kind: string(f.Kind), Name: f.Name, MediaType: f.Media, Size: f.Size, Thumbnail: f.Thumbnail, Protected: f.Protected, CreatedAt: f.CreatedAt, SHA256: f.SHA256}
	if actor.Audience == ledger.Portal {
		return out
	}
	out.UploadedBy, out.Internal, out.Sealed, out.RemovedAt, out.RemovedBy, out.RemoveReason = f.UploadedBy, f.Internal, f.Sealed, f.RemovedAt, f.RemovedBy, f.RemoveReason
	may := web.Action{Allowed: true}
	for _, err := range []error{actor.Require(ledger.PostDocuments), f.Stands()} {
		if err != nil {
			may = web.Action{Why: ledger.AsError(err).Message(actor.Locale)}
			break
		}
	}
	out.Actions = map[string]web.Action{"remove": may, "show": may}
	return out
}

// Proofs words files; standing leaves out those that were removed.
func Proofs(files []proof.File, actor ledger.Actor, standing bool) []Proof {
	out := []Proof{}
	for _, f := range files {
		if !standing || f.RemovedAt == nil {
			out = append(out, ProofFile(f, actor))
		}
	}
	return out
}

// ProofList is what is beside a document.
type ProofList struct {
	Items   []Proof               `json:"items"`
	Actions map[string]web.Action `json:"actions,omitempty" doc:"For staff: add"`
}

// OpenProofs adds the operations by which both audiences see the files beside posted documents.
func OpenProofs(api *web.API, b *books.Books) {
	web.Get(api, "/documents/{id}/proofs", ledger.SeeDocuments, "List the files beside a document", func(ctx context.Context, actor ledger.Actor, in *ofFile) (ProofList, error) {
		found, err := b.Proofs.List(ctx, actor, proof.Place{DocumentID: in.ID})
		return ProofsOf(found, actor, nil), err
	}, web.ByLink())
	web.Download(api, "/proofs/{id}/file", ledger.SeeDocuments, "Download a file beside a document", func(ctx context.Context, actor ledger.Actor, in *ofFile) (web.File, error) {
		found, err := b.Proofs.Open(ctx, actor, in.ID, false)
		return serve(found, found.Name), err
	}, web.Within(downloadTime), web.ByLink())
	web.Download(api, "/proofs/{id}/thumbnail", ledger.SeeDocuments, "Show a picture beside a document small", func(ctx context.Context, actor ledger.Actor, in *ofFile) (web.File, error) {
		found, err := b.Proofs.Open(ctx, actor, in.ID, true)
		return serve(found, ""), err
	}, web.ByLink())
}

// ProofsOf is the list with what staff may do; closed says why nothing can be added.
func ProofsOf(files []proof.File, actor ledger.Actor, closed error) ProofList {
	out := ProofList{Items: Proofs(files, actor, false)}
	if actor.Audience == ledger.Portal {
		return out
	}
	add := web.Action{Allowed: true}
	for _, err := range []error{actor.Require(ledger.PostDocuments), closed} {
		if err != nil {
			add = web.Action{Why: ledger.AsError(err).Message(actor.Locale)}
			break
		}
	}
	out.Actions = map[string]web.Action{"add": add}
	return out
}
