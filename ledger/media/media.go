// Package media tells what a file from outside is by its content, refuses what is not on the list or plays tricks, takes the place and
// the device out of pictures, and makes small pictures of large ones. It knows no rule and keeps nothing.
//
// Everything here works on a file that is already in memory and bounded by its caller (25 MiB). Nothing declared inside a file is
// believed: sizes, counts and depths are limited before memory is taken.
package media

import (
	"bytes"
	"unicode/utf8"

	"hefu/ledger"
)

// File is what a content turned out to be.
type File struct {
	Media      string   // its media type, of the list below
	Extensions []string // that belong to it, the usual one first, with the dot
	Width      int      // of a picture, in pixels, before it is turned upright
	Height     int
	Protected  bool // a PDF that may ask for a password

	picture picture // nil for everything else
}

// IsPicture tells whether it is one that pages can show.
func (f File) IsPicture() bool { return f.picture != nil }

// The media types that are taken.
const (
	JPEG = "image/jpeg"
	PNG  = "image/png"
	WebP = "image/webp"
	PDF  = "application/pdf"
	XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	OFD  = "application/ofd"
	Text = "text/plain"
)

// picture is a picture whose parts have been walked through.
type picture interface {
	// clean writes it again without what tells where, when and by whom it was taken.
	clean() []byte
	// cost is how many bytes decoding it takes, and how many times each pixel is gone over.
	cost() (memory, passes int)
	upright() int // EXIF's orientation, 1 to 8
}

// Look says what content is. Refused: file_empty, file_kind_not_taken (also for HEIC and old office formats, each with its advice),
// file_damaged (cut off, wrong inside), file_mixed (two kinds in one), file_encrypted, file_active (macros, scripts), file_too_complex
// (bombs), picture_too_large.
func Look(content []byte) (File, error) {
	if len(content) == 0 {
		return File{}, ledger.E("file_empty")
	}
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		return look(parseJPEG(content))
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return look(parsePNG(content))
	case len(content) >= 12 && bytes.HasPrefix(content, []byte("RIFF")) && string(content[8:12]) == "WEBP":
		return look(parseWebP(content))
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return lookPDF(content)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return lookPackage(content)
	}
	if advice := knownOther(content); advice != "" {
		return File{}, ledger.E(advice)
	}
	return lookText(content)
}

// look finishes a picture.
func look(p picture, file File, err error) (File, error) {
	if err != nil {
		return File{}, err
	}
	if file.Width <= 0 || file.Height <= 0 {
		return File{}, ledger.E("file_damaged")
	}
	if file.Width > maxSide || file.Height > maxSide || file.Width*file.Height > maxPixels {
		return File{}, ledger.E("picture_too_large")
	}
	file.picture = p
	return file, nil
}

// The largest picture taken. Phones make 50 megapixels, some 108; more is a drawing or a bomb.
const (
	maxSide   = 1 << 15
	maxPixels = 120_000_000
)

// Clean is what is kept: pictures without their location and other traces, everything else as it is.
func (f File) Clean(content []byte) []byte {
	if f.picture == nil {
		return content
	}
	return f.picture.clean()
}

// knownOther recognizes what people send by mistake, and says with which code it is refused; empty for what it does not know.
func knownOther(content []byte) string {
	if len(content) >= 12 && string(content[4:8]) == "ftyp" {
		switch string(content[8:12]) {
		case "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif":
			return "file_heic"
		}
		return "file_kind_not_taken"
	}
	if bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		if bytes.Contains(content, utf16("EncryptedPackage")) {
			return "file_encrypted"
		}
		return "file_old_office"
	}
	for _, magic := range otherMagics {
		if bytes.HasPrefix(content, []byte(magic)) {
			return "file_kind_not_taken"
		}
	}
	return ""
}

var otherMagics = []string{"GIF8", "BM", "II*\x00", "MM\x00*", "MZ", "\x7fELF", "#!", "%!PS", "{\\rtf", "Rar!", "7z\xbc\xaf", "\x1f\x8b", "PK", "SQLite format 3", "ID3", "OggS", "\xca\xfe\xba\xbe"}

func utf16(text string) []byte {
	out := make([]byte, 0, 2*len(text))
	for _, r := range []byte(text) {
		out = append(out, r, 0)
	}
	return out
}

// foreign tells whether bytes that follow the end of a file are another file: an archive, a document, a page. What cameras append
// (a moving picture, maps of depth) is none, and is cut off with the rest.
func foreign(rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	if bytes.Contains(rest, []byte("%PDF-")) || bytes.Contains(rest, []byte("PK\x05\x06")) {
		return true
	}
	if !utf8.Valid(rest) {
		return false
	}
	lower := bytes.ToLower(rest)
	for _, mark := range []string{"<html", "<script", "<svg", "<?php", "<!doctype"} {
		if bytes.Contains(lower, []byte(mark)) {
			return true
		}
	}
	return false
}
