package sheet

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	linkSpace = "http://schemas.openxmlformats.org/package/2006/relationships"
	linkKinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	mimeStart = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

const packageLinks = xmlHead + `<Relationships xmlns="` + linkSpace + `"><Relationship Id="rId1" Type="` + linkKinds +
	`/officeDocument" Target="xl/workbook.xml"/></Relationships>`

// Positions of the cell styles in the styles part. An amount with n places has
// the style styleAmount+n.
const (
	styleNumber = iota
	styleHeader
	styleText
	styleQuoted
	styleDate
	styleAmount
	maxPlaces = 8
)

// firstFormat is where own number formats begin; lower ones are built in.
const firstFormat = 164

func styles() string {
	var formats, cells strings.Builder
	fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="yyyy\-mm\-dd"/>`, firstFormat)
	xf := func(format, font int, more string) {
		fmt.Fprintf(&cells, `<xf numFmtId="%d" fontId="%d" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"%s/>`, format, font, more)
	}
	xf(0, 0, "")
	xf(49, 1, ` applyFont="1"`)
	xf(49, 0, "")
	xf(49, 0, ` quotePrefix="1"`)
	xf(firstFormat, 0, "")
	for places := range maxPlaces + 1 {
		code := "#,##0"
		if places > 0 {
			code += "." + strings.Repeat("0", places)
		}
		fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+1+places, code)
		xf(firstFormat+1+places, 0, "")
	}
	return xmlHead + `<styleSheet xmlns="` + mainSpace + `"><numFmts count="` + strconv.Itoa(maxPlaces+2) + `">` + formats.String() +
		`</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="` + strconv.Itoa(styleAmount+maxPlaces+1) + `">` + cells.String() + `</cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

func workbookPart(names []string) string {
	var sheets strings.Builder
	for i, name := range names {
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escape(name), i+1, i+1)
	}
	return xmlHead + `<workbook xmlns="` + mainSpace + `" xmlns:r="` + linkKinds + `"><sheets>` + sheets.String() + `</sheets></workbook>`
}

func workbookLinks(pages int) string {
	var links strings.Builder
	for i := 1; i <= pages; i++ {
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i, linkKinds, i)
	}
	fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, pages+1, linkKinds)
	return xmlHead + `<Relationships xmlns="` + linkSpace + `">` + links.String() + `</Relationships>`
}

func contentTypes(pages int) string {
	var parts strings.Builder
	override := func(part, kind string) {
		fmt.Fprintf(&parts, `<Override PartName="/xl/%s" ContentType="%s%s+xml"/>`, part, mimeStart, kind)
	}
	override("workbook.xml", "sheet.main")
	override("styles.xml", "styles")
	for i := 1; i <= pages; i++ {
		override("worksheets/sheet"+strconv.Itoa(i)+".xml", "worksheet")
	}
	return xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` + parts.String() + `</Types>`
}

// escape writes text for XML. Characters XML cannot hold, and a carriage return,
// which it would change, go in the format's own _x000D_ form; text that looks
// like that form is kept apart by escaping its underscore.
func escape(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == utf8.RuneError && size == 1:
			b.WriteRune(utf8.RuneError)
		case r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(&b, "_x%04X_", r)
		case r == '_' && escaped(text[i:]):
			b.WriteString("_x005F_")
		default:
			b.WriteRune(r)
		}
		i += size
	}
	return b.String()
}

// escaped reports text that begins as _xHHHH_ does.
func escaped(text string) bool {
	if len(text) < 7 || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}
