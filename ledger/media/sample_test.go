package media_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strconv"
	"strings"
	"testing"
)

// A picture with a red left and a blue right half, so that turning it can be seen.
func drawn(width, height int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, color.RGBA{R: 200, A: 255})
			if x >= width/2 {
				img.Set(x, y, color.RGBA{B: 200, A: 255})
			}
		}
	}
	return img
}

// exifWithPlace is an EXIF block as a phone writes it: orientation, maker, and a directory with where it was taken.
func exifWithPlace(orientation uint16) []byte {
	var b bytes.Buffer
	entry := func(tag, kind uint16, count, value uint32) {
		_ = binary.Write(&b, binary.BigEndian, tag)
		_ = binary.Write(&b, binary.BigEndian, kind)
		_ = binary.Write(&b, binary.BigEndian, count)
		_ = binary.Write(&b, binary.BigEndian, value)
	}
	b.WriteString("MM\x00*\x00\x00\x00\x08")
	_ = binary.Write(&b, binary.BigEndian, uint16(3))
	entry(0x010f, 2, 12, 50) // make, at 50
	entry(0x0112, 3, 1, uint32(orientation)<<16)
	entry(0x8825, 4, 1, 62) // the place, at 62
	_ = binary.Write(&b, binary.BigEndian, uint32(0))
	b.WriteString("PhoneMaker 9")
	_ = binary.Write(&b, binary.BigEndian, uint16(2))
	entry(0x0001, 2, 2, 'N'<<24)
	entry(0x0002, 5, 3, 92)
	_ = binary.Write(&b, binary.BigEndian, uint32(0))
	for _, part := range []uint32{31, 1, 17, 1, 4242, 100} { // 31° 17' 42.42"
		_ = binary.Write(&b, binary.BigEndian, part)
	}
	return b.Bytes()
}

// place is how the coordinates look inside a file.
var place = exifWithPlace(1)[92:]

func jpegSample(t testing.TB, width, height int, orientation uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawn(width, height), nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00"), exifWithPlace(orientation)...)
	out := append([]byte{0xff, 0xd8}, segment(0xe1, exif)...)
	out = append(out, segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>GPSLatitude 31,17.707N</x:xmpmeta>"))...)
	out = append(out, segment(0xed, []byte("Photoshop 3.0\x008BIM city Suzhou"))...)
	out = append(out, segment(0xfe, []byte("taken by Li Qiang"))...)
	return append(out, b.Bytes()[2:]...)
}

func segment(mark byte, data []byte) []byte {
	return append([]byte{0xff, mark, byte((len(data) + 2) >> 8), byte(len(data) + 2)}, data...)
}

func pngSample(t testing.TB, width, height int, extra ...[]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, drawn(width, height)); err != nil {
		t.Fatal(err)
	}
	whole := b.Bytes()
	out := append([]byte{}, whole[:33]...) // signature and IHDR
	for _, chunk := range extra {
		out = append(out, chunk...)
	}
	return append(out, whole[33:]...)
}

func chunk(kind string, data []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// webpSample is a lossless picture of one pixel with an EXIF and an XMP chunk.
func webpSample() []byte {
	piece := func(kind string, data []byte) []byte {
		out := binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(data)))
		out = append(out, data...)
		return append(out, make([]byte, len(data)%2)...)
	}
	body := []byte("WEBP")
	body = append(body, piece("VP8X", []byte{0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0})...)
	body = append(body, piece("VP8L", []byte("/\x00\x00\x00\x00\x07\x10\xfd\x8f\xfe\x07\x22\xa2\xff\x01"))...)
	body = append(body, piece("EXIF", exifWithPlace(6))...)
	body = append(body, piece("XMP ", []byte("<x:xmpmeta>GPSLatitude</x:xmpmeta>"))...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func pdfSample(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n")
	for i, object := range objects {
		b.WriteString(strconv.Itoa(i+3) + " 0 obj\n" + object + "\nendobj\n")
	}
	b.WriteString("xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R /Size 3 >>\nstartxref\n100\n%%EOF\n")
	return []byte(b.String())
}

// packedObjects is an object stream.
func packedObjects(content string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(content))
	_ = w.Close()
	return "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length " + strconv.Itoa(b.Len()) + " >>\nstream\n" + b.String() + "\nendstream"
}

// packageSample is an archive of parts; "name" of one that begins with ! is stored as encrypted.
func packageSample(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range parts {
		header := &zip.FileHeader{Name: strings.TrimPrefix(name, "!"), Method: zip.Deflate}
		if strings.HasPrefix(name, "!") {
			header.Flags |= 1
		}
		part, err := w.CreateHeader(header)
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func types(main string) string {
	return `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="` + main + `"/></Types>`
}
