package token

import (
	"strings"
	"testing"
)

func TestASecretHasItsFormAndChecksItself(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 200 {
		secret, err := newSecret(mark)
		if err != nil || !isWhole(secret) || seen[secret] {
			t.Fatalf("made %q, %v", secret, err)
		}
		seen[secret] = true
	}
	secret, _ := newSecret(mark)
	for name, other := range map[string]string{
		"nothing": "", "the mark alone": mark, "cut": secret[:len(secret)-1], "longer": secret + "0", "another mark": "hefu_s_" + secret[len(mark):],
		"one letter changed": swap(secret, 20), "the check changed": swap(secret, len(secret)-1), "a foreign letter": secret[:20] + "-" + secret[21:],
		"a space before": " " + secret[1:], "in capitals": strings.ToUpper(secret),
	} {
		if isWhole(other) {
			t.Errorf("%s passes: %q", name, other)
		}
	}
	if len(secret[:prefixSize]) != 13 {
		t.Errorf("the visible beginning is %q", secret[:prefixSize])
	}
}

func swap(text string, at int) string {
	letter := byte('a')
	if text[at] == letter {
		letter = 'b'
	}
	return text[:at] + string(letter) + text[at+1:]
}
