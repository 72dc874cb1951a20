package bankfile

import "github.com/shopspring/decimal"

func (r *ofxReader) head(tag, value string) error {
	switch tag {
	case "CURDEF":
		r.now.Currency = value
	case "ACCTID":
		if r.now.Account == "" {
			r.now.Account = value
		}
	case "BALAMT":
		amount, ok := ofxAmount(value)
		if !ok {
			return refuse(BadAmount, "", value)
		}
		if r.now.Closing == nil { // the ledger balance comes first, the available one after it
			r.now.Closing = &Balance{Amount: amount, Currency: r.now.Currency}
		}
	case "DTASOF":
		on, ok := ofxDay(value)
		if !ok {
			return refuse(BadDate, "", value)
		}
		if r.now.Closing != nil && r.now.Closing.On.IsZero() {
			r.now.Closing.On = on
		}
	}
	return nil
}

// contradicts tells that a kind of movement goes the other way than its sign. Some banks leave the sign out, and what was paid would come in.
func contradicts(kind string, amount decimal.Decimal) bool {
	switch kind {
	case "CREDIT", "DEP", "DIRECTDEP":
		return amount.IsNegative()
	case "DEBIT", "CHECK", "ATM", "POS", "PAYMENT", "DIRECTDEBIT", "REPEATPMT":
		return amount.IsPositive()
	}
	return false
}

// end makes a line of the transaction. Its sign is that of the amount, whatever its type is called.
func (r *ofxReader) end(place string) error {
	if r.now == nil || r.line == nil {
		return refuse(BadRecord, place, "/STMTTRN")
	}
	v := r.line
	r.line = nil
	amount, ok := ofxAmount(v["TRNAMT"])
	if !ok {
		return refuse(BadAmount, place, v["TRNAMT"])
	}
	on, ok := ofxDay(v["DTPOSTED"])
	if !ok {
		return refuse(BadDate, place, v["DTPOSTED"])
	}
	if amount.IsZero() {
		r.file.Skipped = append(r.file.Skipped, Skipped{Zero, place, v["NAME"]})
		return nil
	}
	out := Line{Place: place, BookedOn: on, ValuedOn: on, Amount: amount, Kind: Credit, Code: v["TRNTYPE"], BankReference: reference(v["FITID"]), EndToEnd: reference(first(v["REFNUM"], v["CHECKNUM"])),
		Counterparty: v["NAME"], Remittance: v["MEMO"], CounterpartyAccount: v["ACCTID"], CounterpartyBank: v["BANKID"]}
	if avail, ok := ofxDay(v["DTAVAIL"]); ok {
		out.ValuedOn = avail
	}
	if v["CURSYM"] != "" {
		out.Currency = v["CURSYM"]
	}
	if contradicts(v["TRNTYPE"], amount) {
		r.now.problem(SignDiffers, place, v["TRNTYPE"]+" "+amount.String())
	}
	if amount.IsNegative() {
		out.Kind = Debit
		if v["TRNTYPE"] == "FEE" || v["TRNTYPE"] == "SRVCHG" {
			out.Kind = Fee
		}
	}
	r.now.Lines = append(r.now.Lines, out)
	return nil
}
