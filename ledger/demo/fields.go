package demo

import (
	"context"

	"hefu/ledger/document"
	"hefu/ledger/field"
	"hefu/ledger/party"
)

// makeFields has the administrator define two fields, gives the customers their channel, and has statements show the project number.
func (w *world) makeFields(ctx context.Context) error {
	everywhere := []field.Place{field.OnForm, field.OnList, field.OnExport, field.OnImport, field.OnStatement}
	channel := field.Definition{Subject: field.OfCustomer, Code: "channel", Kind: field.Choice,
		Words: field.Words{ZH: "渠道", EN: "Channel", Order: 10, Shown: everywhere, Active: true, Options: []field.Option{
			{Code: "direct", ZH: "直销", EN: "Direct"}, {Code: "dealer", ZH: "经销商", EN: "Dealer"}, {Code: "online", ZH: "线上", EN: "Online"}}}}
	project := field.Definition{Subject: field.OfDocument, Code: "project_no", Kind: field.Text,
		Words: field.Words{ZH: "项目号", EN: "Project no.", Order: 10, Shown: append(everywhere, field.OnPortal), Active: true}}
	for _, d := range []field.Definition{channel, project} {
		if _, err := w.Fields.Define(ctx, w.staff["zhou.jie"], d); err != nil {
			return err
		}
	}
	var records []party.Customer
	for i, c := range w.customers {
		records = append(records, party.Customer{Code: c.code, Name: c.name, Currency: c.currency, Fields: field.Values{"channel": channel.Options[i*i%3].Code}})
	}
	if _, err := w.Parties.SaveCustomers(ctx, w.staff["wang.min"], party.SaveCustomers{Customers: records, KeepBlank: true}); err != nil {
		return err
	}
	templates, _, err := w.Statements.Settings(ctx, w.staff["zhao.lei"])
	if err != nil {
		return err
	}
	look := templates[0].Look
	look.Fields = []string{"document.project_no"}
	return w.Statements.MakeTemplate(ctx, w.staff["zhao.lei"], templates[0].Version, look, "客户要求按项目号核对")
}

var projects = []string{"HD-2601 一期产线", "HD-2602 仓储改造", "HD-2607 备件年框"}

// nameProject says which project an order belongs to; every third belongs to none.
func nameProject(d *document.New, serial int) {
	if serial%3 != 0 {
		d.Fields = field.Values{"project_no": projects[serial/3%len(projects)]}
	}
}
