package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/party"
	"hefu/ledger/web"
)

type deskRest struct {
	At     time.Time     `json:"at"`
	By     string        `json:"by"`
	Reason string        `json:"reason"`
	Roles  []ledger.Role `json:"roles" doc:"They wait until the person is taken back"`
}

type deskMember struct {
	ID         ledger.ID     `json:"id"`
	Name       string        `json:"name"`
	Email      string        `json:"email"`
	Locale     string        `json:"locale"`
	Roles      []ledger.Role `json:"roles"`
	LastSignIn *time.Time    `json:"last_sign_in"`
	Sessions   int           `json:"sessions"`
	Elsewhere  bool          `json:"elsewhere" doc:"Works for another organization too"`
	Customers  int           `json:"customers" doc:"Whose salesperson the person is"`
	Self       bool          `json:"self"`
	Rest       *deskRest     `json:"rest,omitempty"`
}

type deskInvitation struct {
	ID        ledger.ID     `json:"id"`
	Email     string        `json:"email"`
	Name      string        `json:"name"`
	Roles     []ledger.Role `json:"roles"`
	InvitedBy string        `json:"invited_by"`
	CreatedAt time.Time     `json:"created_at"`
	ExpiresAt time.Time     `json:"expires_at"`
	Expired   bool          `json:"expired"`
}

type deskView struct {
	Members     []deskMember     `json:"members"`
	Invitations []deskInvitation `json:"invitations"`
	Roles       []ledger.Role    `json:"roles" doc:"What can be given"`
	MayManage   bool             `json:"may_manage"`
}

type deskInvited struct {
	ID   ledger.ID `json:"id"`
	Link string    `json:"link" doc:"Told this once; it is mailed too"`
	Desk deskView  `json:"desk"`
}

type inviteStaff struct {
	Body struct {
		Email  string        `json:"email" maxLength:"254"`
		Name   string        `json:"name" maxLength:"120"`
		Locale string        `json:"locale,omitempty" enum:"zh-CN,en"`
		Roles  []ledger.Role `json:"roles" minItems:"1" maxItems:"7" nullable:"false" enum:"sales,credit_manager,ar_accountant,finance_supervisor,management,auditor,administrator"`
	}
}

type staffRoles struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Roles []ledger.Role `json:"roles" minItems:"1" maxItems:"7" nullable:"false" enum:"sales,credit_manager,ar_accountant,finance_supervisor,management,auditor,administrator"`
	}
}

type restStaff struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" maxLength:"500"`
	}
}

type staffSession struct {
	ID        ledger.ID `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	LastSeen  time.Time `json:"last_seen"`
	ExpiresAt time.Time `json:"expires_at"`
	Address   string    `json:"address"`
}

type staffSessions struct {
	Items []staffSession `json:"items"`
}

// staffDesk is how an administrator keeps the people who work here.
func staffDesk(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (deskView, error) {
		desk, err := books.Parties.StaffDesk(ctx, actor)
		return deskOf(desk, actor), err
	}
	// after shows the desk as an act has left it.
	after := func(ctx context.Context, actor ledger.Actor, err error) (deskView, error) {
		if err != nil {
			return deskView{}, err
		}
		return show(ctx, actor)
	}
	web.Get(api, "/staff-desk", ledger.SeeAudit, "Read who works here, with roles, rests and invitations", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (deskView, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/staff-desk/invitations", ledger.ManagePeople, "Invite a member of staff", func(ctx context.Context, actor ledger.Actor, in *inviteStaff) (deskInvited, error) {
		made, err := books.Parties.InviteStaff(ctx, actor, party.Invite{Email: in.Body.Email, Name: in.Body.Name, Locale: in.Body.Locale, Roles: in.Body.Roles})
		if err != nil {
			return deskInvited{}, err
		}
		desk, err := show(ctx, actor)
		return deskInvited{made.ID, api.StaffInvitationLink(made.Token), desk}, err
	}, web.Created(), web.ShownOnce())
	web.Post(api, "/staff-desk/invitations/{id}/revocation", ledger.ManagePeople, "Take an invitation to work here back", func(ctx context.Context, actor ledger.Actor, in *byID) (deskView, error) {
		return after(ctx, actor, books.Parties.RevokeStaffInvitation(ctx, actor, in.ID))
	})
	web.Put(api, "/staff-desk/{id}/roles", ledger.ManagePeople, "Change a member of staff's roles", func(ctx context.Context, actor ledger.Actor, in *staffRoles) (deskView, error) {
		return after(ctx, actor, books.Parties.SetStaffRoles(ctx, actor, in.ID, in.Body.Roles))
	})
	web.Post(api, "/staff-desk/{id}/rest", ledger.ManagePeople, "Put a member of staff to rest", func(ctx context.Context, actor ledger.Actor, in *restStaff) (deskView, error) {
		return after(ctx, actor, books.Parties.RestStaff(ctx, actor, in.ID, in.Body.Reason))
	})
	web.Post(api, "/staff-desk/{id}/return", ledger.ManagePeople, "Take a member of staff back", func(ctx context.Context, actor ledger.Actor, in *byID) (deskView, error) {
		return after(ctx, actor, books.Parties.ReturnStaff(ctx, actor, in.ID))
	})
	web.Get(api, "/staff-desk/{id}/sessions", ledger.SeeAudit, "List where a member of staff is signed in", func(ctx context.Context, actor ledger.Actor, in *byID) (staffSessions, error) {
		rows, err := books.Parties.StaffSessions(ctx, actor, in.ID)
		out := staffSessions{[]staffSession{}}
		for _, row := range rows {
			out.Items = append(out.Items, staffSession(row))
		}
		return out, err
	})
	web.Post(api, "/staff-sessions/{id}/end", ledger.ManagePeople, "Sign a member of staff out of one place", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Nothing, error) {
		return web.Nothing{}, books.Parties.EndStaffSession(ctx, actor, in.ID)
	})
}

func deskOf(desk party.Desk, actor ledger.Actor) deskView {
	out := deskView{Members: []deskMember{}, Invitations: []deskInvitation{}, Roles: ledger.StaffRoles, MayManage: actor.May(ledger.ManagePeople)}
	for _, m := range desk.Members {
		member := deskMember{m.ID, m.Name, m.Email, m.Locale, m.Roles, m.LastSignIn, m.Sessions, m.Elsewhere, m.Customers, m.ID == actor.PersonID, nil}
		if m.RestedAt != nil {
			member.Rest = &deskRest{*m.RestedAt, m.RestedBy, m.RestReason, m.RestRoles}
		}
		out.Members = append(out.Members, member)
	}
	for _, i := range desk.Invitations {
		out.Invitations = append(out.Invitations, deskInvitation(i))
	}
	return out
}
