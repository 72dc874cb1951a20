package aging

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// However long the numbers, whatever their scales and signs, the sum is the exact one.
func TestASumIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		var s sum
		want := decimal.Zero
		for range rapid.IntRange(1, 200).Draw(r, "amounts") {
			amount := decimal.New(rapid.Int64().Draw(r, "digits"), rapid.Int32Range(-8, 3).Draw(r, "scale"))
			if rapid.Bool().Draw(r, "ordinary") {
				amount = decimal.New(rapid.Int64Range(-99_999_999_999_999_999, 99_999_999_999_999_999).Draw(r, "cents"), -2)
			}
			s.add(amount)
			want = want.Add(amount)
		}
		if got := s.value(); !got.Equal(want) {
			r.Fatalf("%s, want %s", got, want)
		}
	})
}
