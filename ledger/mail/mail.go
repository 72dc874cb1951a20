// Package mail hands finished mails to a mail server (RFC 5321) and says what became of each: taken, refused for good, or to be
// tried again. It knows no statement and no dispute, and decides neither who gets a mail nor how often one is tried.
package mail

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
)

// Message is one mail to one person. ID is the Message-ID without brackets; sending a message again under the same ID is the same
// mail to whoever receives it. Text and HTML say the same thing.
type Message struct {
	ID      string
	To      string // address
	ToName  string
	Subject string
	Text    string
	HTML    string
	Locale  string // zh-CN or en, for Content-Language
	Date    time.Time
}

// Sender hands messages over. Each gets one outcome, in order; nil means that the next server has taken responsibility for it.
type Sender interface {
	Send(ctx context.Context, messages []Message) []error
}

// Error is why a message was not taken.
type Error struct {
	Permanent bool   // trying again would be refused again
	Uncertain bool   // the content had been sent when the connection was lost: the message may have arrived
	Reply     string // what the server said, in one line
}

func (e *Error) Error() string { return e.Reply }

// AsError finds the outcome in err; what is no outcome is temporary.
func AsError(err error) *Error {
	var found *Error
	if errors.As(err, &found) {
		return found
	}
	return &Error{Reply: Line(err.Error())}
}

const maxLine = 300

// Line is text that may stand in a header or in a list: one line, no control or direction characters, at most 300 characters.
func Line(text string) string { return Within(text, maxLine) }

// Within is Line for at most so many characters.
func Within(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t' || r == 0x2028 || r == 0x2029:
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > most {
		runes = append(runes[:most-1], '…')
	}
	return string(runes)
}
