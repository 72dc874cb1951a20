package bankfile

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
)

// baiRecord is one logical record: what continues it (88) is joined on.
type baiRecord struct {
	code   string
	fields []string
	line   int
	lines  int // physical records
}

// readBAI2 reads cash management files of North American banks. Control totals and record counts must agree, else the file is cut or changed.
func readBAI2(text string) (*File, error) {
	records, err := baiRecords(text)
	if err != nil {
		return nil, err
	}
	r := &baiReader{file: &File{Format: BAI2}}
	for _, record := range records {
		if err := r.take(record); err != nil {
			return nil, err
		}
	}
	if !r.ended {
		return nil, refuse(Missing, "", "99")
	}
	if len(r.file.Statements) == 0 {
		return nil, refuse(NoStatement, "", "")
	}
	return r.file, nil
}

const maxFields = 4000 // of one record with what continues it

func baiRecords(text string) ([]baiRecord, error) {
	var out []baiRecord
	number := 0
	for line := range swiftLines(text) {
		number++
		line = strings.TrimRight(line, " ")
		if line == "" {
			continue
		}
		place := "line " + strconv.Itoa(number)
		if strings.Count(line, ",") > maxFields || len(out) > 4*maxLines {
			return nil, refuse(TooMany, place, "")
		}
		code, rest, ok := strings.Cut(strings.TrimSuffix(line, "/"), ",")
		if !ok || len(code) != 2 {
			return nil, refuse(BadRecord, place, line)
		}
		fields := strings.Split(rest, ",")
		if code != "88" {
			out = append(out, baiRecord{code, fields, number, 1})
			continue
		}
		if len(out) == 0 {
			return nil, refuse(BadRecord, place, line)
		}
		last := &out[len(out)-1]
		last.fields, last.lines = append(last.fields, fields...), last.lines+1
		if len(last.fields) > maxFields {
			return nil, refuse(TooMany, place, "")
		}
	}
	return out, nil
}

type baiReader struct {
	file                 *File
	whole, group, single baiCount
	on                   calendar.Date
	currency             string
	status               string
	from                 int // the group's first statement
	now                  *Statement
	said                 map[string]decimal.Decimal // of the account: all that came in (100), all that went out (400)
	ended                bool
	lines                int
}

func (r *baiReader) take(record baiRecord) error {
	place := "line " + strconv.Itoa(record.line)
	field := func(i int) string {
		if i < len(record.fields) {
			return strings.TrimSpace(record.fields[i])
		}
		return ""
	}
	r.whole.records += record.lines
	r.group.records += record.lines
	r.single.records += record.lines
	if r.ended || r.now != nil && record.code != "16" && record.code != "49" { // an account ends with its total, or something is lost
		return refuse(BadRecord, place, record.code)
	}
	switch record.code {
	case "01":
		return nil
	case "02":
		r.group, r.from = baiCount{records: record.lines}, len(r.file.Statements)
		r.status, r.currency = field(2), first(field(5), "USD")
		var ok bool
		if r.on, ok = shortDay(field(3)); !ok {
			return refuse(BadDate, place, field(3))
		}
		return nil
	case "03":
		return r.account(record, place)
	case "16":
		return r.detail(record, place)
	case "49":
		if r.now == nil {
			return refuse(BadRecord, place, record.code)
		}
		r.agree(&r.single, place, field(0), "", field(1))
		r.agreeSides(place)
		r.file.Statements = append(r.file.Statements, *r.now)
		r.group.add(r.single)
		r.now = nil
		return nil
	case "98":
		r.agreeAll(r.from, &r.group, place, field(0), field(1), field(2))
		r.whole.add(r.group)
		return nil
	case "99":
		r.agreeAll(0, &r.whole, place, field(0), field(1), field(2))
		r.ended = true
		return nil
	}
	return refuse(BadRecord, place, record.code)
}
