package notice

import (
	"context"
	"slices"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/wording"
)

// Template is a version of the words of one purpose in one language. BuiltIn: the version that went back to the program's own words; its
// Words are those.
type Template struct {
	ID            ledger.ID
	Purpose       string
	Locale        string
	Version       int
	BuiltIn       bool
	Words         Words
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

// Standing is how one purpose reads in one language: the version in force, 0 where nobody ever changed it.
type Standing struct {
	Purpose       string
	Locale        string
	Version       int
	BuiltIn       bool
	Subject       string // with its places
	CreatedByName string
	CreatedAt     *time.Time
}

// Desk is everything that is needed to write one purpose's words in one language.
type Desk struct {
	Purpose  string
	Locale   string
	BuiltIn  Words
	Versions []Template // the newest first; it is in force
	Places   []wording.Place
	Required []string // the blocks that no words may leave out
	Leads    bool     // the mail has a button
}

type templateRow struct {
	ID              ledger.ID
	Purpose, Locale string
	Version         int
	BuiltIn         bool
	Words
	Reason, CreatedByName string
	CreatedAt             time.Time
}

func (r templateRow) template() Template {
	t := Template{r.ID, r.Purpose, r.Locale, r.Version, r.BuiltIn, r.Words, r.Reason, r.CreatedByName, r.CreatedAt}
	if p := purposeNamed(r.Purpose); t.BuiltIn && p != nil {
		t.Words = p.builtIn(r.Locale)
	}
	return t
}

const templateColumns = `id, purpose, locale, version, built_in, subject, heading, body, button, reason, created_by_name, created_at`

const (
	readNewest   = `SELECT DISTINCT ON (purpose, locale) ` + templateColumns + ` FROM mail_templates WHERE organization_id = $1 ORDER BY purpose, locale, version DESC`
	readVersions = `SELECT ` + templateColumns + ` FROM mail_templates WHERE organization_id = $1 AND purpose = $2 AND locale = $3 ORDER BY version DESC LIMIT $4`
)

// mostVersions are shown of one purpose.
const mostVersions = 100

// Templates lists every purpose in every language and what is in force. Needs ManageChannels.
func (s *Service) Templates(ctx context.Context, actor ledger.Actor) ([]Standing, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return nil, err
	}
	var rows []templateRow
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		rows, err = store.Rows[templateRow](ctx, tx, readNewest, actor.OrganizationID)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []Standing
	for i := range purposes {
		p := &purposes[i]
		for _, locale := range Locales {
			standing := Standing{Purpose: p.name, Locale: locale, BuiltIn: true, Subject: p.builtIn(locale).Subject}
			if at := slices.IndexFunc(rows, func(r templateRow) bool { return r.Purpose == p.name && r.Locale == locale }); at >= 0 {
				t := rows[at].template()
				standing = Standing{t.Purpose, t.Locale, t.Version, t.BuiltIn, t.Words.Subject, t.CreatedByName, &t.CreatedAt}
			}
			out = append(out, standing)
		}
	}
	return out, nil
}

// Template is one purpose in one language with all its versions. Needs ManageChannels. Refused: not_found for what is none.
func (s *Service) Template(ctx context.Context, actor ledger.Actor, name, locale string) (Desk, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return Desk{}, err
	}
	p, err := templated(name, locale)
	if err != nil {
		return Desk{}, err
	}
	out := Desk{Purpose: name, Locale: locale, BuiltIn: p.builtIn(locale), Places: p.all(), Required: p.required(), Leads: p.zh.Button != ""}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[templateRow](ctx, tx, readVersions, actor.OrganizationID, name, locale, mostVersions)
		for _, row := range rows {
			out.Versions = append(out.Versions, row.template())
		}
		return err
	})
	return out, err
}

func templated(name, locale string) (*purpose, error) {
	p := purposeNamed(name)
	if p == nil || !slices.Contains(Locales, locale) {
		return nil, ledger.E("not_found")
	}
	return p, nil
}

// MakeTemplateCommand asks for the next version. Based is the newest version that its maker saw, 0 for none. BackToBuiltIn takes the
// program's own words; Words then count for nothing.
type MakeTemplateCommand struct {
	Purpose       string
	Locale        string
	Based         int
	BackToBuiltIn bool
	Words         Words
	Reason        string
}

const maxReason = 500

const insertTemplate = `
INSERT INTO mail_templates (organization_id, purpose, locale, version, built_in, subject, heading, body, button, reason, created_by, created_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

// MakeTemplate makes the next version of the words; mails that are sent from now on have them. Needs ManageChannels. Refused in this order:
// not_permitted, not_found, validation_failed (each fault with its line), conflict when somebody made another meanwhile, nothing_to_do when
// it says the same.
func (s *Service) MakeTemplate(ctx context.Context, actor ledger.Actor, c MakeTemplateCommand) error {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return err
	}
	p, err := templated(c.Purpose, c.Locale)
	if err != nil {
		return err
	}
	c.Words, c.Reason = c.Words.trimmed(), strings.TrimSpace(c.Reason)
	bad := ledger.E("validation_failed")
	if !c.BackToBuiltIn {
		for _, fault := range p.check(c.Words) {
			bad.Fields = append(bad.Fields, fault.field(actor.Locale))
		}
	}
	switch {
	case c.Reason == "":
		bad.At("reason", "required")
	case len([]rune(c.Reason)) > maxReason:
		bad.At("reason", "too_long")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := store.Rows[templateRow](ctx, tx, readVersions, actor.OrganizationID, c.Purpose, c.Locale, 1)
		if err != nil {
			return err
		}
		newest := templateRow{BuiltIn: true}
		if len(before) > 0 {
			newest = before[0]
		}
		if c.BackToBuiltIn {
			c.Words = Words{}
		}
		switch {
		case newest.Version != c.Based:
			return ledger.E("conflict")
		case newest.BuiltIn == c.BackToBuiltIn && newest.Words == c.Words, newest.BuiltIn && c.Words == p.builtIn(c.Locale):
			return ledger.E("nothing_to_do")
		}
		tx.Audit(ledger.ID{}, "mail_template.made", map[string]any{"purpose": c.Purpose, "locale": c.Locale, "version": c.Based + 1, "built_in": c.BackToBuiltIn,
			"before": newest.Words, "after": c.Words, "reason": c.Reason})
		_, err = store.Exec(ctx, tx, insertTemplate, actor.OrganizationID, c.Purpose, c.Locale, c.Based+1, c.BackToBuiltIn, c.Words.Subject, c.Words.Heading,
			c.Words.Body, c.Words.Button, c.Reason, actor.PersonID, actor.Name)
		return err
	})
}

func (w Words) trimmed() Words {
	return Words{strings.TrimSpace(w.Subject), strings.TrimSpace(w.Heading), strings.TrimSpace(strings.ReplaceAll(w.Body, "\r\n", "\n")), strings.TrimSpace(w.Button)}
}
