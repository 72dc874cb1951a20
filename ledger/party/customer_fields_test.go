package party_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/party"
	"hefu/ledger/sheet"
)

// A field that was just defined is filled in, listed, searched by, exported and logged, and clears again.
func TestACustomersCustomFields(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	fields, clerk := field.Open(b.DB), b.Staff(ledger.ARAccountant)
	d := field.Definition{Subject: field.OfCustomer, Code: "channel", Kind: field.Choice, Words: field.Words{ZH: "渠道", EN: "Channel", Required: true, Active: true,
		Shown: []field.Place{field.OnForm, field.OnList, field.OnExport}, Options: []field.Option{{Code: "direct", ZH: "直销", EN: "Direct"}, {Code: "dealer", ZH: "经销", EN: "Dealer"}}}}
	channel, err := fields.Define(t.Context(), b.Staff(ledger.Administrator), d)
	if err != nil {
		t.Fatal(err)
	}
	c := party.Customer{Code: "K7", Name: "宁波海工装备"}
	_, err = parties.CreateCustomer(t.Context(), clerk, c)
	wantFaults(t, err, map[string]string{"fields.channel": "required"})
	c.Fields = field.Values{"channel": "online", "colour": "red"}
	_, err = parties.CreateCustomer(t.Context(), clerk, c)
	wantFaults(t, err, map[string]string{"fields.channel": "not_a_choice", "fields.colour": "not_expected"})
	c.Fields = field.Values{"channel": "直销"}
	made, err := parties.CreateCustomer(t.Context(), clerk, c)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := parties.Customer(t.Context(), clerk, made.ID); err != nil || got.Fields["channel"] != "direct" {
		t.Fatalf("%v, %v", got.Fields, err)
	}
	c.Fields = field.Values{"channel": "dealer"}
	if saved, err := parties.UpdateCustomer(t.Context(), clerk, made.ID, c); err != nil || !saved.Changed {
		t.Fatalf("%+v, %v", saved, err)
	}
	c.Fields = nil
	if saved, err := parties.UpdateCustomer(t.Context(), clerk, made.ID, c); err != nil || saved.Changed {
		t.Errorf("a change that mentions no field: %+v, %v", saved, err)
	}
	page, err := parties.Customers(t.Context(), clerk, party.Query{Field: field.Match{Code: "channel", Value: "dealer"}})
	if err != nil || len(page.Customers) != 1 || page.Customers[0].Fields["channel"] != "dealer" {
		t.Errorf("%+v, %v", page.Customers, err)
	}
	file, err := parties.Export(t.Context(), clerk, party.Query{}, sheet.CSV)
	if err != nil || !strings.Contains(string(file), "渠道") || !strings.Contains(string(file), "经销") {
		t.Errorf("%s, %v", file, err)
	}
	history, err := parties.History(t.Context(), clerk, made.ID, 0, 0)
	if err != nil || len(history) != 2 || !strings.Contains(string(history[0].Detail), `"fields.channel"`) {
		t.Errorf("%+v, %v", history, err)
	}
	rest := channel.Words
	rest.Active = false
	if _, err := fields.Change(t.Context(), b.Staff(ledger.Administrator), channel.ID, 1, rest, "停用"); err != nil {
		t.Fatal(err)
	}
	if got, _ := parties.Customer(t.Context(), clerk, made.ID); got.Fields["channel"] != "dealer" {
		t.Errorf("a field at rest has lost %v", got.Fields)
	}
	c.Fields = field.Values{"channel": "direct"}
	_, err = parties.UpdateCustomer(t.Context(), clerk, made.ID, c)
	wantFaults(t, err, map[string]string{"fields.channel": "not_expected"})
}
