package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/statement"
	"hefu/ledger/web"
)

// Edition says which version of a setting it is, by whom and why.
type Edition struct {
	ID            ledger.ID `json:"id"`
	Version       int       `json:"version"`
	Reason        string    `json:"reason"`
	CreatedByName string    `json:"created_by_name"`
	CreatedAt     time.Time `json:"created_at"`
}

// StatementLook is how the files of statements look.
type StatementLook struct {
	TitleZH       string   `json:"title_zh" maxLength:"60"`
	TitleEN       string   `json:"title_en" maxLength:"60"`
	NoteZH        string   `json:"note_zh" maxLength:"500"`
	NoteEN        string   `json:"note_en" maxLength:"500"`
	PayeeShown    bool     `json:"payee_shown"`
	HiddenColumns []string `json:"hidden_columns" nullable:"false" maxItems:"20" doc:"Of kind, order_no, due_date, shipment_date, contract_no, invoice_no, quantity, unit_price, net, tax, freight"`
	Locale        string   `json:"locale" enum:",zh-CN,en" doc:"Of files asked for without a language; empty: the reader's"`
	Fields        []string `json:"fields,omitempty" maxItems:"10" doc:"Custom fields with a column, as subject.code, in order"`
}

// InclusionRule is what statements take in and in which order.
type InclusionRule struct {
	LinesBy        string `json:"lines_by" enum:"posting_date,document_date"`
	ReversedPairs  bool   `json:"reversed_pairs"`
	SettledItems   bool   `json:"settled_items"`
	QuietCustomers bool   `json:"quiet_customers"`
}

type templateVersion struct {
	Edition
	StatementLook
}

type ruleVersion struct {
	Edition
	InclusionRule
}

type statementSettings struct {
	Templates []templateVersion     `json:"templates" doc:"The newest first; it is in force"`
	Rules     []ruleVersion         `json:"rules"`
	Columns   []string              `json:"columns" doc:"What a template may hide"`
	Actions   map[string]web.Action `json:"actions"`
}

type makeTemplate struct {
	Body struct {
		Based    int           `json:"based" minimum:"1" doc:"The newest version that was seen"`
		Reason   string        `json:"reason" minLength:"1" maxLength:"500"`
		Template StatementLook `json:"template"`
	}
}

type makeRule struct {
	Body struct {
		Based  int           `json:"based" minimum:"1" doc:"The newest version that was seen"`
		Reason string        `json:"reason" minLength:"1" maxLength:"500"`
		Rule   InclusionRule `json:"rule"`
	}
}

type previewTemplate struct {
	Body struct {
		Template StatementLook `json:"template"`
		Locale   string        `json:"locale,omitempty" enum:"zh-CN,en"`
	}
}

type previewedTemplate struct {
	PDF []byte `json:"pdf" doc:"Base64"`
}

func (l StatementLook) look() statement.Look { return statement.Look(l) }

func settings(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (statementSettings, error) {
		templates, rules, err := books.Statements.Settings(ctx, actor)
		out := statementSettings{Templates: []templateVersion{}, Rules: []ruleVersion{}, Columns: statement.OptionalColumns, Actions: map[string]web.Action{"change": {Allowed: true}}}
		if err := actor.Require(ledger.ApproveDocuments); err != nil {
			out.Actions["change"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		for _, t := range templates {
			if t.HiddenColumns == nil {
				t.HiddenColumns = []string{}
			}
			out.Templates = append(out.Templates, templateVersion{Edition(t.Edition), StatementLook(t.Look)})
		}
		for _, r := range rules {
			out.Rules = append(out.Rules, ruleVersion{Edition(r.Edition), InclusionRule(r.Inclusion)})
		}
		return out, err
	}
	web.Get(api, "/statement-settings", ledger.SeeStatements, "Read how statements look and what they take in, all versions", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (statementSettings, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/statement-settings/templates", ledger.ApproveDocuments, "Make the next version of the template", func(ctx context.Context, actor ledger.Actor, in *makeTemplate) (statementSettings, error) {
		if err := books.Statements.MakeTemplate(ctx, actor, in.Body.Based, in.Body.Template.look(), in.Body.Reason); err != nil {
			return statementSettings{}, err
		}
		return show(ctx, actor)
	})
	web.Post(api, "/statement-settings/rules", ledger.ApproveDocuments, "Make the next version of the inclusion rule", func(ctx context.Context, actor ledger.Actor, in *makeRule) (statementSettings, error) {
		if err := books.Statements.MakeRule(ctx, actor, in.Body.Based, statement.Inclusion(in.Body.Rule), in.Body.Reason); err != nil {
			return statementSettings{}, err
		}
		return show(ctx, actor)
	})
	web.Post(api, "/statement-settings/preview", ledger.SeeStatements, "Print a sample statement by a template that is not kept", func(ctx context.Context, actor ledger.Actor, in *previewTemplate) (previewedTemplate, error) {
		file, err := books.Statements.PreviewLook(ctx, actor, in.Body.Template.look(), in.Body.Locale)
		return previewedTemplate{file}, err
	})
}
