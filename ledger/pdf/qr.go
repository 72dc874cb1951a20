package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/boombuler/barcode/qr"
)

// qrPNG draws a QR code in black and white, twelve pixels a module and with the quiet zone that the symbol needs, so
// that it stays sharp in print and readable from a screen.
func qrPNG(content string) ([]byte, error) {
	const module, quiet = 12, 2
	code, err := qr.Encode(content, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("pdf: QR code: %w", err)
	}
	side := code.Bounds().Dx()
	picture := image.NewPaletted(image.Rect(0, 0, (side+2*quiet)*module, (side+2*quiet)*module), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			if gray, _, _, _ := code.At(x, y).RGBA(); gray < 0x8000 {
				blacken(picture, (x+quiet)*module, (y+quiet)*module, module)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("pdf: QR code: %w", err)
	}
	return out.Bytes(), nil
}

func blacken(picture *image.Paletted, x, y, side int) {
	for dy := range side {
		at := picture.PixOffset(x, y+dy)
		for dx := range side {
			picture.Pix[at+dx] = 1
		}
	}
}

// QRCode is a QR code of the content as PNG, in black and white with its quiet zone, for pages.
func QRCode(content string) ([]byte, error) { return qrPNG(content) }
