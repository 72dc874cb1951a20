package bankfile

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

type camtReader struct {
	dec   *xml.Decoder
	file  *File
	lines int
	nodes int // of the part that is read
}

// broken keeps a refusal, and gives everything else that the decoder says its code.
func broken(err error) error {
	if own := new(Error); errors.As(err, &own) {
		return own
	}
	return refuse(NotXML, "", err.Error())
}

// maxToken bounds one tag, text or comment: the decoder itself would take in a tag with megabytes of attributes.
const maxToken = 1 << 20

// tokenGuard passes bytes on and ends at a token that is too long.
type tokenGuard struct {
	from   io.Reader
	length int
}

func (g *tokenGuard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p[:min(len(p), 4096)])
	for _, b := range p[:n] {
		if g.length++; b == '<' {
			g.length = 0
		}
		if g.length > maxToken {
			return 0, refuse(TooLarge, "", "")
		}
	}
	return n, err
}

// readCAMT streams the document: no DOCTYPE, at most 64 elements deep.
func readCAMT(content []byte, text string) (*File, error) {
	wide := bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff"))
	if wide { // the declaration still says UTF-16
		content = []byte(text)
	}
	source := &tokenGuard{from: bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))}
	r := &camtReader{dec: xml.NewDecoder(source), file: &File{}}
	r.dec.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if wide {
			return input, nil
		}
		found, err := htmlindex.Get(label)
		if err != nil {
			return nil, err
		}
		r.file.Encoding = label
		return found.NewDecoder().Reader(input), nil
	}
	for depth := 0; ; {
		token, err := r.dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, broken(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, refuse(Doctype, "", "")
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth++
			if depth > maxDepth {
				return nil, refuse(TooDeep, "", "")
			}
			if t.Name.Local == "Document" {
				r.file.Format = camtFormat(t.Name.Space)
			}
			if r.file.Format != "" && (t.Name.Local == "Stmt" || t.Name.Local == "Rpt" || t.Name.Local == "Ntfctn") {
				if err := r.statement(depth); err != nil {
					return nil, err
				}
				depth--
			}
		}
	}
	switch {
	case r.file.Format == "":
		return nil, refuse(NotCAMT, "", "")
	case len(r.file.Statements) == 0:
		return nil, refuse(NoStatement, "", "")
	}
	return r.file, nil
}

func camtFormat(space string) Format {
	for _, format := range []Format{CAMT052, CAMT053, CAMT054} {
		if strings.Contains(space, ":"+string(format)+".") {
			return format
		}
	}
	return ""
}

// statement reads part by part; entries are let go once they are lines.
func (r *camtReader) statement(depth int) error {
	s, totals, entries, skipped := Statement{}, &node{}, 0, len(r.file.Skipped)
	var legalSeq, electronicSeq, id string
	for {
		token, err := r.dec.Token()
		if err != nil {
			return broken(err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return refuse(Doctype, "", "")
		case xml.EndElement:
			s.Number = first(legalSeq, electronicSeq, id)
			s.checkTotals(totals, entries, len(r.file.Skipped) > skipped)
			if r.file.Format == CAMT053 && (s.Opening == nil) != (s.Closing == nil) {
				s.problem(OneBalance, "", "")
			}
			s.settleCurrency()
			r.file.Statements = append(r.file.Statements, s)
			return nil
		case xml.StartElement:
			r.nodes = 0
			n, err := r.read(t, depth+1)
			if err != nil {
				return err
			}
			switch n.name {
			case "Id":
				id = tidy(n.text)
			case "ElctrncSeqNb":
				electronicSeq = tidy(n.text)
			case "LglSeqNb":
				legalSeq = tidy(n.text)
			case "Acct":
				s.Account, s.Currency = tidy(n.first("Id/IBAN", "Id/Othr/Id")), n.first("Ccy")
			case "Bal":
				err = s.balance(n)
			case "TxsSummry":
				totals = n
			case "Ntry":
				entries++
				err = r.entry(&s, n, entries)
			}
			if err != nil {
				return err
			}
		}
	}
}
