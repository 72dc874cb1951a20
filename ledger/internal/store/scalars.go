package store

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
)

// pgx asks whether a target is a sql.Scanner before it asks any wrapper, and then goes by way of text. Ids, dates and amounts are
// most of what is read, and every one of them is such a scanner; these codecs read them from PostgreSQL's binary form.

// scalarCodec is pgx's codec of a type with a short way into the values of this program.
type scalarCodec struct {
	pgtype.Codec
	short  func(target any) pgtype.ScanPlan
	either bool // both formats are the same bytes
}

func (c scalarCodec) PlanScan(m *pgtype.Map, oid uint32, format int16, target any) pgtype.ScanPlan {
	if c.either || format == pgtype.BinaryFormatCode {
		if plan := c.short(target); plan != nil {
			return plan
		}
	}
	return c.Codec.PlanScan(m, oid, format, target)
}

func registerScalars(types *pgtype.Map) {
	for oid, short := range map[uint32]func(any) pgtype.ScanPlan{pgtype.NumericOID: scanNumerics, pgtype.UUIDOID: scanIDs, pgtype.DateOID: scanDates,
		pgtype.TextOID: scanTexts} {
		if usual, known := types.TypeForOID(oid); known {
			types.RegisterType(&pgtype.Type{Name: usual.Name, OID: oid, Codec: scalarCodec{usual.Codec, short, oid == pgtype.TextOID}})
		}
	}
}

// scanTexts leaves a target alone that holds the text already: lists repeat kinds, currencies and names from row to row.
func scanTexts(target any) pgtype.ScanPlan {
	if _, ok := target.(*string); !ok {
		return nil
	}
	return scanOf[*string](func(src []byte, s *string) error {
		if src == nil {
			return fmt.Errorf("cannot scan NULL into *string")
		}
		if *s != string(src) {
			*s = string(src)
		}
		return nil
	})
}

type scanOf[T any] func(src []byte, target T) error

func (s scanOf[T]) Scan(src []byte, target any) error { return s(src, target.(T)) }

func scanIDs(target any) pgtype.ScanPlan {
	if _, ok := target.(*ledger.ID); !ok {
		return nil
	}
	return scanOf[*ledger.ID](func(src []byte, id *ledger.ID) error {
		switch {
		case src == nil:
			*id = ledger.ID{}
		case len(src) != len(id):
			return fmt.Errorf("an id has %d bytes", len(src))
		default:
			copy(id[:], src)
		}
		return nil
	})
}

// epoch is day 0 of PostgreSQL's dates, in seconds.
const (
	epoch = 946_684_800
	day   = 24 * 60 * 60
)

func scanDates(target any) pgtype.ScanPlan {
	if _, ok := target.(*calendar.Date); !ok {
		return nil
	}
	return scanOf[*calendar.Date](func(src []byte, d *calendar.Date) error {
		if src == nil {
			*d = calendar.Date{}
			return nil
		}
		if len(src) != 4 {
			return fmt.Errorf("a date has %d bytes", len(src))
		}
		days := int32(binary.BigEndian.Uint32(src))
		if days == -1<<31 || days == 1<<31-1 {
			return fmt.Errorf("a date without an end")
		}
		*d = calendar.FromTime(time.Unix(epoch+day*int64(days), 0).UTC())
		return nil
	})
}

func scanNumerics(target any) pgtype.ScanPlan {
	switch target.(type) {
	case *decimal.Decimal:
		return scanOf[*decimal.Decimal](func(src []byte, d *decimal.Decimal) (err error) {
			if src == nil {
				return fmt.Errorf("cannot scan NULL into *decimal.Decimal")
			}
			*d, err = readNumeric(src)
			return err
		})
	case *decimal.NullDecimal:
		return scanOf[*decimal.NullDecimal](func(src []byte, d *decimal.NullDecimal) (err error) {
			*d = decimal.NullDecimal{}
			if src != nil {
				d.Decimal, err = readNumeric(src)
				d.Valid = err == nil
			}
			return err
		})
	}
	return nil
}

const numericHead = 8 // count of digits, weight, sign, scale

var powers = [...]int64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
	100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000}

// readNumeric reads numeric_send's form. The exponent is the scale, so that 1.50 stays 1.50. Up to 15 decimal digits fit a
// machine word on the way.
func readNumeric(src []byte) (decimal.Decimal, error) {
	if len(src) < numericHead || len(src) != numericHead+2*int(binary.BigEndian.Uint16(src)) {
		return decimal.Zero, fmt.Errorf("a numeric of %d bytes", len(src))
	}
	weight, sign, scale := int(int16(binary.BigEndian.Uint16(src[2:]))), binary.BigEndian.Uint16(src[4:]), int(binary.BigEndian.Uint16(src[6:]))
	if sign != 0 && sign != 0x4000 {
		return decimal.Zero, fmt.Errorf("a numeric that is no number")
	}
	digits := src[numericHead:]
	// shift is what takes the last digit's place to that of the scale
	shift := (weight+1)*groupDigits - 2*len(digits) + scale
	if (weight+1)*groupDigits+scale < len(powers) && shift < len(powers) && shift > -groupDigits {
		c := int64(0)
		for i := 0; i < len(digits); i += 2 {
			c = c*10_000 + int64(binary.BigEndian.Uint16(digits[i:]))
		}
		if shift >= 0 {
			c *= powers[shift]
		} else {
			c /= powers[-shift]
		}
		if sign != 0 {
			c = -c
		}
		return decimal.New(c, -int32(scale)), nil
	}
	c, group := new(big.Int), big.NewInt(10_000)
	for i := 0; i < len(digits); i += 2 {
		c.Mul(c, group)
		c.Add(c, big.NewInt(int64(binary.BigEndian.Uint16(digits[i:]))))
	}
	tens := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(shift, -shift))), nil)
	if shift >= 0 {
		c.Mul(c, tens)
	} else {
		c.Quo(c, tens)
	}
	if sign != 0 {
		c.Neg(c)
	}
	return decimal.NewFromBigInt(c, -int32(scale)), nil
}
