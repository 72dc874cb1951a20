package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"hefu/migrations"
)

type migrateCommand struct {
	logging  `embed:""`
	database `embed:""`
	output   `embed:""`
}

// Run applies what is missing. Several nodes may do so at once: one does it, the others wait.
func (c *migrateCommand) Run(ctx context.Context, to console) error {
	log := c.logger(to)
	db, err := c.open(ctx, log, to)
	if err != nil {
		return err
	}
	defer db.close(ctx, log)
	if db.adminURL == "" {
		return errors.New("HEFU_ADMIN_DATABASE_URL is not set: migrating takes a user who may create roles and schemas")
	}
	applied, err := migrations.Up(ctx, db.adminURL)
	if err != nil {
		return err
	}
	return c.print(to, map[string]int{"applied": applied}, []string{"APPLIED"}, [][]string{{fmt.Sprint(applied)}})
}

type versionCommand struct {
	output `embed:""`
}

// Run prints where this program comes from.
func (c *versionCommand) Run(to console) error {
	return c.print(to, map[string]string{"version": version()}, []string{"VERSION"}, [][]string{{version()}})
}

// version is the released version, else the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	text := info.Main.Version
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" && (text == "" || text == "(devel)") {
			text = setting.Value[:min(12, len(setting.Value))]
		}
	}
	if text == "" {
		return "(devel)"
	}
	return text
}
