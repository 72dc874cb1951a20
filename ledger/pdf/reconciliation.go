package pdf

// Reconciliation is a reconciliation report (余额调节表), printed as statements are. The statement it belongs to gives letterhead, addressee and
// footer; its lines, aging and slip stay empty. Entries' amounts are what our balance is higher by for each.
type Reconciliation struct {
	Statement
	Bridge   []Figure // from our closing balance over the sections to the reconciled balance, each with its own sign
	Sections []ReconciliationSection
	Check    []Figure // the reconciled balance, theirs, what is unexplained, and the parts of that which are known
}

// ReconciliationSection is a titled list of items with its total.
type ReconciliationSection struct {
	Title   Term
	Entries []ReconciliationEntry
	Total   string
}

// ReconciliationEntry is one item.
type ReconciliationEntry struct{ Document, Kind, Date, Days, Description, Note, Amount string }

// RenderReconciliation prints the report, in the look of the statement. The same report always gives the same bytes.
func RenderReconciliation(r Reconciliation) (Result, error) {
	r.report = &r
	return RenderStatement(r.Statement)
}

// The labels of the report.
var (
	labelReconciliation = Term{"余额调节表", "Reconciliation report"}
	labelAge            = Term{"账龄（天）", "Age (days)"}
	labelNote           = Term{"说明", "Note"}
	labelProof          = Term{"核对结果", "Proof"}
	labelItem           = Term{"项目", "Item"}
)

// reconcile lays the report out below the letterhead.
func (d *draft) reconcile(r Reconciliation) {
	d.totals(r.Bridge)
	for _, section := range r.Sections {
		rows := make([][]string, 0, len(section.Entries)+1)
		for _, e := range section.Entries {
			rows = append(rows, []string{e.Document, e.Kind, e.Date, e.Days, e.Description, e.Note, e.Amount})
		}
		rows = append(rows, []string{d.both(labelTotal), "", "", "", "", "", section.Total})
		d.table(section.Title, []column{
			{label: labelDocument, least: 26, most: 40},
			{label: labelKind, least: 14, most: 30, optional: true},
			{label: labelDate, whole: true, most: 22},
			{label: labelAge, least: 12, most: 20, optional: true},
			{label: labelDescription, least: 34, flex: true},
			{label: labelNote, least: 16, most: 44, optional: true},
			{label: labelAmount, amount: true, least: 26},
		}, rows, true)
	}
	rows := make([][]string, len(r.Check))
	for i, f := range r.Check {
		rows[i] = []string{d.both(f.Label), f.Amount}
	}
	d.grid(labelProof, &grid{draft: d, columns: []column{{label: labelItem, least: 80, flex: true}, {label: labelAmount, amount: true, least: 36}}, rows: rows, none: labelNoItems})
	d.notes(r.Notes)
}
