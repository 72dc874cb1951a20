package verify

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"
	"sync"

	"hefu/ledger/blob"
	"hefu/ledger/esign"
	"hefu/ledger/merkle"
)

// The parts of a bundle that prove the others.
const (
	manifestPart = "manifest.json"
	sumsPart     = "SHA256SUMS"
	linesPart    = "lines.tsv"
	signedPart   = "finalization/reconciliation.pdf"
)

// proves tells whether a part stands beside the sums: it proves them, and so is not among them.
func proves(name string) bool {
	return name == sumsPart || strings.HasPrefix(name, "manifest.") || name == "signer.pem" || name == "sm2.pem"
}

// saidManifest is what is read of a manifest. The package that writes it is not asked: what is checked must not vouch for itself.
type saidManifest struct {
	BundleNo  string        `json:"bundle_no"`
	Signed    *saidFinal    `json:"finalization"`
	LineCount int           `json:"line_count"`
	Previous  *string       `json:"previous_manifest_sha256"`
	Root      string        `json:"root"`
	Statement saidStatement `json:"statement"`
	Sums      string        `json:"sums_sha256"`
	Files     []saidFile    `json:"files"`
	parts     map[string]*zip.File
}

type saidFinal struct {
	FileSHA256 string `json:"file_sha256"`
}

type saidStatement struct {
	SHA256 string `json:"sha256"`
}

type saidFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// packed says what is wrong within a bundle's file, empty when nothing is.
func (b keptBundle) packed(content blob.Content, trusted *x509.CertPool) string {
	reader, err := zip.NewReader(&seekAt{from: content}, content.Size())
	if err != nil {
		return "cannot be unpacked"
	}
	said := saidManifest{parts: map[string]*zip.File{}}
	for _, f := range reader.File {
		if said.parts[f.Name] != nil {
			return "holds " + f.Name + " twice"
		}
		said.parts[f.Name] = f
	}
	text, ok := said.read(manifestPart)
	if !ok || string(text) != b.Manifest {
		return "does not hold the manifest that was recorded"
	}
	if json.Unmarshal(text, &said) != nil {
		return "has a manifest that cannot be read"
	}
	for _, fault := range []string{said.against(b), said.members(), said.tree(b)} {
		if fault != "" {
			return fault
		}
	}
	return said.proof(b, trusted)
}

// against says where the manifest and the books differ.
func (m saidManifest) against(b keptBundle) string {
	previous := ""
	if m.Previous != nil {
		previous = *m.Previous
	}
	signed := ""
	if m.Signed != nil {
		signed = m.Signed.FileSHA256
	}
	switch {
	case m.BundleNo != b.No, m.Root != b.Root, m.LineCount != b.Lines, previous != b.Previous:
		return "says other than what was recorded"
	case m.Statement.SHA256 != b.Statement:
		return "is of another statement than the books have"
	case signed != b.SignedFile:
		return "is of another signed file than the books have"
	}
	return ""
}

// members says which part is missing, more, or not what was sealed.
func (m saidManifest) members() string {
	sums, ok := m.read(sumsPart)
	if hash := sha256.Sum256(sums); !ok || hex.EncodeToString(hash[:]) != m.Sums {
		return "does not hold the sums that its manifest names"
	}
	listed := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(sums))
	for lines.Scan() {
		sum, name, _ := strings.Cut(lines.Text(), "  ")
		listed[name] = sum
		if found, ok := m.hash(name); !ok || found != sum {
			return "does not hold " + name + " as it was sealed"
		}
	}
	for _, f := range m.Files {
		if listed[f.Path] != f.SHA256 {
			return "lists " + f.Path + " in its manifest otherwise than in its sums"
		}
	}
	for name := range m.parts {
		if listed[name] == "" && !proves(name) {
			return "holds " + name + ", which was not sealed"
		}
	}
	if m.Signed != nil && listed[signedPart] != m.Signed.FileSHA256 {
		return "does not hold the file that both signed"
	}
	return ""
}

// tree says whether the lines have another root.
func (m saidManifest) tree(b keptBundle) string {
	text, ok := m.read(linesPart)
	if !ok {
		return "holds no lines"
	}
	var leaves []merkle.Hash
	for row := range strings.Lines(string(text)) {
		leaves = append(leaves, merkle.Leaf([]byte(strings.TrimSuffix(row, "\n"))))
	}
	if len(leaves) != b.Lines || merkle.Root(leaves).String() != b.Root {
		return "has lines with another root"
	}
	return ""
}

// proof says what is wrong with the signature and the timestamp over the manifest.
func (m saidManifest) proof(b keptBundle, trusted *x509.CertPool) string {
	signature, signed := m.read("manifest.p7s")
	token, stamped := m.read("manifest.tst")
	switch {
	case b.Signer == "" && !signed && !stamped:
		return ""
	case b.Signer == "":
		return "is signed, on record it is not"
	case !signed:
		return "has lost its signature"
	case !stamped || b.StampedAt == nil:
		return "has lost its timestamp"
	}
	at, err := esign.VerifyStamp(token, []byte(b.Manifest), trusted)
	if err != nil || !at.Equal(*b.StampedAt) {
		return "has a timestamp that does not verify"
	}
	by, err := esign.VerifyDetached([]byte(b.Manifest), signature, trusted, at)
	if err != nil || by.Subject.CommonName != b.Signer {
		return "has a signature that does not verify"
	}
	return ""
}

// maxProof bounds what is held in memory of one part; the lines of the longest statement are far below it.
const maxProof = 256 << 20

func (m saidManifest) read(name string) ([]byte, bool) {
	f := m.parts[name]
	if f == nil {
		return nil, false
	}
	r, err := f.Open()
	if err != nil {
		return nil, false
	}
	defer func() { _ = r.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(r, maxProof+1))
	return text, err == nil && len(text) <= maxProof
}

// hash is that of a part, which is read past and never held.
func (m saidManifest) hash(name string) (string, bool) {
	f := m.parts[name]
	if f == nil {
		return "", false
	}
	r, err := f.Open()
	if err != nil {
		return "", false
	}
	defer func() { _ = r.Close() }() // it was only read
	sum := sha256.New()
	_, err = io.Copy(sum, r) //nolint:gosec // nothing is held, and the size of what is read is on record
	return hex.EncodeToString(sum.Sum(nil)), err == nil
}

// seekAt reads at a place of what can only be read on from where it stands.
type seekAt struct {
	one  sync.Mutex
	from io.ReadSeeker
}

func (s *seekAt) ReadAt(p []byte, at int64) (int, error) {
	s.one.Lock()
	defer s.one.Unlock()
	if _, err := s.from.Seek(at, io.SeekStart); err != nil {
		return 0, err
	}
	n, err := io.ReadFull(s.from, p)
	if err == io.ErrUnexpectedEOF {
		err = io.EOF
	}
	return n, err
}
