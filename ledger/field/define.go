package field

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Service keeps the definitions.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// List are all fields, also those at rest, in order. Staff need SeeCustomers; a customer, with SeeStatements, sees those meant for it.
func (s *Service) List(ctx context.Context, actor ledger.Actor) (Set, error) {
	needs := ledger.SeeCustomers
	if actor.Audience == ledger.Portal {
		needs = ledger.SeeStatements
	}
	if err := actor.Require(needs); err != nil {
		return nil, err
	}
	var set Set
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		set, err = Read(ctx, tx, Subjects...)
		return err
	})
	return set, err
}

// Edition is one version of a field, as it was then.
type Edition struct {
	Version       int
	Words         Words
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

const selectVersions = `
SELECT v.version, v.content::text, v.reason, v.created_by_name, v.created_at FROM field_versions v
WHERE v.organization_id = $1 AND v.field_id = $2 ORDER BY v.version DESC LIMIT 200`

// Versions are all versions of a field, the newest first. Needs SeeCustomers; not_found.
func (s *Service) Versions(ctx context.Context, actor ledger.Actor, id ledger.ID) ([]Edition, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var out []Edition
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[struct {
			Version             int
			Content, Reason, By string
			At                  time.Time
		}](ctx, tx, selectVersions, actor.OrganizationID, id)
		if err == nil && len(rows) == 0 {
			err = ledger.E("not_found")
		}
		for _, r := range rows {
			e := Edition{Version: r.Version, Reason: r.Reason, CreatedByName: r.By, CreatedAt: r.At.UTC()}
			if err := json.Unmarshal([]byte(r.Content), &e.Words); err != nil {
				return ledger.E("internal").Because(err)
			}
			out = append(out, e)
		}
		return err
	})
	return out, err
}

const insertField = `
INSERT INTO fields (id, organization_id, subject, code, kind, decimals, label_zh, label_en, required, fallback, place, shown, options, active)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::jsonb, $14)`

const insertVersion = `
INSERT INTO field_versions (field_id, version, organization_id, content, reason, created_by, created_by_name) VALUES ($1, $2, $3, $4::text::jsonb, $5, $6, $7)`

// Define makes a field; its code and kind stay for good. Needs ManageFields. Refused: validation_failed by field, code_taken.
func (s *Service) Define(ctx context.Context, actor ledger.Actor, d Definition) (Definition, error) {
	if err := actor.Require(ledger.ManageFields); err != nil {
		return Definition{}, err
	}
	d.ID, d.Version = ledger.NewID(), 1
	d.tidy()
	if err := d.check(); err != nil {
		return Definition{}, err
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := room(ctx, tx, d); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, insertField, d.ID, actor.OrganizationID, string(d.Subject), d.Code, string(d.Kind), d.Decimals, d.ZH, d.EN, d.Required, d.Default,
			d.Order, places(d.Shown), textOf(d.Options), d.Active); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "field.defined", map[string]any{"field": d.ID, "subject": d.Subject, "code": d.Code, "kind": d.Kind, "decimals": d.Decimals, "after": d.Words})
		return keepVersion(ctx, tx, d, "")
	})
	return d, err
}

// room refuses more fields in use than forms and tables can bear.
func room(ctx context.Context, tx *store.Tx, d Definition) error {
	if _, err := store.Exec(ctx, tx, `SELECT id FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, tx.Actor.OrganizationID); err != nil {
		return err
	}
	count, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM fields WHERE organization_id = $1 AND subject = $2 AND active AND id <> $3`,
		tx.Actor.OrganizationID, string(d.Subject), d.ID)
	if err == nil && d.Active && count >= MaxFields {
		err = ledger.E("validation_failed").At("active", "too_long")
	}
	return err
}

const updateField = `
UPDATE fields SET version = $3, label_zh = $4, label_en = $5, required = $6, fallback = $7, place = $8, shown = $9, options = $10::text::jsonb, active = $11
WHERE organization_id = $1 AND id = $2`

// Change makes the next version of a field; based is the version its maker saw. Values stay, also of a field that is put to rest.
// Needs ManageFields. Refused in this order: not_found, conflict when somebody changed it meanwhile, validation_failed by field (an
// option that there was may be retired, not taken out), nothing_to_do.
func (s *Service) Change(ctx context.Context, actor ledger.Actor, id ledger.ID, based int, words Words, reason string) (Definition, error) {
	if err := actor.Require(ledger.ManageFields); err != nil {
		return Definition{}, err
	}
	var d Definition
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT id FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, actor.OrganizationID); err != nil {
			return err
		}
		set, err := Read(ctx, tx, Subjects...)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(set, func(d Definition) bool { return d.ID == id })
		if at < 0 {
			return ledger.E("not_found")
		}
		before := set[at]
		if before.Version != based {
			return ledger.E("conflict")
		}
		d = before
		d.Words, d.Version = words, based+1
		d.tidy()
		if err := d.checkAfter(before, reason); err != nil {
			return err
		}
		if textOf(before.Words) == textOf(d.Words) {
			return ledger.E("nothing_to_do")
		}
		if err := room(ctx, tx, d); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "field.changed", map[string]any{"field": d.ID, "subject": d.Subject, "code": d.Code, "version": d.Version,
			"before": before.Words, "after": d.Words, "reason": reason})
		if _, err := store.Exec(ctx, tx, updateField, actor.OrganizationID, id, d.Version, d.ZH, d.EN, d.Required, d.Default, d.Order, places(d.Shown), textOf(d.Options), d.Active); err != nil {
			return err
		}
		return keepVersion(ctx, tx, d, reason)
	})
	return d, err
}

