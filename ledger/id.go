package ledger

import (
	"crypto/rand"
	"database/sql/driver"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"sync"
	"time"
)

// ID identifies anything that leaves the system: a UUID of version 7 (RFC 9562), ordered by time so that indexes grow at
// their end, with 74 random bits so that nobody guesses a neighbour. The zero ID means "none" and is stored as null.
type ID [16]byte

var lastID struct {
	sync.Mutex
	id ID
}

// NewID makes an ID later than every other this process made. It panics only when the system has no randomness.
func NewID() ID {
	var id ID
	if _, err := rand.Read(id[:]); err != nil {
		panic("no randomness: " + err.Error())
	}
	var stamp [8]byte // the milliseconds of a UUID of version 7 order ids; no rule reads them, so no clock is passed in
	binary.BigEndian.PutUint64(stamp[:], uint64(time.Now().UnixMilli()))
	copy(id[:6], stamp[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	lastID.Lock()
	defer lastID.Unlock()
	if string(id[:]) <= string(lastID.id[:]) {
		id = lastID.id.next()
	}
	lastID.id = id
	return id
}

// next is the smallest step up that keeps the version and variant bits: the random tail counts on.
func (id ID) next() ID {
	tail := binary.BigEndian.Uint64(id[8:])&0x3fffffffffffffff + 1
	binary.BigEndian.PutUint64(id[8:], tail&0x3fffffffffffffff|0x8000000000000000)
	return id
}

// ParseID reads the canonical form: 36 characters, lower case, hyphens in their places.
func ParseID(text string) (ID, error) {
	var id ID
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return ID{}, fmt.Errorf("%q is not an id", text)
	}
	plain := text[0:8] + text[9:13] + text[14:18] + text[19:23] + text[24:]
	for _, c := range plain {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return ID{}, fmt.Errorf("%q is not an id", text)
		}
	}
	if _, err := hex.Decode(id[:], []byte(plain)); err != nil {
		return ID{}, fmt.Errorf("%q is not an id", text)
	}
	return id, nil
}

// String is the canonical form; empty for the zero ID.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	var out [36]byte
	hex.Encode(out[0:8], id[0:4])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	hex.Encode(out[9:13], id[4:6])
	hex.Encode(out[14:18], id[6:8])
	hex.Encode(out[19:23], id[8:10])
	hex.Encode(out[24:], id[10:])
	return string(out[:])
}

// IsZero tells whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText and UnmarshalText let an ID travel in JSON as text.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseID(string(text))
	if err == nil {
		*id = parsed
	}
	return err
}

// Value stores the ID, the zero ID as null.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, nil
	}
	return id.String(), nil
}

// Scan reads an ID from the database; null becomes the zero ID.
func (id *ID) Scan(source any) error {
	switch value := source.(type) {
	case nil:
		*id = ID{}
		return nil
	case string:
		return id.UnmarshalText([]byte(value))
	case []byte:
		if len(value) == 16 {
			copy(id[:], value)
			return nil
		}
		return id.UnmarshalText(value)
	case [16]byte:
		*id = value
		return nil
	}
	return fmt.Errorf("cannot read an id from %T", source)
}
