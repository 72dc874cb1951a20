package bankfile

import (
	"strings"
)

func (r *swiftReader) balance(f swiftField, place string) error {
	m := swiftBalance.FindStringSubmatch(strings.TrimSpace(f.text))
	if m == nil {
		return refuse(BadAmount, place, f.text)
	}
	on, ok := shortDay(m[2])
	if !ok {
		return refuse(BadDate, place, m[2])
	}
	amount, ok := commaFigure(m[4])
	if !ok {
		return refuse(BadAmount, place, m[4])
	}
	if m[1] == "D" {
		amount = amount.Neg()
	}
	found := &Balance{on, amount, m[3]}
	if strings.HasPrefix(f.tag, "60") {
		if r.now.Opening != nil {
			return refuse(BadRecord, place, ":"+f.tag+":")
		}
		r.now.Opening, r.now.Currency = found, m[3]
		return nil
	}
	if r.now.Closing != nil {
		return refuse(BadRecord, place, ":"+f.tag+":")
	}
	r.now.Closing = found
	return nil
}

func (r *swiftReader) movement(f swiftField, place string) error {
	if r.lines++; r.lines > maxLines {
		return refuse(TooMany, place, "")
	}
	head, more, _ := strings.Cut(f.text, "\n")
	m := swiftLine.FindStringSubmatch(strings.TrimRight(head, " "))
	if m == nil {
		return refuse(BadRecord, place, head)
	}
	out := Line{Place: place, Code: m[6]}
	var ok bool
	if out.ValuedOn, ok = shortDay(m[1]); !ok {
		return refuse(BadDate, place, m[1])
	}
	if m[2] != "" {
		if out.BookedOn, ok = near(m[2], out.ValuedOn); !ok {
			return refuse(BadDate, place, m[2])
		}
	}
	if out.Amount, ok = commaFigure(m[5]); !ok {
		return refuse(BadAmount, place, m[5])
	}
	switch m[3] {
	case "C":
		out.Kind = Credit
	case "D":
		out.Kind, out.Amount = Debit, out.Amount.Neg()
		if code := m[6][1:]; code == "CHG" || code == "COM" {
			out.Kind = Fee
		}
	case "RC":
		out.Kind, out.Amount = Reversal, out.Amount.Neg()
	case "RD":
		out.Kind = Reversal
	default:
		r.file.Skipped = append(r.file.Skipped, Skipped{Pending, place, m[3] + " " + m[5]})
		r.line = false
		return nil
	}
	if out.Amount.IsZero() {
		r.file.Skipped = append(r.file.Skipped, Skipped{Zero, place, ""})
		r.line = false
		return nil
	}
	own, bank, _ := strings.Cut(m[7], "//")
	out.EndToEnd, out.BankReference, out.BankText = reference(own), reference(bank), tidy(more)
	r.now.Lines = append(r.now.Lines, out)
	return nil
}
