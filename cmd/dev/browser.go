package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// browserTest runs Playwright against the real program, which each worker starts for itself.
func (p *project) browserTest(ctx context.Context) (string, error) {
	if _, err := os.Stat(p.path("frontend", "playwright.config.ts")); os.IsNotExist(err) {
		return "there are none", nil
	}
	chromium, err := p.chromium(ctx)
	if err != nil {
		return "", err
	}
	binary, err := p.hefu(ctx)
	if err != nil {
		return "", err
	}
	return "ok", p.do(ctx, step{
		dir: "frontend",
		env: []string{"HEFU_BIN=" + binary, "HEFU_CACHE_DIR=" + p.path(".cache"), "HEFU_CHROMIUM=" + chromium},
		run: []string{"npx", "playwright", "test"},
	})
}

// chromium finds a browser, or installs Debian's with fonts for Chinese where that is allowed. Playwright's own download is
// never used.
func (p *project) chromium(ctx context.Context) (string, error) {
	given := os.Getenv("HEFU_CHROMIUM")
	for _, name := range []string{given, "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); name != "" && err == nil && p.hasFonts(ctx) {
			return found, nil
		}
	}
	wanted := []string{"chromium", "fonts-noto-cjk"}
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return "", fmt.Errorf("the browser tests need Chromium and a Chinese font; install them (Debian: apt-get install %s) or name a browser in HEFU_CHROMIUM",
			strings.Join(wanted, " "))
	}
	apt := func(args ...string) error {
		return p.do(ctx, step{env: []string{"DEBIAN_FRONTEND=noninteractive"}, run: append([]string{"apt-get", "-qq"}, args...)})
	}
	install := append([]string{"install", "-y", "--no-install-recommends"}, wanted...)
	if err := apt(install...); err != nil {
		if err := errors.Join(apt("update"), apt(install...)); err != nil {
			return "", err
		}
	}
	return exec.LookPath("chromium")
}

// hasFonts tells whether the machine can show Chinese; without fontconfig it cannot.
func (p *project) hasFonts(ctx context.Context) bool {
	fonts, err := p.ask(ctx, step{run: []string{"fc-list", ":lang=zh", "family"}})
	return err == nil && strings.TrimSpace(string(fonts)) != ""
}
