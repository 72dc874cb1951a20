package document

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// The fingerprint of what was posted before must stay what it was.
func TestAFigureIsFingerprintedAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := decimal.New(rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2000, 2000)).Draw(t, "units"), rapid.Int32Range(-12, 3).Draw(t, "exponent"))
		if got := string(appendFigure(nil, d)); got != d.String() {
			t.Fatalf("%s is written %q", d, got)
		}
	})
}
