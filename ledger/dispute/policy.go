package dispute

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Rule gives out the disputes that fit: each condition that is set must hold. MinAmount is the disputed amount in base currency.
type Rule struct {
	Category    Category        `json:"category,omitempty"`
	ProductLine string          `json:"product_line,omitempty"`
	Region      string          `json:"region,omitempty"`
	MinAmount   decimal.Decimal `json:"min_amount,omitzero"`
	Receiver
}

// Receiver is who gets a dispute: the customer's salesperson, whoever of a role has the fewest, or a person.
type Receiver struct {
	To      string      `json:"to,omitempty"` // salesperson, role, person; empty: nobody
	Role    ledger.Role `json:"role,omitempty"`
	StaffID ledger.ID   `json:"staff_id,omitzero"`
}

// Policy is how an organization handles disputes. Version 0 stands for one that has set nothing.
type Policy struct {
	Version       int
	DefaultDays   int
	Days          map[Category]int // where they differ from DefaultDays
	Rules         []Rule
	Fallback      Receiver
	WarnHours     int
	LateRole      ledger.Role         // empty: nobody but the assignee
	Threshold     decimal.NullDecimal // null: the organization's own
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

// LateRoles are those that may be told of late disputes; RuleRoles those that disputes can be given to.
var (
	LateRoles = []ledger.Role{"", ledger.ARAccountant, ledger.FinanceSupervisor, ledger.Management}
	RuleRoles = []ledger.Role{ledger.Sales, ledger.ARAccountant, ledger.FinanceSupervisor}
)

const (
	maxRules       = 50
	maxRuleText    = 60
	maxPolicyNote  = 500
	defaultWarning = 24
)

type policyRow struct {
	Version       int
	DefaultDays   int
	Days          []byte
	Rules         []byte
	Fallback      []byte
	WarnHours     int
	LateRole      string
	Threshold     decimal.NullDecimal
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

func (r policyRow) policy() (Policy, error) {
	p := Policy{Version: r.Version, DefaultDays: r.DefaultDays, WarnHours: r.WarnHours, LateRole: ledger.Role(r.LateRole), Threshold: r.Threshold, Reason: r.Reason,
		CreatedByName: r.CreatedByName, CreatedAt: r.CreatedAt, Days: map[Category]int{}}
	for text, into := range map[string]any{string(r.Days): &p.Days, string(r.Rules): &p.Rules, string(r.Fallback): &p.Fallback} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return p, ledger.E("internal").Because(err)
		}
	}
	return p, nil
}

const readPolicies = `
SELECT version, default_days, days, rules, fallback, warn_hours, late_role, threshold, reason, created_by_name, created_at
FROM dispute_policies WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`

// Policies are all versions, the newest first; what stands without any comes last, as version 0. Needs SeeStatements, of staff.
func (s *Service) Policies(ctx context.Context, actor ledger.Actor) ([]Policy, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	var out []Policy
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = policies(ctx, tx, 100)
		return err
	})
	return out, err
}

