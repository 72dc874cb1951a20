package notice

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/push"
)

// Kinds are the events that a channel may choose from.
var Kinds = []event.Kind{event.StatementIssued, event.StatementRevised, event.StatementCancelled, event.StatementViewed, event.StatementConfirmed, event.StatementAgreed, event.StatementReminded,
	event.DisputeOpened, event.DisputeWritten, event.DisputeProposed, event.DisputeAccepted, event.DisputeReturned, event.DisputeResolved, event.DisputeWithdrawn, event.DisputeWaiting,
	event.CreditNotePosted,
	event.ReceivableAsked, event.ReceivableConfirmed, event.ReceivableRejected,
	event.FinalizationSigned, event.FinalizationConcluded, event.FinalizationDeclined,
	event.PaymentReceived, event.PaymentFailed, event.PaymentRefunded, event.RefundFailed, event.PaymentDisputed, event.PaymentDisputeEnded, event.PaymentDiffers, event.PaymentUnidentified,
	event.PayoutBooked, event.PayoutArrived}

// Channel is where machines are told: a signed webhook, or the robot of a WeCom group. Address is shown; a robot's leaves its key out.
type Channel struct {
	ID        ledger.ID
	Kind      string
	Name      string
	Address   string
	Kinds     []string // empty means all
	Active    bool
	CreatedAt time.Time
	Sent      int // of the last thirty days
	Failed    int
	LastAt    *time.Time
	// FormerUntil is until when a replaced secret signs too; nil when none does.
	FormerUntil *time.Time
}

// ChannelCommand makes or changes a channel. Address may stay empty in a change, which leaves it.
type ChannelCommand struct {
	Kind    string
	Name    string
	Address string
	Kinds   []string
	Active  bool
}

const maxChannels = 20

func (s *Service) checkChannel(c ChannelCommand, fresh bool) error {
	bad := ledger.E("validation_failed")
	if name := strings.TrimSpace(c.Name); name == "" {
		bad.At("name", "required")
	} else if len([]rune(name)) > 100 {
		bad.At("name", "too_long")
	}
	if c.Kind != "webhook" && c.Kind != "wecom" {
		bad.At("kind", "not_a_choice")
	}
	for _, kind := range c.Kinds {
		if !slices.Contains(Kinds, event.Kind(kind)) {
			bad.At("kinds", "not_a_choice")
			break
		}
	}
	client := s.o.Push
	if client == nil {
		client = push.NewClient(false)
	}
	switch {
	case c.Address == "" && fresh:
		bad.At("address", "required")
	case len(c.Address) > 2000:
		bad.At("address", "too_long")
	case c.Address != "" && c.Kind == "webhook" && client.CheckAddress(c.Address) != nil, c.Address != "" && c.Kind == "wecom" && client.CheckWeCom(c.Address) != nil:
		bad.At("address", "address_not_allowed")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// shown is an address without what must stay secret: the key of a robot.
func shown(kind, address string) string {
	if kind != "wecom" {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "…"
	}
	key := u.Query().Get("key")
	if len(key) > 4 {
		key = key[:4]
	}
	return u.Host + u.Path + "?key=" + key + "…"
}

// AddChannel makes a channel and returns its webhook secret, which is shown this once. Needs ManageChannels. Refused: faults of the
// command, an address inside a private network among them; conflict beyond twenty channels.
func (s *Service) AddChannel(ctx context.Context, actor ledger.Actor, c ChannelCommand) (ledger.ID, string, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return ledger.ID{}, "", err
	}
	if err := s.checkChannel(c, true); err != nil {
		return ledger.ID{}, "", err
	}
	id, secret := ledger.NewID(), ""
	if c.Kind == "webhook" {
		secret = push.NewSecret()
	}
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		count, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM channels WHERE organization_id = $1`, actor.OrganizationID)
		if err != nil {
			return err
		}
		if count >= maxChannels {
			return ledger.E("too_many_channels").With("limit", maxChannels)
		}
		tx.Audit(ledger.ID{}, "channel.added", map[string]any{"channel": id, "kind": c.Kind, "name": c.Name, "address": shown(c.Kind, c.Address), "kinds": c.Kinds})
		_, err = store.Exec(ctx, tx, `INSERT INTO channels (id, organization_id, kind, name, address, target, secret, kinds, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			id, actor.OrganizationID, c.Kind, strings.TrimSpace(c.Name), shown(c.Kind, c.Address), c.Address, secret, noNil(c.Kinds), actor.PersonID)
		return err
	})
	return id, secret, err
}

