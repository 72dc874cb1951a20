package importing_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hefu/ledger/importing"
	"hefu/ledger/ledgertest"
)

// ledgerFile writes documents of about twenty lines to a file, as a seller's export has them.
func ledgerFile(b *testing.B, prefix string, lines int) importing.File {
	b.Helper()
	path := filepath.Join(b.TempDir(), prefix+".csv")
	var out bytes.Buffer
	out.WriteString("document_no,customer_code,currency,document_date,item_code,description,quantity,unit_price,tax_rate,net,tax,gross\n")
	for i, doc, left := 0, 0, 0; i < lines; i, left = i+1, left-1 {
		if left == 0 {
			doc, left = doc+1, doc%39+1
		}
		fmt.Fprintf(&out, "%s-%06d,K%04d,GBP,2026-%02d-%02d,%d%c,WHITE HANGING HEART T-LIGHT HOLDER %d,%d,2.55,0,%d.%02d,0.00,%d.%02d\n",
			prefix, doc, doc%2000, doc%4+1, doc%28+1, 20000+i%4000, 'A'+rune(i%4), i%500, i%24+1, (i%24+1)*255/100, (i%24+1)*255%100, (i%24+1)*255/100, (i%24+1)*255%100)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	return importing.File{Content: f, Size: int64(out.Len()), Name: prefix + ".csv"}
}

func benchDesk(b *testing.B) *desk {
	d := open(b)
	var customers strings.Builder
	customers.WriteString("code,name,currency,terms_days\n")
	for i := range 2000 {
		fmt.Fprintf(&customers, "K%04d,Customer %d,GBP,30\n", i, i)
	}
	d.imports(b, importing.Customers, customers.String(), importing.Options{})
	return d
}

// spent is the processor time of this program and of its PostgreSQL.
type spent struct{ program, database, wall time.Duration }

func (s spent) cpu() time.Duration { return s.program + s.database }

// meter measures work. The server's processes are found through one of its backends.
type meter struct {
	postmaster int
	conn       *pgx.Conn
}

func newMeter(b *testing.B, d *desk) *meter {
	conn, err := pgx.Connect(b.Context(), d.URL)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close(context.WithoutCancel(b.Context())) })
	return &meter{parent(int(conn.PgConn().PID())), conn}
}

func stat(pid int) []string {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
}

func parent(pid int) int {
	if fields := stat(pid); len(fields) > 2 {
		n, _ := strconv.Atoi(fields[1])
		return n
	}
	return 0
}

const tick = 10 * time.Millisecond

func (m *meter) server() time.Duration {
	total := 0
	add := func(fields []string, from, to int) {
		for _, field := range fields[from:to] {
			n, _ := strconv.Atoi(field)
			total += n
		}
	}
	if own := stat(m.postmaster); len(own) > 15 {
		add(own, 11, 15) // its own, and of the backends that have ended
	}
	entries, _ := os.ReadDir("/proc")
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err == nil && parent(pid) == m.postmaster {
			if fields := stat(pid); len(fields) > 13 {
				add(fields, 11, 13)
			}
		}
	}
	return time.Duration(total) * tick
}

func program() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func (m *meter) of(work func()) spent {
	runtime.GC()
	before, server, start := program(), m.server(), time.Now()
	work()
	return spent{program() - before, m.server() - server, time.Since(start)}
}

// copied are the tables that an import fills.
var copied = []string{"documents", "document_lines", "journal_entries", "journal_lines", "open_items", "balances"}

