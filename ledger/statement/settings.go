package statement

import (
	"context"
	"slices"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// OptionalColumns are the columns of the lines that a template may leave out. The PDF has the first three of them, the tables all.
var OptionalColumns = []string{"kind", "order_no", "due_date", "shipment_date", "contract_no", "invoice_no", "quantity", "unit_price", "net", "tax", "freight"}

// Look is how a statement's files look (统一对账单模板, SET-08). Empty texts keep what the files say by themselves.
type Look struct {
	TitleZH       string   `json:"title_zh"`
	TitleEN       string   `json:"title_en"`
	NoteZH        string   `json:"note_zh"`
	NoteEN        string   `json:"note_en"`
	PayeeShown    bool     `json:"payee_shown"`    // the part to pay by, with the payee's account
	HiddenColumns []string `json:"hidden_columns"` // of OptionalColumns
	Locale        string   `json:"locale"`         // of files asked for without a language; empty: the reader's
	Fields        []string `json:"fields"`         // custom fields with a column: subject.code, in order
}

// Inclusion is what a statement takes in and in which order (数据口径). What makes up the balance is not a choice: receivables and
// advances, whatever was posted when the statement was made.
type Inclusion struct {
	LinesBy        string `json:"lines_by"`        // posting_date or document_date: the order of the movements
	ReversedPairs  bool   `json:"reversed_pairs"`  // shows what was posted and reversed within the same statement
	SettledItems   bool   `json:"settled_items"`   // shows items brought forward that were settled in the period, with nothing open
	QuietCustomers bool   `json:"quiet_customers"` // makes statements of customers without a movement
}

// Edition says which version of a setting it is, by whom and why.
type Edition struct {
	ID            ledger.ID
	Version       int
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

// Template is a version of the look; Rule one of the inclusion.
type Template struct {
	Edition
	Look
}

// Rule is a version of what statements take in.
type Rule struct {
	Edition
	Inclusion
}

const (
	maxTitle = 60
	maxNote  = 500
)

var selectTemplates = strings.Replace(`
SELECT id, version, reason, created_by_name, created_at, title_zh, title_en, note_zh, note_en, payee_shown, hidden_columns, locale, {named}
FROM statement_templates t WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`, "{named}", namedFields, 1)

const selectRules = `
SELECT id, version, reason, created_by_name, created_at, lines_by, reversed_pairs, settled_items, quiet_customers
FROM inclusion_rules WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`

// Settings are all versions, the newest first; the newest are in force for what is made next. Needs SeeStatements, of staff.
func (s *Service) Settings(ctx context.Context, actor ledger.Actor) (templates []Template, rules []Rule, err error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		store.Read(&b, &templates, selectTemplates, actor.OrganizationID, MaxPage)
		store.Read(&b, &rules, selectRules, actor.OrganizationID, MaxPage)
		return tx.Send(ctx, &b)
	})
	return templates, rules, err
}

const insertTemplate = `
INSERT INTO statement_templates (organization_id, version, title_zh, title_en, note_zh, note_en, payee_shown, hidden_columns, locale, reason, created_by, created_by_name, fields)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::jsonb)`

