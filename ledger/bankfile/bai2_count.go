package bankfile

import (
	"strconv"

	"github.com/shopspring/decimal"
)

// baiCount is what the end of an account, group or file must say.
type baiCount struct {
	sum     decimal.Decimal // in minor units
	records int
	parts   int
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

// agreeSides holds the lines to what the account's summary says came in and went out: the control total adds both up without a sign, so a
// line that changed sides would not show in it. A summary of more than the lines proves nothing.
func (r *baiReader) agreeSides(place string) {
	if len(r.now.Lines) == 0 {
		return
	}
	in, out := r.now.sides()
	credits, both := r.said["100"]
	debits, ok := r.said["400"]
	if both && ok && credits.Add(debits).Equal(in.Add(out)) && !credits.Equal(in) {
		r.now.problem(ControlTotal, place, "100 "+credits.String()+" / "+in.String())
	}
}
