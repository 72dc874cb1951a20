package bankfile

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzRead: whatever the bytes, reading ends, gives no statement that claims to prove out and does not, and no line without a sum or a day.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		if filepath.Ext(name) == ".json" {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := Read(content, "x", Options{})
		if err != nil {
			return
		}
		for _, s := range file.Statements {
			if s.Proven() && !s.Opening.Amount.Add(s.Sum()).Equal(s.Closing.Amount) {
				t.Errorf("it says that it proves out: %+v", s)
			}
			for _, l := range s.Lines {
				if l.Amount.IsZero() || l.BookedOn.IsZero() || l.ValuedOn.IsZero() || l.Kind == "" {
					t.Errorf("a line that says nothing: %+v", l)
				}
				if l.Kind == Credit && !l.Amount.IsPositive() || (l.Kind == Debit || l.Kind == Fee) && !l.Amount.IsNegative() {
					t.Errorf("the sign does not fit: %+v", l)
				}
			}
		}
	})
}
