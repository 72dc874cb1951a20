package finalization_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/smx509"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
)

// A bundle of an organization with an SM2 key is signed twice; openssl alone shows both, and the form of GM/T 0010 holds as well.
func TestBundlesAreSignedWithSM2Besides(t *testing.T) {
	t.Parallel()
	o := open(t)
	all := o.Services.Finalizations
	wantCode(t, all.AddSM2(t.Context(), o.accountant, nil, ""), "not_permitted")
	stale := o.chief
	stale.Fresh = false
	wantCode(t, all.AddSM2(t.Context(), stale, nil, ""), "step_up_required")
	if err := all.AddSM2(t.Context(), o.chief, nil, ""); err != nil {
		t.Fatal(err)
	}
	o.confirm(t)
	dir := o.unpacked(t, o.concluded(t, o.prepare(t, finalization.Whole)))
	read := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	roots := smx509.NewCertPool()
	if !roots.AppendCertsFromPEM(read("sm2.pem")) {
		t.Fatal("sm2.pem holds no certificates")
	}
	if signer, err := esign.VerifySM2(read("manifest.json"), read("manifest.sm2.p7s"), roots); err != nil || !strings.Contains(signer.Subject.CommonName, "SM2") {
		t.Errorf("GM/T 0010: %v", err)
	}
	out, err := alone(t, dir, "sh", "verify.sh")
	if err != nil || !strings.Contains(out, "OK: signed, and stamped at ") || !strings.Contains(out, "OK: signed with SM2 and SM3 by ") || strings.Contains(out, "NOTE") {
		t.Errorf("the script: %v\n%s", err, out)
	}
	authority := filepath.Join("finalization", "authority.pem") // vouches for the seal, and not for the SM2 key
	if out, err = alone(t, dir, "sh", "verify.sh", "-CAfile", authority); err != nil || !strings.Contains(out, "NOTE: no certificate in "+authority+" vouches") {
		t.Errorf("with roots of one's own: %v\n%s", err, out)
	}
	if err := os.WriteFile(filepath.Join(dir, "both.pem"), append(read(authority), read("sm2.pem")...), 0o600); err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "both.pem") // a file more in the folder was not sealed
	if err := os.Rename(filepath.Join(dir, "both.pem"), moved); err != nil {
		t.Fatal(err)
	}
	if out, err = alone(t, dir, "sh", "verify.sh", "-CAfile", moved); err != nil || strings.Contains(out, "NOTE") {
		t.Errorf("with both roots: %v\n%s", err, out)
	}
	signature := read("manifest.sm2.sig")
	if err := os.WriteFile(filepath.Join(dir, "manifest.sm2.sig"), flipped(signature, len(signature)-1), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err = alone(t, dir, "sh", "verify.sh"); err == nil || !strings.Contains(out, "FAILED: the SM2 signature is not over this manifest") {
		t.Errorf("another SM2 signature: %v\n%s", err, out)
	}
}

func TestAnSM2KeyIsBroughtReplacedAndRevoked(t *testing.T) {
	t.Parallel()
	o := open(t)
	all, now := o.Services.Finalizations, ledger.SystemClock()
	brought, err := esign.NewSM2Key(esign.Subject{Organization: "苏州明远机械有限公司", Name: "国密对账章"}, now)
	if err != nil {
		t.Fatal(err)
	}
	file, err := brought.ToPEM()
	if err != nil {
		t.Fatal(err)
	}
	expired, err := esign.NewSM2Key(esign.Subject{Organization: "甲", Name: "乙"}, now.AddDate(-3, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	old, err := expired.ToPEM()
	if err != nil {
		t.Fatal(err)
	}
	key, _ := pem.Decode(file)
	for name, content := range map[string][]byte{"no PEM": []byte("key"), "no certificate": pem.EncodeToMemory(key), "no key": brought.Certificates(), "another's certificate": append(pem.EncodeToMemory(key), expired.Certificates()...),
		"expired": old, "P-256": esign.PEM(licence(t, now).Leaf()), "too long": make([]byte, 70<<10)} {
		if err := all.AddSM2(t.Context(), o.chief, content, ""); !ledger.IsCode(err, "signing_key_refused") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := all.AddSM2(t.Context(), o.chief, nil, ""); err != nil {
		t.Fatal(err)
	}
	if err := all.AddSM2(t.Context(), o.chief, file, ""); err != nil {
		t.Fatal(err)
	}
	keys, err := all.Keys(t.Context(), o.chief)
	if err != nil || len(keys) != 2 || keys[0].Source != "pem" || !keys[0].Current || keys[1].State != finalization.Retired || keys[1].Use != finalization.SM2Key {
		t.Fatalf("%+v, %v", keys, err)
	}
	if err := all.RevokeKey(t.Context(), o.chief, keys[0].ID, "私钥遗失"); err != nil {
		t.Fatal(err)
	}
	if n := ledgertest.Ask[int](t, o.Books, `SELECT count(*)::int FROM hefu.signing_keys k WHERE use = 'sm2' AND NOT EXISTS (SELECT FROM hefu.signing_key_ends e WHERE e.key_id = k.id)`); n != 0 {
		t.Errorf("%d keys are left", n)
	}
	o.confirm(t)
	if _, err := os.Stat(filepath.Join(o.unpacked(t, o.concluded(t, o.prepare(t, finalization.Whole))), "manifest.sm2.sig")); !os.IsNotExist(err) {
		t.Errorf("signed with a revoked key: %v", err)
	}
}
