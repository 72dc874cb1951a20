package statement_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/statement"
)

func due(on string) func(*document.New) {
	return func(d *document.New) { d.DueDate, d.Reason = calendar.MustParse(on), "合同约定" }
}

// Read with the overdue first, the most overdue line leads, with its days; the document's order and bytes stay as they were.
func TestOverdueLinesFirst(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "10.00", "2026-01-10", due("2026-03-29"))
	d.Receivable(t, d.CNY, "20.00", "2026-01-11", due("2026-02-01"))
	d.make(t, month("2026-01"), d.CNY)
	d.Receivable(t, d.CNY, "30.00", "2026-03-05", due("2026-04-30"))
	paid := d.Receivable(t, d.CNY, "40.00", "2026-03-06", due("2026-03-07"))
	d.Allocate(t, d.CNY, paid, d.Receipt(t, d.CNY, "40.00", "2026-03-08"), "40.00", "2026-03-08")
	d.Receivable(t, d.CNY, "50.00", "2026-03-09", due("2026-03-19"))
	d.Receivable(t, d.CNY, "60.00", "2026-03-10", due("2026-03-31"))
	id := d.make(t, statement.Period{Start: calendar.MustParse("2026-02-01"), CutOff: calendar.MustParse("2026-03-31")}, d.CNY)
	before, err := d.ReadContent(t.Context(), d.accountant(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	for order, want := range map[statement.LineOrder]string{
		statement.AsInDocument: "1:30.00/0 2:40.00/0 3:-40.00/0 4:50.00/12 5:60.00/0 6:20.00/58 7:10.00/2",
		statement.OverdueFirst: "6:20.00/58 4:50.00/12 7:10.00/2 1:30.00/0 2:40.00/0 3:-40.00/0 5:60.00/0",
	} {
		lines, currency, err := d.Lines(t.Context(), d.accountant(), id, 0, order)
		if err != nil || currency != "CNY" {
			t.Fatal(currency, err)
		}
		var got []string
		for _, line := range lines {
			got = append(got, fmt.Sprintf("%d:%s/%d", line.No, line.Amount.StringFixed(2), line.DaysOverdue))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", order, got, want)
		}
	}
	after, err := d.ReadContent(t.Context(), d.accountant(), id, 0)
	if err != nil || after.SHA256 != before.SHA256 || string(after.JSON) != string(before.JSON) {
		t.Errorf("the stored content changed: %v", err)
	}
	if _, _, err := d.Lines(t.Context(), d.Contact(d.GBP, "viewer"), id, 0, statement.OverdueFirst); err == nil {
		t.Error("another customer reads the lines")
	}
}
