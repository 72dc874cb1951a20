package statement

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

//go:embed check.sql
var checkSQL string

// Finding is what a check found about a customer before its statement is made, or with no customer about the organization. Documents
// are the numbers of the first few; Count says how many there are.
type Finding struct {
	CustomerID ledger.ID `json:"-"`
	Code       string    `json:"-"`
	Name       string    `json:"-"`
	Check      string    `json:"check"`
	Count      int       `json:"count"`
	Documents  []string  `json:"documents"`
	Blocks     bool      `json:"blocks"`
}

// chosen is a customer of a run and the first day of its period.
type chosen struct {
	ID    ledger.ID
	Start calendar.Date
}

// wanted are the checks that the policy asks for.
func (p CyclePolicy) wanted() []string {
	out := []string{}
	for _, check := range Checks {
		if p.Checks[check] != CheckOff {
			out = append(out, check)
		}
	}
	return out
}

const byCheck = `
SELECT c.id, c.code, c.name, f.found, count(*)::int, (array_agg(f.document_no ORDER BY f.document_no) FILTER (WHERE f.document_no <> ''))[1:10]
FROM faults f JOIN customers c ON c.id = f.customer_id AND c.organization_id = $1
GROUP BY c.id, c.code, c.name, f.found ORDER BY c.code, f.found`

// asking is the checks with what is asked of the faults that they find.
func asking(what string) string { return strings.Replace(checkSQL, "{SELECT}\n", what, 1) }

// arguments are those of the checks, in their order.
func (p CyclePolicy) arguments(organization ledger.ID, customers []ledger.ID, starts []calendar.Date, cutOff calendar.Date, checks []string) []any {
	rates := make([]string, len(p.TaxRates))
	for i, rate := range p.TaxRates {
		rates[i] = rate.String()
	}
	return []any{organization, customers, starts, cutOff, rates, p.TaxTolerance, checks,
		p.proving(ProofNumber, ProofEither, ProofFile), p.proving(ProofNumber, ProofEither), p.proving(ProofEither, ProofFile)}
}

// checkCustomers looks at what the policy asks for, for all of the customers at once.
func checkCustomers(ctx context.Context, tx *store.Tx, policy CyclePolicy, customers []chosen, cutOff calendar.Date) ([]Finding, error) {
	ids, starts := make([]ledger.ID, len(customers)), make([]calendar.Date, len(customers))
	for i, c := range customers {
		ids[i], starts[i] = c.ID, c.Start
	}
	type row struct {
		CustomerID        ledger.ID
		Code, Name, Check string
		Count             int
		Documents         []string
	}
	rows, err := store.Rows[row](ctx, tx, asking(byCheck), policy.arguments(tx.Actor.OrganizationID, ids, starts, cutOff, policy.wanted())...)
	out := make([]Finding, len(rows))
	for i, r := range rows {
		out[i] = Finding{r.CustomerID, r.Code, r.Name, r.Check, r.Count, r.Documents, policy.Checks[r.Check] == CheckBlock}
		if out[i].Documents == nil {
			out[i].Documents = []string{}
		}
	}
	return out, err
}

const checkBooks = `
SELECT (SELECT payee_account = '' FROM organizations WHERE id = $1), (SELECT count(*)::int FROM imports WHERE organization_id = $1 AND state = 'checked')`

// checkOrganization looks at what concerns every customer: no account to pay to, and files that were read and not taken over.
func checkOrganization(ctx context.Context, tx *store.Tx, policy CyclePolicy) ([]Finding, error) {
	row, _, err := store.Row[struct {
		NoPayee bool
		Waiting int
	}](ctx, tx, checkBooks, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, found := range []Finding{{Check: "payee", Count: bit(row.NoPayee)}, {Check: "imports", Count: row.Waiting}} {
		if found.Count > 0 && policy.Checks[found.Check] != CheckOff {
			found.Blocks, found.Documents = policy.Checks[found.Check] == CheckBlock, []string{}
			out = append(out, found)
		}
	}
	return out, nil
}

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// findingsText is what a run keeps of a customer's findings.
func findingsText(findings []Finding) string {
	text, err := json.Marshal(findings)
	if err != nil {
		return "[]"
	}
	return string(text)
}

// byCustomer sorts findings by whom they are about; those about the organization are everybody's.
func byCustomer(findings []Finding) map[ledger.ID][]Finding {
	out := map[ledger.ID][]Finding{}
	for _, f := range findings {
		out[f.CustomerID] = append(out[f.CustomerID], f)
	}
	return out
}

func blocks(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(f Finding) bool { return f.Blocks })
}
