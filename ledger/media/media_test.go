package media_test

import (
	"bytes"
	"image/jpeg"
	"runtime"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/media"
)

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func TestWhatIsTaken(t *testing.T) {
	t.Parallel()
	letter := strings.Replace(workbook, "spreadsheetml.sheet", "wordprocessingml.document", 1)
	slides := strings.Replace(workbook, "spreadsheetml.sheet", "presentationml.presentation", 1)
	gb18030 := []byte("\xb6\xd4\xd5\xcb\xb5\xa5,100.00\r\n") // 对账单
	for name, c := range map[string]struct {
		content []byte
		media   string
	}{
		"a photograph":             {jpegSample(t, 40, 30, 6), media.JPEG},
		"a picture of a screen":    {pngSample(t, 40, 30), media.PNG},
		"a WebP picture":           {webpSample(), media.WebP},
		"a PDF":                    {pdfSample(), media.PDF},
		"a PDF with files inside":  {pdfSample("<< /Type /EmbeddedFile >>"), media.PDF},
		"a PDF that only opens":    {pdfSample("<< /OpenAction [1 0 R /Fit] >>", packedObjects("1 0 << /Type /Page >>")), media.PDF},
		"an encrypted PDF":         {bytes.Replace(pdfSample(), []byte("/Size 3"), []byte("/Size 3 /Encrypt 4 0 R"), 1), media.PDF},
		"a workbook":               {packageSample(t, map[string]string{"[Content_Types].xml": types(workbook + ".main+xml"), "xl/workbook.xml": "<x/>"}), media.XLSX},
		"a letter":                 {packageSample(t, map[string]string{"[Content_Types].xml": types(letter + ".main+xml")}), media.DOCX},
		"slides":                   {packageSample(t, map[string]string{"[Content_Types].xml": types(slides + ".main+xml")}), media.PPTX},
		"an OFD":                   {packageSample(t, map[string]string{"OFD.xml": "<ofd:OFD/>"}), media.OFD},
		"a table in UTF-8":         {[]byte("\xef\xbb\xbf单据,金额\nA,1.00\n"), media.Text},
		"a table in GB18030":       {gb18030, media.Text},
		"a text in UTF-16":         {[]byte("\xff\xfeA\x00\n\x00"), media.Text},
		"a photograph that moves":  {append(jpegSample(t, 8, 8, 1), []byte("\x00\x00\x00\x18ftypmp42 and a film")...), media.JPEG},
		"a picture with a comment": {pngSample(t, 8, 8, chunk("tEXt", []byte("Comment\x00made here"))), media.PNG},
	} {
		got, err := media.Look(c.content)
		if err != nil || got.Media != c.media {
			t.Errorf("%s is %q, %v; want %s", name, got.Media, err, c.media)
		}
		if got.Protected != (name == "an encrypted PDF") {
			t.Errorf("%s: protected is %v", name, got.Protected)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	t.Parallel()
	photo, screen, paper := jpegSample(t, 40, 30, 1), pngSample(t, 40, 30), pdfSample()
	book := packageSample(t, map[string]string{"[Content_Types].xml": types(workbook + ".main+xml")})
	macros := strings.Replace(workbook, "openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled", 1)
	archive := packageSample(t, map[string]string{"evil.exe": "MZ"})
	wide := pngSample(t, 8, 8)
	copy(wide[8:], chunk("IHDR", []byte{0, 1, 0, 0, 0, 1, 0, 0, 8, 6, 0, 0, 0})) // says 65536 × 65536
	for name, c := range map[string]struct {
		content []byte
		code    string
	}{
		"nothing":                          {nil, "file_empty"},
		"a program":                        {[]byte("MZ\x90\x00\x03"), "file_kind_not_taken"},
		"a script":                         {[]byte("#!/bin/sh\nrm -rf /\n"), "file_kind_not_taken"},
		"a page":                           {[]byte(" <!doctype html><script>alert(1)</script>"), "file_kind_not_taken"},
		"a drawing that is a page":         {[]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"), "file_kind_not_taken"},
		"a moving picture":                 {[]byte("GIF89a\x01\x00\x01\x00"), "file_kind_not_taken"},
		"bytes of no kind":                 {[]byte("\x01\x02\x03\x00\xff\xfe"), "file_kind_not_taken"},
		"a text with a control character":  {[]byte("abc\x1b[31m"), "file_kind_not_taken"},
		"an archive":                       {archive, "file_kind_not_taken"},
		"a HEIC photograph":                {[]byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "file_heic"},
		"a film":                           {[]byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00"), "file_kind_not_taken"},
		"an old workbook":                  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook"), "file_old_office"},
		"a workbook under a password":      {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"), "file_encrypted"},
		"half a photograph":                {photo[:len(photo)/2], "file_damaged"},
		"the head of a photograph":         {photo[:3], "file_damaged"},
		"a photograph without a scan":      {append(append([]byte{}, photo[:2]...), 0xff, 0xd9), "file_damaged"},
		"a photograph with an archive":     {append(append([]byte{}, photo...), archive...), "file_mixed"},
		"a photograph with a page":         {append(append([]byte{}, photo...), []byte("<HTML><script>")...), "file_mixed"},
		"half a picture":                   {screen[:len(screen)-20], "file_damaged"},
		"a picture with a wrong checksum":  {bytes.Replace(screen, []byte("IDAT"), []byte("IDAU"), 1), "file_damaged"},
		"a picture with a document":        {append(append([]byte{}, screen...), paper...), "file_mixed"},
		"a picture of four thousand mega":  {wide, "picture_too_large"},
		"half a WebP":                      {webpSample()[:30], "file_damaged"},
		"half a PDF":                       {paper[:len(paper)/2], "file_damaged"},
		"a PDF with an archive":            {append(append([]byte{}, paper...), archive...), "file_mixed"},
		"a PDF with a script":              {pdfSample("<< /S /JavaScript /JS (app.alert(1)) >>"), "file_active"},
		"a PDF with a script in disguise":  {pdfSample("<< /S /J#61vaScript /#4aS (x) >>"), "file_active"},
		"a PDF with a packed script":       {pdfSample(packedObjects("1 0 << /S /JavaScript >>")), "file_active"},
		"a PDF that starts a program":      {pdfSample("<< /S /Launch /F (cmd.exe) >>"), "file_active"},
		"a PDF that unpacks for ever":      {pdfSample(packedObjects(strings.Repeat(" ", 70<<20))), "file_too_complex"},
		"a workbook with macros":           {packageSample(t, map[string]string{"[Content_Types].xml": types(workbook + ".main+xml"), "xl/vbaProject.bin": "x"}), "file_active"},
		"a workbook said to have macros":   {packageSample(t, map[string]string{"[Content_Types].xml": types(macros + ".main+xml")}), "file_active"},
		"a part that climbs":               {packageSample(t, map[string]string{"[Content_Types].xml": types(workbook + ".main+xml"), "../../etc/passwd": "x"}), "file_damaged"},
		"parts under a password":           {packageSample(t, map[string]string{"[Content_Types].xml": types(workbook + ".main+xml"), "!xl/workbook.xml": "x"}), "file_encrypted"},
		"a bomb":                           {packageSample(t, map[string]string{"[Content_Types].xml": types(workbook + ".main+xml"), "xl/a.xml": strings.Repeat("0", 40<<20)}), "file_too_complex"},
		"half a workbook":                  {book[:len(book)-30], "file_damaged"},
		"a workbook with something behind": {append(append([]byte{}, book...), "trailing"...), "file_mixed"},
	} {
		before := time.Now()
		_, err := media.Look(c.content)
		if !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
		if took := time.Since(before); took > 2*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func TestPicturesForgetWhereTheyWereTaken(t *testing.T) {
	t.Parallel()
	tagged := map[string][]byte{
		"JPEG": jpegSample(t, 60, 40, 6),
		"PNG":  pngSample(t, 60, 40, chunk("eXIf", exifWithPlace(6)), chunk("iTXt", []byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00GPSLatitude")), chunk("tIME", make([]byte, 7))),
		"WebP": webpSample(),
	}
	for name, content := range tagged {
		file, err := media.Look(content)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		cleaned := file.Clean(content)
		if !bytes.Contains(content, place) {
			t.Fatalf("%s: the sample says no place", name)
		}
		for _, trace := range []string{string(place), "GPS", "PhoneMaker", "Suzhou", "Li Qiang", "xmp", "tIME"} {
			if bytes.Contains(cleaned, []byte(trace)) {
				t.Errorf("%s still holds %q", name, trace)
			}
		}
		again, err := media.Look(cleaned)
		if err != nil || again.Width != file.Width || again.Height != file.Height {
			t.Errorf("%s: the cleaned picture is %d × %d, %v", name, again.Width, again.Height, err)
		}
		if twice := again.Clean(cleaned); !bytes.Equal(twice, cleaned) {
			t.Errorf("%s: cleaning it again changes it", name)
		}
		if small, err := again.Thumbnail(cleaned, 480); err != nil || len(small) == 0 {
			t.Errorf("%s: no thumbnail of the cleaned picture: %v", name, err)
		}
	}
}

func TestAThumbnailStandsUpright(t *testing.T) {
	t.Parallel()
	// The left half is red; shown as each orientation says, the red is here.
	for orientation, red := range map[uint16]string{1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"} {
		content := jpegSample(t, 900, 600, orientation)
		file, err := media.Look(content)
		if err != nil {
			t.Fatal(err)
		}
		small, err := file.Thumbnail(file.Clean(content), 300)
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(small))
		if err != nil {
			t.Fatal(err)
		}
		width, height := img.Bounds().Dx(), img.Bounds().Dy()
		if want := orientation < 5; (width == 300 && height == 200) != want || (width == 200 && height == 300) == want {
			t.Errorf("orientation %d: %d × %d", orientation, width, height)
		}
		at := map[string][2]int{"left": {10, height / 2}, "right": {width - 10, height / 2}, "top": {width / 2, 10}, "bottom": {width / 2, height - 10}}[red]
		if r, _, b, _ := img.At(at[0], at[1]).RGBA(); r < b {
			t.Errorf("orientation %d: the red is not on the %s", orientation, red)
		}
	}
}

// A picture that says it is large costs no memory before its size is weighed, and one that lies about its content is refused.
func TestPicturesAreDecodedWithinLimits(t *testing.T) {
	var before, after runtime.MemStats
	large := pngSample(t, 8, 8)
	copy(large[8:], chunk("IHDR", []byte{0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10, 8, 6, 0, 0, 0})) // 10,000 × 10,000, four bytes each
	file, err := media.Look(large)
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&before)
	small, err := file.Thumbnail(file.Clean(large), 480)
	runtime.ReadMemStats(&after)
	if err != nil || small != nil {
		t.Errorf("a thumbnail of 400 MB of pixels: %d bytes, %v", len(small), err)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
		t.Errorf("it took %d bytes", grown)
	}
	lying := pngSample(t, 8, 8)
	copy(lying[8:], chunk("IHDR", []byte{0, 0, 0, 99, 0, 0, 0, 99, 8, 6, 0, 0, 0}))
	if file, err = media.Look(lying); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Thumbnail(lying, 480); !ledger.IsCode(err, "file_damaged") {
		t.Errorf("a picture whose data end early: %v", err)
	}
}

func TestNamesAreFitToBeShown(t *testing.T) {
	t.Parallel()
	photo, err := media.Look(jpegSample(t, 8, 8, 1))
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[string]string{
		"送货单.jpg":                         "送货单.jpg",
		"IMG_0001.JPEG":                   "IMG_0001.jpeg",
		"../../etc/passwd":                "passwd.jpg",
		`C:\Users\li\photo.png`:           "photo.png.jpg",
		"invoice\u202egpj.exe":            "invoicegpj.exe.jpg",
		"a\x00b\r\nc.jpg":                 "abc.jpg",
		"":                                "file.jpg",
		" ... ":                           "file.jpg",
		".jpg":                            "jpg.jpg",
		`a"b<c>.jpg`:                      "a_b_c_.jpg",
		"cafe\u0301.jpg":                  "café.jpg",
		strings.Repeat("长", 300) + ".jpg": strings.Repeat("长", 196) + ".jpg",
		"bad\xff\xfe.jpg":                 "bad.jpg",
	} {
		if got := photo.Name(given); got != want {
			t.Errorf("%q is shown as %q, want %q", given, got, want)
		}
	}
}

// Whatever is sent, looking at it ends in a kind or in a refusal, and what was cleaned is still of that kind.
func FuzzLook(f *testing.F) {
	for _, seed := range [][]byte{jpegSample(f, 16, 8, 6), pngSample(f, 16, 8), webpSample(), pdfSample(packedObjects("x")), packageSample(f, map[string]string{"OFD.xml": "x"}), []byte("a,b\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := media.Look(content)
		if err != nil {
			if ledger.IsKind(err, ledger.Internal) {
				t.Fatal(err)
			}
			return
		}
		cleaned := file.Clean(content)
		again, err := media.Look(cleaned)
		if err != nil || again.Media != file.Media {
			t.Fatalf("%s became %q, %v", file.Media, again.Media, err)
		}
		if _, err := file.Thumbnail(cleaned, 64); err != nil && !ledger.IsCode(err, "file_damaged") {
			t.Fatal(err)
		}
	})
}
