package statement

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Change is one line that a newer version shows otherwise: added, removed, or changed from Before to After. What was posted stays; a line
// goes only where another rule of what a statement lists has come into force.
type Change struct {
	Line       int
	DocumentID ledger.ID
	DocumentNo string
	Added      bool
	Removed    bool
	Before     decimal.Decimal // amount of a movement, open amount of an item brought forward
	After      decimal.Decimal
	OpenBefore decimal.Decimal
	OpenAfter  decimal.Decimal
}

// Compare lists the lines that after shows and before does not show like that. The running balance does not count: it follows
// from the other lines.
func Compare(before, after Content) []Change {
	var changes []Change
	lines := make(map[int]Line, len(before.Lines))
	for _, l := range before.Lines {
		lines[l.No] = l
	}
	for _, l := range after.Lines {
		old, found := lines[l.No]
		if found && l.same(old) {
			continue
		}
		changes = append(changes, Change{l.No, l.DocumentID, l.DocumentNo, !found, false, old.Amount, l.Amount, old.Open, l.Open})
	}
	items := make(map[int]OpenItem, len(before.OpenItems))
	for _, i := range before.OpenItems {
		items[i.No] = i
	}
	for _, i := range after.OpenItems {
		old, found := items[i.No]
		if found && i.same(old) {
			continue
		}
		changes = append(changes, Change{i.No, i.DocumentID, i.DocumentNo, !found, false, old.Open, i.Open, old.Open, i.Open})
	}
	return append(changes, removed(before, after)...)
}

func removed(before, after Content) []Change {
	stays := make(map[int]bool, len(after.Lines)+len(after.OpenItems))
	for _, l := range after.Lines {
		stays[l.No] = true
	}
	for _, i := range after.OpenItems {
		stays[i.No] = true
	}
	var gone []Change
	for _, l := range before.Lines {
		if !stays[l.No] {
			gone = append(gone, Change{Line: l.No, DocumentID: l.DocumentID, DocumentNo: l.DocumentNo, Removed: true, Before: l.Amount, OpenBefore: l.Open})
		}
	}
	for _, i := range before.OpenItems {
		if !stays[i.No] {
			gone = append(gone, Change{Line: i.No, DocumentID: i.DocumentID, DocumentNo: i.DocumentNo, Removed: true, Before: i.Open, OpenBefore: i.Open})
		}
	}
	return gone
}

func (l Line) same(other Line) bool {
	texts := func(l Line) [9]string {
		return [9]string{l.Kind, l.DocumentNo, l.OrderNo, l.ContractNo, l.InvoiceNo, l.Source, l.Description, optional(l.Quantity), optional(l.UnitPrice)}
	}
	return texts(l) == texts(other) && l.DocumentID == other.DocumentID && l.DocumentDate == other.DocumentDate && l.DueDate == other.DueDate &&
		l.ShipmentDate == other.ShipmentDate && l.Net.Equal(other.Net) && l.Tax.Equal(other.Tax) && l.Freight.Equal(other.Freight) &&
		l.Amount.Equal(other.Amount) && l.Received.Equal(other.Received) && l.Open.Equal(other.Open)
}

func (i OpenItem) same(other OpenItem) bool {
	return i.Kind == other.Kind && i.DocumentID == other.DocumentID && i.DocumentNo == other.DocumentNo && i.DocumentDate == other.DocumentDate &&
		i.DueDate == other.DueDate && i.OrderNo == other.OrderNo && i.Description == other.Description && i.Original.Equal(other.Original) &&
		i.Open.Equal(other.Open) && i.DaysOverdue == other.DaysOverdue
}

func optional(d decimal.NullDecimal) string {
	if !d.Valid {
		return ""
	}
	return d.Decimal.String()
}

// numbers are the documents of a version and the numbers of their lines. A settlement's line is known by its source, since a
// document may be settled more than once.
func (c Content) numbers() (documents []ledger.ID, numbers []int) {
	for _, l := range c.Lines {
		id := l.DocumentID
		if settles(l.Kind) {
			if allocation, err := ledger.ParseID(l.Source); err == nil {
				id = allocation
			}
		}
		documents, numbers = append(documents, id), append(numbers, l.No)
	}
	for _, i := range c.OpenItems {
		documents, numbers = append(documents, i.DocumentID), append(numbers, i.No)
	}
	return documents, numbers
}

// settlementKind is a line made by a settlement between two currencies, not by a document.
const settlementKind = "settlement"

// groupKind is a line made by a settlement with a document of another company of the customer's group.
const groupKind = "group_settlement"

// settles tells a line that a settlement made from one that a document made.
func settles(kind string) bool { return kind == settlementKind || kind == groupKind }

func readContent(ctx context.Context, tx *store.Tx, id ledger.ID, version int) (Content, error) {
	body, found, err := store.Value[string](ctx, tx, `SELECT body FROM statement_versions WHERE statement_id = $1 AND version = $2`, id, version)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	if err != nil {
		return Content{}, err
	}
	return ParseContent([]byte(body))
}
