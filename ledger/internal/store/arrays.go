package store

import (
	"encoding/binary"
	"math/big"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/shopspring/decimal"

	"hefu/ledger"
)

// Sets are written as arrays, a column each: amounts and ids are most of their elements. These codecs write them in PostgreSQL's
// binary form directly; everything else is left to pgx, which takes several allocations an element.

// arrayCodec is pgx's codec of an array type with a short way for the slices of this program.
type arrayCodec struct {
	*pgtype.ArrayCodec
	element uint32
	short   func(value any) pgtype.EncodePlan
}

func (c arrayCodec) PlanEncode(m *pgtype.Map, oid uint32, format int16, value any) pgtype.EncodePlan {
	if format == pgtype.BinaryFormatCode {
		if plan := c.short(value); plan != nil {
			return plan
		}
	}
	return c.ArrayCodec.PlanEncode(m, oid, format, value)
}

func registerArrays(types *pgtype.Map) {
	for _, of := range []struct {
		name           string
		array, element uint32
		short          func(any) pgtype.EncodePlan
	}{
		{"_numeric", pgtype.NumericArrayOID, pgtype.NumericOID, shortNumerics},
		{"_uuid", pgtype.UUIDArrayOID, pgtype.UUIDOID, shortIDs},
	} {
		element, known := types.TypeForOID(of.element)
		if !known {
			continue
		}
		types.RegisterType(&pgtype.Type{Name: of.name, OID: of.array,
			Codec: arrayCodec{&pgtype.ArrayCodec{ElementType: element}, of.element, of.short}})
	}
}

type planOf[T any] func(value T, buf []byte) ([]byte, error)

func (p planOf[T]) Encode(value any, buf []byte) ([]byte, error) { return p(value.(T), buf) }

func shortNumerics(value any) pgtype.EncodePlan {
	switch value.(type) {
	case []decimal.Decimal:
		return planOf[[]decimal.Decimal](func(all []decimal.Decimal, buf []byte) ([]byte, error) {
			buf = arrayHead(buf, pgtype.NumericOID, len(all), false)
			for i := range all {
				buf = appendNumeric(buf, &all[i])
			}
			return buf, nil
		})
	case []decimal.NullDecimal:
		return planOf[[]decimal.NullDecimal](func(all []decimal.NullDecimal, buf []byte) ([]byte, error) {
			buf = arrayHead(buf, pgtype.NumericOID, len(all), true)
			for i := range all {
				if all[i].Valid {
					buf = appendNumeric(buf, &all[i].Decimal)
				} else {
					buf = append(buf, 0xff, 0xff, 0xff, 0xff)
				}
			}
			return buf, nil
		})
	}
	return nil
}

func shortIDs(value any) pgtype.EncodePlan {
	if _, ok := value.([]ledger.ID); !ok {
		return nil
	}
	return planOf[[]ledger.ID](func(all []ledger.ID, buf []byte) ([]byte, error) {
		buf = arrayHead(buf, pgtype.UUIDOID, len(all), true)
		for i := range all {
			if all[i].IsZero() {
				buf = append(buf, 0xff, 0xff, 0xff, 0xff)
				continue
			}
			buf = append(append(buf, 0, 0, 0, 16), all[i][:]...)
		}
		return buf, nil
	})
}

// arrayHead is one dimension with its lower bound 1; an empty array has none.
func arrayHead(buf []byte, element uint32, count int, nulls bool) []byte {
	flag, dimensions := uint32(0), uint32(1)
	if nulls {
		flag = 1
	}
	if count == 0 {
		dimensions = 0
	}
	buf = binary.BigEndian.AppendUint32(buf, dimensions)
	buf = binary.BigEndian.AppendUint32(buf, flag)
	buf = binary.BigEndian.AppendUint32(buf, element)
	if count > 0 {
		buf = binary.BigEndian.AppendUint32(buf, uint32(count))
		buf = binary.BigEndian.AppendUint32(buf, 1)
	}
	return buf
}

const groupDigits = 4 // of one base-10000 digit

// appendNumeric writes numeric_send's form: the length, then count of digits, weight, sign, scale, digits in base 10000. Beyond
// 18 decimal digits the library's big integers are divided, else machine words.
func appendNumeric(buf []byte, d *decimal.Decimal) []byte {
	scale, exponent := int32(0), d.Exponent()
	if exponent < 0 {
		scale = -exponent
	}
	negative := d.Sign() < 0
	// shift is what aligns the fraction to whole base-10000 digits
	shift := (groupDigits - scale%groupDigits) % groupDigits
	if exponent > 0 {
		shift = exponent
	}
	var groups [64]uint16
	n := 0
	if d.NumDigits() <= 14 && shift <= 4 {
		c := d.CoefficientInt64()
		if c < 0 {
			c = -c
		}
		for range shift {
			c *= 10
		}
		for ; c > 0; c /= 10000 {
			groups[n] = uint16(c % 10000)
			n++
		}
		return appendGroups(buf, groups[:n], scale, negative)
	}
	c := new(big.Int).Abs(d.Coefficient())
	c.Mul(c, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(shift)), nil))
	var big10000, rest = big.NewInt(10000), new(big.Int)
	all := groups[:0]
	for c.Sign() > 0 {
		c.DivMod(c, big10000, rest)
		all = append(all, uint16(rest.Int64()))
	}
	return appendGroups(buf, all, scale, negative)
}

// appendGroups takes the digits least significant first; trailing zero digits of the fraction and of the whole are left out.
func appendGroups(buf []byte, groups []uint16, scale int32, negative bool) []byte {
	weight := len(groups) - 1 - int((scale+groupDigits-1)/groupDigits)
	low := 0
	for low < len(groups) && groups[low] == 0 {
		low++
	}
	digits := len(groups) - low
	if digits == 0 {
		weight, negative = 0, false
	}
	buf = binary.BigEndian.AppendUint32(buf, uint32(8+2*digits))
	buf = binary.BigEndian.AppendUint16(buf, uint16(digits))
	buf = binary.BigEndian.AppendUint16(buf, uint16(int16(weight)))
	sign := uint16(0)
	if negative {
		sign = 0x4000
	}
	buf = binary.BigEndian.AppendUint16(buf, sign)
	buf = binary.BigEndian.AppendUint16(buf, uint16(scale))
	for i := len(groups) - 1; i >= low; i-- {
		buf = binary.BigEndian.AppendUint16(buf, groups[i])
	}
	return buf
}
