package pdf

import (
	"slices"
	"sync"
)

// RenderPlain prints the same page with the fonts as they come, which is how maroto is ordinarily used: some 8 MB of glyphs are
// taken apart for each document. It is what RenderStatement is measured against, and of no other use.
func RenderPlain(s Statement) (Result, error) {
	scribe, err := newScribe()
	if err != nil {
		return Result{}, err
	}
	return render(s, scribe, wholeFaces)
}

var (
	wholeRegular = sync.OnceValues(func() ([]byte, error) { return unpackBytes("NotoSansSC-Regular") })
	wholeBold    = sync.OnceValues(func() ([]byte, error) { return unpackBytes("NotoSansSC-Bold") })
)

// wholeFaces gives maroto whole fonts. It alters them, hence the copies.
func wholeFaces(*scribe) (fonts [2][]byte, err error) {
	for w, read := range []func() ([]byte, error){wholeRegular, wholeBold} {
		whole, err := read()
		if err != nil {
			return fonts, err
		}
		fonts[w] = slices.Clone(whole)
	}
	return fonts, nil
}
