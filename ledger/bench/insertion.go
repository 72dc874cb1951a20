package bench

import (
	"context"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
)

const readTypes = `
SELECT quote_ident(attname), format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = ('bare.' || $1)::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`

// insertion is one statement that inserts into all the tables: a value at a time, which is the cheapest for a few rows, or an array
// for each column, which is the cheapest for many (a third less than a long list of values).
func (r *run) insertion(ctx context.Context, tables []tableRows, arrays bool) (string, error) {
	var inserts []string
	place := 0
	for i := range tables {
		table := &tables[i]
		rows, err := r.admin.Query(ctx, readTypes, table.name)
		if err != nil {
			return "", err
		}
		var names []string
		described, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Name, Type string }])
		if err != nil {
			return "", err
		}
		for _, column := range described {
			names, table.types = append(names, column.Name), append(table.types, column.Type)
		}
		parameters := func(suffix string) string {
			var out []string
			for _, of := range table.types {
				place++
				out = append(out, fmt.Sprintf("$%d::%s%s", place, of, suffix))
			}
			return strings.Join(out, ", ")
		}
		insert := "INSERT INTO bare." + table.name + " (" + strings.Join(names, ", ") + ") "
		if arrays {
			insert += "SELECT * FROM unnest(" + parameters("[]") + ")"
		} else {
			var lines []string
			for range table.rows {
				lines = append(lines, "("+parameters("")+")")
			}
			insert += "VALUES " + strings.Join(lines, ", ")
		}
		if i < len(tables)-1 {
			insert = "t" + strconv.Itoa(i) + " AS (" + insert + ")"
		}
		inserts = append(inserts, insert)
	}
	last := len(inserts) - 1
	return "WITH " + strings.Join(inserts[:last], ", ") + " " + inserts[last], nil
}

// arrays turns the values of all rows into an array for each column.
func (t template) arrays(values []any) []any {
	var out []any
	for _, table := range t.tables {
		for column := range table.columns {
			cells := make([]any, table.rows)
			for row := range cells {
				cells[row] = values[row*table.columns+column]
			}
			out = append(out, arrayOf(cells))
		}
		values = values[table.rows*table.columns:]
	}
	return out
}

// arrayOf is a slice of the cells' own type, of pointers where some cells are null; nil when all are.
func arrayOf(cells []any) any {
	var of reflect.Type
	nulls := false
	for _, cell := range cells {
		if cell == nil {
			nulls = true
		} else {
			of = reflect.TypeOf(cell)
		}
	}
	switch {
	case of == nil:
		return nil
	case !nulls:
		array := reflect.MakeSlice(reflect.SliceOf(of), len(cells), len(cells))
		for i, cell := range cells {
			array.Index(i).Set(reflect.ValueOf(cell))
		}
		return array.Interface()
	}
	array := reflect.MakeSlice(reflect.SliceOf(reflect.PointerTo(of)), len(cells), len(cells))
	for i, cell := range cells {
		if cell != nil {
			array.Index(i).Set(reflect.New(of))
			array.Index(i).Elem().Set(reflect.ValueOf(cell))
		}
	}
	return array.Interface()
}
