package matching

import (
	"bytes"
	"crypto/sha256"
	"errors"

	"hefu/ledger"
	"hefu/ledger/sheet"
)

// table is a file's rows as text, blank ones left out; numbers says where each stood in the file.
type table struct {
	rows    [][]string
	numbers []int
	format  sheet.Format
}

// number is the file's row behind a line of the reading, whose lines are numbered by place from one.
func (t table) number(no int) int {
	if no < 1 || no > len(t.numbers) {
		return 0
	}
	return t.numbers[no-1]
}

// titles are rows above and below the lines: names, headings, totals.
const titles = 200

// readTable reads the first sheet that holds anything. Refused: payload_too_large, own_ledger_refused with the reason in the reader's language.
func readTable(content []byte, name, locale string) (table, error) {
	if len(content) > MaxUpload {
		return table{}, ledger.E("payload_too_large").With("limit", "25 MiB")
	}
	book, err := sheet.Open(bytes.NewReader(content), int64(len(content)), name, sheet.Options{MaxRows: MaxLines + titles, MaxColumns: 100, MaxCell: 4 << 10})
	if err != nil {
		return table{}, refusedFile(err, locale)
	}
	for _, page := range book.Sheets() {
		out := table{format: book.Format()}
		for row, err := range book.Rows(page) {
			if err != nil {
				return table{}, refusedFile(err, locale)
			}
			out.rows, out.numbers = append(out.rows, row.Cells), append(out.numbers, row.Number)
		}
		if len(out.rows) > 1 {
			return out, nil
		}
	}
	return table{}, refusedFile(&sheet.Error{Code: sheet.EmptyFile}, locale)
}

// refusedFile says why the file cannot be read, in the words of package sheet.
func refusedFile(err error, locale string) error {
	var fault *sheet.Error
	if !errors.As(err, &fault) {
		return ledger.E("internal").Because(err)
	}
	reason := fault.Reason(locale)
	if at := fault.Place(); at != "" {
		reason += " (" + at + ")"
	}
	return ledger.E("own_ledger_refused").With("reason", reason).At("file", string(fault.Code)).Because(err)
}

func digest(content []byte) []byte {
	sum := sha256.Sum256(content)
	return sum[:]
}
