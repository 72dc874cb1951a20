package postgres

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
)

// keptLines is how much of the server's output an error about a failed start shows.
const keptLines = 12

// messages passes the server's output on line by line and remembers the last lines.
type messages struct {
	to *slog.Logger

	mu   sync.Mutex
	part []byte // an incomplete last line
	last []string
	say  func(string, ...any) // of the line before
}

// Write takes the server's stderr.
func (m *messages) Write(p []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.part = append(m.part, p...)
	for {
		line, rest, found := bytes.Cut(m.part, []byte("\n"))
		if !found {
			return len(p), nil
		}
		m.part = rest
		m.take(string(line))
	}
}

// take keeps one line and logs it at the level its severity stands for. A failing
// statement is the application's affair and is reported there, so ERROR is not loud here.
func (m *messages) take(line string) {
	m.last = append(m.last, line)
	if len(m.last) > keptLines {
		m.last = m.last[1:]
	}
	if m.to == nil {
		return
	}
	severity, _, _ := strings.Cut(line, ":")
	switch severity {
	case "PANIC":
		m.say = m.to.Error
	case "FATAL", "WARNING":
		m.say = m.to.Warn
	case "ERROR":
		m.say = m.to.Info
	case "LOG", "NOTICE", "INFO", "DEBUG":
		m.say = m.to.Debug
	}
	if m.say == nil { // not a message of the server, such as one of the dynamic linker
		m.say = m.to.Warn
	}
	m.say(line, "from", "postgres") // a line without a severity continues the one before
}

// recent returns the last lines of output.
func (m *messages) recent() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return strings.Join(m.last, "\n")
}

// reset forgets what an earlier child said.
func (m *messages) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.part, m.last, m.say = nil, nil, nil
}

func (m *messages) warn(text string, args ...any) {
	if m.to != nil {
		m.to.Warn(text, args...)
	}
}
