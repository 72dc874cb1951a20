package postgres

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// leftOverPatience is how long a left-over server may take for a clean shutdown.
const leftOverPatience = 30 * time.Second

// StopLeftOver ends the server that a killed process left running on dataDir. The
// caller holds the data directory's lock, so no living process owns that server.
// It also removes a pid file whose number has meanwhile gone to another program:
// PostgreSQL itself would refuse to start because of it, as happens in containers.
func StopLeftOver(ctx context.Context, dataDir string) error {
	if resolved, err := filepath.EvalSymlinks(dataDir); err == nil {
		dataDir = resolved // as the server's command line has it
	}
	cluster := filepath.Join(dataDir, clusterName)
	pid, _ := readPidFile(cluster)
	if pid == 0 {
		return nil
	}
	line, known := commandLine(pid)
	if !known {
		return nil // no such process, or hidden from us: PostgreSQL decides
	}
	if !serves(line, cluster) {
		err := os.Remove(filepath.Join(cluster, pidName))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove a stale %s: %w", pidName, err)
		}
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, leftOverPatience)
	defer cancel()
	return endProcess(ctx, pid, cluster)
}

// serves tells whether a command line is a postgres that arguments made for this cluster.
func serves(line, cluster string) bool {
	return strings.Contains(line, "postgres -D "+cluster+" -c ")
}

// endProcess asks pid to shut down fast and waits until it is gone.
func endProcess(ctx context.Context, pid int, cluster string) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return nil // gone
	}
	defer p.Release()
	if err := p.Signal(syscall.SIGINT); err != nil {
		if errors.Is(err, os.ErrProcessDone) {
			return nil
		}
		return fmt.Errorf("stop the left-over PostgreSQL, process %d: %w", pid, err)
	}
	tick := time.NewTicker(readyPoll)
	defer tick.Stop()
	for {
		if line, known := commandLine(pid); !known || !serves(line, cluster) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%w: process %d, a PostgreSQL left over from before, does not stop", ErrInUse, pid)
		}
	}
}
