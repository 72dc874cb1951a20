package testdb

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"hefu/ledger/postgres"
)

// helperVariable turns this test binary into one whose test waits to be killed.
const helperVariable = "HEFU_TESTDB_HELPER"

func ask(t *testing.T, db *DB, user, sql string) string {
	t.Helper()
	var answer string
	if err := db.Pool(t, user).QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

func run(t *testing.T, db *DB, sql string) {
	t.Helper()
	if _, err := db.Pool(t, SuperUser).Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func TestADatabaseIsMigratedAndOpenToTheProduct(t *testing.T) {
	t.Parallel()
	db := Open(t)
	if got := ask(t, db, SuperUser, "select (count(*) > 0)::text from goose_db_version"); got != "true" {
		t.Error("no migration was applied")
	}
	if got := ask(t, db, AppUser, "select current_user || ' ' || current_setting('is_superuser')"); got != "hefu_app off" {
		t.Errorf("the product signs in as %q", got)
	}
	if got := ask(t, db, SuperUser, "show fsync"); got != "off" {
		t.Errorf("fsync is %s", got)
	}
	if want := os.Getenv(versionVariable); want != "" {
		if got := ask(t, db, SuperUser, "select current_setting('server_version_num')::int / 10000 || ''"); got != want {
			t.Errorf("the server's version is %s, not %s", got, want)
		}
	}
}

func TestParallelTestsSeeNothingOfEachOther(t *testing.T) {
	t.Parallel()
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			db := Open(t)
			run(t, db, fmt.Sprintf("create table mine as select %d as n", i))
			if got := ask(t, db, SuperUser, "select sum(n)::text from mine"); got != fmt.Sprint(i) {
				t.Errorf("got %s, want %d", got, i)
			}
		})
	}
}

// Not parallel: it sets the package's hook.
func TestTheCheckSeesTheTestsDataAndThenTheDatabaseIsGone(t *testing.T) {
	var checked []string
	AfterEach = func(t testing.TB, url string) {
		c, err := pgx.Connect(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close(context.Background())
		var note string
		if err := c.QueryRow(context.Background(), "select note from mine").Scan(&note); err != nil {
			t.Fatal(err)
		}
		checked = append(checked, note)
	}
	defer func() { AfterEach = nil }()
	var name string
	t.Run("a test", func(t *testing.T) {
		db := Open(t)
		name = db.Name
		run(t, db, "create table mine as select 'left by the test' as note")
		c, err := pgx.Connect(t.Context(), db.URL(AppUser)) // forgotten, never closed
		if err != nil {
			t.Fatal(err)
		}
		_ = c
	})
	if !slices.Equal(checked, []string{"left by the test"}) {
		t.Errorf("the check saw %q", checked)
	}
	in, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	var there bool
	err = in.admin.QueryRow(t.Context(), "select exists (select from pg_database where datname = $1)", name).Scan(&there)
	if err != nil || there {
		t.Errorf("the database is still there (%v), %v", there, err)
	}
}

// TestWaitToBeKilled is not a test of its own: the next one runs it in another process.
func TestWaitToBeKilled(t *testing.T) {
	if os.Getenv(helperVariable) == "" {
		t.Skip("only a part of TestAKilledTestLeavesNothingBehind")
	}
	Open(t)
	in, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("dir=" + in.dir)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestAKilledTestLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^TestWaitToBeKilled$")
	cmd.Env = append(os.Environ(), helperVariable+"=1")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var dir string
	var said []string
	for lines := bufio.NewScanner(out); dir == "" && lines.Scan(); {
		said = append(said, lines.Text())
		_, dir, _ = strings.Cut(lines.Text(), "dir=")
	}
	home := filepath.Dir(dir)
	if dir == "" {
		t.Fatalf("the other process said %q", said)
	}
	sweepNow(t, home)
	if _, err := os.Stat(dir); err != nil {
		t.Errorf("the folder of a living process was removed: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	sweepNow(t, home)
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", dir, err)
	}
}

// sweepNow does what the next test process does first.
func sweepNow(t *testing.T, home string) {
	t.Helper()
	lock, err := postgres.WaitLock(t.Context(), filepath.Join(home, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	if err := sweep(t.Context(), home); err != nil {
		t.Fatal(err)
	}
}

func TestTheTemplateChangesWithItsSources(t *testing.T) {
	root := t.TempDir()
	b := postgres.Binaries{Dir: root, Version: "18.4", Major: 18}
	write := func(name, content string) {
		t.Helper()
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	key := func() string {
		t.Helper()
		k, err := templateKey(root, b)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	write("postgres", "program")
	write("go.mod", "module hefu")
	write("migrations/migrations.go", "package migrations")
	last := key()
	if key() != last {
		t.Error("the same sources give two keys")
	}
	for name, content := range map[string]string{
		"postgres": "another program", "go.mod": "module hefu // river v2",
		"migrations/migrations.go": "package migrations // changed", "migrations/later.go": "package migrations",
	} {
		write(name, content)
		if now := key(); now == last {
			t.Errorf("%s does not change the key", name)
		} else {
			last = now
		}
	}
}
