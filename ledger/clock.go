// Package ledger holds the words every other room uses: errors, actors, ids and the clock.
package ledger

import "time"

// Clock tells the time to code that has no database at hand. Whatever decides money, due dates, expiry or periods asks the
// database instead (store.Tx.Now), so that several nodes agree.
type Clock func() time.Time

// SystemClock is the wall clock in UTC.
func SystemClock() time.Time { return time.Now().UTC() }
