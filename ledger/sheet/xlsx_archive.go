package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// archive are the parts of a workbook by lower-case name; the standard compares
// part names without case.
type archive map[string]*zip.File

const (
	maxParts = 4096
	maxDepth = 64
	maxItems = 10_000 // relations, sheets, number formats
	// A part that inflates more than ratio-fold beyond a few megabytes is a bomb;
	// spreadsheets stay below a hundred.
	ratio     = 200
	ratioFrom = 4 << 20
)

// openArchive refuses, from the directory alone, everything that need not be
// unpacked to be refused. Declared sizes can be trusted as limits: the zip
// reader fails on a part that is longer than declared.
func openArchive(r io.ReaderAt, size int64, opt Options) (archive, error) {
	reader, err := zip.NewReader(r, size)
	if err != nil && err != zip.ErrInsecurePath {
		return nil, refuse(Damaged, err.Error())
	}
	if len(reader.File) > maxParts {
		return nil, refuse(TooLarge, "parts in the archive")
	}
	parts, total := archive{}, uint64(0)
	for _, part := range reader.File {
		name := strings.ToLower(part.Name)
		switch {
		case unsafeName(part.Name), parts[name] != nil:
			return nil, refuse(UnsafeName, part.Name)
		case part.Flags&1 != 0:
			return nil, refuse(Encrypted, part.Name)
		case isMacro(name):
			return nil, refuse(Macro, part.Name)
		}
		inflated, packed := part.UncompressedSize64, part.CompressedSize64
		if total += inflated; inflated > uint64(opt.MaxInflated) || total > uint64(opt.MaxInflated) ||
			(inflated > ratioFrom && inflated/ratio > packed) {
			return nil, refuse(TooLarge, part.Name)
		}
		parts[name] = part
	}
	return parts, nil
}

func unsafeName(name string) bool {
	if name == "" || strings.ContainsAny(name, "\\:\x00") || strings.HasPrefix(name, "/") {
		return true
	}
	for _, step := range strings.Split(name, "/") {
		if step == ".." || step == "." {
			return true
		}
	}
	return false
}

func isMacro(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "vbaproject") || strings.HasPrefix(base, "vbadata") ||
		strings.Contains(name, "/macrosheets/") || strings.Contains(name, "/activex/")
}

// each walks the elements of a part. It refuses document types, text that
// does not nest, and nesting deeper than any workbook's.
func (a archive) each(name string, visit func(el xml.StartElement, parent string) error) error {
	part, ok := a[strings.ToLower(name)]
	if !ok {
		return refuse(Damaged, name)
	}
	content, err := part.Open()
	if err != nil {
		return refuse(Damaged, name)
	}
	defer content.Close()
	tokens := newTokens(content, name)
	for {
		token, err := tokens.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := visit(start, tokens.parent()); err != nil {
				return err
			}
		}
	}
}

// tokens is the decoder without name spaces (workbooks differ only in prefixes)
// but with nesting checked.
type tokens struct {
	decoder *xml.Decoder
	name    string
	open    []string
}

func newTokens(content io.Reader, name string) *tokens {
	return &tokens{decoder: xml.NewDecoder(&guard{from: content, name: name}), name: name}
}

func (t *tokens) next() (xml.Token, error) {
	token, err := t.decoder.RawToken()
	if err == io.EOF && len(t.open) == 0 {
		return nil, io.EOF
	}
	var refused *Error
	if errors.As(err, &refused) {
		return nil, refused
	}
	if err != nil {
		return nil, refuse(Damaged, t.name)
	}
	switch el := token.(type) {
	case xml.StartElement:
		if len(t.open) >= maxDepth {
			return nil, refuse(Damaged, t.name)
		}
		t.open = append(t.open, el.Name.Local)
	case xml.EndElement:
		if len(t.open) == 0 || t.open[len(t.open)-1] != el.Name.Local {
			return nil, refuse(Damaged, t.name)
		}
		t.open = t.open[:len(t.open)-1]
	case xml.Directive:
		return nil, refuse(Damaged, t.name+": document type")
	}
	return token, nil
}

// parent is the element around the one just opened.
func (t *tokens) parent() string {
	if len(t.open) < 2 {
		return ""
	}
	return t.open[len(t.open)-2]
}

func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
