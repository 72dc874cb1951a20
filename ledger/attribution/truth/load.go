package truth

import (
	"math/rand/v2"
	"slices"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/calendar"
)

// Load is a day on which much is open and much comes in.
type Load struct {
	Customers []attribution.Customer
	Items     []attribution.Item
	Claims    []attribution.Claim
	Payments  []Payment
}

// MakeLoad books so many items to so many customers and then receives so many payments for them in the manners of the profile, from its seed alone.
func MakeLoad(profile Profile, customers, items, receipts int, seed uint64) Load {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 20250630)), profile: profile, open: map[ledger.ID]*bill{}}
	m.people(customers)
	var load Load
	first := calendar.Of(2025, 1, 1)
	for at := range 150 {
		m.today = Day{Date: first.AddDays(at)}
		m.bill(Share(items) / 150)
		load.Items = append(load.Items, m.today.Items...)
	}
	m.today = Day{Date: first.AddDays(160)}
	for range receipts {
		m.receive()
	}
	load.Customers, load.Claims, load.Payments = m.year.Customers, m.today.Claims, slices.Clone(m.today.Payments)
	return load
}
