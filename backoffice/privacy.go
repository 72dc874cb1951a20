package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/privacy"
	"hefu/ledger/web"
)

// personalCount is how often a person is named in one topic.
type personalCount struct {
	Topic string `json:"topic" enum:"identity,sessions,links,mails,messages,notes,issues,files,events,work,log,agreements,signatures,archive,books,settings,bundles,audit"`
	Count int    `json:"count"`
}

// personalPreview is what is held of a person and what would become of it.
type personalPreview struct {
	Kind      privacy.Kind    `json:"kind" enum:"contact,staff"`
	PersonID  ledger.ID       `json:"person_id"`
	Name      string          `json:"name"`
	Email     string          `json:"email,omitempty"`
	Phone     string          `json:"phone,omitempty"`
	Customers []string        `json:"customers" doc:"Code and name of those whose contact the person is"`
	Replaced  []personalCount `json:"replaced"`
	Kept      []personalCount `json:"kept"`
	Blocked   string          `json:"blocked,omitempty" doc:"Code of why it cannot be asked for now"`
}

// pseudonymisation is a request and what became of it.
type pseudonymisation struct {
	ID         ledger.ID       `json:"id"`
	Kind       privacy.Kind    `json:"kind" enum:"contact,staff"`
	PersonID   ledger.ID       `json:"person_id"`
	Name       string          `json:"name,omitempty" doc:"Gone once it is done"`
	Pseudonym  string          `json:"pseudonym"`
	Reason     string          `json:"reason"`
	State      string          `json:"state" enum:"pending,done,rejected,withdrawn"`
	AskedBy    string          `json:"asked_by"`
	AskedAt    time.Time       `json:"asked_at"`
	DecidedBy  string          `json:"decided_by,omitempty"`
	DecidedAt  *time.Time      `json:"decided_at,omitempty"`
	Why        string          `json:"why,omitempty"`
	Replaced   []personalCount `json:"replaced"`
	MayDecide  bool            `json:"may_decide"`
	WhyNot     string          `json:"why_not,omitempty" doc:"Code of why the reader may not"`
	MayRetract bool            `json:"may_retract"`
}

type pseudonymisations struct {
	Items []pseudonymisation `json:"items" doc:"The latest first, at most 200"`
}

type personalQuery struct {
	Kind   privacy.Kind `query:"kind" enum:"contact,staff" required:"true"`
	Person ledger.ID    `query:"person" required:"true"`
}

type askPseudonymisation struct {
	Body struct {
		Kind     privacy.Kind `json:"kind" enum:"contact,staff"`
		PersonID ledger.ID    `json:"person_id"`
		Reason   string       `json:"reason" maxLength:"500"`
	}
}

type decidePseudonymisation struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Approve bool   `json:"approve" doc:"false rejects, or takes back one's own"`
		Reason  string `json:"reason,omitempty" maxLength:"500"`
	}
}

func personalData(api *web.API, books *books.Books) {
	list := func(ctx context.Context, actor ledger.Actor) (pseudonymisations, error) {
		found, err := books.Privacy.List(ctx, actor)
		out := pseudonymisations{Items: make([]pseudonymisation, len(found))}
		for i, r := range found {
			out.Items[i] = pseudonymisation{ID: r.ID, Kind: r.Kind, PersonID: r.PersonID, Name: r.Name, Pseudonym: r.Pseudonym, Reason: r.Reason, State: r.State, AskedBy: r.AskedName, AskedAt: r.AskedAt,
				DecidedBy: r.Decided, DecidedAt: r.DecidedAt, Why: r.Why, Replaced: wordCounts(r.Replaced), MayDecide: r.MayDecide, WhyNot: r.WhyNot, MayRetract: r.MayRetract}
		}
		return out, err
	}
	web.Get(api, "/pseudonymisations", ledger.Pseudonymise, "List requests to pseudonymise a person", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (pseudonymisations, error) {
		return list(ctx, actor)
	})
	web.Get(api, "/personal-data", ledger.Pseudonymise, "Read what is held of a person, and what pseudonymising would replace and leave", func(ctx context.Context, actor ledger.Actor, in *personalQuery) (personalPreview, error) {
		p, err := books.Privacy.Preview(ctx, actor, in.Kind, in.Person)
		return personalPreview{Kind: p.Kind, PersonID: p.PersonID, Name: p.Name, Email: p.Email, Phone: p.Phone, Customers: append([]string{}, p.Customers...),
			Replaced: wordCounts(p.Replaced), Kept: wordCounts(p.Kept), Blocked: p.Blocked}, err
	})
	web.Post(api, "/pseudonymisations", ledger.Pseudonymise, "Ask for a person to be pseudonymised, after a fresh sign-in", func(ctx context.Context, actor ledger.Actor, in *askPseudonymisation) (pseudonymisations, error) {
		if _, err := books.Privacy.Ask(ctx, actor, privacy.Command{Kind: in.Body.Kind, PersonID: in.Body.PersonID, Reason: in.Body.Reason}); err != nil {
			return pseudonymisations{}, err
		}
		return list(ctx, actor)
	}, web.Created())
	web.Post(api, "/pseudonymisations/{id}/decision", ledger.Pseudonymise, "Pseudonymise as another person asked, after a fresh sign-in, or reject or take back", func(ctx context.Context, actor ledger.Actor, in *decidePseudonymisation) (pseudonymisations, error) {
		if err := books.Privacy.Decide(ctx, actor, in.ID, in.Body.Approve, in.Body.Reason); err != nil {
			return pseudonymisations{}, err
		}
		return list(ctx, actor)
	})
}

func wordCounts(counts []privacy.Count) []personalCount {
	out := make([]personalCount, len(counts))
	for i, c := range counts {
		out[i] = personalCount(c)
	}
	return out
}
