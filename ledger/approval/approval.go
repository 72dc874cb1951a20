// Package approval owns the rule by which documents are looked at before they are booked (SET-07, CNF-01): the internal checks of a
// receivable, then one level or more by kind and amount. It is pure: what a version says is stored by package document.
package approval

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
)

// Name says what a step is: a check of the internal confirmation, or a level of approval.
type Name string

// The steps. Business looks at the delivery, finance at price and tax.
const (
	Business Name = "business"
	Finance  Name = "finance"
	Level    Name = "level"
)

// Policy is one version of the rule. Rules of one kind are told apart by their amounts: the highest that a document lies above
// holds. A kind without a rule keeps the organization's threshold and one finance supervisor.
type Policy struct {
	Rules []Rule `json:"rules"`
	// Checks are what a receivable passes first, in this order; empty: nothing.
	Checks []Name `json:"checks"`
	// CheckSources holds receivables of source systems to the checks too: what comes without them is refused.
	CheckSources bool `json:"check_sources"`
}

// Rule asks for one level after the other, each by a role, of documents of a kind worth more than Above in base currency.
type Rule struct {
	Kind  string          `json:"kind"`
	Above decimal.Decimal `json:"above"`
	Roles []ledger.Role   `json:"roles"`
}

// Step is one person's look. Role is who may give it; No begins at 1.
type Step struct {
	No   int
	Name Name
	Role ledger.Role
}

// Kinds are the kinds of documents that a rule may name.
var Kinds = []string{"receivable", "credit_note", "adjustment", "receipt", "advance", "refund", "opening_balance", "reversal"}

// Roles are who may be asked for a level. Management, which else only reads, may be asked for the last word on large amounts.
var Roles = []ledger.Role{ledger.ARAccountant, ledger.CreditManager, ledger.FinanceSupervisor, ledger.Management}

// Limits of one version.
const (
	MaxRules  = 100
	MaxLevels = 5
)

var largest = decimal.New(1, 15)

// Check finds every fault of a version, named as rules[2].roles.
func (p Policy) Check() error {
	bad := ledger.E("validation_failed")
	if len(p.Rules) > MaxRules {
		return bad.At("rules", "too_long")
	}
	seen := map[string]bool{}
	for i, r := range p.Rules {
		at := "rules[" + strconv.Itoa(i) + "]."
		if !slices.Contains(Kinds, r.Kind) {
			bad.At(at+"kind", "not_a_choice")
		}
		switch {
		case r.Above.IsNegative():
			bad.At(at+"above", "must_be_positive")
		case !r.Above.Equal(r.Above.Round(2)):
			bad.At(at+"above", "too_many_places")
		case r.Above.GreaterThan(largest):
			bad.At(at+"above", "too_large")
		}
		if key := r.Kind + " " + r.Above.String(); seen[key] {
			bad.At(at+"above", "duplicate")
		} else {
			seen[key] = true
		}
		if len(r.Roles) > MaxLevels {
			bad.At(at+"roles", "too_long")
		}
		for _, role := range r.Roles {
			if !slices.Contains(Roles, role) {
				bad.At(at+"roles", "not_a_choice")
				break
			}
		}
	}
	for i, name := range p.Checks {
		if name != Business && name != Finance || slices.Contains(p.Checks[:i], name) {
			bad.At("checks", "not_a_choice")
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Subject is what a path depends on. Second tells that the organization's threshold, or its being made by hand, asks for a second
// person where no rule of the kind says otherwise.
type Subject struct {
	Kind   string
	Base   decimal.Decimal // its worth in base currency
	ByHand bool
	Second bool
}

// Path is every step that a document passes, in order; none when its maker may post it alone. What is made by hand always takes a
// second person (AR-01), whatever the rules say.
func (p Policy) Path(d Subject) []Step {
	var steps []Step
	add := func(name Name, role ledger.Role) { steps = append(steps, Step{len(steps) + 1, name, role}) }
	if d.Kind == "receivable" {
		for _, check := range p.Checks {
			add(check, roleOf(check))
		}
	}
	for _, role := range p.levels(d) {
		add(Level, role)
	}
	return steps
}

// NamesKind tells whether a rule speaks about a kind at all.
func (p Policy) NamesKind(kind string) bool {
	return slices.ContainsFunc(p.Rules, func(r Rule) bool { return r.Kind == kind })
}

func (p Policy) levels(d Subject) []ledger.Role {
	alone := []ledger.Role{ledger.FinanceSupervisor}
	if !p.NamesKind(d.Kind) {
		if d.Second {
			return alone
		}
		return nil
	}
	var holds *Rule
	for i, r := range p.Rules {
		if r.Kind == d.Kind && d.Base.Abs().GreaterThan(r.Above) && (holds == nil || r.Above.GreaterThan(holds.Above)) {
			holds = &p.Rules[i]
		}
	}
	switch {
	case holds != nil && len(holds.Roles) > 0:
		return holds.Roles
	case d.ByHand:
		return alone
	}
	return nil
}

func roleOf(check Name) ledger.Role {
	if check == Business {
		return ledger.Sales
	}
	return ledger.ARAccountant
}

// Gives tells whether one of the roles may give a step that asks for role: a finance supervisor stands in for an AR accountant.
func Gives(roles []ledger.Role, role ledger.Role) bool {
	return slices.Contains(roles, role) || role == ledger.ARAccountant && slices.Contains(roles, ledger.FinanceSupervisor)
}

// Asked are the roles whose steps a person may give.
func Asked(roles []ledger.Role) []string {
	out := []string{}
	for _, role := range append([]ledger.Role{ledger.Sales}, Roles...) {
		if Gives(roles, role) {
			out = append(out, string(role))
		}
	}
	return out
}
