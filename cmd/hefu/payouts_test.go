package main

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

func TestPayoutsAreListedWithHowTheyStand(t *testing.T) {
	b := ledgertest.Open(t)
	where := []string{"--database-url=" + b.AppURL, "--organization=" + b.Organization.Code}
	insert := `INSERT INTO hefu.provider_payouts (id, organization_id, provider, reference, currency, amount, paid_on, made_by, made_by_name) VALUES ($1, $2, 'alipay', $3, 'CNY', 1234.50, '2026-05-04', $1, '张会计')`
	b.Exec(t, insert, ledger.NewID(), b.Organization.ID, "PO-OURS")
	b.Exec(t, insert, ledger.NewID(), b.Other.ID, "PO-THEIRS")
	list := func(args ...string) result {
		t.Helper()
		return hefu(t, append(append([]string{"payouts"}, args...), where...)...)
	}
	if got := list(); got.code != 0 || !strings.Contains(got.out, "PO-OURS") || !strings.Contains(got.out, "1234.50") || !strings.Contains(got.out, "on_the_way") || strings.Contains(got.out, "PO-THEIRS") {
		t.Errorf("as a table: %+v", got)
	}
	if got := list("-o", "json", "--state=waiting"); got.code != 0 || !strings.Contains(got.out, `"reference": "PO-OURS"`) || !strings.Contains(got.out, `"state": "on_the_way"`) {
		t.Errorf("as JSON: %+v", got)
	}
	if got := list("-o", "json", "--state=differs"); got.code != 0 || strings.TrimSpace(got.out) != "[]" || !strings.Contains(got.err, "0 payouts") {
		t.Errorf("of those that differ: %+v", got)
	}
	if got := list("--state=lost"); got.code != exitUsage {
		t.Errorf("a state that is none: %+v", got)
	}
}
