package progress

import (
	"cmp"
	"slices"

	"hefu/ledger"
)

// cell is how many statements agree in everything that the board counts by.
type cell struct {
	State   string
	OwnerID ledger.ID
	Owner   string
	Age     string
	Late    bool
	Count   int
}

// fits tells whether the cell passes the query's filters but the one left out.
func (c cell) fits(q Query, but string) bool {
	owner := NoOwner
	if !c.OwnerID.IsZero() {
		owner = c.OwnerID.String()
	}
	return (but == "state" || q.State == "" || string(q.State) == c.State) &&
		(but == "owner" || q.Owner == "" || q.Owner == owner) &&
		(but == "age" || q.Age == "" || q.Age == c.Age) &&
		(but == "late" || !q.Late || c.Late)
}

// count adds the cells up: under each filter what choosing it would list.
func count(cells []cell, q Query) Board {
	var out Board
	states, ages := map[string]int{}, map[string]int{}
	owners := map[ledger.ID]*Owner{}
	for _, c := range cells {
		if c.fits(q, "") {
			out.Total += c.Count
		}
		if c.Late && c.fits(q, "late") {
			out.Late += c.Count
		}
		if c.fits(q, "state") {
			states[c.State] += c.Count
		}
		if c.fits(q, "age") {
			ages[c.Age] += c.Count
		}
		if c.fits(q, "owner") {
			owner := owners[c.OwnerID]
			if owner == nil {
				owner = &Owner{ID: c.OwnerID, Name: c.Owner, States: counts(stateKeys(), nil), Ages: counts(Ages, nil)}
				owners[c.OwnerID] = owner
			}
			owner.add(c)
		}
	}
	out.States, out.Ages = counts(stateKeys(), states), counts(Ages, ages)
	for _, owner := range owners {
		out.Owners = append(out.Owners, *owner)
	}
	slices.SortFunc(out.Owners, func(a, b Owner) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	return out
}

func (o *Owner) add(c cell) {
	o.Total += c.Count
	if c.Late {
		o.Late += c.Count
	}
	for _, into := range []struct {
		list []Count
		key  string
	}{{o.States, c.State}, {o.Ages, c.Age}} {
		for i := range into.list {
			if into.list[i].Key == into.key {
				into.list[i].Count += c.Count
			}
		}
	}
}

func stateKeys() []string {
	keys := make([]string, len(States))
	for i, state := range States {
		keys[i] = string(state)
	}
	return keys
}

func counts(keys []string, of map[string]int) []Count {
	out := make([]Count, len(keys))
	for i, key := range keys {
		out[i] = Count{key, of[key]}
	}
	return out
}
