package statement

import "hefu/ledger"

// SQL is the query of a list, for the test that counts what it reads.
func (f Filter) SQL(actor ledger.Actor) (string, []any) { return f.sql(actor) }
