package bankfile

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/money"
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

func baiRecords(text string) ([]baiRecord, error) {
	var out []baiRecord
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", "\n"), "\n") {
		line = strings.TrimRight(line, " ")
		if line == "" {
			continue
		}
		place := "line " + strconv.Itoa(i+1)
		code, rest, ok := strings.Cut(strings.TrimSuffix(line, "/"), ",")
		if !ok || len(code) != 2 {
			return nil, refuse(BadRecord, place, line)
		}
		fields := strings.Split(rest, ",")
		if code != "88" {
			out = append(out, baiRecord{code, fields, i + 1, 1})
			continue
		}
		if len(out) == 0 {
			return nil, refuse(BadRecord, place, line)
		}
		last := &out[len(out)-1]
		last.fields, last.lines = append(last.fields, fields...), last.lines+1
		if len(last.fields) > 4000 {
			return nil, refuse(TooMany, place, "")
		}
	}
	return out, nil
}

// baiCount is what the end of an account, group or file must say.
type baiCount struct {
	sum     decimal.Decimal // in minor units
	records int
	parts   int
}

type baiReader struct {
	file                 *File
	whole, group, single baiCount
	on                   calendar.Date
	currency             string
	status               string
	from                 int // the group's first statement
	now                  *Statement
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
	if r.ended {
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

func (c *baiCount) add(part baiCount) { c.sum, c.parts = c.sum.Add(part.sum), c.parts+1 }

// agreeAll holds the statements from one on to a total that they share.
func (r *baiReader) agreeAll(from int, found *baiCount, place, sum, parts, records string) {
	for i := from; i < len(r.file.Statements); i++ {
		r.now = &r.file.Statements[i]
		r.agree(found, place, sum, parts, records)
	}
	r.now = nil
}

// agree compares a control total with what was read; parts is empty where the record counts none.
func (r *baiReader) agree(found *baiCount, place, sum, parts, records string) {
	total, ok := minor(sum, 0)
	if !ok || !total.Equal(found.sum) {
		r.now.problem(ControlTotal, place, sum+" / "+found.sum.String())
	}
	if n, err := strconv.Atoi(records); err != nil || n != found.records {
		r.now.problem(CountDiffers, place, records+" / "+strconv.Itoa(found.records))
	}
	if parts != "" {
		if n, err := strconv.Atoi(parts); err != nil || n != found.parts {
			r.now.problem(CountDiffers, place, parts+" / "+strconv.Itoa(found.parts))
		}
	}
}

func (r *baiReader) exponent() int32 {
	if currency, err := money.ParseCurrency(r.now.Currency); err == nil {
		return currency.Exponent()
	}
	return 2
}

// account begins a statement: opening and closing ledger balance are types 010 and 015.
func (r *baiReader) account(record baiRecord, place string) error {
	if r.on.IsZero() || len(record.fields) < 2 {
		return refuse(BadRecord, place, record.code)
	}
	r.single = baiCount{records: record.lines}
	r.now = &Statement{Account: tidy(record.fields[0]), Currency: first(strings.TrimSpace(record.fields[1]), r.currency)}
	if r.status != "1" {
		r.now.problem(NotFinal, place, r.status)
	}
	rest := record.fields[2:]
	for len(rest) > 0 && (len(rest) > 1 || strings.TrimSpace(rest[0]) != "") {
		code := strings.TrimSpace(rest[0])
		amount := at(rest, 1)
		if code == "" && amount == "" {
			rest = rest[1:]
			continue
		}
		if amount != "" {
			units, ok := minor(amount, 0)
			if !ok {
				return refuse(BadAmount, place, amount)
			}
			r.single.sum = r.single.sum.Add(units)
			found := &Balance{r.on, units.Shift(-r.exponent()), r.now.Currency}
			switch code {
			case "010":
				r.now.Opening = found
			case "015":
				r.now.Closing = found
			}
		}
		used, ok := funds(rest, 3)
		if !ok {
			return refuse(BadRecord, place, code)
		}
		rest = rest[min(used, len(rest)):]
	}
	return nil
}

func at(fields []string, i int) string {
	if i < len(fields) {
		return strings.TrimSpace(fields[i])
	}
	return ""
}

// funds is where the fields end that the funds type at place brings with it.
func funds(fields []string, place int) (int, bool) {
	switch at(fields, place) {
	case "S":
		return place + 4, true
	case "V":
		return place + 3, true
	case "D":
		n, err := strconv.Atoi(at(fields, place+1))
		return place + 2 + 2*n, err == nil && n >= 0 && n < 1000
	}
	return place + 1, true
}

// detail is one movement: types 100 to 399 bring money in, 400 to 699 take it out.
func (r *baiReader) detail(record baiRecord, place string) error {
	if r.now == nil {
		return refuse(BadRecord, place, record.code)
	}
	if r.lines++; r.lines > maxLines {
		return refuse(TooMany, place, "")
	}
	fields := record.fields
	code, err := strconv.Atoi(at(fields, 0))
	if err != nil || code < 100 || code > 699 {
		return refuse(NoDirection, place, at(fields, 0))
	}
	units, ok := minor(at(fields, 1), 0)
	if !ok || units.IsNegative() {
		return refuse(BadAmount, place, at(fields, 1))
	}
	r.single.sum = r.single.sum.Add(units)
	next, ok := funds(fields, 2)
	if !ok {
		return refuse(BadRecord, place, at(fields, 2))
	}
	out := Line{Place: place, BookedOn: r.on, ValuedOn: r.on, Amount: units.Shift(-r.exponent()), Kind: Credit, Code: at(fields, 0),
		BankReference: reference(at(fields, next)), EndToEnd: reference(at(fields, next+1))}
	if at(fields, 2) == "V" && at(fields, 3) != "" {
		if out.ValuedOn, ok = shortDay(at(fields, 3)); !ok {
			return refuse(BadDate, place, at(fields, 3))
		}
	}
	if code >= 400 {
		out.Kind, out.Amount = Debit, out.Amount.Neg()
		if code == 698 {
			out.Kind = Fee
		}
	}
	if next+2 < len(fields) {
		out.Remittance = tidy(strings.Join(fields[next+2:], ","))
	}
	if out.Amount.IsZero() {
		r.file.Skipped = append(r.file.Skipped, Skipped{Zero, place, out.Remittance})
		return nil
	}
	r.now.Lines = append(r.now.Lines, out)
	return nil
}
