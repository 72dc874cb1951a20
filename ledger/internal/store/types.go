package store

import (
	pgxdecimal "github.com/jackc/pgx-shopspring-decimal"
	"github.com/jackc/pgx/v5/pgtype"

	"hefu/ledger"
	"hefu/ledger/calendar"
)

// registerTypes teaches a connection decimals, ids and dates in PostgreSQL's binary forms.
func registerTypes(types *pgtype.Map) {
	pgxdecimal.Register(types)
	registerScalars(types)
	registerArrays(types)
	types.TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapEncode}, types.TryWrapEncodePlanFuncs...)
	types.TryWrapScanPlanFuncs = append([]pgtype.TryWrapScanPlanFunc{wrapScan}, types.TryWrapScanPlanFuncs...)
}

type uuid ledger.ID

func (u uuid) UUIDValue() (pgtype.UUID, error) {
	return pgtype.UUID{Bytes: u, Valid: !ledger.ID(u).IsZero()}, nil
}

type uuidInto ledger.ID

func (u *uuidInto) ScanUUID(value pgtype.UUID) error {
	*u = uuidInto{}
	if value.Valid {
		*u = value.Bytes
	}
	return nil
}

type date calendar.Date

func (d date) DateValue() (pgtype.Date, error) {
	return pgtype.Date{Time: calendar.Date(d).Time(), Valid: !calendar.Date(d).IsZero()}, nil
}

type dateInto calendar.Date

func (d *dateInto) ScanDate(value pgtype.Date) error {
	*d = dateInto(calendar.Date{})
	if value.Valid {
		*d = dateInto(calendar.FromTime(value.Time))
	}
	return nil
}

func wrapEncode(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	switch value := value.(type) {
	case ledger.ID:
		return &encodePlan[ledger.ID]{wrap: func(id ledger.ID) any { return uuid(id) }}, uuid(value), true
	case calendar.Date:
		return &encodePlan[calendar.Date]{wrap: func(d calendar.Date) any { return date(d) }}, date(value), true
	}
	return nil, nil, false
}

func wrapScan(target any) (pgtype.WrappedScanPlanNextSetter, any, bool) {
	switch target := target.(type) {
	case *ledger.ID:
		return &scanPlan[*ledger.ID]{wrap: func(id *ledger.ID) any { return (*uuidInto)(id) }}, (*uuidInto)(target), true
	case *calendar.Date:
		return &scanPlan[*calendar.Date]{wrap: func(d *calendar.Date) any { return (*dateInto)(d) }}, (*dateInto)(target), true
	}
	return nil, nil, false
}

type encodePlan[T any] struct {
	next pgtype.EncodePlan
	wrap func(T) any
}

func (p *encodePlan[T]) SetNext(next pgtype.EncodePlan) { p.next = next }

func (p *encodePlan[T]) Encode(value any, buf []byte) ([]byte, error) {
	return p.next.Encode(p.wrap(value.(T)), buf)
}

type scanPlan[T any] struct {
	next pgtype.ScanPlan
	wrap func(T) any
}

func (p *scanPlan[T]) SetNext(next pgtype.ScanPlan) { p.next = next }

func (p *scanPlan[T]) Scan(src []byte, target any) error {
	return p.next.Scan(src, p.wrap(target.(T)))
}
