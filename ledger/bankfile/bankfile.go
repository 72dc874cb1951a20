// Package bankfile reads what banks, Alipay and WeChat export: CAMT.052/053/054, MT940, BAI2, OFX, and tables as CSV or XLSX. It
// reads and judges nothing: whether a statement may enter the books is decided by ledger/bank. What it cannot read for certain it refuses,
// with the place and the reason; what a statement says against itself is a problem of that statement.
package bankfile

import (
	"bytes"
	"errors"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
)

// Format is what a file turned out to be, told from its content.
type Format string

// The formats.
const (
	CAMT052 Format = "camt.052"
	CAMT053 Format = "camt.053"
	CAMT054 Format = "camt.054"
	MT940   Format = "mt940"
	BAI2    Format = "bai2"
	OFX     Format = "ofx"
	CSV     Format = "csv"
	XLSX    Format = "xlsx"
)

// Limits of one file.
const (
	MaxBytes = 25 << 20
	maxLines = 200_000
	maxDepth = 64
	maxText  = 2000 // characters kept of one text
)

// File is what was read.
type File struct {
	Format     Format
	Encoding   string
	Preset     string // of a table: whose export it looks like; empty: nobody's in particular
	Statements []Statement
	Skipped    []Skipped // what is in the file and is no line, with the reason
	Table      *Table    // of a table: its columns and how they are read
}

// Statement is one page of one account. Balances are nil where the file has none.
type Statement struct {
	Account  string // number or IBAN as the file has it; empty or masked where it does not say
	Currency string // empty where the file does not say
	Number   string // the bank's own
	Opening  *Balance
	Closing  *Balance
	Lines    []Line // in the order of booking
	Problems []Problem
	stands   bool // the opening balance is the closing one of the day before
}

// Balance is what was on the account. Amount is signed.
type Balance struct {
	On       calendar.Date
	Amount   decimal.Decimal
	Currency string
}

// The kinds. A reversal takes back an earlier line; a batch member is one payment of an entry that the bank booked as a sum.
const (
	Credit      Kind = "credit"
	Debit       Kind = "debit"
	Fee         Kind = "fee"
	Reversal    Kind = "reversal"
	BatchMember Kind = "batch_member"
)

// Options are what the file itself does not say.
type Options struct {
	Mapping *Mapping // of a table; nil: columns are recognized by their names
}

// Read tells the format from the content and reads the file. Refused with *Error; a file of tables may be refused with sheet's errors.
// content is not kept.
func Read(content []byte, name string, options Options) (*File, error) {
	if len(content) > MaxBytes {
		return nil, refuse(TooLarge, "", "")
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return nil, refuse(Empty, "", "")
	}
	out, err := read(content, name, options)
	if err != nil {
		return nil, err
	}
	out.passOverRepeats()
	out.findDoubles()
	return out, nil
}

func read(content []byte, name string, options Options) (*File, error) {
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return readTable(content, name, options)
	}
	text, encoding, err := decode(content)
	if own := new(Error); errors.As(err, &own) && own.Code == BadEncoding {
		return nil, err
	}
	if err != nil {
		return readTable(content, name, options)
	}
	var out *File
	switch sniff(text) {
	case "ofx":
		out, err = readOFX(text)
	case "xml":
		out, err = readCAMT(content, text)
	case "page":
		return nil, refuse(WebPage, "", "")
	case "mt940":
		out, err = readMT940(text)
	case "bai2":
		out, err = readBAI2(text)
	default:
		return readTable(content, name, options)
	}
	if err != nil {
		return nil, err
	}
	if out.Encoding == "" {
		out.Encoding = encoding
	}
	for i := range out.Statements {
		out.Statements[i].prove()
		out.Statements[i].checkDays()
	}
	return out, nil
}
