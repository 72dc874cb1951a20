package privacy

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// personRow is somebody of this organization. Elsewhere is whether another organization knows the person too, whose data it also is.
type personRow struct {
	Name, Email, Phone, Identity string
	Customers                    []string
	Elsewhere, Held, Asked       bool
	Done                         bool
}

// Somebody whose roles were taken is still found by what was written in the organization's name: by links, mails and the log.
const readContact = `
SELECT p.name, p.email, p.phone, coalesce(p.issuer || '#' || p.subject, ''),
  coalesce((SELECT array_agg(DISTINCT c.code || ' ' || c.name) FROM contact_roles r JOIN customers c ON c.id = r.customer_id WHERE r.contact_id = p.id AND r.organization_id = $1), '{}'),
  EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id <> $1),
  EXISTS (SELECT FROM legal_holds h WHERE h.organization_id = $1 AND NOT EXISTS (SELECT FROM legal_hold_ends e WHERE e.hold_id = h.id)
    AND (h.customer_id IS NULL OR h.customer_id IN (SELECT r.customer_id FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id = $1
      UNION SELECT d.customer_id FROM deliveries d WHERE d.contact_id = p.id AND d.organization_id = $1 UNION SELECT m.customer_id FROM confirmations m WHERE m.actor_id = p.id AND m.organization_id = $1))),
  EXISTS (SELECT FROM pseudonymisations q WHERE q.organization_id = $1 AND q.person_id = p.id AND q.state = 'pending'),
  EXISTS (SELECT FROM pseudonymisations q WHERE q.organization_id = $1 AND q.person_id = p.id AND q.state = 'done')
FROM contacts p WHERE p.id = $2 AND (EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id = $1)
  OR EXISTS (SELECT FROM deliveries d WHERE d.contact_id = p.id AND d.organization_id = $1) OR EXISTS (SELECT FROM access_links l WHERE l.contact_id = p.id AND l.organization_id = $1)
  OR EXISTS (SELECT FROM events v WHERE v.contact_id = p.id AND v.organization_id = $1) OR EXISTS (SELECT FROM audit_values v WHERE v.person_id = p.id AND v.organization_id = $1)
  OR EXISTS (SELECT FROM pseudonymisations q WHERE q.person_id = p.id AND q.organization_id = $1))`

const readStaff = `
SELECT p.name, p.email, '', p.issuer || '#' || p.subject, '{}'::text[],
  EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = p.id AND r.organization_id <> $1),
  EXISTS (SELECT FROM legal_holds h WHERE h.organization_id = $1 AND h.customer_id IS NULL AND NOT EXISTS (SELECT FROM legal_hold_ends e WHERE e.hold_id = h.id)),
  EXISTS (SELECT FROM pseudonymisations q WHERE q.organization_id = $1 AND q.person_id = p.id AND q.state = 'pending'),
  EXISTS (SELECT FROM pseudonymisations q WHERE q.organization_id = $1 AND q.person_id = p.id AND q.state = 'done')
FROM staff p WHERE p.id = $2 AND (EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = p.id AND r.organization_id = $1)
  OR EXISTS (SELECT FROM staff_rests x WHERE x.staff_id = p.id AND x.organization_id = $1) OR EXISTS (SELECT FROM deliveries d WHERE d.staff_id = p.id AND d.organization_id = $1)
  OR EXISTS (SELECT FROM audit_values v WHERE v.person_id = p.id AND v.organization_id = $1) OR EXISTS (SELECT FROM pseudonymisations q WHERE q.person_id = p.id AND q.organization_id = $1))`

func readPerson(ctx context.Context, tx *store.Tx, kind Kind, id ledger.ID) (personRow, error) {
	query := map[Kind]string{Contact: readContact, Staff: readStaff}[kind]
	if query == "" {
		return personRow{}, ledger.E("validation_failed").At("kind", "not_a_choice")
	}
	row, found, err := store.Row[personRow](ctx, tx, query, tx.Actor.OrganizationID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return row, err
}

// blocked is the code of why the person cannot be pseudonymised now, in the order of precedence.
func (r personRow) blocked(actor ledger.Actor, id ledger.ID) string {
	switch {
	case r.Done:
		return "privacy_done"
	case id == actor.PersonID:
		return "privacy_own"
	case r.Elsewhere:
		return "person_shared"
	case r.Held:
		return "privacy_held"
	case r.Asked:
		return "privacy_asked"
	}
	return ""
}

type countRow struct {
	Topic, Rule string
	Count       int
}

// What the log says of a person as the row's actor, or by name or address in rows that were written in clear, cannot be taken out of its chain.
const readCounts = `
SELECT topic, rule, sum(count)::int FROM (
  SELECT topic, rule, count FROM personal_counts($1, $2)
  UNION ALL SELECT 'identity', 'replaced', 1
  UNION ALL SELECT 'mails', 'replaced', count(*) FROM deliveries d WHERE d.organization_id = $1 AND $2 IN (d.contact_id, d.staff_id)
  UNION ALL SELECT 'sessions', 'replaced', count(*) FROM sessions s WHERE s.person_id = $2
  UNION ALL SELECT 'links', 'replaced', count(*) FROM access_links l WHERE l.organization_id = $1 AND l.contact_id = $2
  UNION ALL SELECT 'log', 'replaced', count(*) FROM audit_values v WHERE v.organization_id = $1 AND (v.person_id = $2 OR v.person_id IS NULL AND v.value IN ($3, $4, $5))
  UNION ALL SELECT 'audit', 'kept', count(*) FROM audit_log a WHERE a.organization_id = $1 AND (split_part(a.actor_subject, ' @ ', 1) = $5 AND $5 <> ''
    OR $3 <> '' AND position($3 IN a.payload) > 0 OR $4 <> '' AND position($4 IN a.payload) > 0)
  UNION ALL SELECT 'bundles', 'kept', count(*) FROM archive_bundles b WHERE b.organization_id = $1 AND NOT EXISTS (SELECT FROM archive_disposals d WHERE d.bundle_id = b.id)
    AND b.customer_id IN (SELECT r.customer_id FROM contact_roles r WHERE r.contact_id = $2 AND r.organization_id = $1 UNION SELECT c.customer_id FROM confirmations c WHERE c.actor_id = $2)
) x GROUP BY topic, rule`

// Preview says what is held of a person, and what would become of it. Needs Pseudonymise. Refused: a kind that is none; not_found.
func (s *Service) Preview(ctx context.Context, actor ledger.Actor, kind Kind, id ledger.ID) (Preview, error) {
	if err := s.allowed(actor); err != nil {
		return Preview{}, err
	}
	var out Preview
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		row, err := readPerson(ctx, tx, kind, id)
		if err != nil {
			return err
		}
		out = Preview{Kind: kind, PersonID: id, Name: row.Name, Email: row.Email, Phone: row.Phone, Customers: row.Customers, Blocked: row.blocked(actor, id)}
		counts, err := store.Rows[countRow](ctx, tx, readCounts, actor.OrganizationID, id, row.Name, row.Email, row.Identity)
		replaced, kept := map[string]int{}, map[string]int{}
		for _, c := range counts {
			into := kept
			if c.Rule == "replaced" {
				into = replaced
			}
			into[c.Topic] += c.Count
		}
		out.Replaced, out.Kept = sorted(replaced), sorted(kept)
		return err
	})
	return out, err
}
