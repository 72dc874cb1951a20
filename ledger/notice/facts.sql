-- Everything that the messages of the deliveries $1 say.
SELECT v.id, v.kind, v.channel, v.recipient, v.contact_id, v.name, v.address, v.locale, v.attempts, v.urgent, v.created_at, v.customer_id, v.statement_id, v.dispute_id,
  e.id, e.at, e.data, e.side, e.actor_name, e.document_id,
  o.id, o.code, o.name, o.name_en, o.time_zone, o.phone,
  coalesce(c.code, ''), coalesce(c.name, ''), coalesce(c.name_en, ''),
  coalesce(s.statement_no, ''), coalesce(s.state, ''), coalesce(s.version, 0), coalesce(s.currency, ''), s.period_start, s.cut_off, s.answer_due,
  coalesce(b.version, 0), coalesce(b.closing, 0)::numeric, coalesce(b.overdue, 0)::numeric, coalesce(b.line_count, 0),
  coalesce(d.dispute_no, ''), coalesce(d.document_no, ''), coalesce(d.category, ''), coalesce(d.disputed_amount, 0)::numeric, coalesce(d.currency, ''), coalesce(d.state, ''),
  coalesce((SELECT m.text FROM dispute_messages m WHERE m.dispute_id = v.dispute_id AND m.side = e.side AND m.created_at <= e.at
    AND m.internal = (coalesce(e.data ->> 'internal', '') = 'true') AND m.text <> '' ORDER BY m.id DESC LIMIT 1), ''),
  coalesce(x.document_no, ''),
  coalesce(r.round, 0), coalesce(r.content::jsonb ->> 'order_no', ''), coalesce(r.content::jsonb ->> 'invoice_no', ''), r.document_date, coalesce(r.gross, 0)::numeric,
  coalesce(r.currency, ''), coalesce(r.answer, ''), coalesce(r.opinion, ''), r.draft_id, coalesce(v.staff_id IN (r.asked_by, w.submitted_by), false),
  coalesce(p.issuer IS NOT NULL, false),
  coalesce((SELECT n.for_name FROM staff_notices n WHERE n.event_id = v.event_id AND n.staff_id = v.staff_id), ''),
  coalesce(ga.name, ''), coalesce(gb.name, ''), g.starts_on, g.ends_on,
  coalesce(h.target, ''), coalesce(h.secret, ''), CASE WHEN h.former_until > now() THEN h.former_secret ELSE '' END, coalesce(h.active, true)
FROM deliveries v
JOIN events e ON e.id = v.event_id
JOIN organizations o ON o.id = v.organization_id
LEFT JOIN customers c ON c.id = v.customer_id
LEFT JOIN statements s ON s.id = v.statement_id
LEFT JOIN statement_versions b ON b.statement_id = s.id AND b.version = coalesce((e.data ->> 'version')::int, s.version)
LEFT JOIN disputes d ON d.id = v.dispute_id
LEFT JOIN documents x ON x.id = coalesce(e.document_id, d.credit_document_id)
LEFT JOIN receivable_confirmations r ON r.id = CASE WHEN e.kind LIKE 'receivable.%' THEN (e.data ->> 'confirmation')::uuid END
LEFT JOIN drafts w ON w.id = r.draft_id
LEFT JOIN stand_ins g ON g.id = CASE WHEN e.kind LIKE 'stand_in.%' THEN (e.data ->> 'stand_in_id')::uuid END
LEFT JOIN staff ga ON ga.id = g.staff_id
LEFT JOIN staff gb ON gb.id = g.stand_in_id
LEFT JOIN contacts p ON p.id = v.contact_id
LEFT JOIN channels h ON h.id = v.channel_id
WHERE v.id = ANY ($1)
ORDER BY v.urgent DESC, v.id
