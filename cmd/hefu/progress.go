package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// progress shows how far long work has come: a bar that is drawn over on a terminal, a line every few seconds elsewhere.
type progress struct {
	to       console
	terminal bool
	phase    string
	last     time.Time
	ended    bool // the phase was shown at its end
}

const (
	barWidth  = 30
	lineEvery = 5 * time.Second
	drawEvery = 100 * time.Millisecond
)

func newProgress(to console) *progress {
	p := &progress{to: to}
	if file, ok := to.err.(*os.File); ok {
		if info, err := file.Stat(); err == nil {
			p.terminal = info.Mode()&os.ModeCharDevice != 0
		}
	}
	return p
}

// report is called often; it draws seldom, at each new phase, and at its end.
func (p *progress) report(phase string, done, total int) {
	now := time.Now()
	every := lineEvery
	if p.terminal {
		every = drawEvery
	}
	if phase == p.phase && (p.ended || done < total && now.Sub(p.last) < every) {
		return
	}
	p.ended = done >= total
	if p.terminal && p.phase != "" && phase != p.phase {
		fmt.Fprintln(p.to.err)
	}
	p.phase, p.last = phase, now
	share := 0
	if total > 0 {
		share = min(100, 100*done/total)
	}
	if !p.terminal {
		fmt.Fprintf(p.to.err, "%s: %d of %d (%d %%)\n", phase, done, total, share)
		return
	}
	filled := barWidth * share / 100
	fmt.Fprintf(p.to.err, "\r%-12s [%s%s] %3d %% %d/%d", phase, strings.Repeat("#", filled), strings.Repeat(".", barWidth-filled), share, done, total)
}

// end leaves the bar as it stands and begins a new line.
func (p *progress) end() {
	if p.terminal && p.phase != "" {
		fmt.Fprintln(p.to.err)
	}
}
