package bankfile

import (
	"strconv"
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
	if n.first("CdtDbtInd") == "DBIT" {
		amount = amount.Neg()
	}
	found := &Balance{on, amount, n.at("Amt").ccy}
	switch {
	case kind == "CLBD":
		s.Closing = found
	case kind == "OPBD" || s.Opening == nil:
		s.Opening = found
	}
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

// checkTotals holds the entries to the numbers that the bank states beside them.
func (s *Statement) checkTotals(totals *node, entries int, skipped bool) {
	if skipped {
		return
	}
	if said := totals.first("TtlNtries/NbOfNtries"); said != "" {
		if n, err := strconv.Atoi(said); err != nil || n != entries {
			s.problem(CountDiffers, "", said+" / "+strconv.Itoa(entries))
		}
	}
}
