// Package pdftext reads the words of a PDF and how they stand in lines, for files that others made. It draws nothing, opens no link and
// runs nothing. Whatever the file claims, time and memory are bounded: what goes beyond a bound is not read.
package pdftext

import (
	"bytes"
	"errors"
)

// Bounds of what is read.
const (
	MaxSize     = 12 << 20 // of a file
	maxInflated = 24 << 20 // of all its streams together
	maxPages    = 4
	maxObjects  = 100_000
	maxRuns     = 20_000
	maxSteps    = 1_000_000 // operators
	maxDepth    = 32        // of values in values, and of pages in pages
	maxForms    = 200       // drawings within drawings
)

// Why a file has no words to read.
var (
	ErrEncrypted  = errors.New("pdftext: the file is encrypted")
	ErrUnreadable = errors.New("pdftext: no page can be read")
)

// Line is a line of a page: its pieces from left to right. What stands close together is one piece.
type Line []string

// Read reads the lines of the first pages from top to bottom. A file of pictures has none, which is no error. Refused: ErrEncrypted,
// ErrUnreadable.
func Read(content []byte) ([]Line, error) {
	if len(content) > MaxSize {
		return nil, ErrUnreadable
	}
	if bytes.Contains(content, []byte("/Encrypt")) {
		return nil, ErrEncrypted
	}
	f := open(content)
	pages := f.pages()
	if len(pages) == 0 {
		return nil, ErrUnreadable
	}
	var out []Line
	for _, p := range pages {
		i := &interpreter{file: f, budget: &budget{runs: maxRuns, steps: maxSteps, forms: maxForms}, fonts: map[string]*font{}}
		i.run(f.contents(p.page), p.resources, unit)
		out = append(out, lay(i.runs)...)
	}
	return out, nil
}
