package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"hefu/ledger"
	"hefu/ledger/importing"
)

const (
	importGoal      = 4.0
	importCustomers = 2000
	// Lines and documents of the four months of trade that the import is meant for.
	retailLines, retailDocuments = 142_000, 6_877
)

// imported are the tables that an import fills.
var imported = mirrored[:5]

// measureImport imports a file of receivables beside COPY of the rows that come of it.
func measureImport(ctx context.Context, r *run) ([]Result, error) {
	if err := r.empty(ctx); err != nil {
		return nil, err
	}
	s, err := r.sell(ctx, "import", 6, importCustomers)
	if err != nil {
		return nil, err
	}
	lines := r.at(retailLines/10, retailLines)
	r.say("import: %d lines", lines)
	file, err := r.writeFile(lines)
	if err != nil {
		return nil, err
	}
	defer discard(file)
	// The collector is as patient as the command makes it.
	product := func(ctx context.Context) (work, error) { return r.importFile(ctx, s, file, lines, importing.GCPercent) }
	if _, err := product(ctx); err != nil {
		return nil, err
	}
	dumps, err := r.dump(ctx)
	if err != nil {
		return nil, err
	}
	baseline := func(ctx context.Context) (work, error) {
		for i, table := range imported {
			if err := r.copyIn(ctx, table, dumps[i]); err != nil {
				return work{}, err
			}
		}
		return work{operations: lines}, nil
	}
	taken, err := r.compare(ctx, 3, product, baseline, r.empty)
	if err != nil {
		return nil, err
	}
	results := []Result{r.result("import", fmt.Sprintf("a file of %d lines, beside COPY of its rows", lines), taken, importGoal)}
	memory, err := r.importMemory(ctx, s)
	return append(results, memory...), err
}

// importFile imports a file of receivables, with a collector that starts when what is live has grown by so many percent.
func (r *run) importFile(ctx context.Context, s seller, file *os.File, lines, percent int) (work, error) {
	info, err := file.Stat()
	if err != nil {
		return work{}, err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(percent))
	done, err := importing.Open(r.books.DB()).Run(ctx, ledger.SystemActor(s.id, "bench"), importing.Receivables,
		importing.File{Content: file, Size: info.Size(), Name: "trade.csv"}, importing.Options{}, nil)
	if err == nil && done.Rows.New != lines {
		err = fmt.Errorf("%d of %d lines were imported", done.Rows.New, lines)
	}
	return work{operations: lines}, err
}

func discard(file *os.File) {
	_ = file.Close()
	_ = os.Remove(file.Name()) // the folder goes at the end in any case
}

// writeFile makes the file, the same for the same number of lines.
func (r *run) writeFile(lines int) (*os.File, error) {
	file, err := os.CreateTemp(r.folder, "trade-*.csv")
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriter(file)
	fmt.Fprintln(out, "document_no,customer_code,currency,document_date,order_no,item_code,description,unit,quantity,unit_price,tax_rate,net,tax,gross")
	for i := range lines {
		// A document has twenty or twenty-one lines.
		no := i * retailDocuments / retailLines
		quantity, price := 1+i%24, 100*(1+i*7919%400)
		net := quantity * price
		tax := net * 13 / 100
		fmt.Fprintf(out, "T%07d,K%06d,CNY,2025-%02d-%02d,SO-%07d,M-%05d,%s 第 %d 批,套,%d,%s,13,%s,%s,%s\n", no, 1+no*31%importCustomers, 1+no%12, 1+no%28, no,
			i*37%4000, goods[i%len(goods)], i%97, quantity, cents(price), cents(net), cents(tax), cents(net+tax))
	}
	return file, out.Flush()
}

func cents(amount int) string { return fmt.Sprintf("%d.%02d", amount/100, amount%100) }

// dump is each table's rows as COPY writes them.
func (r *run) dump(ctx context.Context) ([][]byte, error) {
	conn, err := r.admin.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Release()
	var dumps [][]byte
	for _, table := range imported {
		var out bytes.Buffer
		if _, err := conn.Conn().PgConn().CopyTo(ctx, &out, "COPY hefu."+table+" TO STDOUT"); err != nil {
			return nil, err
		}
		dumps = append(dumps, out.Bytes())
	}
	return dumps, nil
}

func (r *run) copyIn(ctx context.Context, table string, rows []byte) error {
	conn, err := r.admin.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	_, err = conn.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(rows), "COPY bare."+strings.TrimSpace(table)+" FROM STDIN")
	return err
}
