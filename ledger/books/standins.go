package books

import "hefu/ledger/standin"

// StandIns is who acts for a colleague who is away.
func (b *Books) StandIns() *standin.Service { return standin.Open(b.db) }
