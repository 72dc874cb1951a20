package esign

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"math"
	"time"
)

// deflate compresses a stream. Writing to memory cannot fail.
func deflate(content []byte) []byte {
	var out bytes.Buffer
	zip, _ := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	_, _ = zip.Write(content)
	_ = zip.Close()
	return out.Bytes()
}

func escaped(s string) string {
	var out bytes.Buffer
	_ = xml.EscapeText(&out, []byte(s)) // writing to memory cannot fail
	return out.String()
}

// metadata is the XMP packet. It stays uncompressed, so that programs that know no PDF find it.
func metadata(form Form) []byte {
	stamp := form.Created.UTC().Format(time.RFC3339)
	return fmt.Appendf(nil, "<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"+
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">`+
		`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" `+
		`xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">`+
		`<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>`+
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`+
		`<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>`+
		`<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>`+
		`<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><pdf:Producer>%s</pdf:Producer>`+
		"</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
		escaped(form.Title), escaped(form.Author), escaped(form.Lang), stamp, stamp, producer)
}

// The colour space sRGB as IEC 61966-2-1 defines it, its primaries adapted to D50 as profiles ask. Colours are measured, so they and what
// is worked out from them below are floating-point numbers; no money passes through this file.
var primaries = map[string][3]float64{
	"rXYZ": {0.43607, 0.22249, 0.01392},
	"gXYZ": {0.38515, 0.71687, 0.09708},
	"bXYZ": {0.14307, 0.06061, 0.71410},
	"wtpt": {0.95046, 1, 1.08906},
}

// sRGB makes the colour profile (ICC version 2.1) that says what the file's colours mean.
func sRGB() []byte {
	fixed := func(v float64) []byte { return binary.BigEndian.AppendUint32(nil, uint32(int32(math.Round(v*65536)))) }
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", described("sRGB IEC61966-2.1")},
		{"cprt", append([]byte("text\x00\x00\x00\x00No copyright, use freely"), 0)},
	}
	for _, name := range []string{"wtpt", "rXYZ", "gXYZ", "bXYZ"} {
		data := []byte("XYZ \x00\x00\x00\x00")
		for _, v := range primaries[name] {
			data = append(data, fixed(v)...)
		}
		tags = append(tags, struct {
			name string
			data []byte
		}{name, data})
	}
	for _, name := range []string{"rTRC", "gTRC", "bTRC"} {
		tags = append(tags, struct {
			name string
			data []byte
		}{name, curve()})
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	known := map[string]int{} // the three curves are one
	for _, tag := range tags {
		at, shared := known[string(tag.data)]
		if !shared {
			at = 128 + 4 + 12*len(tags) + len(body)
			known[string(tag.data)] = at
			body = append(body, tag.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		table = append(table, tag.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(tag.data)))
	}
	head := make([]byte, 128)
	binary.BigEndian.PutUint32(head, uint32(128+len(table)+len(body)))
	binary.BigEndian.PutUint32(head[8:], 0x02100000)
	copy(head[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2000, 1, 1, 0, 0, 0} { // a date of its own, lest two files differ
		binary.BigEndian.PutUint16(head[24+2*i:], v)
	}
	copy(head[36:], "acsp")
	for i, v := range []float64{0.9642, 1, 0.8249} { // the illuminant D50
		copy(head[68+4*i:], fixed(v))
	}
	return append(append(head, table...), body...)
}

func described(s string) []byte {
	out := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(s)+1))
	out = append(append(out, s...), 0)
	return append(out, make([]byte, 8+3+67)...)
}

// curve is the transfer function of sRGB in 1,024 steps.
func curve() []byte {
	const steps = 1024
	out := binary.BigEndian.AppendUint32([]byte("curv\x00\x00\x00\x00"), steps)
	for i := range steps {
		v := float64(i) / (steps - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(math.Round(v*65535)))
	}
	return out
}
