package finalization_test

import (
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hefu/ledger/finalization"
)

// shelf is a folder with what both sides signed and our root, and nothing else.
func shelf(t *testing.T) (dir string, file []byte, code string) {
	t.Helper()
	o := open(t)
	o.confirm(t)
	id := o.prepare(t, finalization.Whole)
	o.concluded(t, id)
	file = o.file(t, o.accountant, id)
	roots, err := o.Services.Finalizations.Authorities(t.Context(), o.accountant)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	for name, content := range map[string][]byte{"signed.pdf": file, "root.pem": roots} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, file, o.Base + "/verify?f=" + id.String()
}

// What a reconciliation becomes in the product is believed by tools that are not ours, which know our root and nothing else (issue: must show).
// go test ./ledger/finalization -run MustShow -v
func TestMustShowByToolsOfOthers(t *testing.T) {
	t.Parallel()
	dir, file, code := shelf(t)
	says := func(t *testing.T, want map[string]int, name string, args ...string) string {
		t.Helper()
		out, err := alone(t, dir, name, args...)
		if err != nil {
			t.Fatalf("%s: %v: %s", name, err, out)
		}
		for text, times := range want {
			if strings.Count(out, text) != times {
				t.Errorf("%q stands %d times and not %d times in\n%s", text, strings.Count(out, text), times, out)
			}
		}
		return out
	}
	t.Run("pdfsig", func(t *testing.T) {
		says(t, nil, "certutil", "-N", "-d", "sql:"+dir, "--empty-password")
		says(t, nil, "certutil", "-A", "-d", "sql:"+dir, "-n", "root", "-t", "CT,C,C", "-i", "root.pem")
		says(t, map[string]int{"Signature is Valid.": 2, "Certificate is Trusted.": 2, "ETSI.CAdES.detached": 2, "Total document signed": 1}, "pdfsig", "-nssdir", "sql:"+dir, "signed.pdf")
	})
	t.Run("qpdf", func(t *testing.T) {
		says(t, map[string]int{"No syntax or stream encoding errors found": 1, "WARNING": 0}, "qpdf", "--check", "signed.pdf")
	})
	t.Run("pdfdetach", func(t *testing.T) {
		says(t, map[string]int{"reconciliation.json": 1, "statement.json": 1, "2 embedded files": 1}, "pdfdetach", "-list", "signed.pdf")
	})
	t.Run("zbarimg", func(t *testing.T) {
		says(t, nil, "pdftoppm", "-r", "150", "-png", "signed.pdf", "page")
		pages, err := filepath.Glob(filepath.Join(dir, "page*.png"))
		if err != nil || len(pages) == 0 {
			t.Fatalf("%v, %v", pages, err)
		}
		says(t, map[string]int{"QR-Code:" + code: 1}, "zbarimg", append([]string{"-q"}, pages...)...)
	})
	for which, who := range []string{"seller", "customer"} {
		t.Run("openssl, the "+who+"'s part", func(t *testing.T) {
			part := cutOut(t, dir, who, file, which)
			says(t, nil, "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", part+".p7s", "-content", part+".bin", "-CAfile", "root.pem", "-purpose", "any", "-out", os.DevNull)
			says(t, map[string]int{"Verification: OK": 1}, "openssl", "ts", "-verify", "-token_in", "-in", part+".tst", "-data", part+".sig", "-CAfile", "root.pem")
		})
	}
}

