package bankfile

import (
	"encoding/xml"
	"strings"
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

// maxNodes bounds one part of a statement: a batch of 50,000 payments has about a million elements.
const maxNodes = 1_500_000

// read takes in one element whole.
func (r *camtReader) read(start xml.StartElement, depth int) (*node, error) {
	if depth > maxDepth {
		return nil, refuse(TooDeep, "", "")
	}
	if r.nodes++; r.nodes > maxNodes {
		return nil, refuse(TooMany, "", start.Name.Local)
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
			return nil, broken(err)
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

func first(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
