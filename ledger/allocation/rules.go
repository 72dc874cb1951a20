package allocation

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/settling"
)

// RuleSet is one version of an organization's rules of automatic allocation. Version 0 is what the program begins with.
type RuleSet struct {
	Version   int
	Rules     []string
	Tolerance decimal.Decimal // short or over, in the item's currency, that counts as settled
	Discount  bool            // earned early-payment discounts are taken
	Reason    string
	By        string
	At        time.Time
}

// MostTolerance bounds what may be written off without a word.
var MostTolerance = decimal.NewFromInt(100)

func firstRules() RuleSet {
	set := RuleSet{Tolerance: document.TailLimit, Discount: true}
	for _, rule := range settling.Rules {
		set.Rules = append(set.Rules, string(rule))
	}
	return set
}

const selectRules = `SELECT version, rules, tolerance, discount, reason, made_by_name, created_at FROM settling_rules WHERE organization_id = $1`

// CurrentRules reads the version that holds now.
func CurrentRules(ctx context.Context, tx *store.Tx) (RuleSet, error) {
	set, found, err := store.Row[RuleSet](ctx, tx, selectRules+` ORDER BY version DESC LIMIT 1`, tx.Actor.OrganizationID)
	if err == nil && !found {
		return firstRules(), nil
	}
	return set, err
}

// RulesOf reads the version that a run was planned with.
func RulesOf(ctx context.Context, tx *store.Tx, version int) (RuleSet, error) {
	if version == 0 {
		return firstRules(), nil
	}
	set, found, err := store.Row[RuleSet](ctx, tx, selectRules+` AND version = $2`, tx.Actor.OrganizationID, version)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return set, err
}

// RuleHistory lists the versions, the one that holds first; the last is what the program began with. Needs Allocate.
func (s *Service) RuleHistory(ctx context.Context, actor ledger.Actor) ([]RuleSet, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return nil, err
	}
	var sets []RuleSet
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		sets, err = store.Rows[RuleSet](ctx, tx, selectRules+` ORDER BY version DESC LIMIT 200`, tx.Actor.OrganizationID)
		return err
	})
	return append(sets, firstRules()), err
}

// RulesCommand makes the next version after Based.
type RulesCommand struct {
	Based     int
	Rules     []string
	Tolerance decimal.Decimal
	Discount  bool
	Reason    string
}

// SetRules makes a new version of the rules; runs that are under way keep theirs. Needs ApproveDocuments: policies are the finance
// supervisor's. Refused: rules that are unknown or named twice, a tolerance out of bounds, a missing reason, conflict when Based is
// no longer the newest.
func (s *Service) SetRules(ctx context.Context, actor ledger.Actor, cmd RulesCommand) (RuleSet, error) {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return RuleSet{}, err
	}
	for i, rule := range cmd.Rules {
		if !slices.Contains(settling.Rules, settling.Rule(rule)) || slices.Contains(cmd.Rules[:i], rule) {
			return RuleSet{}, ledger.E("validation_failed").At("rules", "not_a_choice")
		}
	}
	if cmd.Tolerance.IsNegative() || cmd.Tolerance.GreaterThan(MostTolerance) {
		return RuleSet{}, ledger.E("validation_failed").At("tolerance", "too_large")
	}
	if err := document.CheckReason(cmd.Reason); err != nil {
		return RuleSet{}, err
	}
	if cmd.Rules == nil {
		cmd.Rules = []string{}
	}
	var set RuleSet
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := CurrentRules(ctx, tx)
		if err != nil {
			return err
		}
		if before.Version != cmd.Based {
			return ledger.E("conflict")
		}
		const insert = `
INSERT INTO settling_rules (organization_id, version, rules, tolerance, discount, reason, made_by, made_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
		if _, err := store.Exec(ctx, tx, insert, actor.OrganizationID, cmd.Based+1, cmd.Rules, cmd.Tolerance, cmd.Discount, cmd.Reason, actor.PersonID, actor.Name); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "settling_rules.changed", map[string]any{"version": cmd.Based + 1, "reason": cmd.Reason,
			"before": map[string]any{"rules": before.Rules, "tolerance": before.Tolerance, "discount": before.Discount},
			"after":  map[string]any{"rules": cmd.Rules, "tolerance": cmd.Tolerance, "discount": cmd.Discount}})
		set, err = CurrentRules(ctx, tx)
		return err
	})
	return set, err
}

// Allowance is what one customer allows beside the organization's rules.
type Allowance struct {
	OldestFirst bool
	By          string
	At          *time.Time
	RowVersion  int // zero: nothing was ever set
}

const readAllowance = `SELECT oldest_first, changed_by_name, changed_at, row_version FROM settling_customers WHERE customer_id = $1`

// Allowance reads what a customer allows. Needs Allocate. Refused: not_found.
func (s *Service) Allowance(ctx context.Context, actor ledger.Actor, customer ledger.ID) (Allowance, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Allowance{}, err
	}
	var out Allowance
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if err := known(ctx, tx, customer); err != nil {
			return err
		}
		out, _, err = store.Row[Allowance](ctx, tx, readAllowance, customer)
		return err
	})
	return out, err
}

func known(ctx context.Context, tx *store.Tx, customer ledger.ID) error {
	_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers WHERE id = $1`, customer)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return err
}

// SetAllowance changes it. Needs ApproveDocuments. Refused: not_found, conflict for a stale row version.
func (s *Service) SetAllowance(ctx context.Context, actor ledger.Actor, customer ledger.ID, rowVersion int, oldestFirst bool) (Allowance, error) {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return Allowance{}, err
	}
	var out Allowance
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, LockCustomer, customer); err != nil {
			return err
		}
		if err := known(ctx, tx, customer); err != nil {
			return err
		}
		before, _, err := store.Row[Allowance](ctx, tx, readAllowance, customer)
		if err != nil {
			return err
		}
		if before.RowVersion != rowVersion {
			return ledger.E("conflict")
		}
		const save = `
INSERT INTO settling_customers (customer_id, organization_id, oldest_first, changed_by, changed_by_name) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (customer_id) DO UPDATE SET oldest_first = $3, changed_by = $4, changed_by_name = $5, changed_at = now(), row_version = settling_customers.row_version + 1`
		if _, err := store.Exec(ctx, tx, save, customer, actor.OrganizationID, oldestFirst, actor.PersonID, actor.Name); err != nil {
			return err
		}
		tx.Audit(customer, "settling_allowance.changed", map[string]any{"before": before.OldestFirst, "after": oldestFirst})
		out, _, err = store.Row[Allowance](ctx, tx, readAllowance, customer)
		return err
	})
	return out, err
}

// Policy puts the organization's rules and the customer's allowance and terms together.
func Policy(ctx context.Context, tx *store.Tx, set RuleSet, customer ledger.ID) (settling.Policy, error) {
	const read = `SELECT c.terms, coalesce(a.oldest_first, false) FROM customers c LEFT JOIN settling_customers a ON a.customer_id = c.id WHERE c.id = $1`
	row, found, err := store.Row[struct {
		Terms       json.RawMessage
		OldestFirst bool
	}](ctx, tx, read, customer)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	policy := settling.Policy{Tolerance: set.Tolerance, Discount: set.Discount, OldestFirst: row.OldestFirst}
	if terms, bad := calendar.ParseTerms(row.Terms); bad == nil {
		policy.Terms = terms
	}
	for _, rule := range set.Rules {
		policy.Rules = append(policy.Rules, settling.Rule(rule))
	}
	return policy, err
}
