package esign

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Verdict is what can be said of a file, or of one signature in it.
type Verdict string

// A file is valid when every signature is, and the last one covers it whole. It is changed when something in it is not as it was
// signed. It is unknown when neither can be said: not signed, not readable, or signed by somebody whom no given root vouches for.
const (
	Valid   Verdict = "valid"
	Changed Verdict = "changed"
	Unknown Verdict = "unknown"
)

// Reason says why a verdict is not valid.
type Reason string

// The reasons, from the file's to the certificate's.
const (
	Unreadable  Reason = "unreadable" // no PDF, or of a form that is not read here
	Unsigned    Reason = "unsigned"   // no signature in it
	Damaged     Reason = "damaged"    // it was signed, and no longer holds together
	Altered     Reason = "altered"    // bytes that were signed are not what they were, or the signature is another file's
	Added       Reason = "added"      // something was added afterwards that is not a signature in a field kept for it
	Untrusted   Reason = "untrusted"  // no root vouches for the certificate
	Expired     Reason = "expired"    // the certificate has expired, and no timestamp proves an earlier signing
	NotYet      Reason = "not_yet"    // the certificate was not valid yet
	RevokedCert Reason = "revoked"    // the certificate had been revoked
)

// Trust is what a verification believes in.
type Trust struct {
	Roots *x509.CertPool
	CRLs  []*x509.RevocationList
	Now   time.Time
}

// Report is what is found out about a file.
type Report struct {
	Verdict    Verdict  `json:"verdict"`
	Reason     Reason   `json:"reason,omitempty"`
	Revisions  int      `json:"revisions"`
	Signatures []Signed `json:"signatures"`

	Title string `json:"-"` // what the file calls itself
}

// Signed is one signature of a file.
type Signed struct {
	Field        string    `json:"field"`
	Verdict      Verdict   `json:"verdict"`
	Reason       Reason    `json:"reason,omitempty"`
	Signer       string    `json:"signer"`       // as the certificate names him
	Organization string    `json:"organization"` // likewise
	At           time.Time `json:"at"`           // the timestamp's time if there is a trusted one, else the claimed one
	Stamped      bool      `json:"stamped"`      // whether At is proven
	Revision     int       `json:"revision"`     // which state of the file was signed, from 1
	Issuer       string    `json:"issuer"`

	Certificate *x509.Certificate `json:"-"`
	covers      int
}

// errAltered and errAdded are the two ways in which a file can have been changed.
var (
	errAltered = errors.New("esign: signed bytes were altered")
	errAdded   = errors.New("esign: something was added after signing")
)

// Verify says what can be said of a PDF. It never fails: what cannot be read is unknown, or damaged if it was signed once.
func Verify(pdf []byte, trust Trust) Report {
	f, err := open(pdf)
	if err != nil {
		return unreadable(pdf, err)
	}
	report := Report{Revisions: len(f.revisions), Signatures: []Signed{}}
	last := f.last()
	fields, err := last.signatureFields()
	if err != nil {
		return unreadable(pdf, err)
	}
	for _, at := range fields {
		field, err := last.dictAt(at)
		if err != nil {
			return unreadable(pdf, err)
		}
		if field["V"] != nil {
			report.Signatures = append(report.Signatures, f.judge(field, trust))
		}
	}
	slices.SortStableFunc(report.Signatures, func(a, b Signed) int { return a.Revision - b.Revision })
	report.Title = last.title()
	report.conclude(f)
	return report
}

// title is what the file calls itself, empty when it does not.
func (r *revision) title() string {
	info, err := r.dictAt(r.trailer["Info"])
	if err != nil {
		return ""
	}
	t, _ := info["Title"].(text)
	return plain(t)
}

func unreadable(pdf []byte, err error) Report {
	report := Report{Verdict: Unknown, Reason: Unreadable, Signatures: []Signed{}}
	if bytes.Contains(pdf, []byte("/ByteRange")) && bytes.HasPrefix(pdf, []byte("%PDF-")) && !errors.Is(err, errForeign) {
		report.Verdict, report.Reason = Changed, Damaged
	}
	return report
}

// conclude draws the file's verdict from its signatures': the worst one, and whether the last covers everything.
func (r *Report) conclude(f *file) {
	if len(r.Signatures) == 0 {
		r.Verdict, r.Reason = Unknown, Unsigned
		if bytes.Contains(f.data, []byte("/ByteRange")) { // a signature was taken out of the form, and its bytes are still there
			r.Verdict, r.Reason = Changed, Added
		}
		return
	}
	r.Verdict = Valid
	whole := false
	for _, s := range r.Signatures {
		whole = whole || s.covers == len(f.revisions)
		switch {
		case s.Verdict == Changed && r.Verdict != Changed, s.Verdict == Unknown && r.Verdict == Valid:
			r.Verdict, r.Reason = s.Verdict, s.Reason
		}
	}
	if !whole && r.Verdict != Changed {
		r.Verdict, r.Reason = Changed, Added
	}
}

