package postgres

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

// attributes make the child run as the account, outside our process group, and end it
// by a fast shutdown when this process dies, however it dies.
func (a account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT, Credential: a.credential()}
	if a.namespace {
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: namespaceID, HostID: a.uid, Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: namespaceID, HostID: a.gid, Size: 1}}
	}
	return attr
}

// idMapped tells whether this process's user namespace knows an id; in a rootless
// container often only root itself is mapped, and no other account can be taken.
func idMapped(id int) bool {
	b, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return true // no such kernel feature
	}
	for line := range strings.Lines(string(b)) {
		var inside, outside, size int
		if n, _ := fmt.Sscan(line, &inside, &outside, &size); n == 3 && inside <= id && id < inside+size {
			return true
		}
	}
	return false
}

// commandLine returns the arguments of a process, parted by spaces; known is false when
// there is no such process or we may not see it.
func commandLine(pid int) (line string, known bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return "", false
	}
	return strings.ReplaceAll(string(b), "\x00", " "), true
}
