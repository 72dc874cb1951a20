package backoffice_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/export"
	"hefu/ledger/sheet"
	"hefu/ledger/webtest"
)

// madeFile is a file that was made for a member of the staff.
func madeFile(t *testing.T, s *webtest.Site, staff ledger.Actor) string {
	t.Helper()
	file, err := s.Services.Exports.Ask(t.Context(), staff, export.Command{Report: "movement", Format: sheet.CSV})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Services.Exports.Make(t.Context(), export.Args{OrganizationID: staff.OrganizationID, FileID: file.ID}); err != nil {
		t.Fatal(err)
	}
	return file.ID.String()
}
