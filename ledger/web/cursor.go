package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"

	"hefu/ledger"
)

// cursorVersion changes when the meaning of cursors does; an older cursor is then refused rather than misread.
const cursorVersion = 1

type cursor[T any] struct {
	Version int `json:"v"`
	Key     T   `json:"k"`
}

// Cursor writes the key of a page's last row as opaque text. It holds nothing secret and grants nothing: a forged one only
// starts the list elsewhere in what the reader may see anyway, so it is not signed.
func Cursor[T any](key T) (string, error) {
	text, err := json.Marshal(cursor[T]{cursorVersion, key})
	return base64.RawURLEncoding.EncodeToString(text), err
}

// ReadCursor reads what Cursor wrote. The empty text is the beginning: found is false. Anything else that Cursor did not
// write is refused with validation_failed at the field cursor.
func ReadCursor[T any](text string) (key T, found bool, err error) {
	if text == "" {
		return key, false, nil
	}
	var read cursor[T]
	if err := decodeCursor(text, &read); err != nil || read.Version != cursorVersion {
		return key, false, ledger.E("validation_failed").At("cursor", "bad_format").Because(err)
	}
	return read.Key, true, nil
}

func decodeCursor(text string, into any) error {
	if len(text) > 1000 {
		return errors.New("too long")
	}
	plain, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return err
	}
	if err := checkJSON(plain); err != nil {
		return err
	}
	reader := json.NewDecoder(bytes.NewReader(plain))
	reader.DisallowUnknownFields()
	if err := reader.Decode(into); err != nil {
		return err
	}
	if _, err := reader.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

// Paging is embedded in the input of every list.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"1000" doc:"next_cursor of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows a page"`
}
