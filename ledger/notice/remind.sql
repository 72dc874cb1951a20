-- Reminds of statements that are out and not answered: on each day that the organization has set, counted from the day on which the
-- answer is due, from nine o'clock in its own time. A day that was missed is made up for within a week, the latest one only. Nobody
-- is reminded who owes nothing that is undisputed (DUN-08): what is open of the customer in the statement's currency, less credits, less
-- what is under dispute, must be more than zero. $2 event kind  $3 side  $4 actor  $5 its name
WITH today AS (
  SELECT o.id, (now() AT TIME ZONE o.time_zone)::date AS day, o.reminder_days AS days
  FROM organizations o
  WHERE o.id = $1 AND extract(hour FROM now() AT TIME ZONE o.time_zone) >= 9
),
due AS (
  SELECT s.id, s.version, s.customer_id, s.currency, max(d.day) AS day, t.days
  FROM today t JOIN statements s ON s.organization_id = t.id AND s.state IN ('issued', 'viewed')
  CROSS JOIN LATERAL unnest(t.days) AS d (day)
  WHERE s.answer_due + d.day BETWEEN t.day - 6 AND t.day
  GROUP BY s.id, s.version, s.customer_id, s.currency, t.days
),
owing AS (
  SELECT d.*, (SELECT count(*) FROM statement_reminders r WHERE r.statement_id = d.id) AS before FROM due d
  JOIN customers c ON c.id = d.customer_id AND c.active
  WHERE NOT EXISTS (SELECT FROM statement_reminders r WHERE r.statement_id = d.id AND r.version = d.version AND r.day >= d.day)
    AND (SELECT coalesce(sum(CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END), 0) FROM open_items i
         WHERE i.customer_id = d.customer_id AND i.currency = d.currency AND i.open_amount > 0)
      - (SELECT coalesce(sum(p.disputed_amount), 0) FROM disputes p
         WHERE p.customer_id = d.customer_id AND p.currency = d.currency AND p.state NOT IN ('resolved', 'withdrawn')) > 0
),
reminded AS (
  INSERT INTO statement_reminders (statement_id, version, day, organization_id, customer_id, number)
  SELECT id, version, day, $1, customer_id, before + 1 FROM owing
  ON CONFLICT (statement_id, version, day) DO NOTHING
  RETURNING statement_id, version, day, customer_id, number
)
INSERT INTO events (organization_id, customer_id, kind, statement_id, data, side, actor_id, actor_name)
SELECT $1, r.customer_id, $2, r.statement_id, jsonb_build_object('version', r.version, 'day', r.day, 'number', r.number,
  'last', r.day = (SELECT max(x) FROM unnest(o.days) x)), $3, $4, $5
FROM reminded r JOIN owing o ON o.id = r.statement_id
