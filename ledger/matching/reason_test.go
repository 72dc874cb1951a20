package matching_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"hefu/ledger/matching"
	"hefu/ledger/tally"
)

// Every cause that the engine can name has a sentence in both languages, which holds nothing but words and the cause's values.
func TestEveryCauseHasWords(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../tally/tally.go")
	if err != nil {
		t.Fatal(err)
	}
	causes := regexp.MustCompile(`\w+\s+Cause\s+= "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	if len(causes) < 15 {
		t.Fatalf("only %d causes were found", len(causes))
	}
	for _, found := range causes {
		for _, locale := range []string{"zh-CN", "en"} {
			said := matching.Words(tally.Reason{Cause: tally.Cause(found[1]), Values: []string{"1", "2", "3"}}, "CNY", locale)
			if said == found[1] || strings.ContainsAny(said, "{}") {
				t.Errorf("%s in %s is %q", found[1], locale, said)
			}
		}
	}
}
