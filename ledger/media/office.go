package media

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"hefu/ledger"
)

// Limits of a packed office file, all judged from its directory before anything is unpacked.
const (
	maxParts     = 4096
	maxUnpacked  = 512 << 20
	maxRatio     = 400 // tables of zeros stay below 300; a bomb is beyond 1000
	ratioFrom    = 8 << 20
	maxTypesPart = 1 << 20
	maxXMLDepth  = 16
)

// lookPackage takes workbooks, letters, slides and OFD. It unpacks the list of types only.
func lookPackage(content []byte) (File, error) {
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return File{}, ledger.E("file_damaged").Because(err)
	}
	if !endsAsArchive(content) {
		return File{}, ledger.E("file_mixed")
	}
	parts, err := listParts(reader)
	if err != nil {
		return File{}, err
	}
	if parts["ofd.xml"] != nil {
		return File{Media: OFD, Extensions: []string{".ofd"}}, nil
	}
	types := parts["[content_types].xml"]
	if types == nil {
		return File{}, ledger.E("file_kind_not_taken")
	}
	return readTypes(types)
}

func listParts(reader *zip.Reader) (map[string]*zip.File, error) {
	if len(reader.File) > maxParts {
		return nil, ledger.E("file_too_complex")
	}
	parts, total := map[string]*zip.File{}, uint64(0)
	for _, part := range reader.File {
		name := strings.ToLower(part.Name)
		unpacked := part.UncompressedSize64
		total += min(unpacked, maxUnpacked+1)
		switch {
		case part.Flags&1 != 0:
			return nil, ledger.E("file_encrypted")
		case unsafePart(part.Name), parts[name] != nil:
			return nil, ledger.E("file_damaged")
		case total > maxUnpacked, unpacked > ratioFrom && unpacked/maxRatio > part.CompressedSize64:
			return nil, ledger.E("file_too_complex")
		case isMacroPart(name):
			return nil, ledger.E("file_active")
		}
		parts[name] = part
	}
	return parts, nil
}

func unsafePart(name string) bool {
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

func isMacroPart(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, "vbaproject") || strings.HasPrefix(base, "vbadata") ||
		strings.Contains(name, "/macrosheets/") || strings.Contains(name, "/activex/")
}

// readTypes finds the main part, which tells workbook, letter and slides apart, and each of them from its kind with macros.
func readTypes(part *zip.File) (File, error) {
	damaged := ledger.E("file_damaged")
	if part.UncompressedSize64 > maxTypesPart {
		return File{}, ledger.E("file_too_complex")
	}
	content, err := part.Open()
	if err != nil {
		return File{}, damaged.Because(err)
	}
	defer func() { _ = content.Close() }() // only read from
	decoder := xml.NewDecoder(io.LimitReader(content, maxTypesPart))
	found, depth := File{}, 0
	for {
		token, err := decoder.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return File{}, damaged.Because(err)
		}
		switch token := token.(type) {
		case xml.Directive:
			return File{}, damaged
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return File{}, damaged
			}
			kind := attribute(token, "ContentType")
			if strings.Contains(kind, "macroenabled") || strings.Contains(kind, "vbaproject") {
				return File{}, ledger.E("file_active")
			}
			if known, ok := mainParts[kind]; ok {
				found = known
			}
		}
	}
	if found.Media == "" {
		return File{}, ledger.E("file_kind_not_taken")
	}
	return found, nil
}

var mainParts = map[string]File{
	XLSX + ".main+xml": {Media: XLSX, Extensions: []string{".xlsx"}},
	DOCX + ".main+xml": {Media: DOCX, Extensions: []string{".docx"}},
	PPTX + ".main+xml": {Media: PPTX, Extensions: []string{".pptx"}},
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return strings.ToLower(a.Value)
		}
	}
	return ""
}
