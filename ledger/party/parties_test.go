package party_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func wantCode(t *testing.T, err error, code string) *ledger.Error {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
	return ledger.AsError(err)
}

// wantFaults compares every field at fault with its code.
func wantFaults(t *testing.T, err error, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for _, field := range wantCode(t, err, "validation_failed").Fields {
		got[field.Name] = field.Code
	}
	for name, code := range want {
		if got[name] != code {
			t.Errorf("%s: %q, want %q", name, got[name], code)
		}
	}
	for name, code := range got {
		if want[name] == "" {
			t.Errorf("%s is refused as %s", name, code)
		}
	}
}

func open(t *testing.T) (*ledgertest.Books, *party.Service) {
	t.Helper()
	b := ledgertest.Open(t)
	return b, party.Open(b.DB)
}

// audited counts rows of the audit log whose action and payload match.
func audited(t *testing.T, b *ledgertest.Books, action, like string) int {
	t.Helper()
	return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.audit_log WHERE action = $1 AND payload LIKE $2`, action, "%"+like+"%")
}
