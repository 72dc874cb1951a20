package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"hefu/ledger/access"
)

// secret is what links and codes are derived from. Whoever holds it can make them.
type secret struct {
	Secret        string   `env:"HEFU_SECRET" help:"At least 32 random bytes, from which links and one-time codes are derived; the same for server and worker. Empty: beside a private PostgreSQL one is made and kept in the data directory."`
	SecretFile    string   `env:"HEFU_SECRET_FILE" help:"File that holds the secret."`
	FormerSecrets []string `env:"HEFU_FORMER_SECRETS" help:"Secrets that were in force before, for as long as links made under them shall work."`
}

// secretFile is the name below the data directory.
const secretFile = "secret"

// keys reads the secret. Without one, and without a private database to keep it beside, there are none: links cannot be made.
func (d *database) keys() (*access.Keys, error) {
	text := d.Secret
	if d.SecretFile != "" {
		read, err := os.ReadFile(d.SecretFile)
		if err != nil {
			return nil, fmt.Errorf("read HEFU_SECRET: %w", err)
		}
		text = string(read)
	}
	if strings.TrimSpace(text) == "" && d.DatabaseURL == "" && d.AdminURL == "" {
		kept, err := keptSecret(d.DataDir)
		if err != nil {
			return nil, err
		}
		text = kept
	}
	if text = strings.TrimSpace(text); text == "" {
		return nil, nil
	}
	var former [][]byte
	for _, one := range d.FormerSecrets {
		former = append(former, []byte(strings.TrimSpace(one)))
	}
	keys, err := access.NewKeys([]byte(text), former...)
	if err != nil {
		return nil, fmt.Errorf("HEFU_SECRET: %w", err)
	}
	return keys, nil
}

// keptSecret makes the secret of a private database once, and finds it again. Two processes that begin at once agree on one.
func keptSecret(dir string) (string, error) {
	name := filepath.Join(dir, secretFile)
	text, err := os.ReadFile(name)
	if err == nil {
		return string(text), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the kept secret: %w", err)
	}
	var made [32]byte
	_, _ = rand.Read(made[:]) // never fails: the runtime ends the process instead
	file, err := os.CreateTemp(dir, secretFile+"-")
	if err != nil {
		return "", fmt.Errorf("keep the secret: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_, err = file.WriteString(hex.EncodeToString(made[:]) + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", fmt.Errorf("keep the secret: %w", err)
	}
	if err := os.Link(file.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("keep the secret: %w", err)
	}
	text, err = os.ReadFile(name)
	return string(text), err
}
