package statement

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// How runs begin by themselves.
const (
	AutomaticOff   = "off"
	AutomaticDraft = "draft"
	AutomaticIssue = "issue"
)

// How much a finding weighs.
const (
	CheckOff   = "off"
	CheckWarn  = "warn"
	CheckBlock = "block"
)

// Checks are what is looked for before a statement is made, in the order in which they are shown.
var Checks = []string{"tax_rate", "tax_amount", "duplicate", "unposted", "proof", "contact", "payee", "imports", "nothing"}

// CyclePolicy is how an organization's statement cycle runs (STM-01, STM-15, STM-19). Version 0 stands for what applies before anybody
// has set anything: runs by hand, every check a warning, a task three days after the answer was due and a word to the supervisors after ten.
type CyclePolicy struct {
	Automatic      string            // off, draft or issue
	DelayDays      int               // a run begins so many days after the day that follows its cut-off
	Checks         map[string]string // check → off, warn or block
	TaxRates       []decimal.Decimal // percent; another one is a finding
	TaxTolerance   decimal.Decimal   // of a line's tax against net × rate
	TaskDays       *int              // after the answer is due; nil: no task
	EscalationDays *int              // nil: no escalation
	Proofs         map[string]string // kind of document → what proves it: off, number, either or file
}

// What proves a document: one of the numbers of a shipment, an invoice or a contract; a file beside it (ledger/proof); or either.
const (
	ProofOff    = "off"
	ProofNumber = "number"
	ProofEither = "either"
	ProofFile   = "file"
)

// ProofKinds are the kinds of documents of which proof can be wanted.
var ProofKinds = []string{"receivable", "credit_note", "adjustment", "opening_balance"}

// CyclePolicyVersion is a policy with who made it and why.
type CyclePolicyVersion struct {
	CyclePolicy
	Edition
}

func defaultPolicy() CyclePolicy {
	task, escalation := 3, 10
	p := CyclePolicy{Automatic: AutomaticOff, Checks: map[string]string{}, TaxTolerance: decimal.New(1, -2), TaskDays: &task, EscalationDays: &escalation}
	for _, check := range Checks {
		p.Checks[check] = CheckWarn
	}
	p.Proofs = defaultProofs()
	for _, rate := range []int64{0, 1, 3, 5, 6, 9, 13} {
		p.TaxRates = append(p.TaxRates, decimal.NewFromInt(rate))
	}
	return p
}

func defaultProofs() map[string]string {
	out := map[string]string{}
	for _, kind := range ProofKinds {
		out[kind] = ProofOff
	}
	out["receivable"] = ProofEither
	return out
}

// proving are the kinds of which one of the given proofs is wanted.
func (p CyclePolicy) proving(wanted ...string) []string {
	out := []string{}
	for _, kind := range ProofKinds {
		if slices.Contains(wanted, p.Proofs[kind]) {
			out = append(out, kind)
		}
	}
	return out
}

const selectPolicies = `
SELECT id, version, reason, created_by_name, created_at, automatic, delay_days, checks::text, tax_rates::text[], tax_tolerance, task_days, escalation_days, proofs::text
FROM cycle_policies WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`

type policyRow struct {
	Edition
	Automatic      string
	DelayDays      int
	Checks         string
	TaxRates       []string
	TaxTolerance   decimal.Decimal
	TaskDays       *int
	EscalationDays *int
	Proofs         string
}

func (r policyRow) policy() (CyclePolicyVersion, error) {
	out := CyclePolicyVersion{defaultPolicy(), r.Edition}
	out.Automatic, out.DelayDays, out.TaxTolerance, out.TaskDays, out.EscalationDays = r.Automatic, r.DelayDays, r.TaxTolerance, r.TaskDays, r.EscalationDays
	set := map[string]string{}
	if err := json.Unmarshal([]byte(r.Checks), &set); err != nil {
		return out, ledger.E("internal").Because(err)
	}
	maps.Copy(out.Checks, set)
	clear(set)
	if err := json.Unmarshal([]byte(r.Proofs), &set); err != nil {
		return out, ledger.E("internal").Because(err)
	}
	maps.Copy(out.Proofs, set)
	out.TaxRates = nil
	for _, text := range r.TaxRates {
		rate, err := decimal.NewFromString(text)
		if err != nil {
			return out, ledger.E("internal").Because(err)
		}
		out.TaxRates = append(out.TaxRates, rate)
	}
	return out, nil
}

// PolicyInForce is the policy of the transaction's organization.
func PolicyInForce(ctx context.Context, tx *store.Tx) (CyclePolicy, error) {
	policy, err := policyInForce(ctx, tx)
	return policy.CyclePolicy, err
}

