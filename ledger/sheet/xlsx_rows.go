package sheet

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// maxElements bounds what one row may carry: formatted empty cells included, a
// spreadsheet row ends at column 16,384.
const maxElements = 1 << 16

func (w *workbook) rows(name string, yield func(Row, error) bool) {
	target, ok := w.pages[0], name == ""
	for _, p := range w.pages {
		if p.name == name {
			target, ok = p, true
		}
	}
	if !ok {
		yield(Row{}, refuse(UnknownSheet, name))
		return
	}
	shared, err := w.sharedText()
	if err != nil {
		yield(Row{}, err)
		return
	}
	content, err := w.parts[strings.ToLower(target.part)].Open()
	if err != nil {
		yield(Row{}, refuse(Damaged, target.part))
		return
	}
	defer content.Close()
	reader := &pageReader{book: w, shared: shared, name: target.name,
		in: newTokens(content, target.part)}
	for content := 0; ; {
		row, err := reader.next()
		if err == io.EOF {
			return
		}
		if err != nil {
			yield(Row{}, err)
			return
		}
		if blank(row.Cells) {
			continue
		}
		if content++; content > w.opt.MaxRows {
			yield(Row{}, refuse(TooManyRows, "").at(target.name, row.Number, -1))
			return
		}
		if !yield(row, nil) {
			return
		}
	}
}

// pageReader streams one worksheet.
type pageReader struct {
	book   *workbook
	shared *sharedStrings
	in     *tokens
	name   string
	number int // of the current row, from 1
	column int // of the current cell, from 0
}

func (p *pageReader) refuse(code Code, detail string) *Error {
	return refuse(code, detail).at(p.name, p.number, p.column)
}

// next finds the next <row> of <sheetData> and reads it to its end.
func (p *pageReader) next() (Row, error) {
	for {
		token, err := p.in.next()
		if err != nil {
			return Row{}, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" || p.in.parent() != "sheetData" {
			continue
		}
		number := p.number + 1
		if r := attr(start, "r"); r != "" {
			if number, err = strconv.Atoi(r); err != nil || number <= p.number || number > 1<<20 {
				return Row{}, refuse(Damaged, "row "+r).at(p.name, p.number, -1)
			}
		}
		p.number, p.column = number, -1
		cells, err := p.cells()
		return Row{Sheet: p.name, Number: p.number, Cells: cells}, err
	}
}

func (p *pageReader) cells() ([]string, error) {
	var cells []string
	depth := len(p.in.open)
	for seen := 0; ; seen++ {
		token, err := p.in.next()
		if err != nil {
			return nil, err
		}
		if len(p.in.open) < depth {
			return cells, nil
		}
		if seen > maxElements {
			return nil, p.refuse(TooManyColumns, "")
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "c" {
			continue
		}
		if err := p.place(attr(start, "r")); err != nil {
			return nil, err
		}
		text, err := p.cell(start)
		if err != nil {
			return nil, err
		}
		if text == "" {
			continue
		}
		if p.column >= p.book.opt.MaxColumns {
			return nil, p.refuse(TooManyColumns, "")
		}
		for len(cells) <= p.column {
			cells = append(cells, "")
		}
		cells[p.column] = text
	}
}

// place moves to the cell that a reference such as "AB12" names; without one it
// is the next cell. Cells that go back, or stand in another row, are damage.
func (p *pageReader) place(reference string) error {
	if reference == "" {
		p.column++
		return nil
	}
	column, i := 0, 0
	for ; i < len(reference) && i < 3 && reference[i] >= 'A' && reference[i] <= 'Z'; i++ {
		column = column*26 + int(reference[i]-'A') + 1
	}
	if i == 0 || column-1 <= p.column || reference[i:] != strconv.Itoa(p.number) {
		return p.refuse(Damaged, reference)
	}
	p.column = column - 1
	return nil
}

// cell reads an opened <c> to its end and gives its text.
func (p *pageReader) cell(start xml.StartElement) (string, error) {
	var value []byte
	depth := len(p.in.open)
	for {
		token, err := p.in.next()
		if err != nil {
			return "", err
		}
		if len(p.in.open) < depth {
			break
		}
		switch el := token.(type) {
		case xml.StartElement:
			switch el.Name.Local {
			case "f":
				return "", p.refuse(Formula, "")
			case "is":
				if value, err = richText(p.in, value); err != nil {
					return "", err
				}
			}
		case xml.CharData:
			if p.in.open[len(p.in.open)-1] == "v" {
				value = append(value, el...)
			}
		}
		if len(value) > p.book.opt.MaxCell {
			return "", p.refuse(CellTooLong, "")
		}
	}
	text, err := p.text(attr(start, "t"), attr(start, "s"), string(value))
	if err == nil && len(text) > p.book.opt.MaxCell {
		err = p.refuse(CellTooLong, "")
	}
	return text, err
}
