package esign_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/digitorus/pdfsign"

	"hefu/ledger/esign"
)

// update lays an incremental update of hand-written objects upon a file, as an attacker does.
func update(file []byte, objects map[int]string) []byte {
	size, root, info, id, prev := trailerOf(file)
	out := bytes.Clone(file)
	table := "xref\n"
	for n := 1; n < 1000; n++ {
		if body, has := objects[n]; has {
			table += fmt.Sprintf("%d 1\n%010d 00000 n \n", n, len(out))
			out = fmt.Appendf(out, "%d 0 obj\n%s\nendobj\n", n, body)
			size = max(size, n+1)
		}
	}
	start := len(out)
	return fmt.Appendf(out, "%strailer\n<</Size %d /Root %s /Info %s /ID %s /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", table, size, root, info, id, prev, start)
}

func trailerOf(file []byte) (size int, root, info, id string, prev int) {
	trailer := file[bytes.LastIndex(file, []byte("trailer")):]
	part := func(key, end string) string {
		_, after, _ := bytes.Cut(trailer, []byte("/"+key+" "))
		value, _, _ := bytes.Cut(after, []byte(end))
		return string(value)
	}
	_, _ = fmt.Sscan(part("Size", "/"), &size)
	_, after, _ := bytes.Cut(trailer, []byte("startxref\n"))
	_, _ = fmt.Sscan(string(after), &prev)
	return size, strings.TrimSuffix(part("Root", "R"), " ") + " R", strings.TrimSuffix(part("Info", "R"), " ") + " R", part("ID", "]") + "]", prev
}

// object finds the latest form of an object that contains a mark.
func object(t *testing.T, file []byte, mark string) (number int, body string) {
	t.Helper()
	for at := len(file); ; {
		at = bytes.LastIndex(file[:at], []byte(" 0 obj\n"))
		if at < 0 {
			t.Fatalf("no object with %q", mark)
		}
		content, _, _ := bytes.Cut(file[at+len(" 0 obj\n"):], []byte("\nendobj"))
		if bytes.Contains(content, []byte(mark)) {
			_, _ = fmt.Sscan(string(file[bytes.LastIndexByte(file[:at], '\n')+1:at]), &number)
			return number, string(content)
		}
	}
}

// attack is one way to tamper with a file that both have signed.
type attack struct {
	name    string
	do      func(t *testing.T, once, twice []byte) []byte
	verdict esign.Verdict
	reason  esign.Reason
}

var attacks = []attack{
	{"nothing was done", func(_ *testing.T, _, twice []byte) []byte { return twice }, esign.Valid, ""},
	{"a byte of the statement is flipped", func(_ *testing.T, _, twice []byte) []byte {
		out := bytes.Clone(twice)
		out[bytes.Index(out, []byte("stream\n"))+40] ^= 1
		return out
	}, esign.Changed, esign.Altered},
	{"a byte of the seller's signature is flipped", func(_ *testing.T, _, twice []byte) []byte {
		out := bytes.Clone(twice)
		at := bytes.Index(out, []byte("/Contents <")) + 900
		out[at] = "10"[out[at]&1]
		return out
	}, esign.Changed, esign.Altered},
	{"a byte of the last table is flipped", func(_ *testing.T, _, twice []byte) []byte {
		out := bytes.Clone(twice)
		out[bytes.LastIndex(out, []byte("\nxref\n"))+20] ^= 4
		return out
	}, esign.Changed, esign.Damaged},
	{"the end is cut off", func(_ *testing.T, _, twice []byte) []byte { return twice[:len(twice)-200] }, esign.Changed, esign.Damaged},
	{"a page is added", func(t *testing.T, _, twice []byte) []byte {
		pages, body := object(t, twice, "/Type /Pages")
		body = strings.Replace(body, "/Kids [", "/Kids [900 0 R ", 1)
		return update(twice, map[int]string{pages: body, 900: fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 595 842]>>", pages)})
	}, esign.Changed, esign.Added},
	{"the page is shadowed by another content", func(t *testing.T, _, twice []byte) []byte {
		_, page := object(t, twice, "/Type /Page>")
		var n int
		_, _ = fmt.Sscan(page[strings.Index(page, "/Contents ")+len("/Contents "):], &n)
		return update(twice, map[int]string{n: "<</Length 26>>\nstream\nBT (1 000 000.00) Tj ET \nendstream"})
	}, esign.Changed, esign.Added},
	{"an update that changes nothing", func(t *testing.T, _, twice []byte) []byte {
		n, body := object(t, twice, "/Type /Pages")
		return update(twice, map[int]string{n: body})
	}, esign.Changed, esign.Added},
	{"the customer's signature is taken out of the form", func(t *testing.T, _, twice []byte) []byte {
		n, body := object(t, twice, "/Lock")
		v := body[strings.Index(body, "/V "):]
		return update(twice, map[int]string{n: strings.Replace(body, v[:strings.Index(v, "R")+1], "", 1)})
	}, esign.Changed, esign.Added},
	{"the customer's signature is wiped", func(_ *testing.T, _, twice []byte) []byte {
		return wipe(twice, bytes.LastIndex(twice, []byte("/Contents <")))
	}, esign.Changed, esign.Altered},
	{"the seller's signature is wiped", func(_ *testing.T, _, twice []byte) []byte {
		return wipe(twice, bytes.Index(twice, []byte("/Contents <")))
	}, esign.Changed, esign.Altered},
	{"the signature of another file is put in", func(t *testing.T, _, twice []byte) []byte {
		_, other := signedTwice(t)
		out := bytes.Clone(twice)
		at, from := bytes.LastIndex(out, []byte("/Contents <")), bytes.LastIndex(other, []byte("/Contents <"))
		copy(out[at:at+20000], other[from:from+20000])
		return out
	}, esign.Changed, esign.Altered},
	{"words are added behind the end", func(_ *testing.T, _, twice []byte) []byte {
		return append(bytes.Clone(twice), "%PDF"...)
	}, esign.Changed, esign.Damaged},
	{"the customer's signature was never there", func(_ *testing.T, once, _ []byte) []byte { return once }, esign.Valid, ""},
}

func wipe(file []byte, at int) []byte {
	out := bytes.Clone(file)
	for i := at + len("/Contents <"); out[i] != '>'; i++ {
		out[i] = '0'
	}
	return out
}

func TestTampering(t *testing.T) {
	t.Parallel()
	once, twice := signedTwice(t)
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			file := a.do(t, once, twice)
			report := esign.Verify(file, theWorld().trust)
			if report.Verdict != a.verdict || report.Reason != a.reason {
				t.Errorf("ours says %s (%s), want %s (%s)", report.Verdict, report.Reason, a.verdict, a.reason)
			}
			second, tells := secondOpinion(t, file)
			if a.verdict == esign.Valid && !second {
				t.Error("the second opinion holds it for changed")
			}
			t.Logf("ours %s %s, second opinion valid=%t, %s", report.Verdict, report.Reason, second, tells)
		})
	}
}

