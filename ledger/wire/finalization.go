package wire

import (
	"context"
	"encoding/hex"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/finalization"
	"hefu/ledger/web"
)

// Finalization is a finalization as lists show it.
type Finalization struct {
	ID          ledger.ID         `json:"id"`
	StatementID ledger.ID         `json:"statement_id"`
	StatementNo string            `json:"statement_no"`
	Version     int               `json:"version"`
	Customer    Party             `json:"customer"`
	Currency    string            `json:"currency"`
	PeriodStart calendar.Date     `json:"period_start"`
	CutOff      calendar.Date     `json:"cut_off"`
	Scope       string            `json:"scope" enum:"whole,agreed_part"`
	State       string            `json:"state" enum:"to_sign,to_countersign,signed,archived,declined,withdrawn"`
	Closing     web.Amount        `json:"closing"`
	Adjustments web.Amount        `json:"adjustments" doc:"Agreed, taken off the closing balance"`
	Items       web.Amount        `json:"items" doc:"Reconciling items and corrections, taken off"`
	Disputed    web.Amount        `json:"disputed" doc:"Left open or in disagreement, taken off"`
	Agreed      web.Amount        `json:"agreed"`
	PreparedBy  string            `json:"prepared_by"`
	PreparedAt  time.Time         `json:"prepared_at"`
	Seller      *FinalizationMark `json:"seller,omitempty"`
	Buyer       *FinalizationMark `json:"buyer,omitempty"`
	End         *FinalizationEnd  `json:"end,omitempty"`
}

// FinalizationMark is who signed, and when.
type FinalizationMark struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// FinalizationEnd is how it ended without the signatures.
type FinalizationEnd struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// FinalizationSignature is a signature with its certificate.
type FinalizationSignature struct {
	Party        string    `json:"party" enum:"seller,customer"`
	Means        string    `json:"means" enum:"organization_key,held_key,own_certificate,provider"`
	By           string    `json:"by"`
	At           time.Time `json:"at"`
	Text         string    `json:"text"`
	Signer       string    `json:"signer"`
	Organization string    `json:"organization"`
	Issuer       string    `json:"issuer"`
	Serial       string    `json:"serial"`
	ValidTo      time.Time `json:"valid_to"`
	Stamped      bool      `json:"stamped"`
	SHA256       string    `json:"sha256"`
}

// FinalizationView is a finalization with what was signed and what may be done.
type FinalizationView struct {
	Finalization
	Text       string                  `json:"text" doc:"What is agreed to by signing"`
	SHA256     string                  `json:"sha256" doc:"Of the file as it is now; it names what one signs"`
	Signatures []FinalizationSignature `json:"signatures"`
	Actions    map[string]web.Action   `json:"actions"`

	Provider string               `json:"provider,omitempty" doc:"The e-sign provider at which the customer may sign; absent: there is none"`
	Request  *FinalizationRequest `json:"request,omitempty" doc:"The last order at an e-sign provider"`
}

// FinalizationRequest is an order at an e-sign provider.
type FinalizationRequest struct {
	Provider  string     `json:"provider"`
	State     string     `json:"state" enum:"asking,waiting,signed,refused,failed,cancelled"`
	Reference ledger.ID  `json:"reference" doc:"Ours"`
	Ref       string     `json:"provider_ref,omitempty" doc:"The provider's"`
	SignURL   string     `json:"sign_url,omitempty" doc:"Where who asked signs, while it waits"`
	Reason    string     `json:"reason,omitempty" doc:"In the provider's words, or one of away, silent, not_taken, given_up, overtaken, declined"`
	By        string     `json:"by"`
	At        time.Time  `json:"at"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
}

// StatementFinalization is how a statement stands.
type StatementFinalization struct {
	Latest  *FinalizationView     `json:"latest,omitempty"`
	Actions map[string]web.Action `json:"actions"`
}

// SignFinalization signs exactly the file that was read.
type SignFinalization struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		SHA256 string `json:"sha256" minLength:"64" maxLength:"64"`
		Agreed bool   `json:"agreed" doc:"The text was ticked"`
	}
}

// FinalizationRow words a finalization for a list.
func FinalizationRow(f finalization.Finalization) Finalization {
	out := Finalization{ID: f.ID, StatementID: f.StatementID, StatementNo: f.StatementNo, Version: f.Version, Customer: Party{f.CustomerID, f.CustomerCode, f.CustomerName, f.CustomerNameEN},
		Currency: f.Currency, PeriodStart: f.PeriodStart, CutOff: f.CutOff, Scope: string(f.Scope), State: string(f.State), Closing: Amount(f.Closing, f.Currency),
		Adjustments: Amount(f.Adjustments, f.Currency), Items: Amount(f.Items, f.Currency), Disputed: Amount(f.Disputed, f.Currency), Agreed: Amount(f.Agreed, f.Currency),
		PreparedBy: f.PreparedByName, PreparedAt: f.PreparedAt}
	if f.SellerSignedAt != nil {
		out.Seller = &FinalizationMark{f.SellerSigner, *f.SellerSignedAt}
	}
	if f.BuyerSignedAt != nil {
		out.Buyer = &FinalizationMark{f.BuyerSigner, *f.BuyerSignedAt}
	}
	if f.EndedAt != nil {
		out.End = &FinalizationEnd{f.EndedByName, *f.EndedAt, f.EndReason}
	}
	return out
}

func finalizationActions(from map[string]finalization.Action, locale string) map[string]web.Action {
	out := map[string]web.Action{}
	for name, action := range from {
		out[name] = web.Action{Allowed: action.Allowed}
		if action.Why != nil {
			out[name] = web.Action{Why: action.Why.Message(locale)}
		}
	}
	return out
}

// WordFinalization words a finalization for its page.
func WordFinalization(v finalization.View, actor ledger.Actor) FinalizationView {
	out := FinalizationView{Finalization: FinalizationRow(v.Finalization), Text: v.Text.In(actor.Locale), SHA256: hex.EncodeToString(v.FileSHA256), Signatures: []FinalizationSignature{},
		Actions: finalizationActions(v.Actions, actor.Locale), Provider: v.Provider}
	if r := v.Request; r != nil {
		out.Request = &FinalizationRequest{r.Provider, string(r.State), r.ID, r.ProviderRef, r.SignURL, r.Reason, r.ByName, r.At, r.EndedAt}
	}
	for _, s := range v.Signatures {
		out.Signatures = append(out.Signatures, FinalizationSignature{string(s.Party), s.Means, s.By, s.At, s.Text, s.Signer, s.Organization, s.Issuer, s.Serial, s.ValidTo, s.Stamped, hex.EncodeToString(s.SHA256)})
	}
	return out
}

// OfStatement words how a statement stands.
func OfStatement(s finalization.OfStatement, actor ledger.Actor) StatementFinalization {
	out := StatementFinalization{Actions: finalizationActions(map[string]finalization.Action{"prepare": s.Prepare, "prepare_part": s.Part}, actor.Locale)}
	if s.Latest != nil {
		latest := WordFinalization(*s.Latest, actor)
		out.Latest = &latest
	}
	return out
}

type finalizationByID struct {
	ID ledger.ID `path:"id"`
}

// FinalizationFile downloads the file, for both audiences.
func FinalizationFile(all *finalization.Service) web.Handler[finalizationByID, web.File] {
	return func(ctx context.Context, actor ledger.Actor, in *finalizationByID) (web.File, error) {
		found, err := all.Download(ctx, actor, in.ID)
		return web.File{Name: found.Name, Media: "application/pdf", Body: found.Content, ETag: found.SHA256}, err
	}
}
