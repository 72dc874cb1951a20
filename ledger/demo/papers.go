package demo

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"strings"

	"hefu/ledger"
	"hefu/ledger/dispute"
)

// prove puts a paper beside a fresh dispute, of the kind that fits the complaint.
func (w *world) prove(ctx context.Context, c *customer, id ledger.ID, category dispute.Category, statementNo string) error {
	switch category {
	case "already_paid":
		return w.attach(ctx, c.confirm, id, "银行回单.pdf", receiptPaper(statementNo))
	case "quantity", "quality":
		photo, err := photograph(w.between(1, 4))
		if err != nil {
			return err
		}
		return w.attach(ctx, c.confirm, id, "收货现场.png", photo)
	}
	return nil
}

func (w *world) attach(ctx context.Context, by ledger.Actor, id ledger.ID, name string, paper io.Reader) error {
	_, err := w.Disputes.Attach(ctx, by, id, dispute.AttachCommand{Key: ledger.NewID(), Name: name}, paper)
	return err
}

// photograph draws parcels on a floor, one of them with a dent.
func photograph(dent int) (io.Reader, error) {
	img := image.NewRGBA(image.Rect(0, 0, 800, 600))
	fill := func(x, y, width, height int, c color.RGBA) {
		draw.Draw(img, image.Rect(x, y, x+width, y+height), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(0, 0, 800, 330, color.RGBA{R: 206, G: 212, B: 218, A: 255})
	fill(0, 330, 800, 270, color.RGBA{R: 148, G: 150, B: 152, A: 255})
	for i := range 4 {
		x, y := 60+i*175, 250+(i%2)*40
		fill(x, y, 150, 190, color.RGBA{R: 193, G: 154, B: 107, A: 255})
		fill(x, y+80, 150, 14, color.RGBA{R: 222, G: 196, B: 150, A: 255})
		fill(x+14, y+16, 56, 40, color.RGBA{R: 245, G: 243, B: 238, A: 255})
		if i+1 == dent {
			for step := range 36 {
				fill(x+150-step, y+190-36+step, step+1, 1, color.RGBA{R: 96, G: 70, B: 44, A: 255})
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, err
	}
	return &out, nil
}

// receiptPaper is a bank's receipt of one page, as plain as a PDF can be.
func receiptPaper(statementNo string) io.Reader {
	text := "BT /F1 22 Tf 72 760 Td (Bank receipt) Tj /F1 12 Tf 0 -40 Td (Payment reference: " + statementNo + ") Tj 0 -20 Td (Status: settled) Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var out strings.Builder
	out.WriteString("%PDF-1.4\n")
	table := "0000000000 65535 f \n"
	for i, object := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n%strailer\n<< /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, start)
	return strings.NewReader(out.String())
}
