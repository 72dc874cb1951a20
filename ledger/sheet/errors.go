package sheet

import (
	"fmt"
	"strings"
)

// Code names why a file, sheet, row or cell was refused. The values are stable.
type Code string

// The closed set of reasons.
const (
	EmptyFile       Code = "empty_file"
	WrongMagic      Code = "wrong_magic"      // the name promises another kind of file, or the content is none we read
	NotText         Code = "not_text"         // binary content
	Markup          Code = "markup"           // a web page or XML saved under a table's name
	LegacyExcel     Code = "legacy_excel"     // .xls of before 2007
	Encrypted       Code = "encrypted"        // password-protected
	Macro           Code = "macro"            // carries or may carry macros
	UnsafeName      Code = "unsafe_name"      // "../", absolute or doubled names inside the archive
	TooLarge        Code = "too_large"        // more than MaxInflated after decompression, or inflates suspiciously
	Damaged         Code = "damaged"          // archive or XML that does not hold together
	NotAWorkbook    Code = "not_a_workbook"   // an archive without a workbook
	HiddenSheet     Code = "hidden_sheet"     // a sheet the sender's reader would not see
	UnknownSheet    Code = "unknown_sheet"    // no sheet of that name
	UnknownEncoding Code = "unknown_encoding" // neither Unicode nor GB18030
	UnclosedQuote   Code = "unclosed_quote"   // a quoted cell that never ends
	TextAfterQuote  Code = "text_after_quote" // "abc"def
	TooManyRows     Code = "too_many_rows"    // more than MaxRows
	TooManyColumns  Code = "too_many_columns" // more than MaxColumns
	CellTooLong     Code = "cell_too_long"    // more than MaxCell bytes
	Formula         Code = "formula"          // a cell that computes
	ErrorValue      Code = "error_value"      // #N/A, #DIV/0! …
	BadDate         Code = "bad_date"         // a date cell without a possible date
	BadNumber       Code = "bad_number"       // a number cell without a number
	NumberNotExact  Code = "number_not_exact" // more digits than the spreadsheet program could keep
	MissingColumn   Code = "missing_column"   // a wanted column is not in the header
	UnknownColumn   Code = "unknown_column"   // a header nobody wants
	DuplicateColumn Code = "duplicate_column" // two headers for one column
	WrongCellCount  Code = "wrong_cell_count" // writing: not one cell per column
	BadSheetName    Code = "bad_sheet_name"   // writing: a name spreadsheet programs refuse
)

// Error says what was refused and where.
type Error struct {
	Code   Code
	Sheet  string
	Row    int    // from 1; 0 where it is about the file or the sheet
	Column int    // from 1; 0 where it is about the row
	Header string // name of the column, where a Mapping knows it
	Detail string // the offending value or name, cut to 80 bytes
}

// Error is for logs; Reason is for people.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("sheet: ")
	b.WriteString(string(e.Code))
	if at := e.Place(); at != "" {
		b.WriteString(" at " + at)
	}
	if e.Detail != "" {
		fmt.Fprintf(&b, " (%q)", e.Detail)
	}
	return b.String()
}

// Place is the cell as spreadsheet programs name it: "Orders!C7", "C7", "row 7",
// "column C" or "".
func (e *Error) Place() string {
	place := ""
	switch {
	case e.Row > 0 && e.Column > 0:
		place = fmt.Sprintf("%s%d", Letter(e.Column), e.Row)
	case e.Row > 0:
		place = fmt.Sprintf("row %d", e.Row)
	case e.Column > 0:
		place = "column " + Letter(e.Column)
	}
	switch {
	case e.Sheet != "" && place != "":
		return e.Sheet + "!" + place
	case e.Sheet != "":
		return e.Sheet
	}
	return place
}

// Reason says it to people, "zh" or "en".
func (e *Error) Reason(locale string) string {
	texts := reasons[e.Code]
	if len(locale) >= 2 && locale[:2] == "zh" {
		return texts[0]
	}
	return texts[1]
}

// Letter names a column from 1: A, Z, AA.
func Letter(column int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters
}

// Errors are several refusals of one file.
type Errors []*Error

func (e Errors) Error() string {
	texts := make([]string, len(e))
	for i, one := range e {
		texts[i] = one.Error()
	}
	return strings.Join(texts, "; ")
}

// Unwrap gives errors.As the single refusals.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, one := range e {
		all[i] = one
	}
	return all
}

func refuse(code Code, detail string) *Error {
	const keep = 80
	if len(detail) > keep {
		detail = strings.ToValidUTF8(detail[:keep], "")
	}
	return &Error{Code: code, Detail: detail}
}

// at places an error; column is from 0, -1 for the whole row.
func (e *Error) at(sheet string, row, column int) *Error {
	e.Sheet, e.Row, e.Column = sheet, row, column+1
	return e
}
