package demo_test

import (
	"testing"

	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/demo"
	"hefu/ledger/ledgertest"
)

func TestTheDemoIsSoundAndShowsEveryState(t *testing.T) {
	b := ledgertest.Open(t)
	services, err := books.New(b.DB, books.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = demo.Load(t.Context(), demo.Services{Parties: services.Parties, Documents: services.Documents, Allocations: services.Allocations, Statements: services.Statements, Disputes: services.Disputes},
		demo.Options{StaffIssuer: "hefu-dev:staff", ContactIssuer: "hefu-dev:customers", Today: calendar.MustParse("2026-11-22")})
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{"draft", "issued", "viewed", "answered", "agreed", "cancelled"} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.statements WHERE state = $1`, state); n == 0 {
			t.Errorf("no statement is %s", state)
		}
	}
	for _, state := range []string{"open", "answered", "awaiting_approval", "proposed", "resolved"} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.disputes WHERE state = $1`, state); n == 0 {
			t.Errorf("no dispute is %s", state)
		}
	}
	for _, currency := range []string{"CNY", "USD", "EUR"} {
		if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.statements WHERE currency = $1`, currency); n == 0 {
			t.Errorf("no statement in %s", currency)
		}
	}
}
