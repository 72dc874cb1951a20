package store

import (
	"database/sql"
	"reflect"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
)

// collect is pgx.CollectRows with RowToStructByPos, without making the targets anew for each row: of a list of a hundred rows that was most
// of what the program did. Each row is read into the same struct and copied; a text that is the same as in the row before is not read again.
func collect[T any](rows pgx.Rows) ([]T, error) {
	defer rows.Close()
	var into T
	targets, shared := targetsOf(&into)
	all := []T{}
	for rows.Next() {
		forget(shared)
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		all = append(all, into)
	}
	return all, rows.Err()
}

func forget(fields []reflect.Value) {
	for _, field := range fields {
		field.SetZero()
	}
}

// targetsOf are the fields of a struct in their order, those of embedded structs among them, and the fields whose value a later row
// might otherwise share with this one.
func targetsOf(pointer any) (targets []any, shared []reflect.Value) {
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		for i := range v.NumField() {
			field, about := v.Field(i), v.Type().Field(i)
			switch {
			case about.Anonymous && about.Type.Kind() == reflect.Struct:
				walk(field)
			case about.IsExported() && about.Tag.Get("db") != "-":
				targets = append(targets, field.Addr().Interface())
				if mayShare(about.Type) {
					shared = append(shared, field)
				}
			}
		}
	}
	walk(reflect.ValueOf(pointer).Elem())
	return targets, shared
}

// values are structs that each scan replaces whole.
var values = map[reflect.Type]bool{
	reflect.TypeFor[decimal.Decimal](): true, reflect.TypeFor[decimal.NullDecimal](): true, reflect.TypeFor[calendar.Date](): true,
	reflect.TypeFor[time.Time](): true, reflect.TypeFor[sql.NullString](): true,
}

func mayShare(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Map, reflect.Slice, reflect.Pointer, reflect.Interface, reflect.Struct:
		return !values[t]
	case reflect.Array:
		return mayShare(t.Elem())
	}
	return false
}
