package pdf

import (
	"fmt"
	"strings"
	"sync"

	maroto "github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"github.com/phpdave11/gofpdf"
)

// RenderStatement prints a statement as PDF. The same statement always gives the same bytes. It reads no file, no clock
// and no network, and may be called from any number of goroutines at once.
func RenderStatement(s Statement) (result Result, err error) {
	scribe, err := newScribe()
	if err != nil {
		return Result{}, err
	}
	return render(s, scribe, cutFaces)
}

// render lays s out with one scribe; faces turns what the scribe noted into the fonts that the PDF writer gets.
func render(s Statement, scribe *scribe, faces func(*scribe) ([2][]byte, error)) (Result, error) {
	return renderWith(s, scribe, faces, s.heading().title(s.Locale)+" "+s.Number, func(d *draft) error { return d.compose(s) })
}

// renderWith prints what compose lays out, under the footer of s.
func renderWith(s Statement, scribe *scribe, faces func(*scribe) ([2][]byte, error), title string, compose func(*draft) error) (result Result, err error) {
	// maroto and the writer below it report some faults by panicking; one statement must not take a whole run with it.
	defer func() {
		if fault := recover(); fault != nil {
			result, err = Result{}, fmt.Errorf("pdf: statement %q: %v", s.Number, fault)
		}
	}()
	if err := s.check(); err != nil {
		return Result{}, err
	}
	d := newDraft(scribe, s.Locale)
	d.across = s.across
	foot := d.footer(s)
	pattern := d.pagePattern()
	if err := compose(d); err != nil {
		return Result{}, err
	}
	if scribe.err != nil {
		return Result{}, scribe.err
	}
	fonts, err := faces(scribe)
	if err != nil {
		return Result{}, err
	}
	raw, err := d.print(fonts, foot, pattern)
	if err != nil {
		return Result{}, err
	}
	out, pages, err := finish(raw, document{
		title:   title,
		author:  s.Seller.Name,
		lang:    string(s.Locale),
		created: s.Date,
		private: scribe.private,
		codes:   scribe.allCodes(),
		cut:     fonts,
		links:   d.links,
	})
	if err != nil {
		return Result{}, err
	}
	if pages != d.page+1 {
		return Result{}, fmt.Errorf("pdf: statement %q has %d pages where %d were laid out", s.Number, pages, d.page+1)
	}
	return Result{PDF: out, Pages: pages, Missing: scribe.missed(), Clipped: scribe.clipped, Seals: d.seals}, nil
}

// compose lays out every part in the order of the page.
func (d *draft) compose(s Statement) error {
	d.letterhead(s)
	if err := d.addressee(s); err != nil {
		return err
	}
	if s.report != nil {
		d.reconcile(*s.report)
		d.ending(s)
		return nil
	}
	d.totals(s.Totals)
	d.aging(s.Aging)
	d.standing(s.Standing)
	d.standing(s.Facts)
	d.movements(s.Lines, s.Hidden, s.Extra)
	d.openItems(s.OpenItems, s.Extra)
	d.provisional(s.Provisional)
	d.notes(s.Notes)
	d.ending(s)
	return nil
}

func (d *draft) pagePattern() string {
	lead, under := labelPage.in(d.locale)
	d.ink(styleFooter, "0123456789")
	return d.ink(styleFooter, lead+"   "+under)
}

// print hands the rows to maroto. Its concurrent and low-memory modes are not for us: they are slower, embed the fonts
// again for each part, and write to the home directory.
func (d *draft) print(fonts [2][]byte, foot band, pattern string) ([]byte, error) {
	sortCatalog()
	cfg := config.NewBuilder().
		WithDimensions(d.wide()+2*marginSide, d.tall()+marginTop+marginBottom).
		WithLeftMargin(marginSide).WithRightMargin(marginSide).WithTopMargin(marginTop).WithBottomMargin(marginBottom).
		WithMaxGridSize(int(d.wide() * gridPerMillimetre)).
		WithCustomFonts([]*entity.CustomFont{
			{Family: family, Style: fontstyle.Normal, Bytes: fonts[regular]},
			{Family: family, Style: fontstyle.Bold, Bytes: fonts[bold]},
		}).
		WithDefaultFont(&props.Font{Family: family, Size: styleBody.size, Color: dark}).
		WithPageNumber(props.PageNumber{Pattern: pattern, Place: props.RightBottom, Family: family, Size: styleFooter.size, Color: mute}).
		WithCompression(true).
		Build()
	m := maroto.New(cfg)
	if err := m.RegisterFooter(foot.row); err != nil {
		return nil, fmt.Errorf("pdf: footer: %w", err)
	}
	for _, step := range d.steps {
		if err := step(m); err != nil {
			return nil, fmt.Errorf("pdf: layout: %w", err)
		}
	}
	made, err := m.Generate()
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return made.GetBytes(), nil
}

// sortCatalog makes the PDF writer order fonts and images by name instead of by the whim of a map. The setting is the
// writer's only global one that we touch; it is read when a document is begun.
var sortCatalog = sync.OnceFunc(func() { gofpdf.SetDefaultCatalogSort(true) })

// cutFaces makes the two fonts of one document.
func cutFaces(s *scribe) (fonts [2][]byte, err error) {
	for _, w := range []weight{regular, bold} {
		if fonts[w], err = cut(s.faces[w], s.picks(w)); err != nil {
			return fonts, err
		}
	}
	return fonts, nil
}

func (t Term) title(l Locale) string {
	lead, _ := t.in(l)
	return strings.TrimSpace(lead)
}
