package dimension

import (
	"context"
	"encoding/json"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Service reads and keeps dimensions.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

const readDimensions = `
SELECT d.code, d.label_zh, d.label_en, d.active, d.row_version,
  coalesce((SELECT json_agg(json_build_object('code', v.code, 'zh', v.label_zh, 'en', v.label_en, 'active', v.active) ORDER BY v.code)
    FROM dimension_values v WHERE v.organization_id = d.organization_id AND v.dimension = d.code), '[]')::text
FROM dimensions d WHERE d.organization_id = $1 ORDER BY d.code`

// Read is every dimension of the actor's organization, also those at rest, inside a transaction.
func Read(ctx context.Context, tx *store.Tx) (Set, error) {
	rows, err := store.Rows[struct {
		Code, ZH, EN string
		Active       bool
		RowVersion   int
		Values       string
	}](ctx, tx, readDimensions, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	out := make(Set, len(rows))
	for i, r := range rows {
		out[i] = Dimension{Code: r.Code, ZH: r.ZH, EN: r.EN, Active: r.Active, RowVersion: r.RowVersion}
		if err := json.Unmarshal([]byte(r.Values), &out[i].Values); err != nil {
			return nil, ledger.E("internal").Because(err)
		}
	}
	return out, nil
}

// List is every dimension, also those at rest. Needs SeeCustomers, which all staff have.
func (s *Service) List(ctx context.Context, actor ledger.Actor) (Set, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var set Set
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		set, err = Read(ctx, tx)
		return err
	})
	return set, err
}

const (
	insertDimension = `INSERT INTO dimensions (organization_id, code, label_zh, label_en, active) VALUES ($1, $2, $3, $4, $5)`
	updateDimension = `
UPDATE dimensions SET label_zh = $3, label_en = $4, active = $5, row_version = row_version + 1 WHERE organization_id = $1 AND code = $2`
	saveValue = `
INSERT INTO dimension_values (organization_id, dimension, code, label_zh, label_en, active) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (organization_id, dimension, code) DO UPDATE SET label_zh = excluded.label_zh, label_en = excluded.label_en, active = excluded.active`

	// What the rules in force put on the next voucher; an empty value: the document says it.
	readInUse = `
SELECT DISTINCT coalesce(c ->> 'value', '') FROM (SELECT content FROM posting_rules WHERE organization_id = $1 ORDER BY version DESC LIMIT 1) r
CROSS JOIN LATERAL jsonb_path_query(r.content, '$.rules[*].carries[*]') c WHERE c ->> 'dimension' = $2`
)

// Save makes a dimension, where d.RowVersion is 0, or changes it. Values that there were may be renamed or retired, not left out. Needs
// ManageFields. Refused in this order: validation_failed by field, conflict when somebody changed it meanwhile or has made it,
// dimension_in_use for retiring what the posting rules in force put on vouchers, nothing_to_do.
func (s *Service) Save(ctx context.Context, actor ledger.Actor, d Dimension, reason string) (Dimension, error) {
	if err := actor.Require(ledger.ManageFields); err != nil {
		return Dimension{}, err
	}
	d.tidy()
	bad := ledger.E("validation_failed")
	d.check(bad)
	checkText(bad, "reason", reason, maxReason)
	if len(bad.Fields) > 0 {
		return Dimension{}, bad
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		// The same lock as the posting rules take: what they name cannot be retired at the same moment.
		if _, err := store.Exec(ctx, tx, `SELECT id FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, actor.OrganizationID); err != nil {
			return err
		}
		set, err := Read(ctx, tx)
		if err != nil {
			return err
		}
		before, made := set.Find(d.Code)
		if before.RowVersion != d.RowVersion {
			return ledger.E("conflict")
		}
		if !made && len(set) >= MaxDimensions {
			return ledger.E("validation_failed").At("code", "too_long")
		}
		if err := d.follows(ctx, tx, before); err != nil {
			return err
		}
		if made && textOf(before) == textOf(d) {
			return ledger.E("nothing_to_do")
		}
		if err := d.write(ctx, tx, made); err != nil {
			return err
		}
		d.RowVersion++
		tx.Audit(ledger.ID{}, "dimension.saved", map[string]any{"dimension": d.Code, "before": json.RawMessage(textOf(before)), "after": json.RawMessage(textOf(d)), "reason": reason})
		return nil
	})
	return d, err
}

// follows holds a dimension to what it was: no value is left out, and what the rules in force say is not retired.
func (d Dimension) follows(ctx context.Context, tx *store.Tx, before Dimension) error {
	for _, v := range before.Values {
		if _, kept := d.Find(v.Code); !kept {
			return ledger.E("validation_failed").At("values", "option_missing")
		}
	}
	used, err := store.Values[string](ctx, tx, readInUse, tx.Actor.OrganizationID, d.Code)
	if err != nil {
		return err
	}
	for _, code := range used {
		if v, _ := d.Find(code); !d.Active || code != "" && !v.Active {
			return ledger.E("dimension_in_use").With("value", code)
		}
	}
	return nil
}

func (d Dimension) write(ctx context.Context, tx *store.Tx, made bool) error {
	sql := insertDimension
	if made {
		sql = updateDimension
	}
	var b store.Batch
	b.Do(sql, tx.Actor.OrganizationID, d.Code, d.ZH, d.EN, d.Active)
	for _, v := range d.Values {
		b.Do(saveValue, tx.Actor.OrganizationID, d.Code, v.Code, v.ZH, v.EN, v.Active)
	}
	return tx.Send(ctx, &b)
}

// textOf is what the audit log says of it, and what a change is told by.
func textOf(d Dimension) string {
	text, err := json.Marshal(struct {
		ZH     string  `json:"zh"`
		EN     string  `json:"en"`
		Active bool    `json:"active"`
		Values []Value `json:"values"`
	}{d.ZH, d.EN, d.Active, d.Values})
	if err != nil {
		panic("a dimension cannot become JSON: " + err.Error()) // it holds texts alone
	}
	return string(text)
}
