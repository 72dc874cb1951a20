package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/books"
	"hefu/ledger/document"
	"hefu/ledger/money"
	"hefu/ledger/web"
)

// approvalStep is one step of a document's way; by and at are set once it was given.
type approvalStep struct {
	No      int        `json:"no"`
	Name    string     `json:"name" enum:"business,finance,level" doc:"A check of the internal confirmation, or a level of approval"`
	Role    string     `json:"role"`
	By      string     `json:"by,omitempty"`
	At      *time.Time `json:"at,omitempty"`
	Opinion string     `json:"opinion,omitempty"`
}

// approvalSaid is one step that was given, or given back.
type approvalSaid struct {
	Round    int       `json:"round"`
	Step     int       `json:"step"`
	Name     string    `json:"name" enum:"business,finance,level"`
	Role     string    `json:"role"`
	Decision string    `json:"decision" enum:"approved,returned"`
	Opinion  string    `json:"opinion"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
}

// ApprovalRule asks for one level after the other of documents of a kind above an amount in base currency.
type ApprovalRule struct {
	Kind  string     `json:"kind" enum:"receivable,credit_note,adjustment,receipt,advance,refund,opening_balance,reversal"`
	Above web.Amount `json:"above" doc:"In base currency; worth more than this"`
	Roles []string   `json:"roles" nullable:"false" maxItems:"5" doc:"One level each, in order: ar_accountant, credit_manager, finance_supervisor, management"`
}

// ApprovalPolicy is the rule of approval.
type ApprovalPolicy struct {
	Rules        []ApprovalRule `json:"rules" nullable:"false" maxItems:"100"`
	Checks       []string       `json:"checks" nullable:"false" maxItems:"2" doc:"What a receivable passes first, in this order: business, finance"`
	CheckSources bool           `json:"check_sources" doc:"Receivables of source systems are held to the checks too"`
}

type approvalVersion struct {
	Edition
	ApprovalPolicy
}

type approvalPolicies struct {
	Versions  []approvalVersion     `json:"versions" doc:"The newest first; it is in force for what is handed in from now on"`
	Base      string                `json:"base"`
	Threshold web.Amount            `json:"threshold" doc:"Of kinds without a rule: above it a finance supervisor approves"`
	Actions   map[string]web.Action `json:"actions"`
}

type makeApprovalPolicy struct {
	Body struct {
		Based  int            `json:"based" minimum:"0" doc:"The newest version that was seen; 0 where there was none"`
		Reason string         `json:"reason" minLength:"1" maxLength:"500"`
		Policy ApprovalPolicy `json:"policy"`
	}
}

type waitingDrafts struct {
	Count int `json:"count" doc:"Drafts whose next step is the reader's turn"`
}

// approvals are the rule by which documents are looked at, and what was said of a posted one.
func approvals(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (approvalPolicies, error) {
		versions, err := books.Documents.ApprovalPolicies(ctx, actor)
		if err != nil {
			return approvalPolicies{}, err
		}
		standing, err := books.Documents.Threshold(ctx, actor)
		out := approvalPolicies{Versions: []approvalVersion{}, Base: standing.Base, Threshold: web.Amount(standing.Threshold.StringFixed(2)),
			Actions: map[string]web.Action{"change": {Allowed: true}}}
		if err := actor.Require(ledger.ApproveDocuments); err != nil {
			out.Actions["change"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		for _, v := range versions {
			out.Versions = append(out.Versions, approvalVersion{Edition{v.ID, v.Version, v.Reason, v.CreatedByName, v.CreatedAt}, wordPolicy(v.Policy)})
		}
		return out, err
	}
	web.Get(api, "/approvals/waiting", ledger.CheckDrafts, "Count the drafts that wait for the reader", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (waitingDrafts, error) {
		count, err := books.Documents.WaitingDrafts(ctx, actor)
		return waitingDrafts{count}, err
	})
	web.Get(api, "/approval-policies", ledger.SeeReports, "Read by whom documents are approved, all versions", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (approvalPolicies, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/approval-policies", ledger.ApproveDocuments, "Make the next version of the rule of approval", func(ctx context.Context, actor ledger.Actor, in *makeApprovalPolicy) (approvalPolicies, error) {
		policy, err := in.Body.Policy.read()
		if err != nil {
			return approvalPolicies{}, err
		}
		if err := books.Documents.MakeApprovalPolicy(ctx, actor, in.Body.Based, policy, in.Body.Reason); err != nil {
			return approvalPolicies{}, err
		}
		return show(ctx, actor)
	}, web.Created())
	web.Get(api, "/documents/{id}/approvals", ledger.SeeDocuments, "Who looked at a document before it was booked", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Page[approvalSaid], error) {
		said, err := books.Documents.SaidOfDocument(ctx, actor, in.ID)
		return web.Page[approvalSaid]{Items: wordSaid(said)}, err
	})
}

func (p ApprovalPolicy) read() (approval.Policy, error) {
	out := approval.Policy{Rules: []approval.Rule{}, Checks: []approval.Name{}, CheckSources: p.CheckSources}
	for _, r := range p.Rules {
		above, err := money.ParseQuantity(string(r.Above))
		if err != nil {
			return out, ledger.E("validation_failed").At("rules.above", "not_a_number").Because(err)
		}
		rule := approval.Rule{Kind: r.Kind, Above: above, Roles: []ledger.Role{}}
		for _, role := range r.Roles {
			rule.Roles = append(rule.Roles, ledger.Role(role))
		}
		out.Rules = append(out.Rules, rule)
	}
	for _, check := range p.Checks {
		out.Checks = append(out.Checks, approval.Name(check))
	}
	return out, nil
}

func wordPolicy(p approval.Policy) ApprovalPolicy {
	out := ApprovalPolicy{Rules: []ApprovalRule{}, Checks: []string{}, CheckSources: p.CheckSources}
	for _, r := range p.Rules {
		rule := ApprovalRule{Kind: r.Kind, Above: web.Amount(r.Above.StringFixed(2)), Roles: []string{}}
		for _, role := range r.Roles {
			rule.Roles = append(rule.Roles, string(role))
		}
		out.Rules = append(out.Rules, rule)
	}
	for _, check := range p.Checks {
		out.Checks = append(out.Checks, string(check))
	}
	return out
}

func wordPath(path []approval.Step) []approvalStep {
	out := []approvalStep{}
	for _, step := range path {
		out = append(out, approvalStep{No: step.No, Name: string(step.Name), Role: string(step.Role)})
	}
	return out
}

func wordSteps(steps []document.StepView) []approvalStep {
	out := []approvalStep{}
	for _, step := range steps {
		shown := approvalStep{No: step.No, Name: string(step.Name), Role: string(step.Role)}
		if step.Given != nil {
			shown.By, shown.At, shown.Opinion = step.Given.Person, &step.Given.DecidedAt, step.Given.Opinion
		}
		out = append(out, shown)
	}
	return out
}

func wordSaid(said []document.Approval) []approvalSaid {
	out := []approvalSaid{}
	for _, a := range said {
		out = append(out, approvalSaid{a.Round, a.Step, string(a.Name), string(a.Role), a.Decision, a.Opinion, a.Person, a.DecidedAt})
	}
	return out
}
