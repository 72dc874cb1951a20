package bankfile

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// balance takes the booked balances; a previous closing stands for an opening that is not there.
func (s *Statement) balance(n *node) error {
	kind := n.first("Tp/CdOrPrtry/Cd")
	if kind != "OPBD" && kind != "CLBD" && kind != "PRCD" {
		return nil
	}
	amount, ok := figure(n.first("Amt"))
	on, dated := isoDay(n.first("Dt/Dt", "Dt/DtTm"))
	if !ok || !dated {
		return refuse(BadAmount, "", kind+" "+n.first("Amt"))
	}
	switch n.first("CdtDbtInd") {
	case "CRDT":
	case "DBIT":
		amount = amount.Neg()
	default:
		return refuse(NoDirection, "", kind+" "+n.first("CdtDbtInd"))
	}
	found := &Balance{on, amount, n.at("Amt").ccy}
	switch {
	case kind == "CLBD":
		return s.keepBalance(&s.Closing, found, kind)
	case kind == "PRCD":
		if s.Opening == nil {
			s.Opening, s.stands = found, true
		}
		return nil
	case s.stands: // the opening balance itself is better than the day before's closing
		s.Opening, s.stands = nil, false
	}
	return s.keepBalance(&s.Opening, found, kind)
}

// keepBalance refuses a balance that stands there already with another amount.
func (s *Statement) keepBalance(place **Balance, found *Balance, kind string) error {
	if before := *place; before != nil && !before.Amount.Equal(found.Amount) {
		return refuse(BadRecord, "", kind+" "+before.Amount.String()+" / "+found.Amount.String())
	}
	*place = found
	return nil
}

// settleCurrency: the account's, else that of the opening balance, else that of the first line.
func (s *Statement) settleCurrency() {
	if s.Currency == "" && s.Opening != nil {
		s.Currency = s.Opening.Currency
	}
	if s.Currency == "" && len(s.Lines) > 0 {
		s.Currency = s.Lines[0].Currency
	}
}

// entries puts batches together again.
func (s *Statement) entries() []Line {
	var out []Line
	place := ""
	for _, l := range s.Lines {
		entry, _, part := strings.Cut(l.Place, ".")
		if part && entry == place {
			out[len(out)-1].Amount = out[len(out)-1].Amount.Add(l.Amount)
			continue
		}
		place = entry
		out = append(out, l)
	}
	return out
}

// checkTotals holds the entries to the numbers and sums that the bank states beside them. What is pending may be counted or not.
func (s *Statement) checkTotals(totals *node, entries int, skipped bool) {
	if skipped {
		return
	}
	if said := totals.first("TtlNtries/NbOfNtries"); said != "" {
		if n, err := strconv.Atoi(said); err != nil || n != entries {
			s.problem(CountDiffers, "", said+" / "+strconv.Itoa(entries))
		}
	}
	in, out := Statement{Lines: s.entries()}.sides()
	for _, side := range []struct {
		at  string
		sum decimal.Decimal
	}{{"TtlCdtNtries", in}, {"TtlDbtNtries", out}} {
		said := totals.first(side.at + "/Sum")
		if sum, ok := figure(said); said != "" && (!ok || !sum.Equal(side.sum)) {
			s.problem(ControlTotal, "", said+" / "+side.sum.String())
		}
	}
}
