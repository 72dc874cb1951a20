package backoffice

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/finalization"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listFinalizations struct {
	web.Paging
	State      string    `query:"state" enum:"to_sign,to_countersign,signed,archived,declined,withdrawn" required:"false" doc:"Absent: all"`
	CustomerID ledger.ID `query:"customer_id" required:"false"`
}

type finalizationPage struct {
	web.Page[wire.Finalization]
	States []finalizationCount `json:"states"`
}

type finalizationCount struct {
	State string `json:"state" enum:"to_sign,to_countersign,signed,archived,declined,withdrawn"`
	Count int    `json:"count"`
}

type prepareFinalization struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Scope  string `json:"scope" enum:"whole,agreed_part"`
		Locale string `json:"locale" enum:"zh-CN,en" doc:"Of the file"`
	}
}

type endFinalization struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

type signingKey struct {
	ID         ledger.ID  `json:"id"`
	Use        string     `json:"use" enum:"authority,seller,timestamp,sm2"`
	Source     string     `json:"source" enum:"embedded,pkcs12,pkcs11,pem"`
	Subject    string     `json:"subject"`
	Issuer     string     `json:"issuer"`
	Serial     string     `json:"serial"`
	ValidFrom  time.Time  `json:"valid_from"`
	ValidTo    time.Time  `json:"valid_to"`
	State      string     `json:"state" enum:"in_force,ending,expired,revoked,retired"`
	Current    bool       `json:"current" doc:"It signs next"`
	Signatures int        `json:"signatures" doc:"How many it has made"`
	MadeBy     string     `json:"made_by"`
	MadeAt     time.Time  `json:"made_at"`
	EndReason  string     `json:"end_reason,omitempty"`
	EndedBy    string     `json:"ended_by,omitempty"`
	EndedAt    *time.Time `json:"ended_at,omitempty"`
}

type signingKeys struct {
	Items     []signingKey `json:"items"`
	Token     bool         `json:"token" doc:"A UKey or HSM of the server's configuration signs"`
	Timestamp bool         `json:"timestamp" doc:"A timestamp authority is configured; otherwise the embedded one stamps"`
	Provider  bool         `json:"provider" doc:"Customers may sign at an e-sign provider"`

	ESign *eSignProvider `json:"esign_provider,omitempty"`
}

type eSignProvider struct {
	Name    string      `json:"name"`
	Address string      `json:"address"`
	Roots   []eSignRoot `json:"roots" doc:"The authorities under which its signers sign"`
	Signed  int         `json:"signed" doc:"In the last thirty days, as are the others"`
	Waiting int         `json:"waiting"`
	Refused int         `json:"refused"`
	Failed  int         `json:"failed"`
	Away    int         `json:"away" doc:"Of those that wait: the provider did not answer when it was asked last"`
}

type eSignRoot struct {
	Subject     string    `json:"subject"`
	ValidTo     time.Time `json:"valid_to"`
	Fingerprint string    `json:"fingerprint" doc:"SHA-256"`
}

type addSigningKey struct {
	Body struct {
		File     []byte `json:"file" doc:"PKCS#12, in base64" maxLength:"90000"`
		Password string `json:"password" maxLength:"200"`
	}
}

type addSM2Key struct {
	Body struct {
		File     []byte `json:"file,omitempty" doc:"The key (PKCS#8) and its certificates in PEM, in base64; absent: a key is made" maxLength:"90000"`
		Password string `json:"password,omitempty" maxLength:"200"`
	}
}

