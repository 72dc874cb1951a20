package notice_test

import (
	"os"
	"strings"
	"testing"

	"hefu/ledger/notice"
)

// What programs are told is written down for who programs them, and what is written down is told: in the documents, and to webhooks.
func TestWhatProgramsAreToldIsWrittenDown(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	expand, err := os.ReadFile("expand.sql")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string]bool{}
	for _, row := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(row, "| `") {
			continue
		}
		noun := ""
		for i, part := range strings.Split(strings.SplitN(row, "|", 3)[1], "`") {
			if i%2 == 0 {
				continue
			}
			if name, rest, _ := strings.Cut(part, "."); name != "" {
				noun, documented[part] = name, true
			} else {
				documented[noun+"."+rest] = true
			}
		}
	}
	for _, kind := range notice.Kinds {
		if !documented[string(kind)] {
			t.Errorf("%s is not in docs/events.md", kind)
		}
		if !strings.Contains(string(expand), "'"+string(kind)+"'") {
			t.Errorf("%s is sent to nobody", kind)
		}
		delete(documented, string(kind))
	}
	for kind := range documented {
		t.Errorf("%s is written down and cannot be chosen", kind)
	}
}
