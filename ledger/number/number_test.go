package number_test

import (
	"strings"
	"testing"

	"hefu/ledger/number"
)

func FuzzNormalize(f *testing.F) {
	for _, text := range []string{"INV-2026/00042", "发票号：００１２３", "4711-2", "#", "0", "İ1234", "\xff12345"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n := number.Normalize(text)
		if again := number.Normalize(n.Compact); again.Compact != n.Compact || again.Core != n.Core {
			t.Errorf("%q: %+v, and again %+v", text, n, again)
		}
		if !strings.HasSuffix(n.Compact, n.Core) {
			t.Errorf("%q: %q is no end of %q", text, n.Core, n.Compact)
		}
	})
}
