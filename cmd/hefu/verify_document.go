package main

import (
	"crypto/x509"
	"fmt"
	"os"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
)

type verifyDocumentCommand struct {
	output `embed:""`

	File string   `arg:"" help:"A signed PDF."`
	Root []string `type:"path" help:"Certificates in PEM to trust, beside the system's: such as the organization's own authority."`
	CRL  []string `name:"crl" type:"path" help:"Lists of revoked certificates, in DER."`
}

// maxDocument is the longest file that is looked at.
const maxDocument = 64 << 20

// Run says whether a signed file is still what was signed, by whom and when, and nothing else of what it holds. It needs no database.
func (c *verifyDocumentCommand) Run(to console) error {
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	if info.Size() > maxDocument {
		return misread("%s is longer than %d MiB", c.File, maxDocument>>20)
	}
	file, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	trust, err := c.trust()
	if err != nil {
		return err
	}
	report := esign.Verify(file, trust)
	var rows [][]string
	for _, s := range report.Signatures {
		proven := "claimed"
		if s.Stamped {
			proven = "timestamp"
		}
		rows = append(rows, []string{string(s.Verdict), string(s.Reason), s.Field, s.Signer, s.Organization, s.At.Format(time.RFC3339), proven,
			fmt.Sprintf("%d of %d", s.Revision, report.Revisions), s.Issuer})
	}
	if c.Output == "table" {
		fmt.Fprintln(to.out, report.Verdict)
	}
	if len(rows) > 0 || c.Output == "json" {
		if err := c.print(to, report, []string{"SIGNATURE", "REASON", "FIELD", "SIGNER", "ORGANIZATION", "TIME", "PROVEN BY", "REVISION", "ISSUER"}, rows); err != nil {
			return err
		}
	}
	if report.Verdict != esign.Valid {
		return fmt.Errorf("%s is %s: %s", c.File, report.Verdict, verdictReasons[report.Reason])
	}
	return nil
}

// verdictReasons say what stands behind a verdict.
var verdictReasons = map[esign.Reason]string{
	esign.Unreadable:  "it is not a PDF, or of a form that is not read here",
	esign.Unsigned:    "nobody has signed it",
	esign.Damaged:     "it was signed once and no longer holds together",
	esign.Altered:     "what was signed is not what stands in it now, or the signature belongs to another file",
	esign.Added:       "something was added after it was signed",
	esign.Untrusted:   "none of the trusted certificates vouches for a signer; --root names more",
	esign.Expired:     "a signer's certificate has expired, and no timestamp proves that it was valid when it signed",
	esign.NotYet:      "a signer's certificate was not valid yet",
	esign.RevokedCert: "a signer's certificate had been revoked",
}

// documentRoots are the certificates of the system and those in files.
func documentRoots(names []string) (*x509.CertPool, error) {
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	for _, name := range names {
		file, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		certificates, err := esign.Certificates(file)
		if err != nil {
			return nil, misread("%s: %v", name, err)
		}
		for _, certificate := range certificates {
			roots.AddCert(certificate)
		}
	}
	return roots, nil
}

func (c *verifyDocumentCommand) trust() (esign.Trust, error) {
	roots, err := documentRoots(c.Root)
	trust := esign.Trust{Roots: roots, Now: ledger.SystemClock()}
	if err != nil {
		return trust, err
	}
	for _, name := range c.CRL {
		file, err := os.ReadFile(name)
		if err != nil {
			return trust, err
		}
		list, err := x509.ParseRevocationList(file)
		if err != nil {
			return trust, misread("%s: %v", name, err)
		}
		trust.CRLs = append(trust.CRLs, list)
	}
	return trust, nil
}
