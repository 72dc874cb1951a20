package matching_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/matching"
	"hefu/ledger/tally/layout"
	"hefu/ledger/webtest"
)

// The empty ledger has what its columns are said in both languages, so that filling it in is all there is to do.
func TestTheEmptyLedgersColumnsAreRecognized(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	s.Receivable(t, s.CNY, "100.00", "2026-03-10")
	shown, by := s.Issued(t, s.CNY, "2026-03"), s.Contact(s.CNY, ledger.Confirmer)
	books := s.Services.Matchings
	for _, locale := range []string{"zh-CN", "en"} {
		file, err := books.Template(t.Context(), by, shown.ID, locale)
		if err != nil || !strings.HasSuffix(file.Name, ".xlsx") {
			t.Fatalf("%s: %s %v", locale, file.Name, err)
		}
		v, err := books.Upload(t.Context(), by, matching.UploadCommand{StatementID: shown.ID, Name: file.Name, Content: file.Content})
		if err != nil {
			t.Fatalf("%s: %v", locale, err)
		}
		for place, role := range []layout.Role{layout.Date, layout.Number, layout.Invoice, layout.Order, layout.Text, layout.Debit, layout.Credit} {
			if at, ok := v.Matching.Mapping.Columns[role]; !ok || at != place {
				t.Errorf("%s: column %d is not read as %s: %+v", locale, place, role, v.Matching.Mapping.Columns)
			}
		}
		if v.Matching.Mapping.Sign != layout.CreditIncreases {
			t.Errorf("%s: sign %s", locale, v.Matching.Mapping.Sign)
		}
		if _, err := books.Match(t.Context(), by, matching.MatchCommand{StatementID: shown.ID, RowVersion: v.Matching.RowVersion, Mapping: v.Matching.Mapping}); !ledger.IsCode(err, "own_ledger_empty") {
			t.Errorf("%s, left empty: %v", locale, err)
		}
	}
	stranger := s.Contact(s.USD, ledger.Confirmer)
	if _, err := books.Template(t.Context(), stranger, shown.ID, "en"); !ledger.IsCode(err, "not_found") {
		t.Errorf("for another customer: %v", err)
	}
}

// The made-up ledger shows each kind of difference, and nobody is offered it outside development.
func TestASampleLedgerShowsWhatMatchingIsFor(t *testing.T) {
	t.Parallel()
	s := webtest.Open(t)
	for _, day := range []string{"05", "12", "20"} {
		s.Receivable(t, s.CNY, "1130.00", "2026-03-"+day)
	}
	shown, by := s.Issued(t, s.CNY, "2026-03"), s.Contact(s.CNY, ledger.Confirmer)
	books := s.Services.Matchings
	file, err := books.Sample(t.Context(), by, shown.ID)
	if err != nil {
		t.Fatal(err)
	}
	v, err := books.Upload(t.Context(), by, matching.UploadCommand{StatementID: shown.ID, Name: file.Name, Content: file.Content})
	if err != nil {
		t.Fatal(err)
	}
	if v, err = books.Match(t.Context(), by, matching.MatchCommand{StatementID: shown.ID, RowVersion: v.Matching.RowVersion, Mapping: v.Matching.Mapping}); err != nil {
		t.Fatal(err)
	}
	for _, class := range []matching.Class{matching.Agrees, matching.AmountDiffers, matching.OnlyOurs, matching.OnlyTheirs} {
		if v.Matching.Classes[class].Groups == 0 {
			t.Errorf("nothing is %s: %+v", class, v.Matching.Classes)
		}
	}
	if _, err := books.Sample(t.Context(), s.Contact(s.USD, ledger.Confirmer), shown.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("for another customer: %v", err)
	}
	production := matching.Open(s.DB, nil, matching.Options{})
	if _, err := production.Sample(t.Context(), by, shown.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("in production: %v", err)
	}
	if v, err := production.Get(t.Context(), by, shown.ID); err != nil || v.Sample {
		t.Errorf("in production the page offers it: %v %v", v.Sample, err)
	}
}
