package pdf

import (
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// The page, in millimetres.
const (
	pageWidth, pageHeight   = 210.0, 297.0
	marginSide              = 12.0
	marginTop, marginBottom = 11.0, 12.0
	bodyWidth               = pageWidth - 2*marginSide
	bodyHeight              = pageHeight - marginTop - marginBottom
	footerHeight            = 3.0
	millimetre              = 72 / 25.4 // points
	gridPerMillimetre       = 10        // the layout grid: tenths of a millimetre
	family                  = "hefu"
	inset                   = 1.0 // between a box's edge and its text
	noLimit                 = 1000.0
	leading                 = 1.32 // line height over type size
)

var (
	navy = &props.Color{Red: 23, Green: 54, Blue: 93}
	dark = &props.Color{Red: 17, Green: 24, Blue: 39}
	mute = &props.Color{Red: 107, Green: 114, Blue: 128}
	pale = &props.Color{Red: 190, Green: 197, Blue: 208}
	tint = &props.Color{Red: 241, Green: 245, Blue: 251}
	rule = &props.Color{Red: 196, Green: 204, Blue: 216}
	none = &props.Color{Red: 255, Green: 255, Blue: 255}

	zebra    = &props.Cell{BackgroundColor: tint}
	headCell = &props.Cell{BackgroundColor: navy}
	box      = &props.Cell{BorderType: border.Full, BorderColor: rule, BorderThickness: 0.2}
	tinted   = &props.Cell{BorderType: border.Full, BorderColor: rule, BorderThickness: 0.2, BackgroundColor: tint}
)

// style is how a word looks. The size is in points.
type style struct {
	weight weight
	size   float64
	color  *props.Color
}

// height is the type size in millimetres.
func (st style) height() float64 { return st.size / millimetre }

// step is the distance between two lines in millimetres.
func (st style) step() float64 { return st.height() * leading }

func (st style) at(size float64) style {
	st.size = size
	return st
}

func (st style) in(color *props.Color) style {
	st.color = color
	return st
}

func (st style) text() *props.Text {
	t := &props.Text{Family: family, Style: fontstyle.Normal, Size: st.size, Color: st.color, Align: align.Left}
	if st.weight == bold {
		t.Style = fontstyle.Bold
	}
	return t
}

var (
	styleTitle   = style{bold, 19, navy}
	styleName    = style{bold, 15, navy}
	styleParty   = style{bold, 12, dark}
	styleHeading = style{bold, 11, navy}
	styleFigure  = style{bold, 11, dark}
	styleStrong  = style{bold, 8.5, dark}
	styleBody    = style{regular, 8.5, dark}
	styleCell    = style{regular, 7.5, dark}
	styleLabel   = style{regular, 7.5, mute}
	styleSmall   = style{regular, 6, mute}
	styleFooter  = style{regular, 6.8, mute}
	styleHead    = style{bold, 8, none}
	styleHeadSub = style{regular, 5.8, none}
)
