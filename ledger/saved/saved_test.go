package saved_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/saved"
)

func view(name string, shared bool) saved.Command {
	return saved.Command{Name: name, Shared: shared, Query: map[string]string{"report": "analysis", "period": "month", "by": "region", "zero": "hide"}}
}

func only(t *testing.T, s *saved.Service, actor ledger.Actor) saved.View {
	t.Helper()
	list, err := s.List(t.Context(), actor)
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	return list[0]
}

// A view is its owner's until it is shared, and then everybody's to open and only theirs to change; the default goes with it.
func TestAViewIsItsOwners(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s, manager, sales := saved.Open(b.DB), b.Staff(ledger.Management), b.Staff(ledger.Sales)
	id, err := s.Create(t.Context(), manager, view("  月度地区  ", false))
	if err != nil {
		t.Fatal(err)
	}
	mine := only(t, s, manager)
	if mine.Name != "月度地区" || !mine.Mine || mine.Default || mine.Query["by"] != "region" {
		t.Errorf("%+v", mine)
	}
	if list, err := s.List(t.Context(), sales); err != nil || len(list) != 0 {
		t.Errorf("a colleague sees %v, %v", list, err)
	}
	if err := s.Choose(t.Context(), sales, id); !ledger.IsCode(err, "not_found") {
		t.Errorf("a colleague chooses it: %v", err)
	}
	if err := s.Change(t.Context(), manager, id, 1, view("地区分析", true)); err != nil {
		t.Fatal(err)
	}
	shared := only(t, s, sales)
	if shared.Mine || shared.Name != "地区分析" || shared.Owner != manager.Name {
		t.Errorf("%+v", shared)
	}
	for what, err := range map[string]error{"change": s.Change(t.Context(), sales, id, 2, view("x", true)), "remove": s.Remove(t.Context(), sales, id, 2),
		"another organization": s.Choose(t.Context(), b.OtherStaff(ledger.Management), id)} {
		if !ledger.IsCode(err, "not_found") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := s.Choose(t.Context(), sales, id); err != nil || !only(t, s, sales).Default || only(t, s, manager).Default {
		t.Errorf("the default: %v", err)
	}
	if err := s.Remove(t.Context(), manager, id, 1); !ledger.IsCode(err, "conflict") {
		t.Errorf("an old version: %v", err)
	}
	if err := s.Change(t.Context(), manager, id, 2, view("地区分析", false)); err != nil {
		t.Fatal(err)
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.report_view_defaults WHERE view_id = $1`, id.String()); n != 0 {
		t.Errorf("%d colleagues open their reports with what they do not see", n)
	}
	if err := s.Remove(t.Context(), manager, id, 3); err != nil {
		t.Fatal(err)
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.audit_log WHERE action LIKE 'report_view.%'`); n != 5 {
		t.Errorf("%d rows in the log", n)
	}
}

func TestWhatAViewMayHold(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s, manager := saved.Open(b.DB), b.Staff(ledger.Management)
	for what, cmd := range map[string]saved.Command{"no name": view(" ", false), "a long name": view(strings.Repeat("名", saved.MaxName+1), false),
		"no report": {Name: "x", Query: map[string]string{}}, "another parameter": {Name: "x", Query: map[string]string{"report": "summary", "script": "1"}},
		"a long value": {Name: "x", Query: map[string]string{"report": "summary", "columns": strings.Repeat("x", 1001)}}} {
		if _, err := s.Create(t.Context(), manager, cmd); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i, want := range []string{"", "view_name_taken"} {
		if _, err := s.Create(t.Context(), manager, view("同名", false)); err != nil != (want != "") || want != "" && !ledger.IsCode(err, want) {
			t.Errorf("%d: %v", i, err)
		}
	}
	if _, err := s.Create(t.Context(), b.Staff(ledger.Administrator), view("x", false)); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("an administrator: %v", err)
	}
}
