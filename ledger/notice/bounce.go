package notice

import (
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/mail"
)

// A returned mail names the one it is about: in a delivery report (RFC 3464) as a header of the part that was sent, in many others
// somewhere in the text. Our Message-IDs begin with the delivery's id, which nobody guesses.
var (
	messageIDs  = regexp.MustCompile(`<([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})@([^<>\s]+)>`)
	diagnostics = regexp.MustCompile(`(?im)^(?:diagnostic-code|status):[ \t]*(.+(?:\r?\n[ \t]+.+)*)`)
	actions     = regexp.MustCompile(`(?im)^action:[ \t]*(\w+)`)
)

// maxNamed bounds how many mails one report may be about.
const maxNamed = 20

const markBounced = `
UPDATE deliveries SET state = 'bounced', bounced_at = now(), result = 'bounced', reply = $3
WHERE organization_id = $1 AND id = ANY ($2) AND channel = 'mail' AND state = 'sent'
RETURNING id, customer_id, kind, address`

// Bounced records that a mail was given back, from the report as it came; it returns how many of ours it was about. A report of a mere
// delay (Action: delayed) changes nothing. Refused: a report that names no mail of ours at all, as malformed_request.
func (s *Service) Bounced(ctx context.Context, report io.Reader) (int, error) {
	text, err := io.ReadAll(report)
	if err != nil {
		return 0, ledger.E("malformed_request").With("reason", "the report cannot be read").Because(err)
	}
	var ids []ledger.ID
	for _, found := range messageIDs.FindAllSubmatch(text, maxNamed) {
		if id, err := ledger.ParseID(string(found[1])); err == nil && string(found[2]) == s.o.MailHost {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return 0, ledger.E("malformed_request").With("reason", "the report names no mail of ours")
	}
	if action := actions.FindSubmatch(text); action != nil && !strings.EqualFold(string(action[1]), "failed") {
		return 0, nil
	}
	said := "returned"
	if found := diagnostics.FindAllSubmatch(text, -1); found != nil {
		said = mail.Line(string(found[len(found)-1][1]))
	}
	return s.markBounced(ctx, ids, said)
}

func (s *Service) markBounced(ctx context.Context, ids []ledger.ID, said string) (int, error) {
	var organizations []ledger.ID
	err := s.db.Read(ctx, system(ledger.ID{}), func(ctx context.Context, tx *store.Tx) (err error) {
		organizations, err = store.Values[ledger.ID](ctx, tx, `SELECT id FROM organizations ORDER BY id`)
		return err
	})
	count := 0
	for _, organization := range organizations {
		err = errors.Join(err, s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) error {
			rows, err := store.Rows[struct {
				ID, Customer  ledger.ID
				Kind, Address string
			}](ctx, tx, markBounced, organization, ids, said)
			for _, row := range rows {
				tx.Audit(row.Customer, "notice.bounced", map[string]any{"delivery": row.ID, "kind": row.Kind, "address": row.Address, "said": said})
			}
			count += len(rows)
			return err
		}))
	}
	return count, err
}

// Bounce is a mail that came back from the address a contact still has.
type Bounce struct {
	ContactID ledger.ID
	At        time.Time
	Said      string // by the mail server
}

// Another address makes the bounce of the former one history.
const readBounces = `
SELECT DISTINCT ON (v.contact_id) v.contact_id, v.bounced_at, v.reply
FROM deliveries v JOIN contacts p ON p.id = v.contact_id AND lower(p.email) = lower(v.address)
JOIN customers c ON c.id = $2 AND c.organization_id = $1 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))
WHERE v.organization_id = $1 AND v.state = 'bounced' AND EXISTS (SELECT FROM contact_roles r WHERE r.customer_id = c.id AND r.contact_id = v.contact_id)
ORDER BY v.contact_id, v.bounced_at DESC`

// Bounces are the contacts of a customer whose address gives mails back, so that staff can ask for another one. Needs SeeCustomers; a customer
// that the actor may not see has none.
func (s *Service) Bounces(ctx context.Context, actor ledger.Actor, customer ledger.ID) ([]Bounce, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	var out []Bounce
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Bounce](ctx, tx, readBounces, actor.OrganizationID, customer, own)
		return err
	})
	return out, err
}
