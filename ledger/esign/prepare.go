package esign

import (
	"crypto/md5" //nolint:gosec // the check sum that PDF asks of attachments; it protects nothing here
	"fmt"
	"maps"
	"slices"
	"time"
	"unicode/utf16"
)

// Form is what Prepare adds to a file.
type Form struct {
	Title, Author string
	Lang          string    // such as zh-CN
	Created       time.Time // of the file; what is attached bears it too
	Fields        []Field   // in the order of signing; the last one closes the file
	Attachments   []Attachment
}

// Field is an empty signature field: a place on a page where one party's signature is to appear. Coordinates are points
// from the page's lower left corner.
type Field struct {
	Name                string  // short, in Latin letters, such as seller
	Label               string  // for readers and screen readers
	Page                int     // from 1
	X, Y, Width, Height float64 // in points: lengths on paper, never money
}

// Attachment is a file kept within the PDF.
type Attachment struct {
	Name, MIME, Description string
	Relation                string // PDF's AFRelationship: Data, Source, Supplement
	Content                 []byte
}

// Prepare adds the signature fields, the attachments and the structures of PDF/A-3 (part B) to a file, in one update.
// Nothing but the fields may change afterwards without being noticed. ErrForm when the file is not of a form that can be signed.
func Prepare(pdf []byte, form Form) ([]byte, error) {
	f, err := open(pdf)
	if err != nil {
		return nil, err
	}
	u, err := f.update()
	if err != nil {
		return nil, err
	}
	catalog, _, err := u.edit(u.of.trailer["Root"])
	if err != nil {
		return nil, err
	}
	if catalog["AcroForm"] != nil || len(form.Fields) == 0 {
		return nil, fmt.Errorf("%w: it has form fields already, or is to get none", ErrForm)
	}
	if err := u.fields(catalog, form.Fields); err != nil {
		return nil, err
	}
	u.attach(catalog, form)
	u.archive(catalog, form)
	return u.bytes(pdf), nil
}

func (u *update) fields(catalog dict, fields []Field) error {
	pages, err := u.of.pages()
	if err != nil {
		return err
	}
	empty := u.add(stream{dict{"Type": name("XObject"), "Subtype": name("Form"), "BBox": array{whole(0), whole(0), whole(1), whole(1)}, "Resources": dict{}}, nil})
	var all array
	for i, field := range fields {
		if field.Page < 1 || field.Page > len(pages) {
			return fmt.Errorf("%w: no page %d", ErrForm, field.Page)
		}
		page, at, err := u.edit(pages[field.Page-1])
		if err != nil {
			return err
		}
		widget := dict{
			"Type": name("Annot"), "Subtype": name("Widget"), "FT": name("Sig"), "T": text(field.Name), "TU": textString(field.Label),
			"F": whole(4 + 128), "P": at, "AP": dict{"N": empty},
			"Rect": array{numeral(field.X), numeral(field.Y), numeral(field.X + field.Width), numeral(field.Y + field.Height)},
		}
		if i == len(fields)-1 && i > 0 {
			widget["Lock"] = dict{"Type": name("SigFieldLock"), "Action": name("All"), "P": whole(1)}
		}
		made := u.add(widget)
		all = append(all, made)
		annots, err := u.of.arrayAt(page["Annots"])
		if err != nil {
			return err
		}
		page["Annots"] = append(slices.Clone(annots), made)
	}
	catalog["AcroForm"] = u.add(dict{"Fields": all, "SigFlags": whole(3)})
	return nil
}

// pages lists the pages in order.
func (r *revision) pages() ([]ref, error) {
	catalog, err := r.dictAt(r.trailer["Root"])
	if err != nil {
		return nil, err
	}
	var out []ref
	seen := map[ref]bool{}
	var walk func(node any, depth int) error
	walk = func(node any, depth int) error {
		at, ok := node.(ref)
		if !ok || seen[at] || depth > maxDepth {
			return fmt.Errorf("%w: a malformed page tree", ErrForm)
		}
		seen[at] = true
		d, err := r.dictAt(at)
		if err != nil {
			return err
		}
		if d["Type"] == name("Page") {
			out = append(out, at)
			return nil
		}
		kids, err := r.arrayAt(d["Kids"])
		if err != nil {
			return err
		}
		for _, kid := range kids {
			if err := walk(kid, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return out, walk(catalog["Pages"], 0)
}

func (u *update) attach(catalog dict, form Form) {
	var names, files array
	attachments := slices.SortedFunc(slices.Values(form.Attachments), func(a, b Attachment) int { return slices.Compare([]byte(a.Name), []byte(b.Name)) })
	for _, a := range attachments {
		sum := md5.Sum(a.Content) //nolint:gosec // see the import
		content := u.add(stream{dict{
			"Type": name("EmbeddedFile"), "Subtype": name(a.MIME), "Filter": name("FlateDecode"),
			"Params": dict{"Size": whole(len(a.Content)), "ModDate": text(date(form.Created)), "CheckSum": text(sum[:])},
		}, deflate(a.Content)})
		spec := u.add(dict{
			"Type": name("Filespec"), "F": text(a.Name), "UF": textString(a.Name), "Desc": textString(a.Description),
			"AFRelationship": name(a.Relation), "EF": dict{"F": content, "UF": content},
		})
		names = append(names, textString(a.Name), spec)
		files = append(files, spec)
	}
	if len(files) > 0 {
		catalog["Names"] = dict{"EmbeddedFiles": dict{"Names": names}}
		catalog["AF"] = files
	}
}

// archive adds what PDF/A-3 asks beside embedded fonts: metadata that names the part, and what the colours mean.
func (u *update) archive(catalog dict, form Form) {
	catalog["Metadata"] = u.add(stream{dict{"Type": name("Metadata"), "Subtype": name("XML")}, metadata(form)})
	profile := u.add(stream{dict{"N": whole(3), "Filter": name("FlateDecode")}, deflate(sRGB())})
	catalog["OutputIntents"] = array{dict{
		"Type": name("OutputIntent"), "S": name("GTS_PDFA1"), "OutputConditionIdentifier": text("sRGB"),
		"Info": text("sRGB IEC61966-2.1"), "DestOutputProfile": profile,
	}}
	maps.Copy(catalog, dict{"Version": name("1.7"), "MarkInfo": dict{"Marked": false}})
	// The description says the same as the metadata, word for word.
	info := u.add(dict{
		"Title": textString(form.Title), "Author": textString(form.Author), "Producer": text(producer),
		"CreationDate": text(date(form.Created)), "ModDate": text(date(form.Created)),
	})
	trailer := maps.Clone(u.of.trailer)
	trailer["Info"] = info
	of := *u.of
	of.trailer = trailer
	u.of = &of
}

const producer = "Hefu"

// date spells a moment as PDF does, in UTC.
func date(t time.Time) string { return t.UTC().Format("D:20060102150405Z") }

// textString writes a text in UTF-16, as PDF has it for what is not Latin.
func textString(s string) text {
	out := text{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}

// plain reads a text string back.
func plain(t text) string {
	if len(t) < 2 || t[0] != 0xFE || t[1] != 0xFF {
		return string(t)
	}
	units := make([]uint16, 0, len(t)/2)
	for i := 2; i+1 < len(t); i += 2 {
		units = append(units, uint16(t[i])<<8|uint16(t[i+1]))
	}
	return string(utf16.Decode(units))
}
