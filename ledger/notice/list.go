package notice

import (
	"context"
	"strconv"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Delivery is one telling of one person or machine, as staff see it. Result is accepted, refused, unreachable, uncertain, bounced,
// unwanted, no_address, cancelled, replaced, answered, channel_off, mail_off, sms_off or push_off.
type Delivery struct {
	ID           ledger.ID
	Kind         string
	Channel      string
	Recipient    string
	Name         string
	Address      string
	Locale       string
	State        string
	Result       string
	Reply        string
	Subject      string
	Attempts     int
	CreatedAt    time.Time
	NextAt       time.Time
	SentAt       *time.Time
	BouncedAt    *time.Time
	ViewedAt     *time.Time // when this contact first opened the statement after it
	StatementID  ledger.ID
	StatementNo  string
	DisputeID    ledger.ID
	DisputeNo    string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	CustomerEN   string
	ChannelID    ledger.ID

	TemplatePurpose string // the version of the words it was written in; empty: nobody ever changed them
	TemplateVersion int
	TemplateBuiltIn bool
}

const readDeliveries = `
SELECT v.id, v.kind, v.channel, v.recipient, v.name, v.address, v.locale, v.state, v.result, v.reply, v.subject, v.attempts, v.created_at, v.next_at, v.sent_at, v.bounced_at,
  (SELECT min(e.at) FROM events e WHERE e.statement_id = v.statement_id AND e.kind = 'statement.viewed' AND e.actor_id = v.contact_id AND e.at >= v.created_at),
  v.statement_id, coalesce(s.statement_no, ''), v.dispute_id, coalesce(d.dispute_no, ''), v.customer_id, coalesce(c.code, ''), coalesce(c.name, ''), coalesce(c.name_en, ''), v.channel_id,
  coalesce(m.purpose, ''), coalesce(m.version, 0), coalesce(m.built_in, false)
FROM deliveries v
LEFT JOIN mail_templates m ON m.id = v.template_id
LEFT JOIN customers c ON c.id = v.customer_id
LEFT JOIN statements s ON s.id = v.statement_id
LEFT JOIN disputes d ON d.id = v.dispute_id
WHERE v.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`

// states groups the states as people ask for them.
var states = map[string]string{
	"":        "true",
	"waiting": "v.state IN ('queued', 'sending')",
	"sent":    "v.state = 'sent'",
	"failed":  "v.state IN ('failed', 'bounced')",
	"skipped": "v.state = 'skipped'",
}

// Filter narrows the list. State is waiting, sent, failed (with bounced) or skipped; empty means all.
type Filter struct {
	State       string
	Channel     string
	StatementID ledger.ID
	CustomerID  ledger.ID
	ChannelID   ledger.ID
	Query       string
	After       ledger.ID
	Limit       int // 1–201, one more than a page; 0 is 50
}

// List pages through deliveries, newest first. Needs SeeStatements; sales staff see those about their own customers.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter) ([]Delivery, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	condition, known := states[f.State]
	if !known {
		return nil, ledger.E("validation_failed").At("state", "not_a_choice")
	}
	sql, args := readDeliveries+" AND "+condition, []any{actor.OrganizationID, own(actor)}
	narrow := func(column string, value any) {
		args = append(args, value)
		sql += " AND " + column + "$" + strconv.Itoa(len(args))
	}
	if f.Channel != "" {
		narrow("v.channel = ", f.Channel)
	}
	for column, id := range map[string]ledger.ID{"v.statement_id = ": f.StatementID, "v.customer_id = ": f.CustomerID, "v.channel_id = ": f.ChannelID, "v.id < ": f.After} {
		if !id.IsZero() {
			narrow(column, id)
		}
	}
	if f.Query != "" {
		narrow("concat_ws(' ', v.name, v.address, v.subject, s.statement_no, d.dispute_no, c.code, c.name) ILIKE ", "%"+f.Query+"%")
	}
	if f.Limit <= 0 || f.Limit > 201 {
		f.Limit = 50
	}
	args = append(args, f.Limit)
	sql += " ORDER BY v.id DESC LIMIT $" + strconv.Itoa(len(args))
	var out []Delivery
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Delivery](ctx, tx, sql, args...)
		return err
	})
	return out, err
}

const countDeliveries = `
SELECT count(*) FILTER (WHERE v.state IN ('queued', 'sending')), count(*) FILTER (WHERE v.state = 'sent'), count(*) FILTER (WHERE v.state IN ('failed', 'bounced')),
  count(*) FILTER (WHERE v.state = 'skipped')
FROM deliveries v LEFT JOIN customers c ON c.id = v.customer_id
WHERE v.organization_id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2))) AND v.created_at > now() - interval '30 days'`

// Counts are the deliveries of the last thirty days by how they stand.
type Counts struct{ Waiting, Sent, Failed, Skipped int }

// Count counts them. Needs SeeStatements.
func (s *Service) Count(ctx context.Context, actor ledger.Actor) (Counts, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return Counts{}, err
	}
	var out Counts
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, _, err = store.Row[Counts](ctx, tx, countDeliveries, actor.OrganizationID, own(actor))
		return err
	})
	return out, err
}

// own narrows to the actor's own customers where only those are theirs.
func own(actor ledger.Actor) ledger.ID {
	if actor.OwnCustomersOnly() {
		return actor.PersonID
	}
	return ledger.ID{}
}

func requireStaff(actor ledger.Actor, permission ledger.Permission) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(permission))
	}
	return actor.Require(permission)
}
