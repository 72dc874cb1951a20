-- One row a line. Views and functions of the schema audit are named with their columns and arguments only: versions of
-- PostgreSQL write a view's query in different words.
WITH spaces AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('hefu', 'audit')
), relations AS (
  SELECT c.oid, s.nspname AS space, c.relname AS name, c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner, c.reloptions
  FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S')
), lines AS (
  -- domains
  SELECT 1 AS part, s.nspname AS space, t.typname AS name, 0 AS step, '' AS item, 'DOMAIN ' || s.nspname || '.' || t.typname || ' AS ' || format_type(t.typbasetype, t.typtypmod)
    || coalesce((SELECT ' ' || string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '') AS line
  FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace WHERE t.typtype = 'd'
  UNION ALL
  -- functions
  SELECT 2, s.nspname, p.proname, 0, pg_get_function_identity_arguments(p.oid), 'FUNCTION ' || s.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') RETURNS '
    || pg_get_function_result(p.oid) || CASE WHEN p.prosecdef THEN ' SECURITY DEFINER' ELSE '' END || coalesce(' SET ' || array_to_string(p.proconfig, ', '), '')
    || ' sha256:' || left(encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex'), 16)
    || coalesce((SELECT ' EXECUTE TO ' || string_agg(CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, ', ' ORDER BY a.grantee::regrole::text)
                 FROM aclexplode(p.proacl) a WHERE a.grantee <> p.proowner), CASE WHEN p.proacl IS NULL THEN ' EXECUTE TO PUBLIC' ELSE '' END)
  FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace WHERE p.prokind = 'f'
  UNION ALL
  -- relations
  SELECT 3, r.space, r.name, 0, '', E'\n' || CASE r.relkind WHEN 'v' THEN 'VIEW ' WHEN 'm' THEN 'MATERIALIZED VIEW ' WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || r.space || '.' || r.name
    || CASE WHEN r.relpersistence = 'u' THEN ' UNLOGGED' ELSE '' END || coalesce(' WITH (' || array_to_string(r.reloptions, ', ') || ')', '')
    || CASE WHEN r.relkind IN ('r', 'p') THEN CASE WHEN r.relrowsecurity AND r.relforcerowsecurity THEN ' ROW LEVEL SECURITY FORCED'
                                                   WHEN r.relrowsecurity THEN ' ROW LEVEL SECURITY' ELSE '' END ELSE '' END
  FROM relations r
  UNION ALL
  SELECT 3, r.space, r.name, 1, lpad(a.attnum::text, 4, '0'), '  ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || coalesce(CASE WHEN a.attgenerated <> '' THEN ' GENERATED ' ELSE ' DEFAULT ' END || pg_get_expr(d.adbin, d.adrelid), '')
  FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE r.relkind <> 'S'
  UNION ALL
  SELECT 3, r.space, r.name, 2, k.conname, '  CONSTRAINT ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
  FROM relations r JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype IN ('p', 'u', 'c', 'f', 'x')
  UNION ALL
  SELECT 3, r.space, r.name, 3, i.relname, '  ' || pg_get_indexdef(x.indexrelid)
  FROM relations r JOIN pg_index x ON x.indrelid = r.oid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 3, r.space, r.name, 4, t.tgname, '  ' || pg_get_triggerdef(t.oid)
  FROM relations r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
  UNION ALL
  SELECT 3, r.space, r.name, 5, p.policyname, '  POLICY ' || p.policyname || ' ' || p.permissive || ' FOR ' || p.cmd || ' TO ' || array_to_string(p.roles, ', ')
    || coalesce(' USING ' || regexp_replace(p.qual, '\s+', ' ', 'g'), '') || coalesce(' WITH CHECK ' || regexp_replace(p.with_check, '\s+', ' ', 'g'), '')
  FROM relations r JOIN pg_policies p ON p.schemaname = r.space AND p.tablename = r.name
  UNION ALL
  SELECT 3, r.space, r.name, 6, g.grantee, '  GRANT ' || string_agg(g.privilege, ', ' ORDER BY g.privilege) || ' TO ' || g.grantee
  FROM relations r CROSS JOIN LATERAL (
    SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS grantee, a.privilege_type AS privilege
    FROM aclexplode(r.relacl) a WHERE a.grantee <> r.relowner
    UNION ALL
    SELECT CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
           a.privilege_type || ' (' || string_agg(c.attname, ', ' ORDER BY c.attnum) || ')'
    FROM pg_attribute c CROSS JOIN LATERAL aclexplode(c.attacl) a WHERE c.attrelid = r.oid GROUP BY a.grantee, a.privilege_type
  ) g
  GROUP BY r.space, r.name, g.grantee
)
SELECT line FROM lines ORDER BY part, space COLLATE "C", name COLLATE "C", step, item COLLATE "C", line COLLATE "C"
