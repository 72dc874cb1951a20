package bankfile

import (
	"html"
	"strconv"
	"strings"
)

// readOFX reads Open Financial Exchange, both the SGML of version 1, whose values have no end tags, and the XML of version 2. A ledger
// balance is a closing one; an opening one is not in the format, so its statements have no proof of their own.
func readOFX(text string) (*File, error) {
	if at := strings.Index(strings.ToUpper(text), "<OFX"); at >= 0 {
		if strings.Contains(text[:at], "<!") {
			return nil, refuse(Doctype, "", "")
		}
		text = text[at:]
	}
	r := &ofxReader{file: &File{Format: OFX}}
	if err := r.scan(text); err != nil {
		return nil, err
	}
	if len(r.file.Statements) == 0 {
		return nil, refuse(NoStatement, "", "")
	}
	return r.file, nil
}

type ofxReader struct {
	file  *File
	now   *Statement
	line  map[string]string // of the transaction that is open
	count int
}

// scan walks over tags; a value is what stands between a tag and the next one.
func (r *ofxReader) scan(text string) error {
	for {
		from := strings.IndexByte(text, '<')
		if from < 0 {
			break
		}
		to := strings.IndexByte(text[from:], '>')
		if to < 0 {
			return refuse(BadRecord, "", text[from:])
		}
		tag := strings.ToUpper(strings.TrimSpace(text[from+1 : from+to]))
		text = text[from+to+1:]
		end := strings.IndexByte(text, '<')
		if end < 0 {
			end = len(text)
		}
		if strings.HasPrefix(tag, "!") {
			return refuse(Doctype, "", "")
		}
		if err := r.take(tag, tidy(html.UnescapeString(text[:end]))); err != nil {
			return err
		}
	}
	if r.now != nil || r.line != nil {
		return refuse(Missing, "", "</STMTRS>")
	}
	return nil
}

func (r *ofxReader) take(tag, value string) error {
	place := "transaction " + strconv.Itoa(r.count)
	switch tag {
	case "STMTRS", "CCSTMTRS":
		r.now = &Statement{}
	case "/STMTRS", "/CCSTMTRS":
		if r.now == nil {
			return refuse(BadRecord, place, tag)
		}
		r.file.Statements = append(r.file.Statements, *r.now)
		r.now = nil
	case "STMTTRN":
		if r.now == nil || r.line != nil {
			return refuse(BadRecord, place, tag)
		}
		if r.count++; r.count > maxLines {
			return refuse(TooMany, place, "")
		}
		r.line = map[string]string{}
	case "/STMTTRN":
		return r.end(place)
	default:
		switch {
		case value == "" || strings.HasPrefix(tag, "/"):
		case r.line != nil:
			if _, twice := r.line[tag]; !twice {
				r.line[tag] = value
			}
		case r.now != nil:
			return r.head(tag, value)
		}
	}
	return nil
}

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
	if amount.IsNegative() {
		out.Kind = Debit
		if v["TRNTYPE"] == "FEE" || v["TRNTYPE"] == "SRVCHG" {
			out.Kind = Fee
		}
	}
	r.now.Lines = append(r.now.Lines, out)
	return nil
}
