package document

import (
	"context"
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/internal/store"
)

// PolicyVersion is one version of the rule of approval, who made it, when and why. It never changes.
type PolicyVersion struct {
	ID            ledger.ID
	Version       int
	Policy        approval.Policy
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

// Standing is what holds where no version says otherwise.
type Standing struct {
	Base      string
	Threshold decimal.Decimal // in base currency
}

// Threshold reads it. Needs SeeReports.
func (s *Service) Threshold(ctx context.Context, actor ledger.Actor) (Standing, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return Standing{}, err
	}
	var out Standing
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, _, err = store.Row[Standing](ctx, tx, `SELECT base_currency, approval_threshold FROM organizations WHERE id = $1`, actor.OrganizationID)
		return err
	})
	return out, err
}

type policyRow struct {
	ID            ledger.ID
	Version       int
	Content       []byte
	Reason        string
	CreatedByName string
	CreatedAt     time.Time
}

const maxVersions = 200

const readPolicies = `
SELECT id, version, content, reason, created_by_name, created_at FROM approval_policies WHERE organization_id = $1 ORDER BY version DESC LIMIT $2`

func parsePolicy(text []byte) (approval.Policy, error) {
	var p approval.Policy
	if len(text) == 0 {
		return p, nil
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, ledger.E("internal").Because(err)
	}
	return p, nil
}

// ApprovalPolicies are all versions, the newest first; it is in force for what is handed in from now on. None: everything above the
// organization's threshold takes one finance supervisor. Needs SeeReports.
func (s *Service) ApprovalPolicies(ctx context.Context, actor ledger.Actor) ([]PolicyVersion, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	var out []PolicyVersion
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = policies(ctx, tx, maxVersions)
		return err
	})
	return out, err
}

func policies(ctx context.Context, tx *store.Tx, limit int) ([]PolicyVersion, error) {
	rows, err := store.Rows[policyRow](ctx, tx, readPolicies, tx.Actor.OrganizationID, limit)
	if err != nil {
		return nil, err
	}
	out := make([]PolicyVersion, len(rows))
	for i, row := range rows {
		content, err := parsePolicy(row.Content)
		if err != nil {
			return nil, err
		}
		out[i] = PolicyVersion{row.ID, row.Version, content, row.Reason, row.CreatedByName, row.CreatedAt}
	}
	return out, nil
}

const insertPolicy = `
INSERT INTO approval_policies (organization_id, version, content, reason, created_by, created_by_name) VALUES ($1, $2, $3::text::jsonb, $4, $5, $6)`

// MakeApprovalPolicy makes the next version; based is the newest its maker saw, 0 where there is none. What was handed in before
// keeps its version. Needs ApproveDocuments: the finance supervisor sets the rule, and never approves what it made itself. Refused in
// this order: validation_failed by field, conflict when somebody made another meanwhile, nothing_to_do when it says the same.
func (s *Service) MakeApprovalPolicy(ctx context.Context, actor ledger.Actor, based int, p approval.Policy, reason string) error {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return err
	}
	if err := p.Check(); err != nil {
		return err
	}
	if err := CheckReason(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		newest, err := newestPolicy(ctx, tx)
		if err != nil {
			return err
		}
		if newest.Version != based {
			return ledger.E("conflict")
		}
		before, after := asText(newest.Policy), asText(p)
		if before == after {
			return ledger.E("nothing_to_do")
		}
		tx.Audit(ledger.ID{}, "approval_policy.made", map[string]any{"version": based + 1, "before": json.RawMessage(before), "after": json.RawMessage(after), "reason": reason})
		_, err = store.Exec(ctx, tx, insertPolicy, actor.OrganizationID, based+1, after, reason, actor.PersonID, actor.Name)
		return err
	})
}

func asText(p approval.Policy) string {
	if p.Rules == nil {
		p.Rules = []approval.Rule{}
	}
	if p.Checks == nil {
		p.Checks = []approval.Name{}
	}
	text, err := json.Marshal(p)
	if err != nil {
		panic("a rule of approval cannot become JSON: " + err.Error()) // it holds texts and figures alone
	}
	return string(text)
}

// newestPolicy is the version in force; version 0 where none was made.
func newestPolicy(ctx context.Context, tx *store.Tx) (PolicyVersion, error) {
	found, err := policies(ctx, tx, 1)
	if err != nil || len(found) == 0 {
		return PolicyVersion{}, err
	}
	return found[0], nil
}

// NamedKinds are the kinds that the rule in force speaks of. Needs SeeDocuments, of staff.
func (s *Service) NamedKinds(ctx context.Context, actor ledger.Actor) ([]string, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	var out []string
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		newest, err := newestPolicy(ctx, tx)
		for _, r := range newest.Policy.Rules {
			out = append(out, r.Kind)
		}
		return err
	})
	return out, err
}

// MustBeFree refuses to post a kind at once where the rule of approval in force speaks of it: by_hand_needs_approval.
func MustBeFree(ctx context.Context, tx *store.Tx, kind Kind) error {
	newest, err := newestPolicy(ctx, tx)
	if err == nil && newest.Policy.NamesKind(string(kind)) {
		err = ledger.E("by_hand_needs_approval")
	}
	return err
}

// policyAt is the version a draft was handed in under.
func policyAt(ctx context.Context, tx *store.Tx, version int) (approval.Policy, error) {
	if version == 0 {
		return approval.Policy{}, nil
	}
	text, _, err := store.Value[[]byte](ctx, tx, `SELECT content FROM approval_policies WHERE organization_id = $1 AND version = $2`, tx.Actor.OrganizationID, version)
	if err != nil {
		return approval.Policy{}, err
	}
	return parsePolicy(text)
}
