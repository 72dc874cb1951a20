package backoffice

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

// Receiver is who gets a dispute.
type Receiver struct {
	To      string    `json:"to,omitempty" enum:"salesperson,role,person"`
	Role    string    `json:"role,omitempty" enum:"sales,ar_accountant,finance_supervisor"`
	StaffID ledger.ID `json:"staff_id,omitzero" required:"false"`
}

type assignmentRule struct {
	Category    string     `json:"category,omitempty" enum:"price,quantity,discount,quality,not_received,duplicate,already_paid,wrong_party,document_mismatch,other"`
	ProductLine string     `json:"product_line,omitempty" maxLength:"60"`
	Region      string     `json:"region,omitempty" maxLength:"60"`
	MinAmount   web.Amount `json:"min_amount,omitempty" doc:"Disputed amount in base currency from which it applies."`
	Receiver
}

// DisputePolicy is how disputes are given out, when they are due, and from which amount a second person decides.
type DisputePolicy struct {
	DefaultDays int              `json:"default_days" minimum:"1" maximum:"90" doc:"Working days to answer."`
	Days        map[string]int   `json:"days" doc:"Working days by category, where they differ."`
	Rules       []assignmentRule `json:"rules" maxItems:"50" nullable:"false" doc:"The first that fits decides; then the salesperson, then the fallback."`
	Fallback    Receiver         `json:"fallback"`
	WarnHours   int              `json:"warn_hours" minimum:"0" maximum:"240"`
	LateRole    string           `json:"late_role,omitempty" enum:"ar_accountant,finance_supervisor,management"`
	Threshold   web.Amount       `json:"threshold,omitempty" doc:"Gross in base currency above which a second person is asked; none: the organization's."`
}

type policyVersion struct {
	Version       int           `json:"version"`
	Policy        DisputePolicy `json:"policy"`
	Reason        string        `json:"reason"`
	CreatedByName string        `json:"created_by_name"`
	CreatedAt     time.Time     `json:"created_at"`
}

type policyView struct {
	Versions     []policyVersion       `json:"versions" doc:"The newest first; version 0 is what stands without any."`
	BaseCurrency string                `json:"base_currency"`
	Threshold    web.Amount            `json:"threshold" doc:"The organization's own."`
	Actions      map[string]web.Action `json:"actions"`
}

type setDisputePolicy struct {
	Body struct {
		Based  int           `json:"based" minimum:"0"`
		Reason string        `json:"reason" maxLength:"500"`
		Policy DisputePolicy `json:"policy"`
	}
}

func disputePolicies(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (policyView, error) {
		organization, err := books.Parties.Organization(ctx, actor)
		if err != nil {
			return policyView{}, err
		}
		versions, err := books.Disputes.Policies(ctx, actor)
		base := string(organization.BaseCurrency)
		out := policyView{Versions: []policyVersion{}, BaseCurrency: base, Threshold: wire.Amount(organization.ApprovalThreshold, base),
			Actions: map[string]web.Action{"change": mayChangePolicy(actor)}}
		for _, p := range versions {
			out.Versions = append(out.Versions, policyVersion{p.Version, wordDisputePolicy(p, base), p.Reason, p.CreatedByName, p.CreatedAt})
		}
		return out, err
	}
	web.Get(api, "/dispute-policies", ledger.SeeStatements, "Read how disputes are given out and due", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (policyView, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/dispute-policies", ledger.ApproveDocuments, "Make the next version of how disputes are given out and due", func(ctx context.Context, actor ledger.Actor, in *setDisputePolicy) (policyView, error) {
		organization, err := books.Parties.Organization(ctx, actor)
		if err != nil {
			return policyView{}, err
		}
		policy, err := in.Body.Policy.read(string(organization.BaseCurrency))
		if err != nil {
			return policyView{}, err
		}
		if err := books.Disputes.SetPolicy(ctx, actor, in.Body.Based, policy, in.Body.Reason); err != nil {
			return policyView{}, err
		}
		return show(ctx, actor)
	})
}

func mayChangePolicy(actor ledger.Actor) web.Action {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return web.Action{Why: ledger.AsError(err).Message(actor.Locale)}
	}
	return web.Action{Allowed: true}
}

func wordDisputePolicy(p dispute.Policy, base string) DisputePolicy {
	out := DisputePolicy{DefaultDays: p.DefaultDays, Days: map[string]int{}, Rules: []assignmentRule{}, Fallback: wordReceiver(p.Fallback), WarnHours: p.WarnHours, LateRole: string(p.LateRole)}
	if p.Threshold.Valid {
		out.Threshold = wire.Amount(p.Threshold.Decimal, base)
	}
	for category, days := range p.Days {
		out.Days[string(category)] = days
	}
	for _, r := range p.Rules {
		rule := assignmentRule{Category: string(r.Category), ProductLine: r.ProductLine, Region: r.Region, Receiver: wordReceiver(r.Receiver)}
		if r.MinAmount.IsPositive() {
			rule.MinAmount = wire.Amount(r.MinAmount, base)
		}
		out.Rules = append(out.Rules, rule)
	}
	return out
}

func wordReceiver(r dispute.Receiver) Receiver { return Receiver{r.To, string(r.Role), r.StaffID} }

func (r Receiver) read() dispute.Receiver {
	return dispute.Receiver{To: r.To, Role: ledger.Role(r.Role), StaffID: r.StaffID}
}

func (p DisputePolicy) read(base string) (dispute.Policy, error) {
	out := dispute.Policy{DefaultDays: p.DefaultDays, Days: map[dispute.Category]int{}, Fallback: p.Fallback.read(), WarnHours: p.WarnHours, LateRole: ledger.Role(p.LateRole)}
	for category, days := range p.Days {
		out.Days[dispute.Category(category)] = days
	}
	if p.Threshold != "" {
		amount, err := wire.ReadAmount("threshold", p.Threshold, base)
		if err != nil {
			return out, err
		}
		out.Threshold = decimal.NewNullDecimal(amount)
	}
	for _, r := range p.Rules {
		rule := dispute.Rule{Category: dispute.Category(r.Category), ProductLine: r.ProductLine, Region: r.Region, Receiver: r.Receiver.read()}
		if r.MinAmount != "" {
			var err error
			if rule.MinAmount, err = wire.ReadAmount("rules", r.MinAmount, base); err != nil {
				return out, err
			}
		}
		out.Rules = append(out.Rules, rule)
	}
	return out, nil
}
