package bankfile

import (
	"strconv"
)

// fees are the sub-families of bank transaction codes that stand for what the bank takes for itself.
var fees = map[string]bool{"CHRG": true, "FEES": true, "COMM": true, "COME": true, "COMI": true, "COMT": true, "COAT": true, "CAJT": true}

// entry makes lines of one entry: one, or one for each payment of a batch whose parts are all there and come to its sum.
func (r *camtReader) entry(s *Statement, n *node, number int) error {
	place := "entry " + strconv.Itoa(number)
	if r.lines++; r.lines > maxLines {
		return refuse(TooMany, place, "")
	}
	amount, ok := figure(n.first("Amt"))
	if !ok || amount.IsNegative() {
		return refuse(BadAmount, place, n.first("Amt"))
	}
	switch status := n.first("Sts/Cd", "Sts/Prtry", "Sts"); {
	case status != "BOOK" && status != "" && status != "PDNG" && status != "INFO" && status != "FUTR":
		return refuse(BadRecord, place, "Sts "+status)
	case status == "PDNG" || status == "INFO" || status == "FUTR":
		r.file.Skipped = append(r.file.Skipped, Skipped{Pending, place, amount.String()})
		return nil
	case amount.IsZero():
		r.file.Skipped = append(r.file.Skipped, Skipped{Zero, place, ""})
		return nil
	}
	out := Line{Place: place, Amount: amount, Currency: n.at("Amt").ccy, BankReference: reference(n.first("AcctSvcrRef", "NtryRef")),
		Code: entryCode(n), BankText: join(" ", n.first("AddtlNtryInf"), n.at("BkTxCd", "Prtry", "Cd").text)}
	booked, knownBooking := isoDay(n.first("BookgDt/Dt", "BookgDt/DtTm"))
	valued, knownValue := isoDay(n.first("ValDt/Dt", "ValDt/DtTm"))
	switch {
	case !knownBooking && !knownValue:
		return refuse(BadDate, place, n.first("BookgDt/Dt", "BookgDt/DtTm"))
	case !knownBooking:
		booked = valued
	case !knownValue:
		valued = booked
	}
	out.BookedOn, out.ValuedOn = booked, valued
	switch n.first("CdtDbtInd") {
	case "CRDT":
		out.Kind = Credit
	case "DBIT":
		out.Kind, out.Amount = Debit, amount.Neg()
		if fees[n.first("BkTxCd/Domn/Fmly/SubFmlyCd")] {
			out.Kind = Fee
		}
	default:
		return refuse(NoDirection, place, n.first("CdtDbtInd"))
	}
	switch said := n.first("RvslInd"); said {
	case "true", "1":
		out.Kind = Reversal
	case "", "false", "0":
	default:
		return refuse(BadRecord, place, "RvslInd "+said)
	}
	var parts []*node
	for _, details := range n.all("NtryDtls") {
		parts = append(parts, details.all("TxDtls")...)
	}
	lines := comeApart(out, parts)
	if r.lines += len(lines) - 1; r.lines > maxLines {
		return refuse(TooMany, place, "")
	}
	s.Lines = append(s.Lines, lines...)
	return nil
}

func entryCode(n *node) string {
	code := n.at("BkTxCd")
	if domain := code.first("Domn/Cd"); domain != "" {
		return domain + "-" + code.first("Domn/Fmly/Cd") + "-" + code.first("Domn/Fmly/SubFmlyCd")
	}
	return tidy(code.first("Prtry/Cd"))
}
