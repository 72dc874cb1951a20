package store

import (
	"fmt"
	"strings"
)

// Sets is a statement about a set of rows that travels as arrays, one for each column. It has two forms that say the same:
// PostgreSQL opens a store of its own for each array of an unnest, which for a few rows costs more than all the rest of the
// statement; taking elements by their place costs nothing at first, and grows with the square of the rows.
type Sets struct{ few, many string }

// fewRows is where the second form begins to be the cheaper one, by a wide margin.
const fewRows = 16

// OverSet builds a statement. {set} in sql stands for the rows, in FROM; their columns are given as "name type" and are the parameters
// from first on. The column n is the place of the row, from 1.
func OverSet(sql, alias string, first int, columns ...string) Sets {
	var arrays, names, elements []string
	for i, column := range columns {
		name, kind, _ := strings.Cut(column, " ")
		array := fmt.Sprintf("$%d::%s[]", first+i, kind)
		arrays, names = append(arrays, array), append(names, name)
		elements = append(elements, fmt.Sprintf("(%s)[n] AS %s", array, name))
	}
	few := fmt.Sprintf("(SELECT n, %s FROM generate_series(1, cardinality(%s)) AS n) AS %s", strings.Join(elements, ", "), arrays[0], alias)
	many := fmt.Sprintf("unnest(%s) WITH ORDINALITY AS %s (%s, n)", strings.Join(arrays, ", "), alias, strings.Join(names, ", "))
	return Sets{few: strings.ReplaceAll(sql, "{set}", few), many: strings.ReplaceAll(sql, "{set}", many)}
}

// For is the form for so many rows.
func (s Sets) For(rows int) string {
	if rows <= fewRows {
		return s.few
	}
	return s.many
}
