package web

import "hefu/ledger"

// Cut makes a page of rows that were read one too many: the extra row only says that another page follows. id is the key the
// list is ordered by.
func Cut[T, O any](rows []T, limit int, id func(T) ledger.ID, word func(T) O) (Page[O], error) {
	page := Page[O]{Items: []O{}}
	for i, row := range rows {
		if i == limit {
			cursor, err := Cursor(id(rows[i-1]))
			page.NextCursor = cursor
			return page, err
		}
		page.Items = append(page.Items, word(row))
	}
	return page, nil
}
