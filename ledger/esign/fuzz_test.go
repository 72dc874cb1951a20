package esign_test

import (
	"testing"

	"hefu/ledger/esign"
)

// Whatever is uploaded to be looked at, the answer is one of three words, and comes.
func FuzzVerify(f *testing.F) {
	once, twice := signedTwice(f)
	f.Add(once)
	f.Add(twice)
	f.Add([]byte("%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 1>>\nstartxref\n9\n%%EOF"))
	f.Add([]byte("%PDF-1.4\n1 0 obj\n<</A[1 0 R<<>>(a\\(b)<41>]>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Root 1 0 R/Size 2>>\nstartxref\n52\n%%EOF"))
	trust := theWorld().trust
	f.Fuzz(func(t *testing.T, file []byte) {
		switch report := esign.Verify(file, trust); report.Verdict {
		case esign.Valid:
			if len(report.Signatures) == 0 {
				t.Error("valid without a signature")
			}
		case esign.Changed, esign.Unknown:
			if report.Reason == "" {
				t.Error("no reason")
			}
		default:
			t.Errorf("%q", report.Verdict)
		}
	})
}
