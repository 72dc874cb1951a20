package sheet

import (
	"encoding/xml"
	"io"
	"path"
	"strings"
)

// workbook is an XLSX file whose parts are read when asked for.
type workbook struct {
	parts    archive
	pages    []page
	strings  string // name of the shared-strings part, "" without one
	dates    []dateKind
	since    int // days between the workbook's day 0 and 1899-12-30
	opt      Options
	shared   *sharedStrings
	sharedOK bool
}

type page struct{ name, part string }

func openXLSX(r io.ReaderAt, size int64, opt Options) (*workbook, error) {
	parts, err := openArchive(r, size, opt)
	if err != nil {
		return nil, err
	}
	w := &workbook{parts: parts, opt: opt}
	main, err := w.mainPart()
	if err != nil {
		return nil, err
	}
	links, err := w.links(main)
	if err != nil {
		return nil, err
	}
	if err := w.readPages(main, links); err != nil {
		return nil, err
	}
	for _, l := range links {
		switch l.kind {
		case "sharedStrings":
			w.strings = l.part
		case "styles":
			if w.dates, err = readStyles(parts, l.part); err != nil {
				return nil, err
			}
		case "vbaProject", "xlMacrosheet", "xlIntlMacrosheet":
			return nil, refuse(Macro, l.part)
		}
	}
	return w, nil
}

// mainPart finds the workbook through the content types, which also tell macro
// and binary workbooks apart from plain ones.
func (w *workbook) mainPart() (string, error) {
	if w.parts["[content_types].xml"] == nil {
		return "", refuse(NotAWorkbook, "")
	}
	main := ""
	err := w.parts.each("[content_types].xml", func(el xml.StartElement, _ string) error {
		kind := strings.ToLower(attr(el, "ContentType"))
		switch {
		case strings.Contains(kind, "macroenabled"), strings.Contains(kind, "vbaproject"):
			return refuse(Macro, attr(el, "PartName"))
		case strings.Contains(kind, "sheet.binary"):
			return refuse(NotAWorkbook, "xlsb")
		case strings.HasSuffix(kind, "spreadsheetml.sheet.main+xml"), strings.HasSuffix(kind, "spreadsheetml.template.main+xml"):
			main = strings.TrimPrefix(attr(el, "PartName"), "/")
		}
		return nil
	})
	switch {
	case err != nil:
		return "", err
	case main == "": // a default by file ending leaves the usual place
		main = "xl/workbook.xml"
	}
	if w.parts[strings.ToLower(main)] == nil {
		return "", refuse(NotAWorkbook, "")
	}
	return main, nil
}

type link struct{ kind, part string }

// links are the workbook's relations by id; those that point outside are not parts.
func (w *workbook) links(main string) (map[string]link, error) {
	dir, base := path.Split(main)
	links := map[string]link{}
	err := w.parts.each(dir+"_rels/"+base+".rels", func(el xml.StartElement, _ string) error {
		if el.Name.Local != "Relationship" || strings.EqualFold(attr(el, "TargetMode"), "External") {
			return nil
		}
		if len(links) == maxItems {
			return refuse(TooLarge, base+".rels")
		}
		target := attr(el, "Target")
		if rooted := strings.TrimPrefix(target, "/"); rooted != target {
			target = rooted
		} else {
			target = path.Join(dir, target)
		}
		links[attr(el, "Id")] = link{path.Base(attr(el, "Type")), target}
		return nil
	})
	return links, err
}

// readPages lists the worksheets. A hidden one is refused rather than skipped:
// what the sender cannot see must neither be booked nor be overlooked.
func (w *workbook) readPages(main string, links map[string]link) error {
	err := w.parts.each(main, func(el xml.StartElement, parent string) error {
		switch {
		case el.Name.Local == "workbookPr" && (attr(el, "date1904") == "1" || attr(el, "date1904") == "true"):
			w.since = 1462
		case el.Name.Local == "sheet" && parent == "sheets":
			name := attr(el, "name")
			if state := attr(el, "state"); state != "" && state != "visible" {
				return refuse(HiddenSheet, name).at(name, 0, -1)
			}
			target, ok := links[attr(el, "id")]
			if !ok || (target.kind == "worksheet" && w.parts[strings.ToLower(target.part)] == nil) {
				return refuse(Damaged, name).at(name, 0, -1)
			}
			if len(w.pages) == maxItems {
				return refuse(TooLarge, main)
			}
			if target.kind == "worksheet" { // chart sheets hold no cells
				w.pages = append(w.pages, page{name, target.part})
			}
		}
		return nil
	})
	if err == nil && len(w.pages) == 0 {
		return refuse(NotAWorkbook, "no worksheet")
	}
	return err
}

func (w *workbook) sheets() []string {
	names := make([]string, len(w.pages))
	for i, p := range w.pages {
		names[i] = p.name
	}
	return names
}
