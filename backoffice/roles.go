package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/web"
)

type matrixRoute struct {
	Method   string `json:"method"`
	Path     string `json:"path"`
	Audience string `json:"audience" enum:"portal,backoffice"`
	Summary  string `json:"summary"`
}

type matrixRow struct {
	Permission string        `json:"permission" doc:"Empty: everybody who has signed in"`
	Roles      []ledger.Role `json:"roles"`
	Routes     []matrixRoute `json:"routes"`
}

type matrixView struct {
	StaffRoles   []ledger.Role `json:"staff_roles"`
	ContactRoles []ledger.Role `json:"contact_roles"`
	Rows         []matrixRow   `json:"rows"`
}

// roleMatrix is what each role may do, made from the very tables that the server asks: the permissions of roles, and the permission
// each route was registered with.
func roleMatrix(api *web.API) {
	web.Get(api, "/role-matrix", ledger.SeeCustomers, "Read what each role may do", func(context.Context, ledger.Actor, *struct{}) (matrixView, error) {
		routes := map[ledger.Permission][]matrixRoute{}
		for _, r := range api.Routes() {
			routes[r.Permission] = append(routes[r.Permission], matrixRoute{r.Method, r.Path, string(r.Audience), r.Summary})
		}
		out := matrixView{StaffRoles: ledger.StaffRoles, ContactRoles: ledger.ContactRoles, Rows: []matrixRow{
			{Permission: "", Roles: append(append([]ledger.Role{}, ledger.StaffRoles...), ledger.ContactRoles...), Routes: routes[web.SignedIn]}}}
		for _, grant := range ledger.Grants() {
			row := matrixRow{string(grant.Permission), grant.Roles, routes[grant.Permission]}
			if row.Routes == nil { // asked by the domain alone, inside an operation
				row.Routes = []matrixRoute{}
			}
			out.Rows = append(out.Rows, row)
		}
		return out, nil
	})
}
