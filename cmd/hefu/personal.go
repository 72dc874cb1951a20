package main

import (
	"context"
	"fmt"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/privacy"
)

// personalDataCommand answers what is held of a person. Replacing names takes two people in the back office.
type personalDataCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	Email string `arg:"" optional:"" help:"Mail address of a contact or a member of staff. Left out: the requests to pseudonymise somebody."`
}

// personalLine is a topic with --output json.
type personalLine struct {
	Kind  privacy.Kind `json:"kind"`
	ID    ledger.ID    `json:"person_id"`
	Name  string       `json:"name"`
	Topic string       `json:"topic"`
	Rule  string       `json:"rule"`
	Count int          `json:"count"`
}

// Run prints how often a person is named in what, and whether a pseudonym would replace it.
func (c *personalDataCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		if c.Email == "" {
			return c.requests(ctx, b, actor, to)
		}
		found, err := b.Privacy.Find(ctx, actor, c.Email)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("nobody here has the address %q", c.Email)
		}
		lines, rows := []personalLine{}, [][]string{}
		for _, who := range found {
			preview, err := b.Privacy.Preview(ctx, actor, who.Kind, who.PersonID)
			if err != nil {
				return err
			}
			add := func(rule string, counts []privacy.Count) {
				for _, n := range counts {
					lines = append(lines, personalLine{who.Kind, who.PersonID, who.Name, n.Topic, rule, n.Count})
					rows = append(rows, []string{string(who.Kind), who.Name, n.Topic, rule, strconv.Itoa(n.Count)})
				}
			}
			add("replaced", preview.Replaced)
			add("kept", preview.Kept)
		}
		return c.print(to, lines, []string{"KIND", "NAME", "TOPIC", "RULE", "COUNT"}, rows)
	})
}

// requestLine is a request with --output json.
type requestLine struct {
	ID        ledger.ID    `json:"id"`
	Kind      privacy.Kind `json:"kind"`
	PersonID  ledger.ID    `json:"person_id"`
	Pseudonym string       `json:"pseudonym"`
	State     string       `json:"state"`
	AskedBy   string       `json:"asked_by"`
	DecidedBy string       `json:"decided_by"`
}

func (c *personalDataCommand) requests(ctx context.Context, b *books.Books, actor ledger.Actor, to console) error {
	list, err := b.Privacy.List(ctx, actor)
	if err != nil {
		return err
	}
	lines, rows := []requestLine{}, [][]string{}
	for _, r := range list {
		lines = append(lines, requestLine{r.ID, r.Kind, r.PersonID, r.Pseudonym, r.State, r.AskedName, r.Decided})
		rows = append(rows, []string{r.Pseudonym, string(r.Kind), r.State, r.AskedName, r.Decided})
	}
	return c.print(to, lines, []string{"PSEUDONYM", "KIND", "STATE", "ASKED BY", "DECIDED BY"}, rows)
}
