package bench

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// processTime is the processor time of this process, without its children.
func processTime() time.Duration {
	var use syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &use) != nil {
		return 0
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// tick is the unit of /proc/<pid>/stat: Linux shows it as a hundredth of a second on every architecture that Go knows.
const tick = 10 * time.Millisecond

// status is what /proc tells of a process.
type status struct {
	name          string
	parent        int
	own, children time.Duration // processor time; children only those that have ended
}

func statusOf(pid int) (status, bool) {
	place := filepath.Join("/proc", strconv.Itoa(pid))
	text, err := os.ReadFile(filepath.Join(place, "stat"))
	if err != nil {
		return status{}, false
	}
	// The name stands in brackets and may hold anything, brackets too.
	open, end := bytes.IndexByte(text, '('), bytes.LastIndexByte(text, ')')
	if open < 0 || end < open {
		return status{}, false
	}
	fields := strings.Fields(string(text[end+1:]))
	if len(fields) < 15 {
		return status{}, false
	}
	number := func(place int) int64 { // fields[0] is the third of the manual page
		n, _ := strconv.ParseInt(fields[place-3], 10, 64)
		return n
	}
	s := status{
		name: string(text[open+1 : end]), parent: int(number(4)),
		own: time.Duration(number(14)+number(15)) * tick, children: time.Duration(number(16)+number(17)) * tick,
	}
	// The scheduler counts the same in nanoseconds, where it is asked to count at all.
	if exact, err := os.ReadFile(filepath.Join(place, "schedstat")); err == nil {
		if first, _, ok := strings.Cut(string(exact), " "); ok {
			if nanos, err := strconv.ParseInt(first, 10, 64); err == nil && nanos > 0 {
				s.own = time.Duration(nanos)
			}
		}
	}
	return s, true
}

// parentOf finds the postmaster of a backend; false when the backend does not run here.
func parentOf(backend int) (int, bool) {
	s, ok := statusOf(backend)
	if !ok || s.name != "postgres" {
		return 0, false
	}
	parent, ok := statusOf(s.parent)
	return s.parent, ok && parent.name == "postgres"
}

// familyTime is the processor time of a postmaster and all its children, those that have ended too.
func familyTime(postmaster int) time.Duration {
	s, ok := statusOf(postmaster)
	if !ok {
		return 0
	}
	sum := s.own + s.children
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return sum
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		if child, ok := statusOf(pid); ok && child.parent == postmaster {
			sum += child.own + child.children
		}
	}
	return sum
}

// flush is fdatasync: the bytes and what is needed to find them, not the times.
func flush(file *os.File) error { return syscall.Fdatasync(int(file.Fd())) }
