package pdf

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

//go:embed fonts/*.ttf.gz
var fontFiles embed.FS

// The three fonts are unpacked and taken apart once, each when it is first needed: some 10 MB of memory a font.
var (
	notoRegular = sync.OnceValues(func() (*font, error) { return unpack("NotoSansSC-Regular") })
	notoBold    = sync.OnceValues(func() (*font, error) { return unpack("NotoSansSC-Bold") })
	wenKai      = sync.OnceValues(func() (*font, error) { return unpack("LXGWWenKai-Regular") })
)

func unpack(name string) (*font, error) {
	data, err := unpackBytes(name)
	if err != nil {
		return nil, err
	}
	f, err := parseFont(data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return f, nil
}

func unpackBytes(name string) ([]byte, error) {
	packed, err := fontFiles.ReadFile("fonts/" + name + ".ttf.gz")
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	// gzip closes with the unpacked length, so one allocation is enough.
	data := make([]byte, binary.LittleEndian.Uint32(packed[len(packed)-4:]))
	if _, err := io.ReadFull(zip, data); err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	return data, nil
}
