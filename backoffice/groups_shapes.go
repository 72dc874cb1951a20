package backoffice

import (
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/group"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// CustomerGroup is a declared group of companies with the balances of its members of today.
type CustomerGroup struct {
	ID         ledger.ID `json:"id"`
	Name       string    `json:"name"`
	NameEN     string    `json:"name_en"`
	Note       string    `json:"note"`
	CreatedBy  string    `json:"created_by"`
	CreatedAt  time.Time `json:"created_at"`
	RowVersion int       `json:"row_version"`
	Members    int       `json:"members" doc:"Today"`
	Hidden     int       `json:"hidden" doc:"Of them, those that are not the reader's to see; the balances are without theirs"`
	Balances   []balance `json:"balances" doc:"One a currency, never added across"`
}

// GroupMember is one declaration.
type GroupMember struct {
	ID         ledger.ID     `json:"id"`
	Customer   wire.Party    `json:"customer"`
	TaxID      string        `json:"tax_id"`
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to,omitzero" doc:"Its last day; left out while it is open"`
	Reason     string        `json:"reason"`
	DeclaredBy string        `json:"declared_by"`
	DeclaredAt time.Time     `json:"declared_at"`
	EndedBy    string        `json:"ended_by,omitempty"`
	EndedAt    *time.Time    `json:"ended_at,omitempty"`
	EndReason  string        `json:"end_reason,omitempty"`
	Today      bool          `json:"today"`
	Balances   []balance     `json:"balances"`
}

type groupWhole struct {
	CustomerGroup
	Declarations []GroupMember         `json:"declarations" doc:"Those of today first"`
	Actions      map[string]web.Action `json:"actions" doc:"declare: add, end and rename"`
}

// NewGroupMember declares a customer to be of a group.
type NewGroupMember struct {
	CustomerID ledger.ID     `json:"customer_id"`
	From       calendar.Date `json:"from"`
	To         calendar.Date `json:"to,omitzero"`
	Reason     string        `json:"reason" maxLength:"500"`
}

func (m NewGroupMember) read() group.NewMember {
	return group.NewMember{CustomerID: m.CustomerID, From: m.From, To: m.To, Reason: m.Reason}
}

type listGroups struct {
	web.Paging
	Q string `query:"q" maxLength:"100" required:"false"`
}

type declareGroup struct {
	Body struct {
		Name    string           `json:"name" maxLength:"120"`
		NameEN  string           `json:"name_en,omitempty" maxLength:"120"`
		Note    string           `json:"note,omitempty" maxLength:"500"`
		Members []NewGroupMember `json:"members" minItems:"2" maxItems:"200"`
	}
}

type renameGroup struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version"`
		Name       string `json:"name" maxLength:"120"`
		NameEN     string `json:"name_en,omitempty" maxLength:"120"`
		Note       string `json:"note,omitempty" maxLength:"500"`
	}
}

type addMember struct {
	ID   ledger.ID `path:"id"`
	Body NewGroupMember
}

type endMember struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		MemberID ledger.ID     `json:"member_id"`
		To       calendar.Date `json:"to" doc:"The last day"`
		Reason   string        `json:"reason" maxLength:"500"`
	}
}
