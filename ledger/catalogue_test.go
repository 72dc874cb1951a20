package ledger_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

// slugs are the problem types that customers' programs may meet (RELIABILITY section 4), each with the kinds it stands for.
var slugs = map[string][]ledger.Kind{
	"internal-error": {ledger.Internal}, "unavailable": {ledger.Unavailable}, "storage-full": {ledger.Unavailable},
	"malformed-request": {ledger.Invalid}, "validation-failed": {ledger.Invalid}, "amount-exceeds-open": {ledger.Invalid}, "idempotency-key-reused": {ledger.Invalid},
	"unsupported-media-type": {ledger.Invalid}, "misdirected-request": {ledger.Invalid}, "method-not-allowed": {ledger.Invalid}, "precondition-required": {ledger.Invalid},
	"not-authenticated": {ledger.Unauthenticated}, "step-up-required": {ledger.Unauthenticated},
	"forbidden": {ledger.Forbidden}, "csrf-failed": {ledger.Forbidden}, "four-eyes": {ledger.Forbidden}, "not-found": {ledger.NotFound},
	"conflict": {ledger.Conflict}, "period-closed": {ledger.Conflict}, "duplicate-file": {ledger.Conflict}, "already-resolved": {ledger.Conflict}, "idempotency-in-progress": {ledger.Conflict},
	"link-expired": {ledger.Gone}, "link-used": {ledger.Gone}, "stale-version": {ledger.Stale}, "payload-too-large": {ledger.TooLarge}, "too-many-requests": {ledger.Limited},
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

// Codes, kinds, slugs and sentences are an interface: a change shows here. `go test ./ledger -run Catalogue -update` accepts it.
func TestErrorCatalogue(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for _, code := range ledger.Codes() {
		e := ledger.E(code)
		zh, en := e.Message("zh-CN"), e.Message("en")
		if !slices.Contains(slugs[e.Slug()], e.Kind()) {
			t.Errorf("%s: kind %d does not go with the slug %s", code, e.Kind(), e.Slug())
		}
		names := func(sentence string) string {
			found := placeholder.FindAllString(sentence, -1)
			slices.Sort(found)
			return strings.Join(found, "")
		}
		if zh == "" || en == "" || names(zh) != names(en) {
			t.Errorf("%s: the sentences name other things: %s / %s", code, zh, en)
		}
		fmt.Fprintf(&text, "%s\t%d\t%s\n\t%s\n\t%s\n", code, e.Kind(), e.Slug(), zh, en)
	}
	golden(t, "catalogue.golden", text.String())
}

// golden compares text with a file of testdata, or writes it with -update.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == text {
		return
	}
	got, wanted := strings.Split(text, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(wanted)) {
		if i >= len(got) || i >= len(wanted) || got[i] != wanted[i] {
			t.Fatalf("%s differs from line %d on; accept it with -update if it is meant: %q", path, i+1, slices.Concat(got[min(i, len(got)):min(i+1, len(got))], wanted[min(i, len(wanted)):min(i+1, len(wanted))]))
		}
	}
}
