package bench

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"hefu/ledger"
)

// rowsOf are rows of one table.
type rowsOf struct{ table, where string }

// What a posting inserts, by table; $1 are the documents. Counters and balances are not here: a posting changes them, and what is
// compared is the inserting of rows. That makes the baseline the cheaper one.
var postedRows = []rowsOf{
	{"documents", "id = ANY ($1::uuid[]) ORDER BY id"},
	{"document_lines", "document_id = ANY ($1::uuid[]) ORDER BY document_id, line_no"},
	{"journal_entries", "source_id = ANY ($1::uuid[]) ORDER BY id"},
	{"journal_lines", "entry_id IN (SELECT id FROM hefu.journal_entries WHERE source_id = ANY ($1::uuid[])) ORDER BY entry_id, line_no"},
	{"open_items", "document_id = ANY ($1::uuid[]) ORDER BY id"},
	{"audit_log", "action = 'document.posted' AND cardinality($1::uuid[]) > 0 ORDER BY seq DESC LIMIT 1"},
}

// template is a set of documents as the product posted it, to be inserted again under other keys: the very rows, no more and no less.
type template struct {
	sql    string
	cells  []cell
	fresh  int // ids to be made for each use
	tables []tableRows
}

// tableRows is how many of the cells belong to a table.
type tableRows struct {
	name          string
	columns, rows int
	types         []string
}

// cell is one value; what is unique in its table is filled in anew.
type cell struct {
	fill  filling
	value any
	slot  int // of a fresh id; of a document
}

type filling int

const (
	asIs filling = iota
	freshID
	customerID
	sourceID
	serialNumber
	documentNo
)

// readTemplate reads the rows of documents that were just posted together.
func (r *run) readTemplate(ctx context.Context, tables []rowsOf, documents []ledger.ID) (template, error) {
	t, slots := template{}, map[[16]byte]int{}
	keys := make([][16]byte, len(documents))
	for i, id := range documents {
		keys[i] = id
	}
	for _, part := range tables {
		rows, err := r.admin.Query(ctx, "SELECT * FROM hefu."+part.table+" WHERE "+part.where, keys)
		if err != nil {
			return t, err
		}
		if err := t.take(part.table, rows, slots); err != nil {
			return t, fmt.Errorf("read rows of %s: %w", part.table, err)
		}
	}
	t.fresh = len(slots)
	var err error
	if t.sql, err = r.insertion(ctx, t.tables, len(documents) > 1); err != nil {
		return t, fmt.Errorf("describe the tables: %w", err)
	}
	return t, nil
}

// take notes the cells of a table's rows.
func (t *template) take(table string, rows pgx.Rows, slots map[[16]byte]int) error {
	defer rows.Close()
	fields, count := rows.FieldDescriptions(), 0
	for ; rows.Next(); count++ {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		for i, value := range values {
			t.cells = append(t.cells, cellOf(table, fields[i].Name, value, count, slots))
		}
	}
	if count > 0 {
		t.tables = append(t.tables, tableRows{name: table, columns: len(fields), rows: count})
	}
	return rows.Err()
}

func cellOf(table, column string, value any, row int, slots map[[16]byte]int) cell {
	key, isID := value.([16]byte)
	switch {
	case column == "customer_id" && isID:
		return cell{customerID, value, 0}
	case (column == "id" || column == "line_id") && isID:
		slots[key] = len(slots)
		return cell{freshID, nil, slots[key]}
	case table == "documents" && column == "source_id":
		return cell{sourceID, nil, row}
	case table == "documents" && column == "number", column == "seq":
		return cell{serialNumber, nil, row}
	case column == "document_no":
		return cell{documentNo, nil, row}
	}
	if slot, known := slots[key]; isID && known {
		return cell{freshID, nil, slot}
	}
	return cell{asIs, value, 0}
}

// values fills the template: first is the number of its first document; customer, if any, takes the place of the template's own.
func (t template) values(into []any, ids []ledger.ID, first int64, source string, customer *[16]byte) []any {
	for i := range ids {
		ids[i] = ledger.NewID()
	}
	for _, c := range t.cells {
		switch c.fill {
		case freshID:
			into = append(into, [16]byte(ids[c.slot]))
		case sourceID:
			into = append(into, source+strconv.Itoa(c.slot))
		case serialNumber:
			into = append(into, first+int64(c.slot))
		case documentNo:
			into = append(into, "AR-2025-"+strconv.FormatInt(first+int64(c.slot), 10))
		case customerID:
			if customer != nil {
				into = append(into, *customer)
			} else {
				into = append(into, c.value)
			}
		default:
			into = append(into, c.value)
		}
	}
	return into
}
