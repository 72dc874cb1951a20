package ledger

import (
	"slices"
	"time"
)

// Standing is a colleague whom the actor stands in for, or who stands in for the actor (Back), from one moment until another.
type Standing struct {
	ID    ID        `json:"id"`
	Name  string    `json:"name"`
	Roles []Role    `json:"roles"` // of whom the actor stands in for, while it lasts
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Back  bool      `json:"back"`
	Now   bool      `json:"now"`
}

// forNobody are roles that nobody takes on for a colleague: who may do what is kept, and looked after, by people themselves.
var forNobody = []Role{Administrator, Auditor}

// WithStandings gives the actor the colleagues it counts as one person with, and the roles of those it stands in for.
func (a Actor) WithStandings(standings []Standing) Actor {
	a.Standings, a.OwnRoles = standings, a.Roles
	a.Roles = slices.Clone(a.Roles)
	for _, s := range standings {
		for _, role := range s.Roles {
			if s.forNow() && !slices.Contains(forNobody, role) && !slices.Contains(a.Roles, role) {
				a.Roles = append(a.Roles, role)
			}
		}
	}
	return a
}

func (s Standing) forNow() bool { return s.Now && !s.Back }

// SamePerson tells whether four eyes count somebody as the actor: the actor itself, who stands in for the actor or whom the actor
// stands in for, today or when made was.
func (a Actor) SamePerson(other ID, made time.Time) bool {
	if other.IsZero() {
		return false
	}
	return other == a.PersonID || slices.ContainsFunc(a.Standings, func(s Standing) bool {
		return s.ID == other && (s.Now || !made.Before(s.From) && made.Before(s.Until))
	})
}

// Is tells whether somebody's matters are the actor's: its own, or those of a colleague it stands in for today.
func (a Actor) Is(person ID) bool {
	return person == a.PersonID || slices.ContainsFunc(a.Standings, func(s Standing) bool { return s.ID == person && s.forNow() })
}

// ActsAs are the actor and the colleagues it stands in for today.
func (a Actor) ActsAs() []ID {
	out := []ID{a.PersonID}
	for _, s := range a.Standings {
		if s.forNow() {
			out = append(out, s.ID)
		}
	}
	return out
}

// Sees tells whether a customer of that salesperson is one whom the actor may see.
func (a Actor) Sees(salesperson ID) bool { return !a.OwnCustomersOnly() || a.Is(salesperson) }

// For names the actor as who acts for a colleague, where it stands in for that one; it is unchanged for everybody else, and when it
// acts for somebody already.
func (a Actor) For(person ID) Actor {
	for _, s := range a.Standings {
		if s.ID == person && s.forNow() && a.ActsFor.IsZero() {
			a.Name, a.ActsFor = a.Name+" 代 "+s.Name, s.ID
		}
	}
	return a
}

// ActsForName is who an act is done for; empty for the actor's own.
func (a Actor) ActsForName() string {
	for _, s := range a.Standings {
		if s.ID == a.ActsFor && !s.Back {
			return s.Name
		}
	}
	return ""
}

// InRole is the actor as whom one of its roles lets it act: itself where its own roles do, else the stand-in of a colleague whose do.
func (a Actor) InRole(may func(roles []Role) bool) Actor {
	if len(a.Standings) == 0 || may(a.OwnRoles) {
		return a
	}
	for _, s := range a.Standings {
		if s.forNow() && may(s.Roles) {
			return a.For(s.ID)
		}
	}
	return a
}

// InPermission is InRole of whoever holds a permission.
func (a Actor) InPermission(permission Permission) Actor {
	return a.InRole(func(roles []Role) bool {
		return slices.ContainsFunc(roles, func(role Role) bool { return slices.Contains(permissions[role], permission) })
	})
}