const insertRule = `
INSERT INTO inclusion_rules (organization_id, version, lines_by, reversed_pairs, settled_items, quiet_customers, reason, created_by, created_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// MakeTemplate makes the next version of the look; based is the newest version its maker saw. Needs ApproveDocuments. Refused in
// this order: validation_failed by field, conflict when somebody made another meanwhile, nothing_to_do when it says the same.
func (s *Service) MakeTemplate(ctx context.Context, actor ledger.Actor, based int, look Look, reason string) error {
	if err := requireStaff(actor, ledger.ApproveDocuments); err != nil {
		return err
	}
	slices.Sort(look.HiddenColumns)
	look.HiddenColumns = slices.Compact(look.HiddenColumns)
	if err := look.check(); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		newest, err := store.Rows[Template](ctx, tx, selectTemplates, actor.OrganizationID, 1)
		if err != nil || len(newest) == 0 || newest[0].Version != based {
			return firstError(err, ledger.E("conflict"))
		}
		slices.Sort(newest[0].HiddenColumns)
		columns, renewed, err := nameFields(ctx, tx, look.Fields, newest[0])
		if err != nil {
			return err
		}
		if newest[0].same(look) && !renewed {
			return ledger.E("nothing_to_do")
		}
		if look.HiddenColumns == nil {
			look.HiddenColumns = []string{}
		}
		tx.Audit(ledger.ID{}, "statement_template.made", map[string]any{"version": based + 1, "before": newest[0].Look, "after": look, "reason": reason})
		_, err = store.Exec(ctx, tx, insertTemplate, actor.OrganizationID, based+1, look.TitleZH, look.TitleEN, look.NoteZH, look.NoteEN, look.PayeeShown,
			look.HiddenColumns, look.Locale, reason, actor.PersonID, actor.Name, columns)
		return err
	})
}

// MakeRule makes the next version of what statements take in, as MakeTemplate makes one of their look.
func (s *Service) MakeRule(ctx context.Context, actor ledger.Actor, based int, inclusion Inclusion, reason string) error {
	if err := requireStaff(actor, ledger.ApproveDocuments); err != nil {
		return err
	}
	if inclusion.LinesBy != "posting_date" && inclusion.LinesBy != "document_date" {
		return ledger.E("validation_failed").At("lines_by", "not_a_choice")
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		newest, err := store.Rows[Rule](ctx, tx, selectRules, actor.OrganizationID, 1)
		if err != nil || len(newest) == 0 || newest[0].Version != based {
			return firstError(err, ledger.E("conflict"))
		}
		if newest[0].Inclusion == inclusion {
			return ledger.E("nothing_to_do")
		}
		tx.Audit(ledger.ID{}, "inclusion_rule.made", map[string]any{"version": based + 1, "before": newest[0].Inclusion, "after": inclusion, "reason": reason})
		_, err = store.Exec(ctx, tx, insertRule, actor.OrganizationID, based+1, inclusion.LinesBy, inclusion.ReversedPairs, inclusion.SettledItems,
			inclusion.QuietCustomers, reason, actor.PersonID, actor.Name)
		return err
	})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (l Look) same(other Look) bool {
	return l.TitleZH == other.TitleZH && l.TitleEN == other.TitleEN && l.NoteZH == other.NoteZH && l.NoteEN == other.NoteEN &&
		l.PayeeShown == other.PayeeShown && l.Locale == other.Locale && slices.Equal(l.HiddenColumns, other.HiddenColumns) && slices.Equal(l.Fields, other.Fields)
}

func (l Look) check() error {
	bad := ledger.E("validation_failed")
	for _, text := range []struct {
		field, value string
		most         int
	}{{"title_zh", l.TitleZH, maxTitle}, {"title_en", l.TitleEN, maxTitle}, {"note_zh", l.NoteZH, maxNote}, {"note_en", l.NoteEN, maxNote}} {
		if len([]rune(text.value)) > text.most {
			bad.At(text.field, "too_long")
		}
	}
	if len(l.Fields) > MaxFields {
		bad.At("fields", "too_long")
	}
	for i, name := range l.Fields {
		if slices.Contains(l.Fields[:i], name) {
			bad.At("fields", "duplicate")
			break
		}
	}
	if !slices.Contains([]string{"", "zh-CN", "en"}, l.Locale) {
		bad.At("locale", "not_a_choice")
	}
	for _, column := range l.HiddenColumns {
		if !slices.Contains(OptionalColumns, column) {
			bad.At("hidden_columns", "not_a_choice")
			break
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (l Look) hides(column string) bool { return slices.Contains(l.HiddenColumns, column) }