// bare copies what an import wrote into tables with the same columns and indexes, and nothing else: no keys to other tables, no
// triggers, no policies. It is what PostgreSQL itself needs for the rows.
func (m *meter) bare(b *testing.B, since time.Time) spent {
	ctx := b.Context()
	exec := func(sql string, args ...any) {
		if _, err := m.conn.Exec(ctx, sql, args...); err != nil {
			b.Fatal(err)
		}
	}
	exec("DROP SCHEMA IF EXISTS bare CASCADE")
	exec("CREATE SCHEMA bare")
	from := map[string]string{
		"documents":       "SELECT * FROM hefu.documents WHERE posted_at >= '%s'",
		"document_lines":  "SELECT l.* FROM hefu.document_lines l JOIN hefu.documents d ON d.id = l.document_id WHERE d.posted_at >= '%s'",
		"journal_entries": "SELECT * FROM hefu.journal_entries WHERE posted_at >= '%s'",
		"journal_lines":   "SELECT l.* FROM hefu.journal_lines l JOIN hefu.journal_entries e ON e.id = l.entry_id WHERE e.posted_at >= '%s'",
		"open_items":      "SELECT i.* FROM hefu.open_items i JOIN hefu.documents d ON d.id = i.document_id WHERE d.posted_at >= '%s'",
		"balances":        "SELECT * FROM hefu.balances",
	}
	content := map[string]*bytes.Buffer{}
	for _, table := range copied {
		exec("CREATE TABLE bare." + table + " (LIKE hefu." + table + " INCLUDING INDEXES)")
		content[table] = &bytes.Buffer{}
		query := strings.Replace(from[table], "%s", since.Format(time.RFC3339Nano), 1)
		if _, err := m.conn.PgConn().CopyTo(ctx, content[table], "COPY ("+query+") TO STDOUT"); err != nil {
			b.Fatal(err)
		}
	}
	return m.of(func() {
		exec("BEGIN")
		for _, table := range copied {
			if _, err := m.conn.PgConn().CopyFrom(ctx, content[table], "COPY bare."+table+" FROM STDIN"); err != nil {
				b.Fatal(err)
			}
		}
		exec("COMMIT")
	})
}

// BenchmarkImport prints what a file of 142,000 lines costs, beside COPY of the same rows into tables with the same indexes.
func BenchmarkImport(b *testing.B) {
	d := benchDesk(b)
	m := newMeter(b, d)
	var ours, bare spent
	for round := 0; b.Loop(); round++ {
		input := ledgerFile(b, fmt.Sprintf("R%d", round), 142_000)
		since := ledgertest.Ask[time.Time](b, d.Books, "SELECT clock_timestamp()")
		got := m.of(func() {
			if _, err := d.service.Run(b.Context(), d.actor, importing.Receivables, input, importing.Options{}, nil); err != nil {
				b.Fatal(err)
			}
		})
		base := m.bare(b, since)
		b.Logf("import %.2f s program + %.2f s database, wall %.2f s; COPY %.2f s + %.2f s, wall %.2f s; ratio CPU %.2f, wall %.2f",
			got.program.Seconds(), got.database.Seconds(), got.wall.Seconds(), base.program.Seconds(), base.database.Seconds(), base.wall.Seconds(),
			got.cpu().Seconds()/base.cpu().Seconds(), got.wall.Seconds()/base.wall.Seconds())
		ours.program, ours.database, ours.wall = ours.program+got.program, ours.database+got.database, ours.wall+got.wall
		bare.program, bare.database, bare.wall = bare.program+base.program, bare.database+base.database, bare.wall+base.wall
	}
	b.ReportMetric(ours.cpu().Seconds()/bare.cpu().Seconds(), "cpu/COPY")
	b.ReportMetric(ours.wall.Seconds()/bare.wall.Seconds(), "wall/COPY")
	b.ReportMetric(ours.program.Seconds()/float64(b.N), "program-s/op")
	b.ReportMetric(ours.database.Seconds()/float64(b.N), "database-s/op")
}

// BenchmarkMemory prints the live memory while files of different length are imported: it does not grow with them.
func BenchmarkMemory(b *testing.B) {
	for _, lines := range []int{50_000, 500_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			d := benchDesk(b)
			var peak uint64
			for b.Loop() {
				next := 0
				watch := func(_ string, done, total int) {
					if done < next && done > 1000 {
						return
					}
					next = done + 10_000
					runtime.GC()
					var now runtime.MemStats
					runtime.ReadMemStats(&now)
					peak = max(peak, now.HeapInuse)
				}
				input := ledgerFile(b, "M", lines)
				if _, err := d.service.Run(b.Context(), d.actor, importing.Receivables, input, importing.Options{}, watch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(peak)/(1<<20), "MiB-live")
		})
	}
}
