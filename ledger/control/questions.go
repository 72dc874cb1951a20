package control

// question is what is asked of the database. rows names the columns of Row; $1 is the organization.
type question struct{ key, weight, rows, looked string }

const allStaff = `SELECT count(DISTINCT staff_id)::int FROM staff_roles WHERE organization_id = $1`

// questions are in the order of the report.
var questions = []question{
	{"same_person", "broken", `
SELECT x.kind, x.id, x.subject, coalesce((SELECT p.name FROM staff p WHERE p.id = x.person), (SELECT p.name FROM contacts p WHERE p.id = x.person), ''), '', x.at FROM (
  SELECT 'draft' AS kind, d.id, d.kind AS subject, d.decided_by AS person, d.updated_at AS at FROM drafts d
  WHERE d.organization_id = $1 AND d.state = 'posted' AND d.needs_second AND d.decided_by IN (d.created_by, d.submitted_by)
  UNION ALL SELECT 'document', d.id, d.document_no, d.approved_by, d.posted_at FROM documents d WHERE d.organization_id = $1 AND d.approved_by = d.created_by
  UNION ALL SELECT 'dispute', r.dispute_id, d.dispute_no, r.approved_by, r.decided_at FROM resolutions r JOIN disputes d ON d.id = r.dispute_id WHERE r.organization_id = $1 AND r.approved_by = r.proposed_by
  UNION ALL SELECT 'customer', q.customer_id, c.name, q.decided_by, q.decided_at FROM settlement_proposals q JOIN customers c ON c.id = q.customer_id
    WHERE q.organization_id = $1 AND q.state IN ('posted', 'declined') AND q.decided_by = q.proposed_by
  UNION ALL SELECT 'payee_change', y.id, y.payee_account, y.decided_by, y.decided_at FROM payee_changes y WHERE y.organization_id = $1 AND y.state = 'approved' AND y.decided_by = y.asked_by
  UNION ALL SELECT 'customer', v.customer_id, c.name, v.decided_by, v.decided_at FROM answer_reviews v JOIN customers c ON c.id = v.customer_id
    WHERE v.organization_id = $1 AND v.state = 'approved' AND v.decided_by = v.made_by
) x ORDER BY x.at DESC NULLS LAST, x.id`, `
SELECT ((SELECT count(*) FROM drafts WHERE organization_id = $1 AND state = 'posted' AND needs_second) + (SELECT count(*) FROM documents WHERE organization_id = $1 AND approved_by IS NOT NULL)
  + (SELECT count(*) FROM resolutions WHERE organization_id = $1 AND approved_by IS NOT NULL) + (SELECT count(*) FROM settlement_proposals WHERE organization_id = $1 AND decided_by IS NOT NULL)
  + (SELECT count(*) FROM payee_changes WHERE organization_id = $1 AND state = 'approved') + (SELECT count(*) FROM answer_reviews WHERE organization_id = $1 AND state = 'approved'))::int`},

	{"roles_meet", "look", `
SELECT 'staff', p.id, p.name, '', m.one || ' + ' || m.other, NULL::timestamptz
FROM (VALUES ('ar_accountant', 'finance_supervisor'), ('administrator', 'finance_supervisor'), ('administrator', 'ar_accountant'), ('sales', 'ar_accountant'), ('sales', 'finance_supervisor'),
  ('sales', 'credit_manager'), ('auditor', 'ar_accountant'), ('auditor', 'finance_supervisor'), ('auditor', 'administrator')) AS m (one, other)
JOIN staff_roles a ON a.organization_id = $1 AND a.role = m.one
JOIN staff_roles b ON b.organization_id = $1 AND b.role = m.other AND b.staff_id = a.staff_id
JOIN staff p ON p.id = a.staff_id ORDER BY p.name, p.id, 5`, allStaff},

	{"own_customer", "look", `
SELECT 'customer', c.id, s.name, c.name, lower(s.email), NULL::timestamptz
FROM staff s JOIN contacts p ON lower(p.email) = lower(s.email) AND s.email <> '' JOIN contact_roles r ON r.contact_id = p.id AND r.organization_id = $1 JOIN customers c ON c.id = r.customer_id
WHERE EXISTS (SELECT FROM staff_roles x WHERE x.staff_id = s.id AND x.organization_id = $1) GROUP BY c.id, c.name, s.name, s.email ORDER BY s.name, c.id`, allStaff},

	{"account_shared", "look", `
SELECT 'customer', c.id, c.name, c.code, c.bank || ' ' || c.bank_account, NULL::timestamptz
FROM (SELECT x.*, regexp_replace(x.bank_account, '[^0-9A-Za-z]', '', 'g') AS plain, count(*) OVER (PARTITION BY regexp_replace(x.bank_account, '[^0-9A-Za-z]', '', 'g')) AS sharing
  FROM customers x WHERE x.organization_id = $1 AND x.bank_account <> '') c
WHERE c.sharing > 1 AND c.plain <> '' ORDER BY c.plain, c.code, c.id`, `SELECT count(*)::int FROM customers WHERE organization_id = $1 AND bank_account <> ''`},

	{"account_is_ours", "look", `
SELECT 'customer', c.id, c.name, c.code, c.bank || ' ' || c.bank_account, NULL::timestamptz FROM customers c JOIN organizations o ON o.id = c.organization_id
WHERE c.organization_id = $1 AND c.bank_account <> '' AND regexp_replace(c.bank_account, '[^0-9A-Za-z]', '', 'g') = regexp_replace(o.payee_account, '[^0-9A-Za-z]', '', 'g') ORDER BY c.code, c.id`,
		`SELECT count(*)::int FROM customers WHERE organization_id = $1 AND bank_account <> ''`},

	{"payee_changed", "look", `
SELECT 'payee_change', y.id, y.asked_by_name, y.decided_by_name, coalesce(y.before ->> 'payee_account', '') || ' → ' || y.payee_account, y.decided_at
FROM payee_changes y WHERE y.organization_id = $1 AND y.state = 'approved' AND y.decided_at > now() - interval '90 days' ORDER BY y.decided_at DESC, y.id`,
		`SELECT count(*)::int FROM payee_changes WHERE organization_id = $1`},

	{"bank_changed", "look", `
SELECT 'customer', a.customer_id, c.name, coalesce(audit_said(a.payload::jsonb #>> '{detail,by}'), ''),
  coalesce(a.payload::jsonb #>> '{detail,changes,bank_account,before}', '') || ' → ' || coalesce(a.payload::jsonb #>> '{detail,changes,bank_account,after}', ''), a.at
FROM audit_log a JOIN customers c ON c.id = a.customer_id
WHERE a.organization_id = $1 AND a.action = 'customer.changed' AND a.at > now() - interval '90 days' AND a.payload::jsonb #> '{detail,changes,bank_account}' IS NOT NULL
ORDER BY a.seq DESC`, `SELECT count(*)::int FROM audit_log WHERE organization_id = $1 AND action = 'customer.changed' AND at > now() - interval '90 days'`},

	{"refused_often", "look", `
SELECT 'staff', p.id, p.name, '', count(*)::text || ' × ' || string_agg(DISTINCT a.payload::jsonb #>> '{detail,permission}', ', '), max(a.at)
FROM audit_log a JOIN staff p ON p.id::text = a.payload::jsonb #>> '{detail,person}'
WHERE a.organization_id = $1 AND a.action = 'refused' AND a.at > now() - interval '30 days' AND a.payload::jsonb #>> '{detail,route}' NOT LIKE 'GET %'
GROUP BY p.id, p.name HAVING count(*) >= 3 ORDER BY count(*) DESC, p.id`, `SELECT count(*)::int FROM audit_log WHERE organization_id = $1 AND action = 'refused' AND at > now() - interval '30 days'`},
}
