package party

import (
	"fmt"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// column is one attribute of a party as the change log writes it.
type column struct{ name, value string }

// change is one attribute before and after.
type change struct {
	Before string `json:"before"`
	After  string `json:"after"`
}

// changes lists what differs; both sides have the same columns in the same order.
func changes(before, after []column) map[string]change {
	out := map[string]change{}
	for i, b := range before {
		if a := after[i]; a.value != b.value {
			out[a.name] = change{Before: b.value, After: a.value}
		}
	}
	return out
}

func asMap(columns []column) map[string]string {
	out := make(map[string]string, len(columns))
	for _, c := range columns {
		if c.value != "" {
			out[c.name] = c.value
		}
	}
	return out
}

// logged is a row of the change log about one customer.
type logged struct {
	customer ledger.ID
	detail   map[string]any
}

// A change of a few customers is a row for each. A set goes in rows of many, which name no single customer: the audit chain is
// written under a lock that everyone shares.
const (
	loggedSingly = 50
	loggedAtOnce = 200
)

// log writes the change log. action is in the singular: customer.changed; a set is logged as customers.changed.
func log(tx *store.Tx, noun, verb string, rows []logged) {
	if len(rows) <= loggedSingly {
		for _, row := range rows {
			row.detail["by"] = tx.Actor.Name
			tx.Audit(row.customer, noun+"."+verb, row.detail)
		}
		return
	}
	for from := 0; from < len(rows); from += loggedAtOnce {
		var set []map[string]any
		for _, row := range rows[from:min(from+loggedAtOnce, len(rows))] {
			row.detail["customer"], row.detail["by"] = row.customer, tx.Actor.Name
			set = append(set, row.detail)
		}
		tx.Audit(ledger.ID{}, fmt.Sprintf("%ss.%s", noun, verb), set)
	}
}
