package party

import "hefu/ledger/calendar"

// Cycle is how often a customer gets a statement (对账周期); see calendar.Cycle.
type Cycle = calendar.Cycle

// The cycles that have no parameter.
const (
	Monthly   = calendar.Monthly
	Quarterly = calendar.Quarterly
	NoCycle   = calendar.NoCycle
)
