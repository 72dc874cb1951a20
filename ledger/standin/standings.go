package standin

import "strings"

// Both directions: whom a person stands in for and who stands in for them, also in the last year, for what was made meanwhile.
const standings = `
(SELECT coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'back', w.id = z.stand_in_id, 'from', t.begins, 'until', t.ends, 'now', now() >= t.begins AND now() < t.ends,
    'roles', ARRAY(SELECT r.role FROM staff_roles r WHERE z.stand_in_id = %PERSON% AND r.staff_id = w.id AND r.organization_id = z.organization_id ORDER BY r.role)) ORDER BY z.id)::text, '')
  FROM stand_ins z JOIN organizations o ON o.id = z.organization_id JOIN staff w ON w.id = CASE z.stand_in_id WHEN %PERSON% THEN z.staff_id ELSE z.stand_in_id END,
    LATERAL (SELECT z.starts_on::timestamp AT TIME ZONE o.time_zone AS begins, least((z.ends_on + 1)::timestamp AT TIME ZONE o.time_zone, z.ended_at) AS ends) t
  WHERE z.organization_id = %ORGANIZATION% AND %PERSON% IN (z.stand_in_id, z.staff_id) AND t.ends > t.begins AND t.ends > now() - interval '1 year')`

// Standings is the expression of a person's standings in an organization, as JSON of []ledger.Standing or empty; both are texts of columns.
func Standings(person, organization string) string {
	return strings.NewReplacer("%PERSON%", person, "%ORGANIZATION%", organization).Replace(standings)
}
