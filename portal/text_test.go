package portal_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// rareTexts are what real texts hold and what bad ones try. Each is shown again exactly as it was written.
var rareTexts = []string{
	"㛃龘𠮷𠀀𪚥", "emoji 👩\u200d👩\u200d👧 🇨🇳", "right\u200fleft\u200e\u202eoverride", "zero\u200bwidth", "a" + strings.Repeat("\u0301", 30),
	"<script>alert(1)</script>", "=HYPERLINK(\"x\")", "'; DROP TABLE x; --", "{{.}} %s %00 ${x}", "back\\slash", "two\nlines", "a\u2028b\u2029c",
}

// TestWhatCustomersWriteIsKeptExactly: in remarks, disputes and threads, in what the other side reads, and never in the log.
func TestWhatCustomersWriteIsKeptExactly(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	for range rareTexts {
		s.Receivable(t, s.CNY, "10.00", "2026-03-10")
	}
	s.Receivable(t, s.CNY, "10.00", "2026-03-11")
	shown := s.Issued(t, s.CNY, "2026-03")
	customer, staff := s.Client(t, s.Contact(s.CNY, ledger.Confirmer)), s.Client(t, s.Staff(ledger.ARAccountant))
	at := "/statements/" + shown.ID.String()
	last := len(rareTexts) + 1
	for i, text := range rareTexts {
		body := map[string]any{"version": shown.Version, "sha256": shown.SHA256, "lines": []int{last}, "remark": text}
		confirmed := webtest.Read[struct {
			Statement struct{ Confirmations []struct{ Remark string } }
		}](t, customer.Post(at+"/confirmations", body), http.StatusOK).Statement.Confirmations
		if got := confirmed[len(confirmed)-1].Remark; got != text {
			t.Errorf("the remark %q is shown as %q", text, got)
		}
		customer.Post(at+"/reopenings", map[string]any{"version": shown.Version, "lines": []int{last}}).Must(t, http.StatusOK)

		opened := webtest.Read[struct{ Disputes []struct{ ID string } }](t, customer.Post(at+"/disputes", map[string]any{"version": shown.Version,
			"sha256": shown.SHA256, "lines": []int{i + 1}, "category": "price", "text": text}), http.StatusOK)
		type thread struct{ Messages []struct{ Text string } }
		for _, reader := range []*webtest.Client{customer, staff} {
			read := webtest.Read[thread](t, reader.Get("/disputes/"+opened.Disputes[0].ID), http.StatusOK)
			if got := read.Messages[0].Text; got != text {
				t.Errorf("the dispute %q is shown as %q", text, got)
			}
		}
		if kept := ledgertest.Ask[string](t, s.Books, `SELECT text FROM hefu.dispute_messages WHERE dispute_id = $1 ORDER BY id LIMIT 1`, opened.Disputes[0].ID); kept != text {
			t.Errorf("%q is kept as %q", text, kept)
		}
		if quoted, _ := json.Marshal(text); s.Logged(text) || s.Logged(strings.Trim(string(quoted), `"`)) {
			t.Errorf("%q is in the log", text)
		}
	}
}

// TestWhatNobodyCanReadIsRefused: control characters, halves of characters and floods reach neither the books nor a mail.
func TestWhatNobodyCanReadIsRefused(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	customer := s.Client(t, s.Contact(s.CNY, ledger.Confirmer))
	at := "/statements/" + shown.ID.String()
	forms := map[string]string{
		at + "/confirmations": `{"version":1,"sha256":"` + shown.SHA256 + `","lines":[1],"remark":TEXT}`,
		at + "/disputes":      `{"version":1,"sha256":"` + shown.SHA256 + `","lines":[1],"category":"price","text":TEXT}`,
	}
	for path, form := range forms {
		for name, text := range map[string]string{
			"NUL": `"a\u0000b"`, "half a character": `"\ud800"`, "a control character": "\"a\x01b\"", "no UTF-8": "\"\xff\"",
			"a flood": `"` + strings.Repeat("长", 4001) + `"`, "a number": `1`, "a list": `["x"]`,
		} {
			if got := customer.Post(path, strings.Replace(form, "TEXT", text, 1)); got.Status != http.StatusBadRequest && got.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s at %s: %d %s", name, path, got.Status, got.Body)
			}
		}
	}
	if left := ledgertest.Ask[int](t, s.Books, `SELECT (SELECT count(*) FROM hefu.confirmations)::int + (SELECT count(*) FROM hefu.disputes)::int`); left != 0 {
		t.Errorf("refused texts left %d rows", left)
	}
}
