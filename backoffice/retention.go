package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/books"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// retentionRule says how long bundles are kept, from a moment on.
type retentionRule struct {
	Number int       `json:"number" doc:"The highest is in force"`
	Years  int       `json:"years" doc:"After the year of the cut-off; 0: for good"`
	Reason string    `json:"reason"`
	SetBy  string    `json:"set_by"`
	SetAt  time.Time `json:"set_at"`
}

// archiveHold keeps what it is about whatever the rule says.
type archiveHold struct {
	ID          ledger.ID   `json:"id"`
	Customer    *wire.Party `json:"customer,omitempty" doc:"Absent: everybody"`
	StatementID ledger.ID   `json:"statement_id,omitzero" doc:"Absent: every statement"`
	StatementNo string      `json:"statement_no,omitempty"`
	Reason      string      `json:"reason"`
	PlacedBy    string      `json:"placed_by"`
	PlacedAt    time.Time   `json:"placed_at"`
	EndReason   string      `json:"end_reason,omitempty"`
	EndedBy     string      `json:"ended_by,omitempty"`
	EndedAt     *time.Time  `json:"ended_at,omitempty"`
}

// archiveRetention is how the archive is kept.
type archiveRetention struct {
	Years int             `json:"years" doc:"In force now; 0: for good"`
	Rules []retentionRule `json:"rules" doc:"Every rule that was ever set, the latest first"`
	Holds []archiveHold   `json:"holds" doc:"Those in force first"`
	May   bool            `json:"may" doc:"The reader may change them"`
}

type setRetention struct {
	Body struct {
		Years  int    `json:"years" minimum:"0" maximum:"100" doc:"After the year of the cut-off, 10 to 100; 0: for good"`
		Reason string `json:"reason" maxLength:"500"`
	}
}

type placeHold struct {
	Body struct {
		CustomerID  ledger.ID `json:"customer_id,omitzero" doc:"Absent, without a statement too: everybody"`
		StatementID ledger.ID `json:"statement_id,omitzero"`
		Reason      string    `json:"reason" maxLength:"500"`
	}
}

type withReason struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

func retention(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (archiveRetention, error) {
		found, err := books.Archive.Retention(ctx, actor)
		return wordRetention(found), err
	}
	web.Get(api, "/archive-retention", ledger.ExportEvidence, "Read how long the archive is kept and what is on hold", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (archiveRetention, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/archive-retention/rules", ledger.ManageRetention, "Set how long the archive is kept from now on, after a fresh sign-in", func(ctx context.Context, actor ledger.Actor, in *setRetention) (archiveRetention, error) {
		if err := books.Archive.SetRule(ctx, actor, in.Body.Years, in.Body.Reason); err != nil {
			return archiveRetention{}, err
		}
		return show(ctx, actor)
	}, web.Created())
	web.Post(api, "/archive-retention/holds", ledger.ManageRetention, "Put a statement, a customer or everything on hold", func(ctx context.Context, actor ledger.Actor, in *placeHold) (archiveRetention, error) {
		if _, err := books.Archive.PlaceHold(ctx, actor, archive.HoldCommand{CustomerID: in.Body.CustomerID, StatementID: in.Body.StatementID, Reason: in.Body.Reason}); err != nil {
			return archiveRetention{}, err
		}
		return show(ctx, actor)
	}, web.Created())
	web.Post(api, "/archive-retention/holds/{id}/end", ledger.ManageRetention, "End a hold, after a fresh sign-in", func(ctx context.Context, actor ledger.Actor, in *withReason) (archiveRetention, error) {
		if err := books.Archive.EndHold(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return archiveRetention{}, err
		}
		return show(ctx, actor)
	})
	web.Post(api, "/archive/{id}/disposal", ledger.ManageRetention, "Give up the bytes of a bundle whose time is over, after a fresh sign-in", func(ctx context.Context, actor ledger.Actor, in *withReason) (bundle, error) {
		if err := books.Archive.Dispose(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return bundle{}, err
		}
		found, err := books.Archive.Get(ctx, actor, in.ID)
		return wordBundle(found, actor), err
	})
}

func wordRetention(r archive.Retention) archiveRetention {
	out := archiveRetention{Years: archive.DefaultYears, Rules: []retentionRule{}, Holds: []archiveHold{}, May: r.May}
	for i, rule := range r.Rules {
		if i == 0 {
			out.Years = rule.Years
		}
		out.Rules = append(out.Rules, retentionRule(rule))
	}
	for _, h := range r.Holds {
		hold := archiveHold{ID: h.ID, StatementID: h.StatementID, StatementNo: h.StatementNo, Reason: h.Reason, PlacedBy: h.PlacedBy, PlacedAt: h.PlacedAt, EndReason: h.EndReason, EndedBy: h.EndedBy, EndedAt: h.EndedAt}
		if !h.CustomerID.IsZero() {
			hold.Customer = &wire.Party{ID: h.CustomerID, Code: h.CustomerCode, Name: h.CustomerName}
		}
		out.Holds = append(out.Holds, hold)
	}
	return out
}
