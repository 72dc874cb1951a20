package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/field"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// media are the types of files that lists are downloaded as.
var media = map[string]string{"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}

type fieldList struct {
	Items   []wire.Field          `json:"items" doc:"In the order of forms and lists, subject by subject; also those at rest"`
	Places  map[string][]string   `json:"places" doc:"Where a field of each subject can be shown"`
	Actions map[string]web.Action `json:"actions"`
}

type defineField struct {
	Body struct {
		Subject  string          `json:"subject" enum:"customer,document,line,dispute"`
		Code     string          `json:"code" minLength:"1" maxLength:"40" pattern:"^[a-z][a-z0-9_]*$" doc:"Stays for good"`
		Kind     string          `json:"kind" enum:"text,number,date,choice,yes_no" doc:"Stays for good"`
		Decimals int             `json:"decimals,omitempty" minimum:"0" maximum:"8" doc:"Of a number: places after the point; stays for good"`
		Words    wire.FieldWords `json:"words"`
	}
}

type changeField struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Based  int             `json:"based" minimum:"1" doc:"The version that was seen"`
		Reason string          `json:"reason" minLength:"1" maxLength:"500"`
		Words  wire.FieldWords `json:"words"`
	}
}

type fieldVersion struct {
	wire.FieldWords
	Version       int       `json:"version"`
	Reason        string    `json:"reason"`
	CreatedByName string    `json:"created_by_name"`
	CreatedAt     time.Time `json:"created_at"`
}

// fields are the custom fields and who may define them.
func fields(api *web.API, books *books.Books) {
	web.Get(api, "/fields", ledger.SeeCustomers, "List the custom fields of customers, documents, lines and disputes", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (fieldList, error) {
		set, err := books.Fields.List(ctx, actor)
		out := fieldList{Items: []wire.Field{}, Places: map[string][]string{}, Actions: map[string]web.Action{"change": {Allowed: true}}}
		if err := actor.Require(ledger.ManageFields); err != nil {
			out.Actions["change"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		for _, d := range set {
			out.Items = append(out.Items, wire.CustomField(d))
		}
		for subject, places := range field.Places {
			for _, place := range places {
				out.Places[string(subject)] = append(out.Places[string(subject)], string(place))
			}
		}
		return out, err
	})
	web.Post(api, "/fields", ledger.ManageFields, "Define a custom field", func(ctx context.Context, actor ledger.Actor, in *defineField) (wire.Field, error) {
		d, err := books.Fields.Define(ctx, actor, field.Definition{Subject: field.Subject(in.Body.Subject), Code: in.Body.Code, Kind: field.Kind(in.Body.Kind),
			Decimals: in.Body.Decimals, Words: in.Body.Words.Read()})
		return wire.CustomField(d), err
	}, web.Created())
	web.Put(api, "/fields/{id}", ledger.ManageFields, "Make the next version of a custom field", func(ctx context.Context, actor ledger.Actor, in *changeField) (wire.Field, error) {
		d, err := books.Fields.Change(ctx, actor, in.ID, in.Body.Based, in.Body.Words.Read(), in.Body.Reason)
		return wire.CustomField(d), err
	})
	web.Get(api, "/fields/{id}/versions", ledger.SeeCustomers, "List the versions of a custom field", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Page[fieldVersion], error) {
		versions, err := books.Fields.Versions(ctx, actor, in.ID)
		page := web.Page[fieldVersion]{Items: []fieldVersion{}}
		for _, v := range versions {
			page.Items = append(page.Items, fieldVersion{wire.WordsOfField(v.Words), v.Version, v.Reason, v.CreatedByName, v.CreatedAt})
		}
		return page, err
	})
}
