package calendar_test

import (
	"testing"

	"hefu/ledger/calendar"
)

func TestTermsSayHowAnAmountIsCollected(t *testing.T) {
	t.Parallel()
	usual := calendar.Net(calendar.FromInvoice, 90)
	credit, parts := usual, usual
	credit.Arrangement = calendar.LetterOfCredit
	parts.Parts = append(parts.Parts, parts.Parts...)
	kept := calendar.Instalment{Retention: true}
	for name, c := range map[string]struct {
		got, want calendar.Arrangement
	}{
		"the usual way":                             {usual.Arranged(calendar.Instalment{}, "shipment"), calendar.Usual},
		"a letter of credit":                        {credit.Arranged(calendar.Instalment{}, "shipment"), calendar.LetterOfCredit},
		"what its document comes from":              {credit.Arranged(calendar.Instalment{}, "deferred"), calendar.Deferred},
		"one of several parts":                      {parts.Arranged(calendar.Instalment{}, ""), calendar.InInstalments},
		"what is kept back, whatever else there is": {credit.Arranged(kept, "instalment"), calendar.Retained},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
	if zh, en := credit.Describe("zh"), credit.Describe("en"); zh != "信用证，90天" || en != "Letter of credit, Net 90" {
		t.Errorf("in words: %s; %s", zh, en)
	}
	if err := credit.Validate(); err != nil {
		t.Error(err)
	}
	for _, not := range []calendar.Arrangement{calendar.Retained, calendar.InInstalments, "barter"} {
		credit.Arrangement = not
		if err := credit.Validate(); err == nil {
			t.Errorf("terms of the arrangement %q are taken", not)
		}
	}
}
