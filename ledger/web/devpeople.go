package web

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/identity/devprovider"
	"hefu/ledger/internal/store"
)

// The issuer names under which the people of the development identity providers are kept. They are no addresses, so that a
// development machine may change its port and keep its people.
const (
	DevStaffIssuer   = "hefu-dev:staff"
	DevContactIssuer = "hefu-dev:customers"
)

const devStaff = `
SELECT p.subject, p.email, p.name, o.name, o.name_en, array_agg(r.role ORDER BY r.role)
FROM staff p JOIN staff_roles r ON r.staff_id = p.id JOIN organizations o ON o.id = r.organization_id
WHERE p.issuer = $1 AND p.active GROUP BY p.id, o.id ORDER BY o.code, p.subject LIMIT 500`

const devContacts = `
SELECT p.subject, p.email, p.name, c.name, c.name_en, array_agg(r.role ORDER BY r.role)
FROM contacts p JOIN contact_roles r ON r.contact_id = p.id JOIN customers c ON c.id = r.customer_id AND c.active
WHERE p.issuer = $1 AND p.active GROUP BY p.id, c.id ORDER BY c.code, p.subject LIMIT 500`

// Whoever is invited can sign in here at once: a real provider would have an account for them, or let them make one.
const devInvited = `
SELECT 'invited.' || i.id, i.email, i.name, c.name, c.name_en, array_agg(r.role ORDER BY r.role)
FROM invitations i JOIN customers c ON c.id = i.customer_id CROSS JOIN LATERAL unnest(i.roles) AS r (role)
WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
  AND NOT EXISTS (SELECT FROM contacts p WHERE p.issuer = $1 AND lower(p.email) = lower(i.email))
GROUP BY i.id, c.id ORDER BY i.id DESC LIMIT 100`

const devInvitedStaff = `
SELECT 'invited.' || i.id, i.email, i.name, o.name, o.name_en, array_agg(r.role ORDER BY r.role)
FROM staff_invitations i JOIN organizations o ON o.id = i.organization_id CROSS JOIN LATERAL unnest(i.roles) AS r (role)
WHERE i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
  AND NOT EXISTS (SELECT FROM staff p WHERE p.issuer = $1 AND lower(p.email) = lower(i.email))
GROUP BY i.id, o.id ORDER BY i.id DESC LIMIT 100`

type devRow struct {
	Subject, Email, Name, At, AtEnglish string
	Roles                               []string
}

// DevPeople lists who can sign in through the development provider of an audience. One person with several employers or
// customers is one person with several of them in the description.
func DevPeople(db *store.DB, audience ledger.Audience) func(context.Context) ([]devprovider.Person, error) {
	query, guests, issuer := devStaff, devInvitedStaff, DevStaffIssuer
	if audience == ledger.Portal {
		query, guests, issuer = devContacts, devInvited, DevContactIssuer
	}
	return func(ctx context.Context) ([]devprovider.Person, error) {
		var rows []devRow
		err := db.Read(ctx, nobody, func(ctx context.Context, tx *store.Tx) error {
			var err error
			rows, err = store.Rows[devRow](ctx, tx, query, issuer)
			if err != nil {
				return err
			}
			invited, err := store.Rows[devRow](ctx, tx, guests, issuer)
			rows = append(invited, rows...)
			return err
		})
		return describePeople(rows), err
	}
}

func describePeople(rows []devRow) []devprovider.Person {
	var people []devprovider.Person
	place := map[string]int{}
	for _, row := range rows {
		english, chinese := describeRoles(row.Roles)
		at := row.AtEnglish
		if at == "" {
			at = row.At
		}
		english, chinese = at+": "+english, row.At+"："+chinese
		if i, ok := place[row.Subject]; ok {
			people[i].Description += "; " + english
			people[i].DescriptionZH += "；" + chinese
			continue
		}
		place[row.Subject] = len(people)
		people = append(people, devprovider.Person{
			Subject: row.Subject, Email: row.Email, Name: row.Name, Description: english, DescriptionZH: chinese,
		})
	}
	return people
}

var roleNames = map[string][2]string{
	"viewer": {"viewer", "查看"}, "confirmer": {"confirmer", "对账确认"}, "payer": {"payer", "付款"}, "signer": {"signer", "签署"},
	"customer_admin": {"customer's administrator", "客户方管理员"},
	"sales":          {"sales", "销售专员"}, "credit_manager": {"credit manager", "信用经理"}, "ar_accountant": {"AR accountant", "应收会计"},
	"finance_supervisor": {"finance supervisor", "财务主管"}, "management": {"management", "管理层"}, "auditor": {"auditor", "审计"},
	"administrator": {"administrator", "系统管理员"},
}

func describeRoles(roles []string) (english, chinese string) {
	var inEnglish, inChinese []string
	for _, role := range roles {
		inEnglish = append(inEnglish, roleNames[role][0])
		inChinese = append(inChinese, roleNames[role][1])
	}
	return strings.Join(inEnglish, ", "), strings.Join(inChinese, "、")
}
