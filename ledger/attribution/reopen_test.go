package attribution_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/calendar"
)

// What is taken back is as though it had never been settled: whole, in part, and in the customer's order.
func TestWhatIsReopenedIsOpenAsBefore(t *testing.T) {
	t.Parallel()
	customer := attribution.Customer{ID: ledger.NewID(), Names: []string{"上海市宏达贸易有限公司"}}
	d := attribution.NewDesk(attribution.Policy{}, []attribution.Customer{customer})
	var items []attribution.Item
	for i, amount := range []int64{100, 200, 300} {
		items = append(items, attribution.Item{ID: ledger.NewID(), Customer: customer.ID, Currency: "CNY", Posted: calendar.Of(2026, 1, 1+i), Due: calendar.Of(2026, 2, 1+i), Open: decimal.NewFromInt(amount)})
	}
	d.Add(items, nil)
	pays := func(amount int64) attribution.Answer {
		return d.Match(attribution.Money{Currency: "CNY", Amount: decimal.NewFromInt(amount), Payer: "上海市宏达贸易有限公司", Date: calendar.Of(2026, 3, 1)})
	}
	if a := pays(200); !a.Certain || a.Suggestions[0].Takes[0].Item != items[1].ID {
		t.Fatalf("%+v", a)
	}
	whole := []attribution.Take{{Item: items[0].ID, Amount: decimal.NewFromInt(100)}, {Item: items[1].ID, Amount: decimal.NewFromInt(150)}}
	d.Settle(whole)
	if a := pays(100); a.Certain {
		t.Fatalf("settled, and yet %+v", a)
	}
	if a := pays(50); !a.Certain {
		t.Fatalf("what is left of it: %+v", a)
	}
	d.Reopen(whole)
	for i, amount := range []int64{100, 200, 300} {
		if a := pays(amount); !a.Certain || len(a.Suggestions[0].Takes) != 1 || a.Suggestions[0].Takes[0].Item != items[i].ID {
			t.Errorf("%d after it was taken back: %+v", amount, a)
		}
	}
	if a := pays(600); len(a.Suggestions) == 0 || len(a.Suggestions[0].Takes) != 3 || a.Suggestions[0].Takes[0].Item != items[0].ID {
		t.Errorf("all of it: %+v", a)
	}
	if d.Knows("宁波启航贸易有限公司", "622", customer.ID) || !d.Knows("上海市宏达贸易有限公司", "", customer.ID) {
		t.Error("who is known is told wrong")
	}
	d.Learn("宁波启航贸易有限公司", "622", customer.ID)
	if !d.Knows("宁波启航贸易有限公司", "622", customer.ID) {
		t.Error("what was learnt is not known")
	}
}