// cutOut writes a signature's CMS, what it is over, its bare value, and the timestamp over that.
func cutOut(t *testing.T, dir, who string, file []byte, which int) string {
	t.Helper()
	found := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)\]`).FindAllSubmatch(file, -1)
	if len(found) != 2 {
		t.Fatalf("there are %d signatures", len(found))
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(found[which][i+1]))
	}
	der, err := hex.DecodeString(string(file[n[0]+1 : n[1]-1]))
	var whole asn1.RawValue
	if err == nil {
		_, err = asn1.Unmarshal(der, &whole)
	}
	if err != nil {
		t.Fatal(err)
	}
	signature, token := stampIn(t, whole.FullBytes)
	for name, content := range map[string][]byte{".p7s": whole.FullBytes, ".bin": slices.Concat(file[:n[0]], file[n[1]:n[1]+n[2]]), ".sig": signature, ".tst": token} {
		if err := os.WriteFile(filepath.Join(dir, who+name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return who
}

// stampIn reads the signature's value and the timestamp out of a CMS (RFC 5652, RFC 3161).
func stampIn(t *testing.T, der []byte) (signature, token []byte) {
	t.Helper()
	var content struct {
		Type asn1.ObjectIdentifier
		Data asn1.RawValue `asn1:"explicit,tag:0"`
	}
	if _, err := asn1.Unmarshal(der, &content); err != nil {
		t.Fatal(err)
	}
	var signed struct {
		Version               int
		Digests, Encapsulated asn1.RawValue
		Certificates          asn1.RawValue `asn1:"optional,tag:0"`
		Signers               []struct {
			Version        int
			Issuer, Digest asn1.RawValue
			Attributes     asn1.RawValue `asn1:"optional,tag:0"`
			Method         asn1.RawValue
			Signature      []byte
			Unsigned       asn1.RawValue `asn1:"optional,tag:1"`
		} `asn1:"set"`
	}
	if _, err := asn1.Unmarshal(content.Data.Bytes, &signed); err != nil {
		t.Fatal(err)
	}
	var attribute struct {
		Type   asn1.ObjectIdentifier
		Values []asn1.RawValue `asn1:"set"`
	}
	if _, err := asn1.Unmarshal(signed.Signers[0].Unsigned.Bytes, &attribute); err != nil {
		t.Fatal(err)
	}
	return signed.Signers[0].Signature, attribute.Values[0].FullBytes
}

// The signed file has the structures of PDF/A-3, as another reader than ours finds them. No validator of the standard is to be had as a package.
func TestMustShowTheStructuresOfPDFA3(t *testing.T) {
	t.Parallel()
	dir, _, _ := shelf(t)
	text, err := alone(t, dir, "qpdf", "--json=1", "--json-key=objects", "signed.pdf")
	if err != nil {
		t.Fatal(text)
	}
	var read struct{ Objects map[string]any }
	if err := json.Unmarshal([]byte(text), &read); err != nil {
		t.Fatal(err)
	}
	resolve := func(v any) any {
		if at, ok := v.(string); ok && read.Objects[at] != nil {
			return read.Objects[at]
		}
		return v
	}
	dict := func(v any) map[string]any { d, _ := resolve(v).(map[string]any); return d }
	first := func(v any) any {
		if list, _ := resolve(v).([]any); len(list) > 0 {
			return list[0]
		}
		return nil
	}
	trailer := dict(read.Objects["trailer"])
	catalog := dict(trailer["/Root"])
	if ids, _ := resolve(trailer["/ID"]).([]any); len(ids) != 2 || trailer["/Encrypt"] != nil {
		t.Errorf("the trailer is %v", trailer)
	}
	at, _ := catalog["/Metadata"].(string)
	xmp, err := alone(t, dir, "qpdf", "--show-object="+strings.Replace(strings.TrimSuffix(at, " R"), " ", ",", 1), "--filtered-stream-data", "signed.pdf")
	if err != nil || !regexp.MustCompile(`pdfaid:part(="|>)3`).MatchString(xmp) || !regexp.MustCompile(`pdfaid:conformance(="|>)[ABU]`).MatchString(xmp) {
		t.Errorf("%v: the metadata say %s", err, xmp)
	}
	if intent := dict(first(catalog["/OutputIntents"])); intent["/S"] != "/GTS_PDFA1" || intent["/DestOutputProfile"] == nil {
		t.Errorf("the output intent is %v", intent)
	}
	if data := dict(first(catalog["/AF"])); data["/AFRelationship"] == nil || dict(data["/EF"])["/F"] == nil || dict(dict(data["/EF"])["/F"]) == nil {
		t.Errorf("the associated file is %v", data)
	}
	fonts := 0
	for at, object := range read.Objects {
		d, _ := object.(map[string]any)
		if d["/Type"] == "/FontDescriptor" {
			if fonts++; d["/FontFile"] == nil && d["/FontFile2"] == nil && d["/FontFile3"] == nil {
				t.Errorf("the font %v in %s is not embedded", d["/FontName"], at)
			}
		}
		for _, key := range []string{"/JS", "/JavaScript", "/Launch"} {
			if d[key] != nil || d["/S"] == key {
				t.Errorf("%s holds %s", at, key)
			}
		}
	}
	if fonts == 0 {
		t.Error("there are no fonts at all")
	}
}
