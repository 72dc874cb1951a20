package pdf

import (
	"github.com/johnfercher/go-tree/node"
	"github.com/johnfercher/maroto/v2/pkg/consts/extension"
	"github.com/johnfercher/maroto/v2/pkg/consts/linestyle"
	"github.com/johnfercher/maroto/v2/pkg/consts/orientation"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// word is one run of text, already in ink, at its place: x from the left and base (the baseline) from the top of the
// row, in millimetres.
type word struct {
	x, base, width float64
	style          style
	prop           *props.Text
	text           string
}

// hair is a thin horizontal line.
type hair struct {
	x, y, length float64
	dashed       bool
	color        *props.Color
}

// strip is a maroto component that puts words, lines and at most one square picture at measured places. maroto's own
// text component breaks and aligns by rules that do not hold for Chinese, so every word is placed before it gets there.
type strip struct {
	words   []word
	hairs   []hair
	picture []byte // PNG
	square  entity.Cell
}

var _ core.Component = (*strip)(nil)

// Render draws the strip at the cell's corner.
func (s *strip) Render(p core.Provider, cell *entity.Cell) {
	for _, h := range s.hairs {
		line := props.Line{Color: h.color, Thickness: 0.2, Orientation: orientation.Horizontal, SizePercent: 100, Style: linestyle.Solid}
		if h.dashed {
			line.Style = linestyle.Dashed
		}
		p.AddLine(&entity.Cell{X: cell.X + h.x, Y: cell.Y + h.y, Width: h.length}, &line)
	}
	// The width given is beyond any word's, lest maroto break it; height 0 and no offsets keep it from altering the
	// properties, which words of one style share.
	for _, w := range s.words {
		at := entity.Cell{X: cell.X + w.x, Y: cell.Y + w.base - w.style.height(), Width: noLimit}
		p.AddText(w.text, &at, w.prop)
	}
	if s.picture != nil {
		at := entity.Cell{X: cell.X + s.square.X, Y: cell.Y + s.square.Y, Width: s.square.Width, Height: s.square.Height}
		p.AddImageFromBytes(s.picture, &at, &props.Rect{Percent: 100}, extension.Png)
	}
}

// GetHeight is never what decides: every row has its height stated.
func (s *strip) GetHeight(core.Provider, *entity.Cell) float64 { return 0 }

// SetConfig takes nothing from the configuration.
func (s *strip) SetConfig(*entity.Config) {}

// GetStructure names the component in maroto's tree.
func (s *strip) GetStructure() *node.Node[core.Structure] {
	return node.New(core.Structure{Type: "strip", Value: len(s.words)})
}
