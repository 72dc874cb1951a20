package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/standin"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type standIn struct {
	ID        ledger.ID     `json:"id"`
	Person    wire.Named    `json:"person" doc:"Who is away"`
	StandIn   wire.Named    `json:"stand_in" doc:"Who acts"`
	StartsOn  calendar.Date `json:"starts_on"`
	EndsOn    calendar.Date `json:"ends_on" doc:"The last day"`
	Reason    string        `json:"reason"`
	NamedBy   string        `json:"named_by"`
	CreatedAt time.Time     `json:"created_at"`
	EndedAt   *time.Time    `json:"ended_at" doc:"By hand, before its day"`
	EndedBy   string        `json:"ended_by"`
	State     string        `json:"state" enum:"planned,running,ended"`
	MayEnd    bool          `json:"may_end"`
}

type standInColleague struct {
	ID   ledger.ID `json:"id"`
	Name string    `json:"name"`
	May  bool      `json:"may" doc:"Stand in for others: neither administrator nor auditor"`
}

type standInsView struct {
	Items      []standIn          `json:"items" doc:"One's own; everybody's for who keeps people or sees the audit log"`
	Colleagues []standInColleague `json:"colleagues"`
	MayForAll  bool               `json:"may_for_all" doc:"Name a stand-in for somebody else"`
	MaxDays    int                `json:"max_days"`
}

type nameStandIn struct {
	Body struct {
		PersonID  *ledger.ID    `json:"person_id,omitempty" doc:"Left out: oneself"`
		StandInID ledger.ID     `json:"stand_in_id"`
		StartsOn  calendar.Date `json:"starts_on"`
		EndsOn    calendar.Date `json:"ends_on"`
		Reason    string        `json:"reason,omitempty" maxLength:"500"`
	}
}

func standIns(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (standInsView, error) {
		out := standInsView{Items: []standIn{}, Colleagues: []standInColleague{}, MayForAll: actor.May(ledger.ManagePeople), MaxDays: standin.MaxDays}
		found, err := books.StandIns().List(ctx, actor)
		if err != nil {
			return out, err
		}
		for _, z := range found {
			out.Items = append(out.Items, standIn{z.ID, wire.Named{ID: z.StaffID, Name: z.StaffName}, wire.Named{ID: z.StandInID, Name: z.Name}, z.StartsOn, z.EndsOn, z.Reason, z.NamedBy,
				z.CreatedAt, z.EndedAt, z.EndedBy, string(z.State), z.State != standin.Ended && z.MayEnd(actor)})
		}
		colleagues, err := books.StandIns().Colleagues(ctx, actor)
		for _, c := range colleagues {
			out.Colleagues = append(out.Colleagues, standInColleague(c))
		}
		return out, err
	}
	web.Get(api, "/stand-ins", ledger.SeeCustomers, "List who stands in for whom", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (standInsView, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/stand-ins", ledger.SeeCustomers, "Name who acts for oneself, or for a colleague", func(ctx context.Context, actor ledger.Actor, in *nameStandIn) (standInsView, error) {
		named := standin.Named{StandInID: in.Body.StandInID, StartsOn: in.Body.StartsOn, EndsOn: in.Body.EndsOn, Reason: in.Body.Reason}
		if in.Body.PersonID != nil {
			named.StaffID = *in.Body.PersonID
		}
		if _, err := books.StandIns().Name(ctx, actor, named); err != nil {
			return standInsView{}, err
		}
		return show(ctx, actor)
	}, web.Created())
	web.Post(api, "/stand-ins/{id}/end", ledger.SeeCustomers, "End a stand-in before its day", func(ctx context.Context, actor ledger.Actor, in *byID) (standInsView, error) {
		if err := books.StandIns().End(ctx, actor, in.ID); err != nil {
			return standInsView{}, err
		}
		return show(ctx, actor)
	})
}
