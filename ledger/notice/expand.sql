-- Who is told of the events $1, and how: one delivery a purpose, recipient and channel (I24). What a person has switched off is kept
-- as skipped, so that it shows why nobody was told. purpose names the matter: a version is announced once, whatever happens to the job.
WITH facts AS MATERIALIZED (
  SELECT e.*, e.data ->> 'who' AS who, coalesce(e.data ->> 'internal', '') = 'true' AS internal, coalesce(e.data ->> 'first', 'true') = 'true' AS first,
    coalesce(e.data ->> 'last', '') = 'true' AS last,
    CASE WHEN e.kind IN ('statement.issued', 'statement.revised') THEN concat(e.kind, '/', e.statement_id, '/', e.data ->> 'version')
         WHEN e.kind = 'statement.reminded' THEN concat(e.kind, '/', e.statement_id, '/', e.data ->> 'version', '/', e.data ->> 'day')
         WHEN e.kind IN ('access.code', 'signing.code') THEN concat(e.kind, '/', e.data ->> 'code_id')
         ELSE concat(e.kind, '/', e.id) END AS purpose,
    CASE WHEN e.kind = 'statement.reminded' THEN 'reminders' WHEN e.kind LIKE 'statement.%' OR e.kind LIKE 'receivable.%' OR e.kind LIKE 'finalization.%' THEN 'statements' WHEN e.kind LIKE 'dispute.%' THEN 'disputes'
      WHEN e.kind LIKE 'draft.%' THEN 'approvals' WHEN e.kind LIKE 'issue.%' THEN 'issues' WHEN e.kind LIKE 'payment.%' THEN 'payments' END AS topic
  FROM events e WHERE e.id = ANY ($1)
),
contacts_told (event_id, person_id) AS (
  -- everybody of the customer
  SELECT f.id, r.contact_id FROM facts f JOIN contact_roles r ON r.customer_id = f.customer_id
  WHERE f.kind IN ('statement.issued', 'statement.revised', 'statement.cancelled', 'statement.reminded')
  UNION
  -- who confirms
  SELECT f.id, r.contact_id FROM facts f JOIN contact_roles r ON r.customer_id = f.customer_id AND r.role = 'confirmer'
  WHERE f.kind IN ('statement.agreed', 'receivable.asked') OR (f.kind = 'confirmation.asked' AND f.contact_id IS NULL AND r.contact_id <> f.actor_id)
  UNION
  -- who signs; what is concluded is told to who confirms as well
  SELECT f.id, r.contact_id FROM facts f JOIN contact_roles r ON r.customer_id = f.customer_id
  WHERE (f.kind = 'finalization.signed' AND r.role = 'signer') OR (f.kind = 'finalization.concluded' AND r.role IN ('signer', 'confirmer'))
  UNION
  -- who opened the dispute or wrote in it
  SELECT f.id, d.opened_by FROM facts f JOIN disputes d ON d.id = f.dispute_id
  WHERE f.kind IN ('dispute.proposed', 'dispute.resolved', 'dispute.reopened') OR (f.kind = 'dispute.written' AND f.who = 'staff' AND NOT f.internal)
  UNION
  SELECT f.id, m.author_id FROM facts f JOIN dispute_messages m ON m.dispute_id = f.dispute_id AND m.side = 'customer'
  WHERE f.kind IN ('dispute.proposed', 'dispute.resolved', 'dispute.reopened') OR (f.kind = 'dispute.written' AND f.who = 'staff' AND NOT f.internal)
  UNION
  -- who is named
  SELECT f.id, f.contact_id FROM facts f WHERE f.contact_id IS NOT NULL AND f.kind IN ('access.code', 'access.link', 'confirmation.asked', 'signing.code')
  UNION
  -- who paid
  SELECT f.id, y.made_by FROM facts f JOIN payments y ON y.id = (f.data ->> 'payment_id')::uuid WHERE f.kind IN ('payment.received', 'payment.refunded')
  UNION
  -- everybody of every customer
  SELECT f.id, r.contact_id FROM facts f JOIN contact_roles r ON r.organization_id = f.organization_id WHERE f.kind IN ('organization.payee_planned', 'organization.payee_stopped', 'organization.payee_changed')
),
staff_told (event_id, person_id) AS (
  -- who works on the dispute; nobody yet: every accountant
  SELECT f.id, coalesce(d.assignee_id, r.staff_id) FROM facts f JOIN disputes d ON d.id = f.dispute_id
  LEFT JOIN staff_roles r ON r.organization_id = f.organization_id AND r.role = 'ar_accountant' AND d.assignee_id IS NULL
  WHERE (f.kind = 'dispute.opened' AND f.first) OR f.kind IN ('dispute.returned', 'dispute.withdrawn', 'dispute.due_soon', 'dispute.late', 'dispute.reopened') OR (f.kind = 'dispute.written' AND (f.who = 'customer' OR f.internal))
  UNION
  SELECT f.id, (f.data ->> 'staff_id')::uuid FROM facts f WHERE f.kind IN ('payment.refund_decided', 'dispute.assigned', 'dispute.declined', 'dispute.approved', 'dispute.mentioned', 'note.mentioned', 'issue.assigned', 'issue.mentioned', 'issue.overdue', 'stand_in.named', 'stand_in.ended', 'report.ready', 'report.failed')
  UNION
  -- a second person decides
  SELECT f.id, r.staff_id FROM facts f JOIN staff_roles r ON r.organization_id = f.organization_id AND r.role = 'finance_supervisor' WHERE f.kind IN ('dispute.waiting', 'statement.escalated', 'finalization.prepared', 'finalization.batch', 'payment.refund_asked')
  UNION
  -- who can stop another account before it holds
  SELECT f.id, r.staff_id FROM facts f JOIN staff_roles r ON r.organization_id = f.organization_id AND r.role IN ('administrator', 'finance_supervisor') WHERE f.kind IN ('organization.payee_planned', 'organization.payee_stopped')
  UNION
  -- money that a person has to look at
  SELECT f.id, r.staff_id FROM facts f JOIN staff_roles r ON r.organization_id = f.organization_id AND r.role = 'ar_accountant' WHERE f.kind IN ('payment.differs', 'payment.unidentified', 'payment.disputed')
  UNION
  -- what is late is made known above
  SELECT f.id, r.staff_id FROM facts f JOIN staff_roles r ON r.organization_id = f.organization_id AND r.role = f.data ->> 'role' WHERE f.kind = 'dispute.late'
  UNION
  SELECT f.id, c.salesperson_id FROM facts f JOIN customers c ON c.id = f.customer_id
  WHERE f.kind IN ('statement.agreed', 'receivable.confirmed', 'receivable.rejected', 'payment.received', 'payment.refunded', 'payment.disputed') OR f.kind = 'statement.task' OR (f.kind = 'statement.reminded' AND f.last)
  UNION
  -- who prepared it, who signed it, and who looks after the customer
  SELECT f.id, p.id FROM facts f JOIN finalizations n ON n.id = (f.data ->> 'finalization')::uuid LEFT JOIN signatures g ON g.finalization_id = n.id AND g.party = 'seller'
  JOIN customers c ON c.id = n.customer_id CROSS JOIN LATERAL unnest(ARRAY[n.prepared_by, g.signed_by, c.salesperson_id]) AS p (id)
  WHERE f.kind IN ('finalization.concluded', 'finalization.declined') AND p.id IS NOT NULL
  UNION
  -- who asked the customer, and who submitted it
  SELECT f.id, p.id FROM facts f JOIN receivable_confirmations r ON r.id = (f.data ->> 'confirmation')::uuid
  JOIN drafts w ON w.id = r.draft_id CROSS JOIN LATERAL unnest(ARRAY[r.asked_by, w.submitted_by]) AS p (id)
  WHERE f.kind IN ('receivable.confirmed', 'receivable.rejected') AND p.id IS NOT NULL
  UNION
  -- who made a draft, and who handed it in
  SELECT f.id, p.id FROM facts f JOIN drafts w ON w.id = (f.data ->> 'draft_id')::uuid CROSS JOIN LATERAL unnest(ARRAY[w.created_by, w.submitted_by]) AS p (id)
  WHERE f.kind IN ('draft.approved', 'draft.returned') AND p.id IS NOT NULL
),
-- whoever stands in for one of them on that day hears of it too, and for whom
with_stand_ins (event_id, person_id, for_name) AS (
  SELECT event_id, person_id, '' FROM staff_told WHERE person_id IS NOT NULL
  UNION ALL
  SELECT t.event_id, z.stand_in_id, string_agg(DISTINCT p.name, '、')
  FROM staff_told t JOIN facts f ON f.id = t.event_id AND f.kind NOT LIKE 'stand_in.%' AND f.kind NOT LIKE 'report.%' JOIN organizations o ON o.id = f.organization_id
  JOIN stand_ins z ON z.organization_id = f.organization_id AND z.staff_id = t.person_id AND z.ended_at IS NULL AND (f.at AT TIME ZONE o.time_zone)::date BETWEEN z.starts_on AND z.ends_on
  JOIN staff p ON p.id = t.person_id
  WHERE NOT EXISTS (SELECT FROM staff_told x WHERE x.event_id = t.event_id AND x.person_id = z.stand_in_id) GROUP BY t.event_id, z.stand_in_id
),
told_here AS (
  -- the same people, inside the back office; whatever they want by mail
  INSERT INTO staff_notices (organization_id, staff_id, event_id, kind, customer_id, statement_id, dispute_id, actor_name, at, for_name, draft_id, issue_id, payment_id)
  SELECT f.organization_id, p.id, f.id, f.kind, f.customer_id, f.statement_id, f.dispute_id, f.actor_name, f.at, t.for_name, (f.data ->> 'draft_id')::uuid, (f.data ->> 'issue_id')::uuid, (f.data ->> 'payment_id')::uuid
  FROM with_stand_ins t JOIN facts f ON f.id = t.event_id JOIN staff p ON p.id = t.person_id AND p.active AND p.id <> f.actor_id
  ORDER BY f.id, p.id
  ON CONFLICT (event_id, staff_id) DO NOTHING
),
machines_told (event_id, channel_id) AS (
  SELECT f.id, (f.data ->> 'channel_id')::uuid FROM facts f WHERE f.kind = 'channel.tested'
  UNION
  SELECT f.id, h.id FROM facts f JOIN channels h ON h.organization_id = f.organization_id AND h.active AND (h.kinds = '{}' OR f.kind = ANY (h.kinds))
  WHERE CASE h.kind
    WHEN 'webhook' THEN f.kind IN ('statement.issued', 'statement.revised', 'statement.cancelled', 'statement.viewed', 'statement.confirmed', 'statement.agreed', 'statement.reminded',
      'dispute.opened', 'dispute.proposed', 'dispute.accepted', 'dispute.returned', 'dispute.resolved', 'dispute.withdrawn', 'credit_note.posted',
      'receivable.asked', 'receivable.confirmed', 'receivable.rejected', 'finalization.signed', 'finalization.concluded', 'finalization.declined',
      'payment.received', 'payment.failed', 'payment.refunded', 'payment.refund_failed', 'payment.disputed', 'payment.dispute_ended', 'payment.differs', 'payment.unidentified', 'payout.booked', 'payout.arrived')
      OR (f.kind = 'dispute.written' AND NOT f.internal)
    ELSE (f.kind = 'dispute.opened' AND f.first) OR f.kind IN ('dispute.returned', 'dispute.withdrawn', 'dispute.waiting', 'statement.agreed')
      OR (f.kind = 'dispute.written' AND f.who = 'customer') OR (f.kind = 'statement.reminded' AND f.last) END
),
wanted AS (
  SELECT f.id AS event_id, f.purpose || '/mail/' || p.id AS purpose_key, 'mail' AS channel, 'contact' AS recipient, p.id AS contact_id, NULL::uuid AS staff_id, NULL::uuid AS channel_id,
    p.name, p.email AS address, p.locale, CASE WHEN p.email = '' THEN 'no_address' WHEN n.wanted = false THEN 'unwanted' ELSE '' END AS obstacle
  FROM contacts_told t
  JOIN facts f ON f.id = t.event_id
  JOIN contacts p ON p.id = t.person_id AND p.active
  LEFT JOIN notice_preferences n ON n.organization_id = f.organization_id AND n.person_id = p.id AND n.topic = f.topic
  WHERE f.kind IN ('organization.payee_planned', 'organization.payee_stopped', 'organization.payee_changed') OR EXISTS (SELECT FROM contact_roles r WHERE r.customer_id = f.customer_id AND r.contact_id = p.id)
  UNION ALL
  -- whoever is invited need not be anybody's contact yet
  SELECT f.id, f.purpose || '/mail/' || i.id, 'mail', 'contact', f.contact_id, NULL, NULL, i.name, i.email, i.locale, ''
  FROM facts f JOIN invitations i ON i.id = (f.data ->> 'invitation_id')::uuid WHERE f.kind = 'people.invited'
  UNION ALL
  SELECT f.id, f.purpose || '/mail/' || i.id, 'mail', 'staff', NULL, NULL, NULL, i.name, i.email, i.locale, ''
  FROM facts f JOIN staff_invitations i ON i.id = (f.data ->> 'staff_invitation_id')::uuid WHERE f.kind = 'people.staff_invited'
  UNION ALL
  -- whoever wants to look at a mail
  SELECT f.id, f.purpose || '/mail/' || p.id, 'mail', 'staff', NULL, p.id, NULL, p.name, p.email, f.data ->> 'locale', ''
  FROM facts f JOIN staff p ON p.id = f.actor_id WHERE f.kind = 'template.tested'
  UNION ALL
  SELECT f.id, f.purpose || '/sms/' || p.id, 'sms', 'contact', p.id, NULL, NULL, p.name, p.phone, p.locale, CASE WHEN n.wanted = false THEN 'unwanted' ELSE '' END
  FROM contacts_told t
  JOIN facts f ON f.id = t.event_id AND f.kind = 'statement.reminded' AND (f.data ->> 'day')::int >= 0
  JOIN organizations o ON o.id = f.organization_id AND o.short_messages
  JOIN contacts p ON p.id = t.person_id AND p.active AND p.phone <> ''
  LEFT JOIN notice_preferences n ON n.organization_id = f.organization_id AND n.person_id = p.id AND n.topic = f.topic
  WHERE EXISTS (SELECT FROM contact_roles r WHERE r.customer_id = f.customer_id AND r.contact_id = p.id AND r.role = 'confirmer')
  UNION ALL
  -- nobody is told of what they did themselves
  SELECT f.id, f.purpose || '/mail/' || p.id, 'mail', 'staff', NULL, p.id, NULL, p.name, p.email, p.locale,
    CASE WHEN p.email = '' THEN 'no_address' WHEN n.wanted = false THEN 'unwanted' ELSE '' END
  FROM with_stand_ins t
  JOIN facts f ON f.id = t.event_id
  JOIN staff p ON p.id = t.person_id AND p.active AND p.id <> f.actor_id
  LEFT JOIN notice_preferences n ON n.organization_id = f.organization_id AND n.person_id = p.id AND n.topic = f.topic
  UNION ALL
  SELECT f.id, f.purpose || '/' || h.kind || '/' || h.id, h.kind, 'channel', NULL, NULL, h.id, h.name, h.address, 'zh-CN', ''
  FROM machines_told t JOIN facts f ON f.id = t.event_id JOIN channels h ON h.id = t.channel_id
)
INSERT INTO deliveries (organization_id, customer_id, event_id, kind, purpose_key, channel, recipient, contact_id, staff_id, channel_id, name, address, locale,
  statement_id, dispute_id, urgent, state, result)
SELECT f.organization_id, f.customer_id, f.id, f.kind, w.purpose_key, w.channel, w.recipient, w.contact_id, w.staff_id, w.channel_id, w.name, w.address, w.locale,
  f.statement_id, f.dispute_id, f.kind IN ('access.code', 'signing.code', 'access.link', 'people.invited', 'people.staff_invited', 'template.tested'), CASE w.obstacle WHEN '' THEN 'queued' ELSE 'skipped' END, w.obstacle
FROM wanted w JOIN facts f ON f.id = w.event_id
ORDER BY f.id, w.purpose_key
ON CONFLICT (organization_id, purpose_key) DO NOTHING
