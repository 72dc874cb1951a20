package calendar_test

import (
	"strings"
	"testing"

	"hefu/ledger/calendar"
)

func TestTermsRefused(t *testing.T) {
	part := `{"rule":"net_days","days":30,"share":"percent","percent":"100"}`
	terms := func(parts string) string { return `{"basis":"shipment","parts":[` + parts + `]}` }
	for _, c := range []struct {
		raw  string
		code calendar.Code // "" = accepted
	}{
		{terms(part), ""},
		{terms(`{"rule":"net_days","share":"remainder"}`), ""},
		{terms(`{"rule":"net_days","share":"percent_of_remaining","percent":"100"}`), ""},
		{`{"basis":"delivery","parts":[` + part + `]}`, calendar.UnknownBasis},
		{`{"parts":[` + part + `]}`, calendar.UnknownBasis},
		{`{"basis":"order","roll":"sideways","parts":[` + part + `]}`, calendar.UnknownRoll},
		{`{"basis":"order","calendar":"MARS","parts":[` + part + `]}`, calendar.UnknownCalendar},
		{terms(``), calendar.NoParts},
		{terms(strings.TrimSuffix(strings.Repeat(part+",", 61), ",")), calendar.TooManyParts},
		{terms(`{"rule":"someday","share":"remainder"}`), calendar.UnknownRule},
		{terms(`{"rule":"net_days","days":-1,"share":"remainder"}`), calendar.OutOfRange},
		{terms(`{"rule":"net_days","days":3661,"share":"remainder"}`), calendar.OutOfRange},
		{terms(`{"rule":"months","months":121,"share":"remainder"}`), calendar.OutOfRange},
		{terms(`{"rule":"day_of_month","months":1,"share":"remainder"}`), calendar.OutOfRange},
		{terms(`{"rule":"day_of_month","day":15,"share":"remainder"}`), calendar.OutOfRange},
		{terms(`{"rule":"day_of_month","months":1,"day":32,"share":"remainder"}`), calendar.OutOfRange},
		{terms(`{"rule":"net_days","months":1,"share":"remainder"}`), calendar.FieldNotUsed},
		{terms(`{"rule":"net_days","date":"2026-01-01","share":"remainder"}`), calendar.FieldNotUsed},
		{terms(`{"rule":"fixed_date","share":"remainder"}`), calendar.MissingDate},
		{terms(`{"rule":"net_days","share":"half"}`), calendar.UnknownShare},
		{terms(`{"rule":"net_days","share":"percent"}`), calendar.OutOfRange},
		{terms(`{"rule":"net_days","share":"percent","percent":"-5"}`), calendar.OutOfRange},
		{terms(`{"rule":"net_days","share":"percent","percent":"100.1"}`), calendar.OutOfRange},
		{terms(`{"rule":"net_days","share":"remainder","percent":"5"}`), calendar.FieldNotUsed},
		{terms(`{"rule":"net_days","share":"percent","percent":"100","amount":"5"}`), calendar.FieldNotUsed},
		{terms(`{"rule":"net_days","share":"fixed"}`), calendar.OutOfRange},
		{terms(`{"rule":"net_days","share":"percent","percent":"50"}`), calendar.PercentSum},
		{terms(part + "," + part), calendar.PercentSum},
		{terms(`{"rule":"net_days","share":"percent","percent":"99.99"}`), calendar.PercentSum},
		{terms(`{"rule":"net_days","share":"fixed","amount":"5"}`), calendar.RemainderMissing},
		{terms(`{"rule":"net_days","share":"remainder"},` + part), calendar.RemainderNotLast},
		{terms(`{"rule":"net_days","share":"percent","percent":100}`), calendar.NotTerms},
		{terms(`{"rule":"net_days","share":"percent","percent":"1e2"}`), calendar.NotTerms},
		{terms(`{"rule":"net_days","share":"remainder","colour":"red"}`), calendar.NotTerms},
		{terms(part) + "x", calendar.NotTerms},
		{`[]`, calendar.NotTerms},
		{``, calendar.NotTerms},
	} {
		_, err := calendar.ParseTerms([]byte(c.raw))
		if c.code != "" {
			wantCode(t, c.raw, err, c.code)
		} else if err != nil {
			t.Errorf("%s refused: %v", c.raw, err)
		}
	}
}

func FuzzParseTerms(f *testing.F) {
	f.Add([]byte(`{"basis":"shipment","parts":[{"rule":"net_days","days":30,"share":"percent","percent":"100"}]}`))
	f.Add([]byte(`{"basis":"order","parts":[{"rule":"fixed_date","date":"2026-01-01","share":"remainder"}],"roll":"next","calendar":"CN"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		terms, err := calendar.ParseTerms(raw)
		if err != nil {
			return
		}
		if due, err := terms.Due(day("2026-01-31"), nil); err != nil || due.IsZero() {
			t.Fatalf("accepted terms give no due date: %v", err)
		}
		if terms.DescribeFully("zh") == "" {
			t.Fatal("accepted terms cannot be read")
		}
	})
}
