package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/alecthomas/kong"

	"hefu/ledger/books"
	"hefu/ledger/web"
)

type configurationCommand struct{}

// Run writes every setting that can come from the environment, once, with the commands that read it.
func (c *configurationCommand) Run(to console, parser *kong.Kong) error {
	type setting struct {
		flag     *kong.Flag
		commands []string
	}
	var names []string
	found := map[string]*setting{}
	for _, command := range parser.Model.Leaves(true) {
		for _, flags := range command.AllFlags(true) {
			for _, flag := range flags {
				for _, name := range flag.Envs {
					if found[name] == nil {
						found[name] = &setting{flag: flag}
						names = append(names, name)
					}
					found[name].commands = append(found[name].commands, "`"+command.Path()+"`")
				}
			}
		}
	}
	sortTexts(names)
	var out strings.Builder
	out.WriteString(configurationHead)
	for _, name := range names {
		s := found[name]
		usual := s.flag.Default
		if usual != "" {
			usual = "`" + usual + "`"
		}
		commands := strings.Join(s.commands, ", ")
		if len(s.commands) > 3 {
			commands = "all with a database"
		}
		fmt.Fprintf(&out, "| `%s` | `--%s` | %s | %s | %s |\n", name, s.flag.Name, usual, s.flag.Help, commands)
	}
	_, err := io.WriteString(to.out, out.String())
	return err
}

const configurationHead = `# Settings

Made by ` + "`go run ./cmd/dev gen`" + ` from the program itself; do not edit.

Every setting is an environment variable or a flag; the flag wins. Secrets belong in the environment or in a file, never on the
command line. In production mode the server names everything that is missing and does not start.

Beside these, ` + "`OTEL_EXPORTER_OTLP_ENDPOINT`" + ` turns traces on; the other ` + "`OTEL_…`" + ` variables of OpenTelemetry apply.

| variable | flag | default | meaning | read by |
|---|---|---|---|---|
`

type openAPICommand struct{}

// Run writes the OpenAPI document of all routes. It needs no database.
func (c *openAPICommand) Run(to console) error {
	server, err := web.New(web.Options{BaseURL: &url.URL{Scheme: "http", Host: "localhost"}, Version: "1"})
	if err != nil {
		return err
	}
	register(server, nil)
	text, err := server.OpenAPI()
	if err != nil {
		return err
	}
	_, err = to.out.Write(text)
	return err
}

type schemaCommand struct {
	logging  `embed:""`
	database `embed:""`
}

// Run writes what the database holds: tables, columns, constraints, indexes, policies, triggers, functions, grants.
func (c *schemaCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		text, err := b.Schema(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(to.out, text)
		return err
	})
}
