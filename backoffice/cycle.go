package backoffice

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/statement"
	"hefu/ledger/web"
)

type dueRun struct {
	PeriodStart calendar.Date `json:"period_start"`
	CutOff      calendar.Date `json:"cut_off"`
	On          calendar.Date `json:"on" doc:"The first day on which the run can be made"`
	Cycles      []string      `json:"cycles"`
	Customers   int           `json:"customers"`
	Done        int           `json:"done"`
	Days        int           `json:"days" doc:"Until then; negative when it has passed"`
	Automatic   bool          `json:"automatic"`
}

type dueRuns struct {
	Items []dueRun `json:"items"`
}

// CyclePolicy is how the statement cycle runs. Amounts and rates are plain decimals.
type CyclePolicy struct {
	Automatic      string            `json:"automatic" enum:"off,draft,issue"`
	DelayDays      int               `json:"delay_days" minimum:"0" maximum:"15"`
	Checks         map[string]string `json:"checks" nullable:"false" doc:"Check → off, warn or block"`
	TaxRates       []web.Amount      `json:"tax_rates" nullable:"false" minItems:"1" maxItems:"50"`
	TaxTolerance   web.Amount        `json:"tax_tolerance"`
	TaskDays       *int              `json:"task_days,omitempty" minimum:"0" maximum:"60" doc:"After the answer is due; none: no task"`
	EscalationDays *int              `json:"escalation_days,omitempty" minimum:"0" maximum:"90"`
	Proofs         map[string]string `json:"proofs,omitempty" doc:"Kind of document → what proves it: off, number, either or file. Left out: as it was"`
}

type cyclePolicyVersion struct {
	Edition
	CyclePolicy
}

type cyclePolicies struct {
	Versions []cyclePolicyVersion  `json:"versions" doc:"The newest first; it is in force. Version 0 is what applies before anything was set"`
	Checks   []string              `json:"checks" doc:"In the order in which they are shown"`
	Proving  []string              `json:"proving" doc:"The kinds of documents of which proof can be wanted"`
	Actions  map[string]web.Action `json:"actions"`
}

type makeCyclePolicy struct {
	Body struct {
		Based  int         `json:"based" minimum:"0" doc:"The newest version that was seen"`
		Reason string      `json:"reason" minLength:"1" maxLength:"500"`
		Policy CyclePolicy `json:"policy"`
	}
}

func cycles(api *web.API, books *books.Books) {
	web.Get(api, "/due-runs", ledger.SeeStatements, "List the cut-offs on which customers' cycles end", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (dueRuns, error) {
		due, err := books.Statements.DueRuns(ctx, actor)
		out := dueRuns{Items: []dueRun{}}
		for _, d := range due {
			item := dueRun{PeriodStart: d.Start, CutOff: d.CutOff, On: d.On, Customers: d.Customers, Done: d.Done, Days: d.Days, Automatic: d.Automatic}
			for _, cycle := range d.Cycles {
				item.Cycles = append(item.Cycles, string(cycle))
			}
			out.Items = append(out.Items, item)
		}
		return out, err
	})
	show := func(ctx context.Context, actor ledger.Actor) (cyclePolicies, error) {
		versions, err := books.Statements.CyclePolicies(ctx, actor)
		out := cyclePolicies{Versions: []cyclePolicyVersion{}, Checks: statement.Checks, Proving: statement.ProofKinds, Actions: map[string]web.Action{"change": {Allowed: true}}}
		if err := actor.Require(ledger.ApproveDocuments); err != nil {
			out.Actions["change"] = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		for _, v := range versions {
			out.Versions = append(out.Versions, cyclePolicyVersion{Edition(v.Edition), wordCyclePolicy(v.CyclePolicy)})
		}
		return out, err
	}
	web.Get(api, "/cycle-policy", ledger.SeeStatements, "Read how the statement cycle runs, all versions", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (cyclePolicies, error) {
		return show(ctx, actor)
	})
	web.Post(api, "/cycle-policy", ledger.ApproveDocuments, "Make the next version of how the statement cycle runs", func(ctx context.Context, actor ledger.Actor, in *makeCyclePolicy) (cyclePolicies, error) {
		policy, err := in.Body.Policy.read()
		if err != nil {
			return cyclePolicies{}, err
		}
		if err := books.Statements.MakeCyclePolicy(ctx, actor, in.Body.Based, policy, in.Body.Reason); err != nil {
			return cyclePolicies{}, err
		}
		return show(ctx, actor)
	})
}

func wordCyclePolicy(p statement.CyclePolicy) CyclePolicy {
	out := CyclePolicy{Automatic: p.Automatic, DelayDays: p.DelayDays, Checks: p.Checks, TaxRates: []web.Amount{}, TaxTolerance: web.Amount(p.TaxTolerance.String()), TaskDays: p.TaskDays, EscalationDays: p.EscalationDays, Proofs: p.Proofs}
	for _, rate := range p.TaxRates {
		out.TaxRates = append(out.TaxRates, web.Amount(rate.String()))
	}
	return out
}

func (p CyclePolicy) read() (statement.CyclePolicy, error) {
	out := statement.CyclePolicy{Automatic: p.Automatic, DelayDays: p.DelayDays, Checks: p.Checks, TaskDays: p.TaskDays, EscalationDays: p.EscalationDays, Proofs: p.Proofs}
	var err error
	if out.TaxTolerance, err = readNumber("tax_tolerance", p.TaxTolerance); err != nil {
		return out, err
	}
	for _, text := range p.TaxRates {
		rate, err := readNumber("tax_rates", text)
		if err != nil {
			return out, err
		}
		out.TaxRates = append(out.TaxRates, rate)
	}
	return out, nil
}

// readNumber parses a number that may be zero.
func readNumber(field string, text web.Amount) (decimal.Decimal, error) {
	number, err := money.ParseQuantity(string(text))
	if err != nil || number.IsNegative() {
		return number, ledger.E("validation_failed").At(field, "not_a_number").Because(err)
	}
	return number, nil
}
