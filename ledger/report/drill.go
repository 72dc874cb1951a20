package report

import "maps"

// Drill says what stands behind the figures of a table: another report under the same filters, narrowed by the row and by the column.
type Drill struct {
	Report string
	Row    map[string]string            // filter → the column that holds its value for the row
	Cells  map[string]map[string]string // column → further filters; a column that is not named leads nowhere
}

// drill says where the figures of the table lead; what is said of columns that it does not have is left out.
func (b *builder) drill(report string, row map[string]string, cells map[string]map[string]string) {
	own := map[string]map[string]string{}
	for key, params := range cells {
		if b.column(key) >= 0 {
			own[key] = map[string]string{}
			maps.Copy(own[key], params)
		}
	}
	b.Drill = &Drill{report, row, own}
}

// every leads all the columns to the same place, narrowed by the row alone.
func every(columns ...string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, column := range columns {
		out[column] = nil
	}
	return out
}

// idle names the columns that show activity: a row that has none in them can be left out.
func (b *builder) idle(columns ...string) { b.Moves = columns }

// extra adds columns that are shown when they are asked for.
func (b *builder) extra(columns ...Column) {
	b.Columns = append(b.Columns, columns...)
	for _, column := range columns {
		b.Extras = append(b.Extras, column.Key)
	}
}
