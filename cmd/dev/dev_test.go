package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLicencesAreToldApart(t *testing.T) {
	for text, want := range map[string]string{
		"Mozilla Public License Version 2.0\n==":                                                  "MPL-2.0",
		"Permission is hereby granted, free of\ncharge, to any person":                            "MIT",
		"                                 Apache License\n                           Version 2.0": "Apache-2.0",
		"Redistributions in binary form must reproduce the above":                                 "BSD",
		"SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007":                                    "OFL-1.1",
		"All rights reserved.": "unknown",
	} {
		if got := licenceOf([]string{text}); got != want {
			t.Errorf("%.30q is %s, want %s", text, got, want)
		}
	}
}

func TestWorkIsDoneAgainOnlyWhenItsSourcesChange(t *testing.T) {
	p := &project{root: t.TempDir()}
	result := p.path("result")
	runs := 0
	build := func() {
		t.Helper()
		err := p.unlessSame("build", []string{"src", "missing"}, result, func() error {
			runs++
			return os.WriteFile(result, nil, 0o600)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(p.path(name)), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p.path(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		change func()
		want   int
	}{
		{func() { write("src/a", "1") }, 1},
		{func() {}, 1},
		{func() { write("src/a", "2") }, 2},
		{func() { write("src/deep/b", "") }, 3},
		{func() { _ = os.Remove(result) }, 4},
	} {
		step.change()
		build()
		if runs != step.want {
			t.Errorf("it ran %d times, want %d", runs, step.want)
		}
	}
}

func TestAMigrationGetsTheNextNumber(t *testing.T) {
	p := &project{root: t.TempDir()}
	if err := os.Mkdir(p.path("migrations"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p.path("migrations", "00041_x.sql"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&newMigrationTask{Name: "add_credit_limits"}).Run(p); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(p.path("migrations", "00042_add_credit_limits.sql"))
	if err != nil || !strings.HasPrefix(string(text), "-- +goose Up") {
		t.Errorf("%q, %v", text, err)
	}
	if err := (&newMigrationTask{Name: "../x"}).Run(p); err == nil {
		t.Error("a path passes for a name")
	}
}