// ChangeChannel sets a channel whole. Needs ManageChannels. Refused: not_found, and as AddChannel says.
func (s *Service) ChangeChannel(ctx context.Context, actor ledger.Actor, id ledger.ID, c ChannelCommand) error {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := lockChannel(ctx, tx, id)
		if err != nil {
			return err
		}
		c.Kind = before.Kind
		if err := s.checkChannel(c, false); err != nil {
			return err
		}
		if c.Address != "" {
			if _, err := store.Exec(ctx, tx, `UPDATE channels SET address = $2, target = $3 WHERE id = $1`, id, shown(c.Kind, c.Address), c.Address); err != nil {
				return err
			}
		}
		tx.Audit(ledger.ID{}, "channel.changed", map[string]any{"channel": id, "before": before, "name": c.Name, "kinds": c.Kinds, "active": c.Active, "address": shown(c.Kind, c.Address)})
		_, err = store.Exec(ctx, tx, `UPDATE channels SET name = $2, kinds = $3, active = $4 WHERE id = $1`, id, strings.TrimSpace(c.Name), noNil(c.Kinds), c.Active)
		return err
	})
}

type channelBefore struct {
	Kind, Name, Address string
	Active              bool
}

func lockChannel(ctx context.Context, tx *store.Tx, id ledger.ID) (channelBefore, error) {
	before, found, err := store.Row[channelBefore](ctx, tx, `SELECT kind, name, address, active FROM channels WHERE id = $1 FOR UPDATE`, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return before, err
}

// Overlap is how long a replaced secret still signs beside the new one.
const Overlap = 24 * time.Hour

// NewSecret replaces a webhook's secret and returns the new one, which is shown this once. For Overlap each message is signed with
// both, so that the receiver can change over; a secret replaced again in that time ends at once. Needs ManageChannels. Refused:
// not_found, also for a robot, which has none.
func (s *Service) NewSecret(ctx context.Context, actor ledger.Actor, id ledger.ID) (string, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return "", err
	}
	secret, worker := push.NewSecret(), actor
	worker.Audience = ledger.System // the back office's own role reads no secret, and this moves one
	err := s.db.Write(ctx, worker, func(ctx context.Context, tx *store.Tx) error {
		before, err := lockChannel(ctx, tx, id)
		if err == nil && before.Kind != "webhook" {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "channel.secret_replaced", map[string]any{"channel": id})
		_, err = store.Exec(ctx, tx, `UPDATE channels SET former_secret = secret, former_until = now() + $3::interval, secret = $2 WHERE id = $1`, id, secret, Overlap)
		return err
	})
	return secret, err
}

// TestChannel sends a test message. Needs ManageChannels. Refused: not_found, state_forbids for one that is switched off.
func (s *Service) TestChannel(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := lockChannel(ctx, tx, id)
		if err == nil && !before.Active {
			err = ledger.E("state_forbids").With("state", "inactive")
		}
		if err != nil {
			return err
		}
		return event.Record(ctx, tx, event.Event{Kind: "channel.tested", Data: map[string]any{"channel_id": id}})
	})
}

const listChannels = `
SELECT h.id, h.kind, h.name, h.address, h.kinds, h.active, h.created_at,
  (SELECT count(*)::int FROM deliveries v WHERE v.channel_id = h.id AND v.state = 'sent' AND v.created_at > now() - interval '30 days'),
  (SELECT count(*)::int FROM deliveries v WHERE v.channel_id = h.id AND v.state = 'failed' AND v.created_at > now() - interval '30 days'),
  (SELECT max(v.sent_at) FROM deliveries v WHERE v.channel_id = h.id),
  CASE WHEN h.former_until > now() THEN h.former_until END
FROM channels h WHERE h.organization_id = $1 ORDER BY h.id`

// Channels lists the organization's channels. Needs ManageChannels.
func (s *Service) Channels(ctx context.Context, actor ledger.Actor) ([]Channel, error) {
	if err := requireStaff(actor, ledger.ManageChannels); err != nil {
		return nil, err
	}
	var out []Channel
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Channel](ctx, tx, listChannels, actor.OrganizationID)
		return err
	})
	return out, err
}

func noNil(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}
