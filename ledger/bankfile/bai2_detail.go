package bankfile

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
)

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
	r.single, r.said = baiCount{records: record.lines}, map[string]decimal.Decimal{}
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
			case "100", "400":
				r.said[code] = found.Amount
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
