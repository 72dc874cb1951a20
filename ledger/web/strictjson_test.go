package web

import (
	"encoding/json"
	"testing"
)

// Whatever the strict reader takes, the library that decodes it afterwards takes too; and what the library calls broken, the
// strict reader refuses.
func FuzzStrictJSON(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-0.5e+10,true,null,"\u00e9\n"]}`, `[[[]]]`, `"\ud83d\ude00"`, `{"a":1,"a":2}`, `1 2`, "\ufeff1", `-`, `{"":{}}`, `"\ud800x"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		err := checkJSON(body)
		if err == nil && !json.Valid(body) {
			t.Errorf("taken although it is not JSON: %q", body)
		}
		var any any
		if err == nil && json.Unmarshal(body, &any) != nil {
			t.Errorf("taken although it cannot be decoded: %q", body)
		}
	})
}
