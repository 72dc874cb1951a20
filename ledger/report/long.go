package report

import (
	"context"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// MaxWaited is how many rows of a file somebody waits for; a longer file is made in the background.
const MaxWaited = 50000

// What a long report has a row of: counted no further than the limit, without order, and without what its rows say.
const (
	countDocuments = `FROM documents d JOIN customers c ON c.id = d.customer_id WHERE d.posting_date >= $1 AND d.posting_date <= $2{where}`
	// What is open today, and for a day that has passed also what was settled after it.
	countItems = `FROM open_items i JOIN documents d ON d.id = i.document_id JOIN customers c ON c.id = i.customer_id
WHERE i.posting_date <= $1{phase} AND (i.open_amount <> 0 {past}){where}`
	settledLater = `OR EXISTS (SELECT FROM allocations a WHERE a.debit_item = i.id AND a.effective_date > $1) OR EXISTS (SELECT FROM allocations a WHERE a.credit_item = i.id AND a.effective_date > $1)`
)

// IsLong tells whether a file of the report of that name would have more than most rows, by an estimate that is never below them. Reports
// with a row a customer or less are not long. Refused: what Show refuses.
func (s *Service) IsLong(ctx context.Context, actor ledger.Actor, kind string, f Filter, most int) (bool, error) {
	if err := f.Check(kind); err != nil {
		return false, err
	}
	if _, known := long[kind]; !known {
		return false, actor.Require(ledger.SeeReports)
	}
	f.By = ""
	var found int
	_, err := s.run(ctx, actor, f, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		from, args := r.counted(kind)
		var err error
		found, _, err = store.Value[int](ctx, tx, `SELECT count(*)::int FROM (SELECT `+from+` LIMIT `+strconv.Itoa(most+1)+`) counted`, args...)
		return Table{}, err
	})
	return found > most, err
}

func (r *request) counted(kind string) (string, params) {
	switch kind {
	case "detail":
		args := params{r.From, r.To}
		where := r.customers(&args) + r.documents(&args)
		return strings.Replace(countDocuments, "{where}", where, 1), args
	case "open-items":
		args := params{r.To}
		where, past := r.customers(&args)+r.documents(&args), ""
		if r.To.Before(r.books.Today) {
			past = settledLater
		}
		return strings.NewReplacer("{phase}", itemPhases[r.Phase], "{past}", past, "{where}", where).Replace(countItems), args
	}
	accounts, byAccount := control, false
	if kind == "account-ledger" {
		accounts, byAccount = "", true
	}
	sql, args := r.lines(accounts, byAccount)
	start, end := strings.Index(sql, "FROM journal_lines"), strings.LastIndex(sql, "ORDER BY")
	return sql[start:end], args
}
