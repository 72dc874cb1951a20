//go:build unix && !linux

package postgres

import (
	"os/exec"
	"strconv"
	"syscall"
)

// attributes make the child run as the account, outside our process group. There is no
// parent-death signal here: the next start ends a left-over server. Nor are there user
// namespaces: PostgreSQL then says itself why it refuses the account.
func (a account) attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: a.credential()}
}

// idMapped is always true without user namespaces.
func idMapped(int) bool { return true }

// commandLine returns the arguments of a process, parted by spaces; known is false when
// there is no such process.
func commandLine(pid int) (line string, known bool) {
	out, err := exec.Command("/bin/ps", "-ww", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return string(out), err == nil
}