func keepVersion(ctx context.Context, tx *store.Tx, d Definition, reason string) error {
	_, err := store.Exec(ctx, tx, insertVersion, d.ID, d.Version, tx.Actor.OrganizationID, textOf(d.Words), reason, tx.Actor.PersonID, tx.Actor.Name)
	return err
}

func textOf(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic("a field cannot become JSON: " + err.Error()) // they hold texts alone
	}
	return string(text)
}

func places(shown []Place) []string {
	out := make([]string, len(shown))
	for i, p := range shown {
		out[i] = string(p)
	}
	return out
}

// tidy trims texts, orders the places, and writes the default as values are kept.
func (d *Definition) tidy() {
	d.Code, d.ZH, d.EN, d.Default = strings.TrimSpace(d.Code), strings.TrimSpace(d.ZH), strings.TrimSpace(d.EN), strings.TrimSpace(d.Default)
	if d.EN == "" {
		d.EN = d.ZH
	}
	shown := []Place{}
	for _, place := range Places[d.Subject] {
		if slices.Contains(d.Shown, place) {
			shown = append(shown, place)
		}
	}
	for _, place := range d.Shown { // one that cannot be is told by check
		if !slices.Contains(Places[d.Subject], place) {
			shown = append(shown, place)
		}
	}
	d.Shown = shown
	options := []Option{}
	for _, o := range d.Options {
		o.Code, o.ZH, o.EN = strings.TrimSpace(o.Code), strings.TrimSpace(o.ZH), strings.TrimSpace(o.EN)
		if o.EN == "" {
			o.EN = o.ZH
		}
		options = append(options, o)
	}
	d.Options = options
	if value, fault := d.Parse(d.Default, ""); fault == "" {
		d.Default = value
	}
}

func (d Definition) check() error {
	bad := ledger.E("validation_failed")
	if !slices.Contains(Subjects, d.Subject) {
		bad.At("subject", "not_a_choice")
	}
	if !slices.Contains(Kinds, d.Kind) {
		bad.At("kind", "not_a_choice")
	}
	if !plain(d.Code) {
		bad.At("code", "bad_code")
	}
	if d.Decimals < 0 || d.Decimals > 8 || d.Kind != Number && d.Decimals != 0 {
		bad.At("decimals", "not_a_choice")
	}
	d.checkWords(bad)
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (d Definition) checkWords(bad *ledger.Error) {
	checkLabel(bad, "zh", d.ZH)
	checkLabel(bad, "en", d.EN)
	if d.Order < 0 || d.Order > 9999 {
		bad.At("order", "too_large")
	}
	for _, place := range d.Shown {
		if !slices.Contains(Places[d.Subject], place) {
			bad.At("shown", "not_a_choice")
			break
		}
	}
	switch {
	case d.Kind == Choice && len(d.Options) == 0:
		bad.At("options", "required")
	case d.Kind != Choice && len(d.Options) > 0:
		bad.At("options", "not_expected")
	case len(d.Options) > MaxOptions:
		bad.At("options", "too_long")
	}
	seen := map[string]bool{}
	for i, o := range d.Options {
		at := "options[" + strconv.Itoa(i) + "]."
		if !plain(o.Code) {
			bad.At(at+"code", "bad_code")
		} else if seen[o.Code] {
			bad.At(at+"code", "duplicate")
		}
		seen[o.Code] = true
		checkLabel(bad, at+"zh", o.ZH)
		checkLabel(bad, at+"en", o.EN)
	}
	if _, fault := d.Parse(d.Default, ""); fault != "" {
		bad.At("default", fault)
	}
}

func checkLabel(bad *ledger.Error, at, text string) {
	switch {
	case text == "":
		bad.At(at, "required")
	case len([]rune(text)) > maxLabel:
		bad.At(at, "too_long")
	case strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsRune(text, unicode.ReplacementChar):
		bad.At(at, "bad_text")
	}
}

// checkAfter holds the next version to the one before.
func (d Definition) checkAfter(before Definition, reason string) error {
	bad := ledger.E("validation_failed")
	d.checkWords(bad)
	for _, o := range before.Options {
		if !slices.ContainsFunc(d.Options, func(now Option) bool { return now.Code == o.Code }) {
			bad.At("options", "option_missing")
			break
		}
	}
	switch {
	case strings.TrimSpace(reason) == "":
		bad.At("reason", "required")
	case len([]rune(reason)) > MaxValue:
		bad.At("reason", "too_long")
	case strings.ContainsFunc(reason, unicode.IsControl):
		bad.At("reason", "bad_text")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}