// finalizations are where statements end: prepared by one, signed by another, countersigned by the customer (SPEC section 12).
func finalizations(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (wire.FinalizationView, error) {
		found, err := books.Finalizations.Get(ctx, actor, id)
		return wire.WordFinalization(found, actor), err
	}
	web.Get(api, "/finalizations", ledger.SeeStatements, "List finalizations, newest first, with how many are in each state", func(ctx context.Context, actor ledger.Actor, in *listFinalizations) (finalizationPage, error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return finalizationPage{}, err
		}
		found, err := books.Finalizations.List(ctx, actor, finalization.Query{State: finalization.State(in.State), CustomerID: in.CustomerID, Before: before, Limit: in.Limit + 1})
		if err != nil {
			return finalizationPage{}, err
		}
		out := finalizationPage{States: []finalizationCount{}}
		for _, state := range finalization.States {
			out.States = append(out.States, finalizationCount{string(state), found.Counts[state]})
		}
		out.Page, err = web.Cut(found.Rows, in.Limit, func(f finalization.Finalization) ledger.ID { return f.ID }, wire.FinalizationRow)
		return out, err
	})
	web.Get(api, "/finalizations/{id}", ledger.SeeStatements, "Read a finalization with its signatures", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.FinalizationView, error) {
		return show(ctx, actor, in.ID)
	})
	web.Get(api, "/statements/{id}/finalization", ledger.SeeStatements, "Read how a statement's finalization stands, and whether one may be prepared", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.StatementFinalization, error) {
		found, err := books.Finalizations.Of(ctx, actor, in.ID)
		return wire.OfStatement(found, actor), err
	})
	web.Post(api, "/statements/{id}/finalization", ledger.Finalize, "Make an agreed statement, or its agreed part, ready for signature", func(ctx context.Context, actor ledger.Actor, in *prepareFinalization) (wire.FinalizationView, error) {
		id, err := books.Finalizations.Prepare(ctx, actor, finalization.PrepareCommand{StatementID: in.ID, Scope: finalization.Scope(in.Body.Scope), Locale: in.Body.Locale})
		if err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, id)
	}, web.Created())
	web.Post(api, "/finalizations/{id}/signature", ledger.SignStatements, "Sign for the seller, after a fresh sign-in", func(ctx context.Context, actor ledger.Actor, in *wire.SignFinalization) (wire.FinalizationView, error) {
		if err := books.Finalizations.Sign(ctx, actor, finalization.SignCommand{ID: in.ID, SHA256: in.Body.SHA256, Agreed: in.Body.Agreed}); err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/finalizations/{id}/withdrawal", ledger.Finalize, "Take back what nobody has signed yet", func(ctx context.Context, actor ledger.Actor, in *endFinalization) (wire.FinalizationView, error) {
		if err := books.Finalizations.Withdraw(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return wire.FinalizationView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Download(api, "/finalizations/{id}/file", ledger.SeeStatements, "Download the file, with the signatures it has", wire.FinalizationFile(books.Finalizations))
	signing(api, books)
	finalizationBatches(api, books)
}

func wordProvider(ctx context.Context, actor ledger.Actor, books *books.Books, p finalization.Provider) (*eSignProvider, error) {
	n, err := books.Finalizations.ProviderTally(ctx, actor)
	out := eSignProvider{Name: p.Name(), Address: p.Address(), Roots: []eSignRoot{}, Signed: n.Signed, Waiting: n.Waiting, Refused: n.Refused, Failed: n.Failed, Away: n.Away}
	for _, root := range p.Roots() {
		sum := sha256.Sum256(root.Raw)
		out.Roots = append(out.Roots, eSignRoot{strings.Join(append([]string{root.Subject.CommonName}, root.Subject.Organization...), " · "), root.NotAfter, hex.EncodeToString(sum[:])})
	}
	return &out, err
}

func signing(api *web.API, books *books.Books) {
	list := func(ctx context.Context, actor ledger.Actor) (signingKeys, error) {
		found, err := books.Finalizations.Keys(ctx, actor)
		external := books.Finalizations.External()
		out := signingKeys{Items: []signingKey{}, Token: external.Token, Timestamp: external.Stamper, Provider: external.Provider != nil}
		if external.Provider != nil && err == nil {
			out.ESign, err = wordProvider(ctx, actor, books, external.Provider)
		}
		for _, k := range found {
			out.Items = append(out.Items, signingKey{k.ID, string(k.Use), k.Source, k.Subject, k.Issuer, k.Serial, k.ValidFrom, k.ValidTo, string(k.State), k.Current, k.Signatures,
				k.MadeByName, k.MadeAt, k.EndReason, k.EndedByName, k.EndedAt})
		}
		return out, err
	}
	web.Get(api, "/signing-keys", ledger.ManageSigning, "List the organization's signing certificates", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (signingKeys, error) {
		return list(ctx, actor)
	})
	web.Post(api, "/signing-keys", ledger.ManageSigning, "Sign with a certificate of a licensed authority from now on (PKCS#12)", func(ctx context.Context, actor ledger.Actor, in *addSigningKey) (signingKeys, error) {
		if _, err := books.Finalizations.AddKey(ctx, actor, in.Body.File, in.Body.Password); err != nil {
			return signingKeys{}, err
		}
		return list(ctx, actor)
	})
	web.Post(api, "/signing-keys/sm2", ledger.ManageSigning, "Sign the manifests of bundles with SM2 and SM3 besides: with the key that is sent, or one that is made", func(ctx context.Context, actor ledger.Actor, in *addSM2Key) (signingKeys, error) {
		if err := books.Finalizations.AddSM2(ctx, actor, in.Body.File, in.Body.Password); err != nil {
			return signingKeys{}, err
		}
		return list(ctx, actor)
	})
	web.Post(api, "/signing-keys/{id}/revocation", ledger.ManageSigning, "Revoke a signing certificate of the organization", func(ctx context.Context, actor ledger.Actor, in *endFinalization) (signingKeys, error) {
		if err := books.Finalizations.RevokeKey(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return signingKeys{}, err
		}
		return list(ctx, actor)
	})
	web.Download(api, "/signing-authority.pem", ledger.SeeStatements, "Download the certificates of the embedded authority, for readers that are to trust them", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (web.File, error) {
		pem, err := books.Finalizations.Authorities(ctx, actor)
		return web.File{Name: "hefu-authority.pem", Media: "application/x-pem-file", Body: pem}, err
	})
}
