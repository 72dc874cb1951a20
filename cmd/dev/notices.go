package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// shipped is one work of others that the program carries.
type shipped struct {
	name, version, where string
	licence              string   // its short name
	texts                []string // of its licence files
}

const noticesHead = `# Notices

Made by ` + "`go run ./cmd/dev gen`" + `; do not edit. These are the works of others that the program carries in itself: Go modules that are
linked in, packages that are part of the built pages, and fonts. What is only used to build or test is not listed.

River (modules below github.com/riverqueue) is under the Mozilla Public License 2.0 and is used unchanged; its source is at the
address in the list.

`

// notices lists what is shipped with the licence texts that must accompany it.
func notices(ctx context.Context, p *project, _ string) ([]byte, error) {
	modules, err := goModules(ctx, p)
	if err != nil {
		return nil, err
	}
	packages, err := npmPackages(p)
	if err != nil {
		return nil, err
	}
	fonts, err := fontFiles(p)
	if err != nil {
		return nil, err
	}
	all := append(append(modules, packages...), fonts...)
	var out strings.Builder
	out.WriteString(noticesHead + "| work | version | licence | where |\n|---|---|---|---|\n")
	byText := map[string][]string{}
	var failures error
	for _, work := range all {
		fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", work.name, work.version, work.licence, work.where)
		if len(work.texts) == 0 || work.licence == "unknown" {
			failures = errors.Join(failures, fmt.Errorf("no known licence found for %s %s", work.name, work.version))
		}
		for _, text := range work.texts {
			byText[text] = append(byText[text], work.name)
		}
	}
	writeTexts(&out, byText)
	return []byte(out.String()), failures
}

// writeTexts prints each licence text once, with everything it covers.
func writeTexts(out *strings.Builder, byText map[string][]string) {
	texts := make([]string, 0, len(byText))
	for text := range byText {
		sort.Strings(byText[text])
		texts = append(texts, text)
	}
	sort.Slice(texts, func(i, j int) bool {
		a, b := byText[texts[i]], byText[texts[j]]
		if a[0] != b[0] {
			return a[0] < b[0]
		}
		return fmt.Sprint(sha256.Sum256([]byte(texts[i]))) < fmt.Sprint(sha256.Sum256([]byte(texts[j])))
	})
	for _, text := range texts {
		fmt.Fprintf(out, "\n## %s\n\n```\n%s\n```\n", strings.Join(byText[text], ", "), text)
	}
}

// goModules are the modules whose packages are linked into the program, on the platform that releases are built for.
func goModules(ctx context.Context, p *project) ([]shipped, error) {
	out, err := p.ask(ctx, step{
		env: []string{"GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0"},
		run: []string{"go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", "./cmd/hefu"},
	})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{"": true}
	var modules []shipped
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if seen[line] {
			continue
		}
		seen[line] = true
		parts := strings.SplitN(line, " ", 3)
		texts, err := licenceTexts(parts[2])
		if err != nil {
			return nil, err
		}
		modules = append(modules, shipped{parts[0], parts[1], "https://pkg.go.dev/" + parts[0] + "@" + parts[1], licenceOf(texts), texts})
	}
	sort.Slice(modules, func(i, j int) bool { return modules[i].name < modules[j].name })
	return modules, nil
}

// licenceTexts are the licence and notice files at the root of a work.
func licenceTexts(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, entry := range entries {
		name := strings.ToUpper(entry.Name())
		if entry.IsDir() || strings.HasSuffix(name, ".GO") ||
			(!strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "NOTICE") && !strings.HasPrefix(name, "COPYING")) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")))
	}
	return texts, nil
}

// marks are sentences that only one licence has, the most telling first.
var marks = []struct{ sentence, name string }{
	{"Mozilla Public License Version 2.0", "MPL-2.0"},
	{"Mozilla Public License, version 2.0", "MPL-2.0"},
	{"SIL OPEN FONT LICENSE Version 1.1", "OFL-1.1"},
	{"Apache License", "Apache-2.0"},
	{"Redistributions in binary form must reproduce", "BSD"},
	{"Permission is hereby granted, free of charge", "MIT"},
	{"Permission to use, copy, modify, and/or distribute this software", "ISC"},
	{"Permission to use, copy, modify, and distribute this software", "ISC"},
	{"This is free and unencumbered software released into the public domain", "Unlicense"},
}

func licenceOf(texts []string) string {
	var names []string
	for _, text := range texts {
		plain := strings.Join(strings.Fields(text), " ")
		for _, mark := range marks {
			if strings.Contains(plain, mark.sentence) {
				if !strings.Contains(strings.Join(names, " "), mark.name) {
					names = append(names, mark.name)
				}
				break
			}
		}
	}
	if len(names) == 0 {
		return "unknown"
	}
	return strings.Join(names, ", ")
}

// npmPackages are what the pages are built from: the packages of the lock file that are not for development.
func npmPackages(p *project) ([]shipped, error) {
	raw, err := os.ReadFile(p.path("frontend", "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, License string
			Dev, Optional    bool
		}
	}
	if err := json.Unmarshal(raw, &lock); err != nil {
		return nil, err
	}
	var packages []shipped
	for path, one := range lock.Packages {
		_, name, found := strings.Cut(path, "node_modules/")
		if !found || one.Dev || one.Optional {
			continue
		}
		texts, err := licenceTexts(p.path("frontend", path))
		if err != nil {
			return nil, err
		}
		licence := one.License
		if licence == "" {
			licence = licenceOf(texts)
		}
		if len(texts) == 0 { // the package names its licence and leaves the text out
			texts = []string{name + " is licensed under the " + licence + " licence."}
		}
		packages = append(packages, shipped{name, one.Version, "https://www.npmjs.com/package/" + name, licence, texts})
	}
	sort.Slice(packages, func(i, j int) bool { return packages[i].name < packages[j].name })
	return packages, nil
}

// fontFiles are the fonts that statements are printed with; each licence file stands beside its font.
func fontFiles(p *project) ([]shipped, error) {
	names, err := filepath.Glob(p.path("ledger", "pdf", "fonts", "*-OFL.txt"))
	if err != nil {
		return nil, err
	}
	var fonts []shipped
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		font := strings.TrimSuffix(filepath.Base(name), "-OFL.txt")
		fonts = append(fonts, shipped{font, "", "ledger/pdf/fonts", "OFL-1.1", []string{strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n"))}})
	}
	return fonts, nil
}
