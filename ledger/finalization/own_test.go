package finalization_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"regexp"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
)

// licence is a key of the customer's own, of an authority that this system knows nothing of.
func licence(t testing.TB, now time.Time) esign.Key {
	t.Helper()
	authority, err := esign.NewAuthority("Licensed CA", now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := authority.NewKey(esign.Subject{Organization: "苏州明远机械有限公司", Name: "王经理"}, esign.Documents, now)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func signedIn(t testing.TB, file []byte, field string, key esign.Key) []byte {
	t.Helper()
	out, err := esign.Sign(t.Context(), file, esign.Signature{Field: field, Name: "王经理", At: ledger.SystemClock()}, esign.Local{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var (
	startOf = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	trailer = regexp.MustCompile(`/Size (\d+)`)
	rootOf  = regexp.MustCompile(`/Root (\d+ \d+ R)`)
)

// withUpdate lays an update behind a file that says something else of one object, as an editor does: here the page is turned, whatever it was.
func withUpdate(t testing.TB, file []byte, object string) []byte {
	t.Helper()
	start, root := startOf.FindSubmatch(file), rootOf.FindAllSubmatch(file, -1)
	size := trailer.FindAllSubmatch(file, -1)
	if start == nil || root == nil || size == nil {
		t.Fatal("the file's trailer is not found")
	}
	page := regexp.MustCompile(`(?s)(\d+) 0 obj\s*<<[^>]*` + object).FindSubmatch(file)
	if page == nil {
		t.Fatalf("no object with %s", object)
	}
	out := bytes.Clone(file)
	at := len(out)
	out = append(out, fmt.Sprintf("%s 0 obj\n<</Type/Page/Rotate 90>>\nendobj\n", page[1])...)
	table := len(out)
	out = append(out, fmt.Sprintf("xref\n%s 1\n%010d 00000 n \ntrailer\n<</Size %s/Root %s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n", page[1], at, size[len(size)-1][1], root[len(root)-1][1], start[1], table)...)
	return out
}

func flipped(file []byte, at int) []byte {
	out := bytes.Clone(file)
	out[at] ^= 1
	return out
}

func TestTheCustomerSignsWithItsOwnCertificate(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t)
	id := o.prepare(t, finalization.Whole)
	o.sign(t, id)
	sellers := o.file(t, o.signer, id)
	later := o.agreed(t, o.CNY, "2026-04")
	other, err := o.Services.Finalizations.Prepare(t.Context(), o.accountant, finalization.PrepareCommand{StatementID: later.ID, Scope: finalization.Whole, Locale: "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	o.sign(t, other)
	now := ledger.SystemClock()
	key := licence(t, now)
	good := signedIn(t, sellers, "customer", key)
	cmd := o.ticked(t, id)
	bring := func(by ledger.Actor, cmd finalization.SignCommand, file []byte) error {
		return o.Services.Finalizations.CountersignWith(t.Context(), by, cmd, file)
	}
	unread := cmd
	unread.Agreed = false
	wantCode(t, bring(o.signer, unread, good), "validation_failed")
	unread = cmd
	unread.SHA256 = hex.EncodeToString(make([]byte, 32))
	wantCode(t, bring(o.signer, unread, good), "content_changed")
	wantCode(t, bring(o.confirmer, cmd, good), "not_permitted")
	wantCode(t, bring(o.foreign, cmd, good), "not_found")
	for _, it := range []struct {
		name, code string
		file       []byte
	}{
		{"nothing", "own_file_other", nil},
		{"no PDF", "own_file_other", []byte("hello")},
		{"what was downloaded, unsigned", "own_file_unsigned", sellers},
		{"with spaces behind it", "own_file_unsigned", append(bytes.Clone(sellers), "\r\n"...)},
		{"another reconciliation, rightly signed", "own_file_other", signedIn(t, o.file(t, o.signer, other), "customer", key)},
		{"a byte of what we signed is another", "own_file_other", flipped(good, len(sellers)/2)},
		{"the first byte", "own_file_other", flipped(good, 0)},
		{"cut off", "own_file_changed", good[:len(good)-200]},
		{"a byte of the signature is another", "own_file_changed", flipped(good, bytes.LastIndex(good, []byte("/Contents <"))+40)},
		{"the page is turned before the signature", "own_file_changed", signedIn(t, withUpdate(t, sellers, `/Type\s*/Page\b`), "customer", key)},
		{"the page is turned after the signature", "own_file_changed", withUpdate(t, good, `/Type\s*/Page\b`)},
		{"the page is turned, and nothing signed", "own_file_changed", withUpdate(t, sellers, `/Type\s*/Page\b`)},
		{"text behind the signature", "own_file_changed", append(bytes.Clone(good), "% a remark\n"...)},
		{"an expired certificate", "own_file_certificate", signedIn(t, sellers, "customer", licence(t, now.AddDate(-3, 0, 0)))},
		{"a certificate of the day after tomorrow", "own_file_certificate", signedIn(t, sellers, "customer", licence(t, now.AddDate(0, 0, 2)))},
	} {
		if err := bring(o.signer, cmd, it.file); !ledger.IsCode(err, it.code) {
			t.Errorf("%s: %v, want %s", it.name, err, it.code)
		}
	}
	if v := o.get(t, o.signer, id); v.State != finalization.ToCountersign {
		t.Fatalf("what was refused left %s", v.State)
	}
	if err := bring(o.signer, cmd, good); err != nil {
		t.Fatal(err)
	}
	wantCode(t, bring(o.signer, cmd, good), "state_forbids")
	v := o.get(t, o.accountant, id)
	if v.State != finalization.Signed || len(v.Signatures) != 2 || v.Signatures[1].Means != "own_certificate" || v.Signatures[1].Signer != "王经理" || v.Signatures[1].By != o.signer.Name {
		t.Errorf("%+v", v.Signatures)
	}
	if !bytes.Equal(o.file(t, o.signer, id), good) {
		t.Error("another file is kept than was brought")
	}
}
