-- What silence leads to after the reminders: a task for the salesperson, then a word to the supervisors, each once a version, so many
-- days after the answer was due, from nine o'clock where the organization is. A day that was missed is made up for within a week.
-- It stops with the answer, and nobody is asked about who owes nothing that is undisputed (DUN-08).
--   $1 organization  $2 step  $3 days  $4 event kind  $5 side  $6 actor  $7 its name
WITH silent AS (
  SELECT s.id, s.version, s.customer_id, t.day - s.answer_due AS late,
    (SELECT count(*)::int FROM statement_reminders r WHERE r.statement_id = s.id) AS number
  FROM (SELECT (now() AT TIME ZONE time_zone)::date AS day FROM organizations WHERE id = $1 AND extract(hour FROM now() AT TIME ZONE time_zone) >= 9) t
  JOIN statements s ON s.organization_id = $1 AND s.state IN ('issued', 'viewed') AND s.answer_due + $3::int BETWEEN t.day - 6 AND t.day
  JOIN customers c ON c.id = s.customer_id AND c.active
  WHERE (SELECT coalesce(sum(CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END), 0) FROM open_items i
         WHERE i.customer_id = s.customer_id AND i.currency = s.currency AND i.open_amount > 0)
      - (SELECT coalesce(sum(p.disputed_amount), 0) FROM disputes p
         WHERE p.customer_id = s.customer_id AND p.currency = s.currency AND p.state NOT IN ('resolved', 'withdrawn')) > 0
),
taken AS (
  INSERT INTO statement_escalations (statement_id, version, step, organization_id, customer_id)
  SELECT id, version, $2, $1, customer_id FROM silent
  ON CONFLICT (statement_id, version, step) DO NOTHING
  RETURNING statement_id
)
INSERT INTO events (organization_id, customer_id, kind, statement_id, data, side, actor_id, actor_name)
SELECT $1, s.customer_id, $4, s.id, jsonb_build_object('version', s.version, 'late', s.late, 'number', s.number), $5, $6, $7
FROM taken t JOIN silent s ON s.id = t.statement_id
