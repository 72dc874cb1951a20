package sheet

import (
	"bufio"
	"bytes"
	"io"
)

// textBook is a CSV file: one sheet without a name.
type textBook struct {
	text      *textFile
	delimiter byte
	directive bool // the first line is "sep=;", which is no row
	opt       Options
}

func openText(r io.ReaderAt, size int64, gzipped bool, opt Options) (*textBook, error) {
	text := &textFile{file: r, size: size, gzipped: gzipped, limit: opt.MaxInflated}
	if err := text.decide(); err != nil {
		return nil, err
	}
	in, err := text.open()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(in, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, fault(err)
	}
	head = head[:n]
	if looksLikeMarkup(head) {
		return nil, refuse(Markup, "")
	}
	book := &textBook{text: text, opt: opt}
	if bytes.HasPrefix(head, []byte("sep=")) && len(head) > 5 && (head[5] == '\n' || head[5] == '\r') {
		book.delimiter, book.directive = head[4], true
	} else {
		book.delimiter = delimiter(head)
	}
	return book, nil
}

// Encoding names the text encoding of a CSV file ("UTF-8", "GB18030",
// "UTF-16LE", "UTF-16BE") and its delimiter; both are empty for XLSX.
func (b *Book) Encoding() (name, delimiter string) {
	if t, ok := b.source.(*textBook); ok {
		return t.text.name, string(rune(t.delimiter))
	}
	return "", ""
}

func (b *textBook) sheets() []string { return []string{""} }

func (b *textBook) rows(sheet string, yield func(Row, error) bool) {
	if sheet != "" {
		yield(Row{}, refuse(UnknownSheet, sheet))
		return
	}
	in, err := b.text.open()
	if err != nil {
		yield(Row{}, err)
		return
	}
	reader := &csvReader{in: bufio.NewReaderSize(in, 64<<10), delimiter: b.delimiter, opt: b.opt}
	for first, content := true, 0; ; first = false {
		row, err := reader.next()
		switch {
		case err == io.EOF:
			return
		case err != nil:
			yield(Row{}, err)
			return
		case first && b.directive, blank(row.Cells):
			continue
		}
		if content++; content > b.opt.MaxRows {
			yield(Row{}, refuse(TooManyRows, "").at("", row.Number, -1))
			return
		}
		if !yield(row, nil) {
			return
		}
	}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if c != "" {
			return false
		}
	}
	return true
}

// csvReader reads RFC 4180 with its usual relaxations: any line ending, a quote
// inside an unquoted cell is text. Limits hold while reading, so that an
// unclosed quote cannot swallow the file.
type csvReader struct {
	in        *bufio.Reader
	delimiter byte
	opt       Options
	number    int
	text      []byte // all cells of the row, one after the other
	ends      []int  // where each cell ends in text
}

func (c *csvReader) next() (Row, error) {
	c.text, c.ends = c.text[:0], c.ends[:0]
	if _, err := c.in.Peek(1); err == io.EOF {
		return Row{}, io.EOF
	} else if err != nil {
		return Row{}, fault(err)
	}
	c.number++
	for {
		last, err := c.cell()
		if err != nil {
			return Row{}, err
		}
		c.ends = append(c.ends, len(c.text))
		if last {
			return c.row(), nil
		}
		if len(c.ends) >= c.opt.MaxColumns {
			return Row{}, c.refuse(TooManyColumns)
		}
	}
}

// row copies the cells out in one allocation.
func (c *csvReader) row() Row {
	all, cells, from := string(c.text), make([]string, len(c.ends)), 0
	for i, end := range c.ends {
		cells[i] = all[from:end]
		from = end
	}
	return Row{Number: c.number, Cells: cells}
}

func (c *csvReader) refuse(code Code) *Error {
	return refuse(code, "").at("", c.number, len(c.ends))
}

// cell reads one cell and tells whether it was the row's last.
func (c *csvReader) cell() (last bool, err error) {
	start := len(c.text)
	b, err := c.in.ReadByte()
	if err == nil && b == '"' {
		if err := c.quoted(start); err != nil {
			return false, err
		}
		if b, err = c.pastBlanks(); err == nil && b != c.delimiter && b != '\n' && b != '\r' {
			return false, c.refuse(TextAfterQuote)
		}
	}
	for ; err == nil; b, err = c.in.ReadByte() {
		switch b {
		case c.delimiter:
			return false, nil
		case '\r':
			if next, _ := c.in.Peek(1); len(next) == 1 && next[0] == '\n' {
				_, err = c.in.Discard(1)
			}
			return true, err
		case '\n':
			return true, nil
		}
		c.text = append(c.text, b)
		if len(c.text)-start > c.opt.MaxCell {
			return false, c.refuse(CellTooLong)
		}
	}
	if err == io.EOF {
		return true, nil
	}
	return false, fault(err)
}

// pastBlanks reads on past the spaces and tabs that exports of banks put between a closing quote and the delimiter.
func (c *csvReader) pastBlanks() (byte, error) {
	for {
		b, err := c.in.ReadByte()
		if err != nil || b == c.delimiter || b != ' ' && b != '\t' {
			return b, err
		}
	}
}

// quoted reads up to the closing quote; a doubled quote is one.
func (c *csvReader) quoted(start int) error {
	for {
		b, err := c.in.ReadByte()
		if err == io.EOF {
			return c.refuse(UnclosedQuote)
		}
		if err != nil {
			return fault(err)
		}
		if b == '"' {
			if next, _ := c.in.Peek(1); len(next) == 0 || next[0] != '"' {
				return nil
			}
			if _, err := c.in.Discard(1); err != nil {
				return fault(err)
			}
		}
		c.text = append(c.text, b)
		if len(c.text)-start > c.opt.MaxCell {
			return c.refuse(CellTooLong)
		}
	}
}
