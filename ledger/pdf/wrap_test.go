package pdf

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// square counts Chinese characters as two and everything else as one.
func square(r rune) int {
	if wide(r) {
		return 2
	}
	return 1
}

func TestWrapByMeasuredWidth(t *testing.T) {
	for _, test := range []struct {
		name, text string
		limit      int
		want       []string
	}{
		{"fits", "轴承", 4, []string{"轴承"}},
		{"anywhere between characters", "精密轴承滚珠", 6, []string{"精密轴", "承滚珠"}},
		{"not before closing marks", "精密轴，承", 6, []string{"精密", "轴，承"}},
		{"not before a closing bracket", "上海（沪）公司", 8, []string{"上海", "（沪）公", "司"}},
		{"not after an opening bracket", "精密轴（承）", 8, []string{"精密轴", "（承）"}},
		{"not before the mark that closes a title", "见《合同》", 6, []string{"见《合", "同》"}},
		{"words stay whole", "bearing 6204 kit", 9, []string{"bearing", "6204 kit"}},
		{"words beside Chinese", "轴承 6204-2RS 进口", 12, []string{"轴承", "6204-2RS 进", "口"}},
		{"a word longer than the line", "INV2026000001", 5, []string{"INV20", "26000", "001"}},
		{"rare characters under private codes", "\ue000\ue001\ue002", 4, []string{"\ue000\ue001", "\ue002"}},
		{"marks alone", "，，，，，", 4, []string{"，，", "，，", "，"}},
		{"outer spaces", "  轴  ", 4, []string{"轴"}},
		{"nothing", "   ", 4, nil},
	} {
		if got := wrap(test.text, test.limit, square); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("精密轴承（进口）、密封件；INV2026000001 kit", 9)
	f.Add("，，，）））  a b", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 1 || limit > 1000 || !utf8.ValidString(text) {
			return
		}
		lines := wrap(text, limit, square)
		for _, line := range lines {
			if measure(line, square) > limit && utf8.RuneCountInString(line) > 1 {
				t.Errorf("line %q is wider than %d", line, limit)
			}
		}
		if got, want := strings.ReplaceAll(strings.Join(lines, ""), " ", ""), strings.ReplaceAll(text, " ", ""); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}
