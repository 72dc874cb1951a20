package bankfile

import (
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// node is one element with what is in it. Only what belongs to one part of a statement is held at a time.
type node struct {
	name string
	ccy  string
	text string
	kids []*node
}

// at follows the first elements of these names; never nil.
func (n *node) at(path ...string) *node {
	for _, name := range path {
		next := &node{}
		for _, kid := range n.kids {
			if kid.name == name {
				next = kid
				break
			}
		}
		n = next
	}
	return n
}

func (n *node) all(name string) (out []*node) {
	for _, kid := range n.kids {
		if kid.name == name {
			out = append(out, kid)
		}
	}
	return out
}

// first is the first text that is there at one of the paths.
func (n *node) first(paths ...string) string {
	for _, path := range paths {
		if text := strings.TrimSpace(n.at(strings.Split(path, "/")...).text); text != "" {
			return text
		}
	}
	return ""
}

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

// read takes in one element whole.
func (r *camtReader) read(start xml.StartElement, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, refuse(TooDeep, "", "")
	}
	n := &node{name: start.Name.Local}
	for _, a := range start.Attr {
		if a.Name.Local == "Ccy" {
			n.ccy = a.Value
		}
	}
	var text strings.Builder
	for {
		token, err := r.dec.Token()
		if err != nil {
			return nil, refuse(NotXML, "", err.Error())
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, refuse(Doctype, "", "")
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			kid, err := r.read(t, depth+1)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		case xml.EndElement:
			n.text = text.String()
			return n, nil
		}
	}
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

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// balance takes the booked balances; a previous closing stands for an opening that is not there.
func (s *Statement) balance(n *node) error {
	kind := n.first("Tp/CdOrPrtry/Cd")
	if kind != "OPBD" && kind != "CLBD" && kind != "PRCD" {
		return nil
	}
	amount, ok := figure(n.first("Amt"))
	on, dated := isoDay(n.first("Dt/Dt", "Dt/DtTm"))
	if !ok || !dated {
		return refuse(BadAmount, "", kind+" "+n.first("Amt"))
	}
	if n.first("CdtDbtInd") == "DBIT" {
		amount = amount.Neg()
	}
	found := &Balance{on, amount, n.at("Amt").ccy}
	switch {
	case kind == "CLBD":
		s.Closing = found
	case kind == "OPBD" || s.Opening == nil:
		s.Opening = found
	}
	return nil
}

// settleCurrency: the account's, else that of the opening balance, else that of the first line.
func (s *Statement) settleCurrency() {
	if s.Currency == "" && s.Opening != nil {
		s.Currency = s.Opening.Currency
	}
	if s.Currency == "" && len(s.Lines) > 0 {
		s.Currency = s.Lines[0].Currency
	}
}

// checkTotals holds the entries to the numbers that the bank states beside them.
func (s *Statement) checkTotals(totals *node, entries int, skipped bool) {
	if skipped {
		return
	}
	if said := totals.first("TtlNtries/NbOfNtries"); said != "" {
		if n, err := strconv.Atoi(said); err != nil || n != entries {
			s.problem(CountDiffers, "", said+" / "+strconv.Itoa(entries))
		}
	}
}