func policyInForce(ctx context.Context, tx *store.Tx) (CyclePolicyVersion, error) {
	row, found, err := store.Row[policyRow](ctx, tx, selectPolicies, tx.Actor.OrganizationID, 1)
	if err != nil || !found {
		return CyclePolicyVersion{CyclePolicy: defaultPolicy()}, err
	}
	return row.policy()
}

// CyclePolicies are all versions, the one in force first; before any was made there is none but version 0. Needs SeeStatements as staff.
func (s *Service) CyclePolicies(ctx context.Context, actor ledger.Actor) ([]CyclePolicyVersion, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	var out []CyclePolicyVersion
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[policyRow](ctx, tx, selectPolicies, actor.OrganizationID, MaxPage)
		for _, row := range rows {
			version, fault := row.policy()
			if fault != nil {
				return fault
			}
			out = append(out, version)
		}
		return err
	})
	if len(out) == 0 {
		out = append(out, CyclePolicyVersion{CyclePolicy: defaultPolicy()})
	}
	return out, err
}

const insertPolicy = `
INSERT INTO cycle_policies (organization_id, version, automatic, delay_days, checks, tax_rates, tax_tolerance, task_days, escalation_days, reason, created_by, created_by_name, proofs)
VALUES ($1, $2, $3, $4, $5::jsonb, $6::text[]::numeric[], $7, $8, $9, $10, $11, $12, $13::jsonb)`

// MakeCyclePolicy makes the next version; based is the newest one its maker saw, 0 where there is none. Needs ApproveDocuments. Refused in
// this order: validation_failed by field, conflict when somebody made another meanwhile.
func (s *Service) MakeCyclePolicy(ctx context.Context, actor ledger.Actor, based int, policy CyclePolicy, reason string) error {
	if err := requireStaff(actor, ledger.ApproveDocuments); err != nil {
		return err
	}
	if err := policy.check(); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	rates := make([]string, len(policy.TaxRates))
	for i, rate := range policy.TaxRates {
		rates[i] = rate.String()
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := policyInForce(ctx, tx)
		if err != nil {
			return err
		}
		if before.Version != based {
			return ledger.E("conflict")
		}
		if policy.Proofs == nil { // whoever does not speak of them leaves them as they are
			policy.Proofs = before.Proofs
		}
		checks, err := json.Marshal(policy.Checks)
		if err != nil {
			return ledger.E("internal").Because(err)
		}
		proofs, err := json.Marshal(policy.Proofs)
		if err != nil {
			return ledger.E("internal").Because(err)
		}
		tx.Audit(ledger.ID{}, "cycle_policy.made", map[string]any{"version": based + 1, "before": before.CyclePolicy, "after": policy, "reason": reason})
		_, err = store.Exec(ctx, tx, insertPolicy, actor.OrganizationID, based+1, policy.Automatic, policy.DelayDays, string(checks), rates, policy.TaxTolerance,
			policy.TaskDays, policy.EscalationDays, reason, actor.PersonID, actor.Name, string(proofs))
		return err
	})
}

func (p CyclePolicy) check() error {
	bad := ledger.E("validation_failed")
	if !slices.Contains([]string{AutomaticOff, AutomaticDraft, AutomaticIssue}, p.Automatic) {
		bad.At("automatic", "not_a_choice")
	}
	if p.DelayDays < 0 || p.DelayDays > 15 {
		bad.At("delay_days", "not_a_choice")
	}
	for check, weight := range p.Checks {
		if !slices.Contains(Checks, check) || !slices.Contains([]string{CheckOff, CheckWarn, CheckBlock}, weight) {
			bad.At("checks", "not_a_choice")
			break
		}
	}
	for kind, wanted := range p.Proofs {
		if !slices.Contains(ProofKinds, kind) || !slices.Contains([]string{ProofOff, ProofNumber, ProofEither, ProofFile}, wanted) {
			bad.At("proofs", "not_a_choice")
			break
		}
	}
	if len(p.TaxRates) == 0 || len(p.TaxRates) > 50 || slices.ContainsFunc(p.TaxRates, func(r decimal.Decimal) bool { return r.IsNegative() || r.GreaterThan(decimal.NewFromInt(100)) }) {
		bad.At("tax_rates", "not_a_choice")
	}
	if p.TaxTolerance.IsNegative() || p.TaxTolerance.GreaterThan(decimal.NewFromInt(1000)) {
		bad.At("tax_tolerance", "not_a_choice")
	}
	if p.TaskDays != nil && (*p.TaskDays < 0 || *p.TaskDays > 60) {
		bad.At("task_days", "not_a_choice")
	}
	if p.EscalationDays != nil && (*p.EscalationDays < 0 || *p.EscalationDays > 90 || p.TaskDays != nil && *p.EscalationDays <= *p.TaskDays) {
		bad.At("escalation_days", "not_a_choice")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}
