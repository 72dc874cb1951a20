package sheet

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

type csvWriter struct {
	out *bufio.Writer
}

func newCSVWriter(w io.Writer) *csvWriter {
	return &csvWriter{bufio.NewWriterSize(w, 32<<10)}
}

func (c *csvWriter) begin(_ string, columns []Column) error {
	if _, err := c.out.WriteString("\ufeff"); err != nil {
		return err
	}
	titles := make([]string, len(columns))
	for i, column := range columns {
		titles[i] = Harmless(column.Title)
	}
	return c.line(titles)
}

func (c *csvWriter) write(_ int, columns []Column, cells []string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		if columns[i].Kind == Text {
			cell = Harmless(cell)
		}
		safe[i] = cell
	}
	return c.line(safe)
}

func (c *csvWriter) line(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			if err := c.out.WriteByte(','); err != nil {
				return err
			}
		}
		if strings.ContainsAny(cell, ",;\t\"\r\n|") || strings.TrimSpace(cell) != cell {
			cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		if _, err := c.out.WriteString(cell); err != nil {
			return err
		}
	}
	_, err := c.out.WriteString("\r\n")
	return err
}

func (c *csvWriter) close() error { return c.out.Flush() }

// Harmless puts an apostrophe before a text that a spreadsheet program would
// take for a formula: one that begins with = + - @, TAB, CR or LF, or with the
// full-width forms of the signs, which some programs turn into the plain ones.
func Harmless(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return "'" + text
	}
	return text
}
