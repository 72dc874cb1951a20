package sheet

import "io"

// maxToken bounds one tag, text, comment or CDATA section. The longest text a
// spreadsheet program puts in a cell stays below it even when every character is
// escaped. The XML decoder has no such limit: one tag with 60 MB of attributes
// made it hold 800 MB.
const maxToken = 1 << 20

// guard passes bytes on and stops at a token that is too long.
type guard struct {
	from   io.Reader
	name   string
	length int     // of the token so far
	last   [2]byte // the two bytes before
	closed bool    // inside a comment or CDATA section, where < means nothing
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	for _, b := range p[:n] {
		g.length++
		switch {
		case g.closed:
			g.closed = b != '>' || (g.last != [2]byte{'-', '-'} && g.last != [2]byte{']', ']'})
		case b == '<':
			g.length = 0
		case b == '!' && g.last[1] == '<':
			g.closed = true
		}
		if g.length > maxToken {
			return 0, refuse(TooLarge, g.name)
		}
		g.last[0], g.last[1] = g.last[1], b
	}
	return n, err
}