func policies(ctx context.Context, tx *store.Tx, limit int) ([]Policy, error) {
	rows, err := store.Rows[policyRow](ctx, tx, readPolicies, tx.Actor.OrganizationID, limit)
	if err != nil {
		return nil, err
	}
	var out []Policy
	for _, row := range rows {
		p, err := row.policy()
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if len(out) == limit {
		return out, nil
	}
	days, _, err := store.Value[int](ctx, tx, `SELECT dispute_days FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	return append(out, Policy{DefaultDays: days, Days: map[Category]int{}, WarnHours: defaultWarning, LateRole: ledger.FinanceSupervisor}), err
}

const insertPolicy = `
INSERT INTO dispute_policies (organization_id, version, default_days, days, rules, fallback, warn_hours, late_role, threshold, reason, created_by, created_by_name)
VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6::jsonb, $7, $8, $9, $10, $11, $12)`

// SetPolicy makes the next version; based is the newest one its maker saw. It holds for what is opened from now on, the threshold and
// the escalation at once. Needs ApproveDocuments. Refused in this order: validation_failed by field, conflict when somebody made
// another meanwhile.
func (s *Service) SetPolicy(ctx context.Context, actor ledger.Actor, based int, p Policy, reason string) error {
	if err := requireStaff(actor, ledger.ApproveDocuments); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := p.check(ctx, tx, strings.TrimSpace(reason)); err != nil {
			return err
		}
		newest, err := policies(ctx, tx, 1)
		if err != nil {
			return err
		}
		if newest[0].Version != based {
			return ledger.E("conflict")
		}
		days, _ := json.Marshal(p.Days)
		rules, _ := json.Marshal(append([]Rule{}, p.Rules...))
		fallback, _ := json.Marshal(p.Fallback)
		tx.Audit(ledger.ID{}, "dispute_policy.made", map[string]any{"version": based + 1, "default_days": p.DefaultDays, "days": p.Days, "rules": json.RawMessage(rules),
			"fallback": json.RawMessage(fallback), "warn_hours": p.WarnHours, "late_role": p.LateRole, "threshold": p.Threshold, "reason": reason})
		_, err = store.Exec(ctx, tx, insertPolicy, actor.OrganizationID, based+1, p.DefaultDays, string(days), string(rules), string(fallback), p.WarnHours, string(p.LateRole),
			p.Threshold, strings.TrimSpace(reason), actor.PersonID, actor.Name)
		return err
	})
}

func (p Policy) check(ctx context.Context, tx *store.Tx, reason string) error {
	bad := ledger.E("validation_failed")
	if p.DefaultDays < 1 || p.DefaultDays > 90 {
		bad.At("default_days", "not_a_choice")
	}
	for category, days := range p.Days {
		if !slices.Contains(Categories, category) || days < 1 || days > 90 {
			bad.At("days", "not_a_choice")
		}
	}
	if p.WarnHours < 0 || p.WarnHours > 240 {
		bad.At("warn_hours", "not_a_choice")
	}
	if !slices.Contains(LateRoles, p.LateRole) {
		bad.At("late_role", "not_a_choice")
	}
	if reason == "" {
		bad.At("reason", "required")
	} else if len([]rune(reason)) > maxPolicyNote {
		bad.At("reason", "too_long")
	}
	if len(p.Rules) > maxRules {
		bad.At("rules", "too_long")
	}
	base, _, err := store.Value[string](ctx, tx, `SELECT base_currency FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil {
		return err
	}
	if p.Threshold.Valid && (p.Threshold.Decimal.IsNegative() || !money.Exact(p.Threshold.Decimal, money.Currency(base))) {
		bad.At("threshold", "not_a_choice")
	}
	receivers := []Receiver{p.Fallback}
	for _, r := range p.Rules {
		receivers = append(receivers, r.Receiver)
		known := r.Category == "" || slices.Contains(Categories, r.Category)
		if !known || r.To == "" || len([]rune(r.ProductLine)) > maxRuleText || len([]rune(r.Region)) > maxRuleText || r.MinAmount.IsNegative() || !money.Exact(r.MinAmount, money.Currency(base)) {
			bad.At("rules", "not_a_choice")
		}
	}
	for i, r := range receivers {
		sound, err := r.sound(ctx, tx)
		if err != nil {
			return err
		}
		if !sound {
			bad.At([]string{"fallback", "rules"}[min(i, 1)], "not_a_choice")
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// sound tells whether the receiver names somebody there is.
func (r Receiver) sound(ctx context.Context, tx *store.Tx) (bool, error) {
	switch r.To {
	case "", "salesperson":
		return r.Role == "" && r.StaffID.IsZero(), nil
	case "role":
		return r.StaffID.IsZero() && slices.Contains(RuleRoles, r.Role), nil
	case "person":
		_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT s.id FROM staff s WHERE s.id = $1 AND s.active AND EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id)`, r.StaffID)
		return found && r.Role == "", err
	}
	return false, nil
}

func requireStaff(actor ledger.Actor, permission ledger.Permission) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(permission))
	}
	return actor.Require(permission)
}
