//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// namespaceID is what this process's own id is called inside a user namespace: the
// conventional number of "nobody", which every passwd file knows.
const namespaceID = 65534

// account says as whom the server runs. PostgreSQL refuses to run as root, and initdb
// refuses an id that the passwd file does not know.
type account struct {
	uid, gid  int
	switched  bool // to another id, which only root can
	namespace bool // own id, under the name of nobody
}

// chooseAccount keeps the owner of an existing cluster. For a new one it takes this
// process's own account or, as root, cfg.RunAs; and a user namespace where the own id
// has no name, or where that account could not reach the data directory.
func chooseAccount(cfg Config, cluster string) (account, error) {
	uid, gid := os.Geteuid(), os.Getegid()
	own := account{uid: uid, gid: gid}
	info, err := os.Stat(cluster)
	exists := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return own, fmt.Errorf("look at the cluster: %w", err)
	}
	if uid != 0 {
		if exists && ownerOf(info).uid != uid {
			return own, fmt.Errorf("%s belongs to user id %d, this process runs as %d: run as that user, or as root",
				cluster, ownerOf(info).uid, uid)
		}
		_, err := user.LookupId(strconv.Itoa(uid))
		own.namespace = err != nil
		return own, nil
	}
	own.namespace = true
	if exists {
		if o := ownerOf(info); o.uid != 0 {
			return account{uid: o.uid, gid: o.gid, switched: true}, nil
		}
		return own, nil
	}
	other, err := lookupAccount(cfg.RunAs)
	if err != nil {
		return own, err
	}
	if other.reaches(cfg.DataDir) && idMapped(other.uid) {
		return other, nil
	}
	return own, nil
}

// lookupAccount finds the account that a root process hands the server to.
func lookupAccount(name string) (account, error) {
	if name == "" {
		name = "nobody"
	}
	u, err := user.Lookup(name)
	if err != nil {
		return account{}, fmt.Errorf("find the account that PostgreSQL runs as: %w", err)
	}
	uid, errUID := strconv.Atoi(u.Uid)
	gid, errGID := strconv.Atoi(u.Gid)
	if err := errors.Join(errUID, errGID); err != nil || uid == 0 {
		return account{}, fmt.Errorf("PostgreSQL can't run as %q (user id %s)", name, u.Uid)
	}
	return account{uid: uid, gid: gid, switched: true}, nil
}

// own gives a file or folder to the account.
func (a account) own(path string) error {
	if !a.switched {
		return nil
	}
	return os.Chown(path, a.uid, a.gid)
}

// reaches tells whether the account may pass through path and all folders above it.
func (a account) reaches(path string) bool {
	for dir := path; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			return false
		}
		need := fs.FileMode(0o001)
		switch o := ownerOf(info); {
		case o.uid == a.uid:
			need = 0o100
		case o.gid == a.gid:
			need = 0o010
		}
		if info.Mode().Perm()&need == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

// canRun tells whether the account may use a bin folder.
func (a account) canRun(dir string) bool { return !a.switched || a.reaches(dir) }

// hint explains the failure to become this account, where that is what failed.
func (a account) hint(err error) string {
	refused := errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) ||
		errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC)
	switch {
	case refused && a.namespace && os.Geteuid() == 0:
		return " (this system forbids user namespaces: choose a data directory that an ordinary account can reach)"
	case refused && a.namespace:
		return " (this system forbids user namespaces: give this user id an entry in the passwd file)"
	case refused && a.switched:
		return fmt.Sprintf(" (running as user id %d was refused)", a.uid)
	}
	return ""
}

// ownerOf reads a file's owner.
func ownerOf(info fs.FileInfo) account {
	st := info.Sys().(*syscall.Stat_t)
	return account{uid: int(st.Uid), gid: int(st.Gid)}
}

// credential switches the child's id, without any further group.
func (a account) credential() *syscall.Credential {
	if !a.switched {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}

// errLocked means that another open file holds the lock.
var errLocked = syscall.EWOULDBLOCK

func lockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

func unlockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
