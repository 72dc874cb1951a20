package esign_test

import (
	"bytes"
	"os"
	"testing"

	"hefu/ledger/esign"
)

func TestBothPartiesSign(t *testing.T) {
	t.Parallel()
	once, twice := signedTwice(t)
	if out := os.Getenv("HEFU_LOOK"); out != "" {
		_ = os.WriteFile(out, twice, 0o600)
	}
	if !bytes.HasPrefix(twice, once) {
		t.Error("the second signature changed the first one's bytes")
	}
	first := esign.Verify(once, theWorld().trust)
	if first.Verdict != esign.Valid || len(first.Signatures) != 1 {
		t.Fatalf("after the seller: %+v", first)
	}
	report := esign.Verify(twice, theWorld().trust)
	if report.Verdict != esign.Valid || len(report.Signatures) != 2 {
		t.Fatalf("after both: %+v", report)
	}
	seller, customer := report.Signatures[0], report.Signatures[1]
	if seller.Field != "seller" || seller.Organization != "华东精密机械（苏州）有限公司" || !seller.Stamped || !seller.At.Equal(now) {
		t.Errorf("the seller's: %+v", seller)
	}
	if customer.Field != "customer" || customer.Signer != "李慧" || customer.Revision != 4 || seller.Revision != 3 || report.Revisions != 4 {
		t.Errorf("the customer's: %+v of %d", customer, report.Revisions)
	}
}