// judge looks at one signature: is what it covers what it covered, was only what is allowed added since, and who is the signer.
func (f *file) judge(field dict, trust Trust) Signed {
	t, _ := field["T"].(text)
	s := Signed{Field: plain(t), Verdict: Changed, Reason: Altered}
	value, signature, err := f.covered(field)
	if err != nil {
		return s
	}
	s.Revision, s.covers = value.revision+1, value.revision+1
	s.Certificate = signature.leaf
	s.Signer, s.Issuer = signature.leaf.Subject.CommonName, signature.leaf.Issuer.CommonName
	if o := signature.leaf.Subject.Organization; len(o) > 0 {
		s.Organization = o[0]
	}
	s.At = value.claimed
	if signature.token != nil {
		stamp, err := readStamp(signature.token, signature.signature)
		if err != nil {
			return s
		}
		if stamp.trusted(trust.Roots) {
			s.At, s.Stamped = stamp.at, true
		}
	}
	if err := f.onlySignedSince(value.revision); err != nil {
		s.Reason = Added
		return s
	}
	s.Reason = trust.certificate(signature, s.At, s.Stamped)
	s.Verdict = Unknown
	if s.Reason == "" {
		s.Verdict = Valid
	}
	return s
}

// coverage is what a signature's dictionary says: which revision it signs, and when that is said to have been.
type coverage struct {
	revision int
	claimed  time.Time
}

// covered reads a signature and proves that it is over the whole of one revision but for its own place.
func (f *file) covered(field dict) (coverage, *cms, error) {
	var none coverage
	last := f.last()
	at, ok := field["V"].(ref)
	value, err := last.dictAt(field["V"])
	if err != nil || !ok {
		return none, nil, errAltered
	}
	if sub := value["SubFilter"]; sub != name("ETSI.CAdES.detached") && sub != name("adbe.pkcs7.detached") {
		return none, nil, errAltered
	}
	ranges, err := last.arrayAt(value["ByteRange"])
	if err != nil || len(ranges) != 4 {
		return none, nil, errAltered
	}
	var n [4]int
	for i, item := range ranges {
		v, _ := item.(number)
		if n[i], ok = v.int(); !ok || n[i] < 0 || n[i] > len(f.data) {
			return none, nil, errAltered
		}
	}
	contents, _ := value["Contents"].(text)
	from, to, end := n[1], n[2], n[2]+n[3]
	if n[0] != 0 || from >= to || end > len(f.data) || !isPlace(f.data, from, to, contents) {
		return none, nil, errAltered
	}
	c := coverage{revision: f.endsAt(end)}
	if c.revision < 0 || !f.within(at, c.revision, from, to) {
		return none, nil, errAltered
	}
	signature, err := readCMS(contents)
	if err != nil {
		return none, nil, err
	}
	if err := signature.over(f.data[:from], f.data[to:end]); err != nil {
		return none, nil, err
	}
	m, _ := value["M"].(text)
	c.claimed = readDate(plain(m))
	return c, signature, nil
}

// isPlace says whether the bytes left out are the signature, and nothing else.
func isPlace(data []byte, from, to int, contents []byte) bool {
	if data[from] != '<' || data[to-1] != '>' || to-from-2 != 2*len(contents) {
		return false
	}
	digits := make([]byte, len(contents))
	_, err := hex.Decode(digits, data[from+1:to-1])
	return err == nil && bytes.Equal(digits, contents) && bytes.HasSuffix(bytes.TrimRight(data[:from], " \r\n"), []byte("/Contents"))
}

// endsAt finds the revision that ends where the signed bytes end, give or take the line end behind it; -1 when none does.
func (f *file) endsAt(end int) int {
	for i, r := range f.revisions {
		if end >= r.end && len(bytes.Trim(f.data[r.end:end], "\r\n")) == 0 && end-r.end <= 2 {
			return i
		}
	}
	return -1
}

// within says whether the place lies within the signature's own object, and that object within the revision it signs.
func (f *file) within(at ref, revision, from, to int) bool {
	offset, ok := f.last().offsets[at.num]
	return ok && offset < from && to < f.revisions[revision].start && (revision == 0 || offset >= f.revisions[revision-1].end) &&
		!bytes.Contains(f.data[offset:from], []byte("endobj"))
}

// readDate reads D:20261122103000Z or with an offset such as +08'00'. What cannot be read is the zero time.
func readDate(s string) time.Time {
	s = string(bytes.ReplaceAll([]byte(s), []byte("'"), nil))
	for _, layout := range []string{"D:20060102150405Z", "D:20060102150405Z0700", "D:20060102150405-0700", "D:20060102150405"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// certificate says what is wrong with a signer's certificate; nothing when a root vouches for it and it was good when it signed.
func (t Trust) certificate(c *cms, at time.Time, proven bool) Reason {
	if !proven {
		at = t.Now // a claimed time proves nothing
	}
	err := chains(c, t.Roots, at, x509.ExtKeyUsageAny)
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired && at.Before(c.leaf.NotBefore):
		return NotYet
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return Expired
	case err != nil:
		return Untrusted
	}
	for _, list := range t.CRLs {
		if !bytes.Equal(list.RawIssuer, c.leaf.RawIssuer) {
			continue
		}
		for _, entry := range list.RevokedCertificateEntries {
			if entry.SerialNumber.Cmp(c.leaf.SerialNumber) == 0 && !at.Before(entry.RevocationTime) {
				return RevokedCert
			}
		}
	}
	return ""
}

// chains proves that the signer's certificate leads to a root at a time, for a purpose.
func chains(c *cms, roots *x509.CertPool, at time.Time, purpose x509.ExtKeyUsage) error {
	if roots == nil {
		roots = x509.NewCertPool()
	}
	between := x509.NewCertPool()
	for _, other := range c.others {
		between.AddCert(other)
	}
	if _, err := c.leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{purpose}}); err != nil {
		return fmt.Errorf("esign: %w", err)
	}
	return nil
}
