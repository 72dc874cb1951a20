package archive

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"hefu/ledger/merkle"
)

// The ways in which a bundle proves no line.
var (
	ErrNoBundle = errors.New("not a bundle of the archive")
	ErrNoLine   = errors.New("the statement has no such line")
	ErrAltered  = errors.New("the lines are not those that were sealed")
)

// maxPart bounds what is read of a bundle's lines and manifest.
const maxPart = 256 << 20

// ProveLine makes the proof of one line out of a bundle, without this system's database: the line, its place, the hashes beside its way
// to the root. verify.sh checks it with the manifest alone. ErrNoBundle, ErrNoLine, ErrAltered.
func ProveLine(bundle fs.FS, line int) ([]byte, error) {
	text, err := part(bundle, "manifest.json")
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil || m.Format != Format {
		return nil, errors.Join(ErrNoBundle, err)
	}
	content, err := part(bundle, "lines.tsv")
	if err != nil {
		return nil, err
	}
	rows := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	all := leaves(rows)
	if len(rows) != m.LineCount || merkle.Root(all) != m.Root {
		return nil, ErrAltered
	}
	for index, row := range rows {
		if strings.HasPrefix(row, fmt.Sprintf("%d\t", line)) {
			return proof(m, row, all, index)
		}
	}
	return nil, ErrNoLine
}

func proof(m manifest, row string, all []merkle.Hash, index int) ([]byte, error) {
	path, err := merkle.Path(all, index)
	if err != nil {
		return nil, err
	}
	sides, err := merkle.Sides(index, len(all))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "format hefu-line-proof/1\nbundle %s\nindex %d\nsize %d\nroot %s\nline %s\n", m.BundleNo, index, len(all), m.Root, row)
	for i, side := range sides {
		word := "right"
		if side == merkle.Left {
			word = "left"
		}
		fmt.Fprintf(&out, "%s %s\n", word, path[i])
	}
	return out.Bytes(), nil
}

func part(bundle fs.FS, name string) ([]byte, error) {
	file, err := bundle.Open(name)
	if err != nil {
		return nil, errors.Join(ErrNoBundle, err)
	}
	defer func() { _ = file.Close() }() // it was only read
	content, err := io.ReadAll(io.LimitReader(file, maxPart+1))
	if err != nil || len(content) > maxPart {
		return nil, errors.Join(ErrNoBundle, err)
	}
	return content, nil
}

// OpenBundle reads a bundle's file. ErrNoBundle.
func OpenBundle(r io.ReaderAt, size int64) (fs.FS, error) {
	opened, err := zip.NewReader(r, size)
	if err != nil {
		return nil, errors.Join(ErrNoBundle, err)
	}
	return opened, nil
}
