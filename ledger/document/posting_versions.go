package document

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// PostingVersion is one version of the posting rules, who made it, when and why. It never changes.
type PostingVersion struct {
	ID            ledger.ID
	Version       int
	Rules         PostingRules
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

// ChartRow is an account of the chart.
type ChartRow struct{ Code, Role, Name, NameEN string }

const readPostingRules = `
SELECT id, version, content, reason, created_by_name, created_at FROM posting_rules WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`

// PostingVersions are all versions, the newest first, and the accounts there are. Needs SeeReports.
func (s *Service) PostingVersions(ctx context.Context, actor ledger.Actor) (versions []PostingVersion, chart []ChartRow, err error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, nil, err
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if versions, err = postingVersions(ctx, tx, maxVersions); err != nil {
			return err
		}
		chart, err = store.Rows[ChartRow](ctx, tx, `SELECT code, role, name, name_en FROM accounts WHERE organization_id = $1 ORDER BY code`, actor.OrganizationID)
		return err
	})
	return versions, chart, err
}

func postingVersions(ctx context.Context, tx *store.Tx, limit int) ([]PostingVersion, error) {
	rows, err := store.Rows[policyRow](ctx, tx, readPostingRules, tx.Actor.OrganizationID, limit)
	if err != nil {
		return nil, err
	}
	out := make([]PostingVersion, len(rows))
	for i, row := range rows {
		rules, err := parsePosting(row.Content)
		if err != nil {
			return nil, err
		}
		out[i] = PostingVersion{row.ID, row.Version, rules, row.Reason, row.CreatedByName, row.CreatedAt}
	}
	return out, nil
}

const (
	insertPosting = `
INSERT INTO posting_rules (organization_id, version, content, reason, created_by, created_by_name) VALUES ($1, $2, $3::text::jsonb, $4, $5, $6)`
	// An account that only rules name has a role of its own.
	insertRuleAccount = `
INSERT INTO accounts (organization_id, code, role, name, name_en) VALUES ($1, $2, 'rule:' || $2, $3, $4) ON CONFLICT (organization_id, code) DO NOTHING`
	readControl = `SELECT code FROM accounts WHERE organization_id = $1 AND role IN ('ar', 'advance', 'provisional')`
)

// MakePostingRules makes the next version; based is the newest its maker saw, 0 where there is none. An account the chart does not have
// is added to it by its name. Needs ApproveDocuments. Refused in this order: validation_failed by field, also for a customer's own
// account; conflict when somebody made another meanwhile; nothing_to_do when it says the same.
func (s *Service) MakePostingRules(ctx context.Context, actor ledger.Actor, based int, rules PostingRules, reason string) error {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return err
	}
	if err := rules.Check(); err != nil {
		return err
	}
	if err := CheckReason(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		// Two versions at once, and a dimension that is put to rest meanwhile, wait for one another here.
		if _, err := store.Exec(ctx, tx, `SELECT id FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, actor.OrganizationID); err != nil {
			return err
		}
		newest, err := postingVersions(ctx, tx, 1)
		if err != nil {
			return err
		}
		stands := PostingVersion{}
		if len(newest) > 0 {
			stands = newest[0]
		}
		if stands.Version != based {
			return ledger.E("conflict")
		}
		before, after := rules.textOf(stands.Rules), rules.textOf(rules)
		if before == after {
			return ledger.E("nothing_to_do")
		}
		if err := rules.checkLists(ctx, tx); err != nil {
			return err
		}
		if err := rules.addAccounts(ctx, tx); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "posting_rules.made", map[string]any{"version": based + 1, "before": json.RawMessage(before), "after": json.RawMessage(after), "reason": reason})
		_, err = store.Exec(ctx, tx, insertPosting, actor.OrganizationID, based+1, after, reason, actor.PersonID, actor.Name)
		return err
	})
}

func (PostingRules) textOf(r PostingRules) string {
	if r.ItemTypes == nil {
		r.ItemTypes = []ItemType{}
	}
	if r.Rules == nil {
		r.Rules = []PostingRule{}
	}
	text, err := json.Marshal(r)
	if err != nil {
		panic("posting rules cannot become JSON: " + err.Error()) // they hold texts alone
	}
	return string(text)
}

func ruleField(at int, name string) string { return "rules[" + strconv.Itoa(at) + "]." + name }

func (r PostingRules) addAccounts(ctx context.Context, tx *store.Tx) error {
	control, err := store.Values[string](ctx, tx, readControl, tx.Actor.OrganizationID)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, code := range control {
		own[code] = true
	}
	for i, rule := range r.Rules {
		if own[rule.Account] {
			return ledger.E("validation_failed").At(ruleField(i, "account"), "not_a_choice")
		}
		name, english := rule.Name, rule.NameEN
		if name == "" {
			name = rule.Account
		}
		if english == "" {
			english = name
		}
		if _, err := store.Exec(ctx, tx, insertRuleAccount, tx.Actor.OrganizationID, rule.Account, name, english); err != nil {
			return err
		}
	}
	return nil
}