// secondOpinion asks another implementation.
func secondOpinion(t *testing.T, file []byte) (valid bool, tells string) {
	t.Helper()
	defer func() {
		if fault := recover(); fault != nil {
			valid, tells = false, fmt.Sprint("panics: ", fault)
		}
	}()
	doc, err := pdfsign.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return false, err.Error()
	}
	v := doc.Verify().TrustedRoots(theWorld().trust.Roots).ValidateTimestampCertificates(true).SkipRevocationCheck(true)
	valid = v.Valid()
	if err := v.Err(); err != nil {
		return false, err.Error()
	}
	for i, s := range v.Signatures() {
		tells += fmt.Sprintf("#%d valid=%t trusted=%t stamped=%t %v %v; ", i+1, s.Valid, s.TrustedChain, s.TimestampValid, s.Errors, s.Warnings)
	}
	return valid, tells
}

func TestWhatIsNotSignedIsUnknown(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		file   []byte
		reason esign.Reason
	}{
		"no PDF":              {[]byte("hello"), esign.Unreadable},
		"nothing":             {nil, esign.Unreadable},
		"a statement":         {base(t, 3).PDF, esign.Unsigned},
		"a prepared one":      {prepared(t, 3), esign.Unsigned},
		"a compressed table":  {[]byte("%PDF-1.5\n1 0 obj\n<</Type /XRef>>\nendobj\nstartxref\n9\n%%EOF\n"), esign.Unreadable},
		"an endless chain":    {[]byte("%PDF-1.4\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF\n"), esign.Unreadable},
		"only words of a PDF": {[]byte("%PDF-1.4\nstartxref\n0\n%%EOF"), esign.Unreadable},
	} {
		if report := esign.Verify(c.file, theWorld().trust); report.Verdict != esign.Unknown || report.Reason != c.reason {
			t.Errorf("%s: %s (%s)", what, report.Verdict, report.Reason)
		}
	}
}

// Every byte counts: whichever is flipped, the file is no longer valid. All of the two signatures' bytes up to the zeros behind them are
// tried in turn over a few runs, and every 499th of the rest.
func TestEveryFlippedByteIsNoticed(t *testing.T) {
	t.Parallel()
	_, twice := signedTwice(t)
	offset := int(now.Unix() % 7)
	if os.Getenv("HEFU_EVERY_BYTE") != "" {
		offset = 0
	}
	for at := offset; at < len(twice); at++ {
		inside := bytes.LastIndex(twice[:at], []byte("/Contents <")) > bytes.LastIndexByte(twice[:at], '>')
		if os.Getenv("HEFU_EVERY_BYTE") == "" && !(inside && twice[at] != '0' && at%7 == offset) && at%499 != offset {
			continue
		}
		out := bytes.Clone(twice)
		out[at] ^= 0x01
		report := esign.Verify(out, theWorld().trust)
		if report.Verdict == esign.Valid {
			t.Fatalf("byte %d (%q) flipped, and the file is valid", at, twice[max(0, at-20):min(len(twice), at+20)])
		}
	}
}
