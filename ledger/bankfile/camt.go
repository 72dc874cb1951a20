package bankfile

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

type camtReader struct {
	dec   *xml.Decoder
	file  *File
	lines int
}

// readCAMT streams the document: no DOCTYPE, at most 64 elements deep.
func readCAMT(content []byte) (*File, error) {
	r := &camtReader{dec: xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))), file: &File{}}
	r.dec.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
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
			return nil, refuse(NotXML, "", err.Error())
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
			return refuse(NotXML, "", err.Error())
		}
		switch t := token.(type) {
		case xml.Directive:
			return refuse(Doctype, "", "")
		case xml.EndElement:
			s.Number = first(legalSeq, electronicSeq, id)
			s.checkTotals(totals, entries, len(r.file.Skipped) > skipped)
			s.settleCurrency()
			r.file.Statements = append(r.file.Statements, s)
			return nil
		case xml.StartElement:
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
