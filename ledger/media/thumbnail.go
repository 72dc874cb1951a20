package media

import (
	"bytes"
	"image"
	"image/color"
	stdjpeg "image/jpeg"
	stdpng "image/png"

	"golang.org/x/image/draw"
	stdwebp "golang.org/x/image/webp"

	"hefu/ledger"
)

// What decoding one picture may take. Above it there is no thumbnail; the picture itself is taken all the same.
const (
	maxMemory = 160 << 20
	maxWork   = 600_000_000 // pixels times passes
)

// Thumbnail is a small upright JPEG of a cleaned picture, at most side pixels wide and high; nil for what is no picture and for one
// that would take too much to decode. Refused: file_damaged for a picture that cannot be decoded. side is more than zero.
func (f File) Thumbnail(cleaned []byte, side int) ([]byte, error) {
	if f.picture == nil {
		return nil, nil
	}
	memory, passes := f.picture.cost()
	if memory > maxMemory || f.Width*f.Height > maxWork/passes {
		return nil, nil
	}
	decoders := map[string]func([]byte) (image.Image, error){
		JPEG: func(b []byte) (image.Image, error) { return stdjpeg.Decode(bytes.NewReader(b)) },
		PNG:  func(b []byte) (image.Image, error) { return stdpng.Decode(bytes.NewReader(b)) },
		WebP: func(b []byte) (image.Image, error) { return stdwebp.Decode(bytes.NewReader(b)) },
	}
	full, err := decoders[f.Media](cleaned)
	if err != nil {
		return nil, ledger.E("file_damaged").Because(err)
	}
	var out bytes.Buffer
	err = stdjpeg.Encode(&out, turn(shrink(full, side), f.picture.upright()), &stdjpeg.Options{Quality: 74})
	return out.Bytes(), err
}

// shrink draws the picture on white, never larger than it is.
func shrink(full image.Image, side int) *image.RGBA {
	width, height := full.Bounds().Dx(), full.Bounds().Dy()
	if most := max(width, height); most > side {
		width, height = max(1, width*side/most), max(1, height*side/most)
	}
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(small, small.Bounds(), full, full.Bounds(), draw.Over, nil)
	return small
}

// turn makes a picture upright, as EXIF's orientation says.
func turn(from *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return from
	}
	width, height := from.Bounds().Dx(), from.Bounds().Dy()
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	if orientation >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, height, width))
	}
	for y := range height {
		for x := range width {
			atX, atY := x, y
			switch orientation {
			case 2:
				atX = width - 1 - x
			case 3:
				atX, atY = width-1-x, height-1-y
			case 4:
				atY = height - 1 - y
			case 5:
				atX, atY = y, x
			case 6:
				atX, atY = height-1-y, x
			case 7:
				atX, atY = height-1-y, width-1-x
			case 8:
				atX, atY = y, width-1-x
			}
			to.SetRGBA(atX, atY, from.RGBAAt(x, y))
		}
	}
	return to
}
