package importing

import (
	"errors"
	"strings"

	"hefu/ledger"
	"hefu/ledger/sheet"
)

// report collects what is wrong with a file. All faults are counted, the first ones kept.
type report struct {
	rows, documents Count
	faults          []Fault
	count           int
	whole           bool // a fault of the file itself, which no leaving out of rows can mend
	bad             *badRows
}

func (r *report) add(faults ...Fault) {
	r.count += len(faults)
	for _, fault := range faults {
		if len(r.faults) < MaxFaults {
			r.faults = append(r.faults, fault)
		}
	}
}

// refuseFile adds what makes the whole file unusable: what package sheet refuses, or a code of the catalogue.
func (r *report) refuseFile(err error) error {
	var many sheet.Errors
	var one *sheet.Error
	var own *ledger.Error
	switch {
	case errors.As(err, &many):
		for _, one := range many {
			r.add(faultOf(one))
		}
	case errors.As(err, &one):
		r.add(faultOf(one))
	case errors.As(err, &own) && own.Kind() != ledger.Internal && own.Kind() != ledger.Unavailable:
		r.add(Fault{Code: own.Code, ZH: own.Message("zh-CN"), EN: own.Message("en")})
	default:
		return err
	}
	r.whole = true
	return nil
}

func faultOf(e *sheet.Error) Fault {
	fault := Fault{Sheet: e.Sheet, Row: e.Row, Header: e.Header, Value: e.Detail, Code: string(e.Code), ZH: e.Reason("zh-CN"), EN: e.Reason("en")}
	if e.Column > 0 {
		fault.Column = sheet.Letter(e.Column)
	}
	if e.Code == sheet.MissingColumn {
		fault.ZH, fault.EN = fault.ZH+"："+e.Detail, fault.EN+": "+e.Detail
	}
	return fault
}

// fault is a refusal of one cell; at is the field, or fieldCount for the row as a whole.
func (l *layout) fault(row sheet.Row, at field, why *ledger.Error) Fault {
	fault := Fault{Sheet: row.Sheet, Row: row.Number, Code: why.Code, ZH: why.Message("zh-CN"), EN: why.Message("en")}
	if at >= fieldCount {
		return fault
	}
	if place := l.column[at]; place >= 0 {
		l.atColumn(&fault, row, place)
	} else {
		fault.Header, fault.Value = columns[at].names[0], short(l.constant[at])
	}
	return fault
}

func (l *layout) atColumn(fault *Fault, row sheet.Row, place int) {
	fault.Column, fault.Header, fault.Value = sheet.Letter(place+1), l.headerOf(place), short(row.Cell(place))
}

// short cuts a value for a message.
func short(text string) string {
	const keep = 80
	if len(text) > keep {
		text = strings.ToValidUTF8(text[:keep], "")
	}
	return text
}

// refuse counts a group as bad and writes its rows with their reasons where somebody asked for them.
func (r *report) refuse(g *group, faults []Fault) error {
	r.documents.Bad++
	r.rows.Bad += g.count
	r.add(faults...)
	if r.bad == nil {
		return nil
	}
	return r.bad.write(g, faults)
}

// bits is a set of small numbers.
type bits []uint64

func (b *bits) set(n int) {
	for len(*b) <= n/64 {
		*b = append(*b, 0)
	}
	(*b)[n/64] |= 1 << (n % 64)
}

func (b bits) has(n int) bool { return n/64 < len(b) && b[n/64]&(1<<(n%64)) != 0 }
