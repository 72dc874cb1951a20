package sheet_test

import (
	"errors"
	"testing"

	"hefu/ledger/sheet"
)

var wanted = []sheet.Wanted{
	{Key: "number", Names: []string{"单号", "单据编号", "Document no"}, Required: true},
	{Key: "amount", Names: []string{"金额", "Amount"}, Required: true},
	{Key: "note", Names: []string{"备注", "Remark"}},
}

func header(cells ...string) sheet.Row { return sheet.Row{Sheet: "S", Number: 3, Cells: cells} }

func TestHeadersAreRecognized(t *testing.T) {
	for _, c := range []struct {
		name  string
		cells []string
	}{
		{"Chinese", []string{"x", "单据编号", "金额", "备注"}},
		{"English in another case", []string{"", "DOCUMENT_NO", " amount ", "Remark"}},
		{"full-width and marks", []string{"", "单号：", "＊金额", "备 注"}},
		{"remarks in brackets", []string{"", "单号（必填）", "金额(元)", "备注"}},
		{"the plain name before the one with a remark", []string{"金额（不含税）", "单号", "金额", "备注"}},
		{"byte order mark and zero-width space", []string{"", "\ufeff单号", "金\u200b额", "备注"}},
	} {
		m, err := sheet.Match(wanted, header(c.cells...), sheet.IgnoreUnknown)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		row := sheet.Row{Cells: []string{"-", " SO-1\t", "5.00"}}
		if m.Get(row, "number") != "SO-1" || m.Get(row, "amount") != "5.00" || m.Get(row, "note") != "" || !m.Has("note") {
			t.Errorf("%s: read %q %q", c.name, m.Get(row, "number"), m.Get(row, "amount"))
		}
	}
}

func TestHeadersRefusedAllAtOnce(t *testing.T) {
	_, err := sheet.Match(wanted, header("单号", "单据编号", "colour"), sheet.RefuseUnknown)
	var all sheet.Errors
	if !errors.As(err, &all) || len(all) != 3 {
		t.Fatalf("got %v", err)
	}
	for i, want := range []struct {
		code          sheet.Code
		place, header string
	}{
		{sheet.DuplicateColumn, "S!B3", "单据编号"},
		{sheet.UnknownColumn, "S!C3", "colour"},
		{sheet.MissingColumn, "S!row 3", "金额"},
	} {
		if all[i].Code != want.code || all[i].Place() != want.place || all[i].Header != want.header {
			t.Errorf("%d: got %v at %s (%s)", i, all[i], all[i].Place(), all[i].Header)
		}
	}
	var one *sheet.Error
	if !errors.As(err, &one) || one.Code != sheet.DuplicateColumn {
		t.Errorf("the first refusal is not reachable: %v", one)
	}
}

func TestHeaderBelowTitles(t *testing.T) {
	best, at := 0, 0
	for i, row := range []sheet.Row{header("对账明细 2026"), header("单号", "金额", "x"), header("SO-1", "5")} {
		if n := sheet.Score(wanted, row); n > best {
			best, at = n, i
		}
	}
	if best != 2 || at != 1 {
		t.Errorf("found %d names in row %d", best, at)
	}
}

func TestImporterPlacesItsRefusal(t *testing.T) {
	m, err := sheet.Match(wanted, header("单号", "x", "金额"), sheet.IgnoreUnknown)
	if err != nil {
		t.Fatal(err)
	}
	e := m.Refuse(sheet.Row{Sheet: "S", Number: 9}, "amount", "too_many_places", "1.005")
	if e.Place() != "S!C9" || e.Header != "金额" || e.Code != "too_many_places" {
		t.Errorf("got %v under %s", e, e.Header)
	}
}

func TestColumnLetters(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 256: "IV", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if got := sheet.Letter(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
