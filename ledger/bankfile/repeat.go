package bankfile

import (
	"fmt"
	"slices"
)

// soleReference is how long a reference in a table must be to be a transaction's own; a shorter one may be a voucher's, which several have.
const soleReference = 10

// passOverRepeats leaves out a line that is the same as one before it, the bank's own reference too, where no balance tells whether the
// money moved twice. Two lines that a bank tells apart, or that a balance proves, stay two.
func (f *File) passOverRepeats() {
	for i := range f.Statements {
		s := &f.Statements[i]
		if s.Opening != nil && s.Closing != nil {
			continue
		}
		seen := map[string]bool{}
		s.Lines = slices.DeleteFunc(s.Lines, func(l Line) bool {
			if l.BankReference == "" || l.Balance.Valid || l.Batch != "" || f.Table != nil && len(l.BankReference) < soleReference {
				return false
			}
			key := l.says()
			if seen[key] {
				f.Skipped = append(f.Skipped, Skipped{Repeats, l.Place, l.Amount.String() + " " + l.BankReference})
				return true
			}
			seen[key] = true
			return false
		})
	}
}

// findDoubles finds a statement that stands in the file twice: with lines that cancel out, its balances would prove that too.
func (f *File) findDoubles() {
	seen := map[string]bool{}
	for i := range f.Statements {
		s := &f.Statements[i]
		if len(s.Lines) == 0 {
			continue
		}
		key := fmt.Sprint(s.Account, "|", s.Currency, "|", s.Number, "|", s.Opening.says(), "|", s.Closing.says(), "|", len(s.Lines))
		for _, l := range s.Lines {
			key += "|" + l.says()
		}
		if seen[key] {
			s.problem(Doubled, "", s.Number)
		}
		seen[key] = true
	}
}

func (b *Balance) says() string {
	if b == nil {
		return ""
	}
	return b.On.String() + b.Amount.String() + b.Currency
}

// says is everything that a line says, but for where it stands.
func (l Line) says() string {
	return fmt.Sprintf("%s|%s|%s|%s|%s|%q", l.BookedOn, l.ValuedOn, l.Amount, l.Currency, l.Kind,
		[]string{l.Counterparty, l.CounterpartyAccount, l.CounterpartyBank, l.EndToEnd, l.Remittance, l.BankText, l.BankReference, l.Code, l.Batch, l.More, l.own})
}
