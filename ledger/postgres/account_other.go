//go:build !unix

package postgres

import (
	"errors"
	"os"
	"syscall"
)

// errUnsupported is what every start gives here; use a PostgreSQL of your own instead.
var errUnsupported = errors.New("the embedded PostgreSQL runs on Linux and macOS only: connect to a PostgreSQL server instead")

var errLocked = errors.New("locked")

type account struct{ uid int }

func chooseAccount(Config, string) (account, error) { return account{}, errUnsupported }
func (account) own(string) error                    { return errUnsupported }
func (account) canRun(string) bool                  { return true }
func (account) hint(error) string                   { return "" }
func (account) attributes() *syscall.SysProcAttr    { return nil }
func commandLine(int) (string, bool)                { return "", false }
func lockFile(*os.File) error                       { return errUnsupported }
func unlockFile(*os.File) error                     { return nil }
