package audit_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"hefu/ledger/audit"
)

func TestAChangeIsToldByItsValues(t *testing.T) {
	for detail, want := range map[string]string{
		`{"before":{"name":"甲","phone":"1"},"after":{"name":"乙","phone":"1"}}`: "[{name 甲 乙 false}]",
		`{"after":{"code":"HD","name":"甲"}}`:                                   "[{code  HD false} {name  甲 false}]", // made, so nothing stood there before
		`{"before":{"code":"HD"}}`:                                             "[{code HD  false}]",
		`{"before":["sales"],"after":["auditor","sales"]}`:                     "[{ sales auditor, sales false}]",
		`{"before":"open","outcome":"accepted"}`:                               "[{ open  false} {outcome  accepted true}]",
		`{"changes":{"days":{"before":3,"after":5}}}`:                          "[{changes.days 3 5 false}]",
		`{"rows":null}`: "[]",
		``:              "[]",
	} {
		if got := fmt.Sprint(audit.Changes(json.RawMessage(detail))); got != want {
			t.Errorf("%s: %s, want %s", detail, got, want)
		}
	}
}
