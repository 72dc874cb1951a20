package main

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"strings"

	"hefu/ledger"
	"hefu/ledger/books"
)

// organization says in which set of books a command works.
type organization struct {
	Organization string `env:"HEFU_ORGANIZATION" help:"Code of the organization. May be left out where there is only one."`
}

// actor is the operator at the command line, in the organization named. The audit log shows the account of the machine.
func (o organization) actor(ctx context.Context, b *books.Books) (ledger.Actor, error) {
	name := "command line"
	if account, err := user.Current(); err == nil {
		name += " (" + account.Username + ")"
	}
	if o.Organization != "" {
		found, err := b.OrganizationByCode(ctx, o.Organization)
		if err != nil {
			return ledger.Actor{}, fmt.Errorf("organization %q: %w", o.Organization, err)
		}
		return ledger.SystemActor(found.ID, name), nil
	}
	all, err := b.Organizations(ctx)
	if err != nil {
		return ledger.Actor{}, err
	}
	if len(all) == 0 {
		return ledger.Actor{}, errors.New("there is no organization yet; open one with 'hefu organization create'")
	}
	if len(all) > 1 {
		codes := make([]string, len(all))
		for i, o := range all {
			codes[i] = o.Code
		}
		return ledger.Actor{}, fmt.Errorf("there are several organizations: %s. Name one with --organization, or set HEFU_ORGANIZATION", strings.Join(codes, ", "))
	}
	return ledger.SystemActor(all[0].ID, name), nil
}
