package pdf

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

func mustRender(t testing.TB, s Statement) Result {
	t.Helper()
	r, err := RenderStatement(s)
	if err != nil {
		t.Fatalf("statement %s: %v", s.Number, err)
	}
	return r
}

func everything(locale Locale) Statement {
	s := sample(20, locale)
	for i := range 4 {
		s.OpenItems = append(s.OpenItems, OpenItem{Document: fmt.Sprintf("INV-%07d", 900000+i), Date: "2026-08-11", Due: "2026-09-10", Original: "40,000.00", Received: "9,135.80", Open: "30,864.20"})
	}
	s.Provisional = &Provisional{Note: "暂估应收不计入期末余额。Not counted in the closing balance.", Total: "31,500.00"}
	for i := range 3 {
		s.Provisional.Items = append(s.Provisional.Items, ProvisionalItem{fmt.Sprintf("DN-%05d", 77+i), "2026-10-29", "PO880123", goods[i], "10,500.00"})
	}
	s.Notes = []string{"请于收到本对账单之日起 7 个工作日内核对并回复；如有异议，请在线提出或与我司财务部联系。", "本对账单由系统生成，以双方盖章确认的版本为准。"}
	return s
}

func TestStatementTextInBothLanguages(t *testing.T) {
	for _, locale := range []Locale{ZhCN, En} {
		t.Run(string(locale), func(t *testing.T) {
			got := textOfAll(t, mustRender(t, everything(locale)).PDF)
			path := filepath.Join("testdata", "statement."+string(locale)+".txt")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the printed text changed; look at it and run with -update\n%s", firstDifference(got, string(want)))
			}
		})
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

func TestRareCharactersInANameArePrintedAndCanBeCopied(t *testing.T) {
	const name = "㛃龘犇𠮷𬱖（上海）国际贸易有限公司"
	s := sample(1, ZhCN)
	s.Customer.Name = name
	r := mustRender(t, s)
	if len(r.Missing) != 0 {
		t.Errorf("missing %q, want none", r.Missing)
	}
	if text := textOfAll(t, r.PDF); !strings.Contains(text, name) {
		t.Errorf("the name cannot be read back from the page:\n%s", text)
	}
}

func TestMissingCharactersAreReportedAndVisible(t *testing.T) {
	s := sample(1, ZhCN)
	s.Customer.Name = "表情😀与私有\ue123及坏字节\xff公司"
	r := mustRender(t, s)
	if want := []rune{0xE123, 0xFFFD, '😀'}; !slices.Equal(r.Missing, want) {
		t.Errorf("missing %U, want %U", r.Missing, want)
	}
	if text := textOfAll(t, r.PDF); !strings.Contains(text, "表情〓与私有〓及坏字节〓公司") {
		t.Errorf("the gaps are not marked:\n%s", text)
	}
}

func TestMarksWithoutShapeAreLeftOut(t *testing.T) {
	s := sample(1, ZhCN)
	s.Customer.Name = "零\u200b宽\u202e与\ufeff换\n行\t公司\ufe0f"
	r := mustRender(t, s)
	if len(r.Missing) != 0 {
		t.Errorf("missing %U, want none", r.Missing)
	}
	if text := textOfAll(t, r.PDF); !strings.Contains(text, "零宽与换 行 公司") {
		t.Errorf("unexpected text:\n%s", text)
	}
}

func TestEveryLineIsPrintedUnderARepeatedHead(t *testing.T) {
	for _, test := range []struct{ lines, pages int }{{0, 1}, {1, 1}, {20, 1}, {500, 11}, {5000, 97}} {
		t.Run(fmt.Sprint(test.lines), func(t *testing.T) {
			s := sample(test.lines, ZhCN)
			r := mustRender(t, s)
			pages := readPages(t, r.PDF)
			if len(pages) != r.Pages || r.Pages != test.pages {
				t.Errorf("%d pages in the file, %d reported, want %d", len(pages), r.Pages, test.pages)
			}
			printed := 0
			for i, page := range pages {
				text := textOf(page)
				lines := strings.Count(text, "INV-") + strings.Count(text, "RCP-") + strings.Count(text, "CRN-")
				printed += lines
				if lines > 0 && !strings.Contains(text, "日期 | 单据号 | 类型 | 摘要") {
					t.Errorf("page %d has lines and no head", i+1)
				}
				if letterhead := strings.Contains(text, "STATEMENT OF ACCOUNT"); letterhead != (i == 0) {
					t.Errorf("page %d: letterhead is %t", i+1, letterhead)
				}
				if want := fmt.Sprintf("第 %d 页 / 共 %d 页", i+1, r.Pages); !strings.Contains(text, want) || !strings.Contains(text, "SHA-256 3f2a9c01b2d4e6f8") {
					t.Errorf("page %d: footer is not whole, want %q", i+1, want)
				}
			}
			if printed != test.lines {
				t.Errorf("%d lines printed, want %d", printed, test.lines)
			}
		})
	}
}

func TestSameStatementGivesSameBytes(t *testing.T) {
	s := everything(ZhCN)
	want := mustRender(t, s)
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			if got := mustRender(t, everything(ZhCN)); !bytes.Equal(got.PDF, want.PDF) {
				t.Error("two renderings of one statement differ")
			}
		})
	}
	wait.Wait()
	s.Date = s.Date.Add(time.Second)
	if bytes.Equal(mustRender(t, s).PDF, want.PDF) {
		t.Error("the date of issue does not show in the file")
	}
}

func TestRenderingLeavesTheStatementAlone(t *testing.T) {
	s := everything(ZhCN)
	s.Lines[0].Description = "𠮷"
	mustRender(t, s)
	want := everything(ZhCN)
	want.Lines[0].Description = "𠮷"
	if fmt.Sprint(s.Lines, s.OpenItems, *s.Provisional, s.Totals) != fmt.Sprint(want.Lines, want.OpenItems, *want.Provisional, want.Totals) {
		t.Error("the caller's statement was written to")
	}
}

func TestStatementThatCannotBeLaidOutIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Statement){
		"unknown locale": func(s *Statement) { s.Locale = "fr" },
		"no date":        func(s *Statement) { s.Date = time.Time{} },
		"QR too long":    func(s *Statement) { s.VerifyURL = "https://" + strings.Repeat("x", 5000) },
	} {
		s := sample(1, ZhCN)
		spoil(&s)
		if r, err := RenderStatement(s); err == nil || r.PDF != nil {
			t.Errorf("%s: got %d bytes and error %v, want an error", name, len(r.PDF), err)
		}
	}
}

func TestSealPlacesStandOnTheirPage(t *testing.T) {
	for _, lines := range []int{0, 20, 30, 500} {
		r := mustRender(t, sample(lines, ZhCN))
		if len(r.Seals) != 2 || r.Seals[0].Party != SellerParty || r.Seals[1].Party != CustomerParty {
			t.Fatalf("%d lines: seals %v", lines, r.Seals)
		}
		pages := readPages(t, r.PDF)
		for i, label := range []string{"供方确认（盖章）", "需方确认（盖章）"} {
			place := r.Seals[i]
			found := slices.ContainsFunc(pages[place.Page-1], func(at run) bool {
				return strings.HasPrefix(at.text, label) && at.y > place.Y && at.y < place.Y+place.Height && at.x < place.X+place.Width
			})
			if !found || place.X < 34 || place.X+place.Width > 561.3 || place.Y < 34 {
				t.Errorf("%d lines: %s is not at its place %+v", lines, label, place)
			}
		}
	}
}

func TestFileStatesWhatItIs(t *testing.T) {
	file := mustRender(t, sample(1, En)).PDF
	for _, want := range []string{
		"%PDF-1.7\n", "/Lang (en)", "/CreationDate (D:20261101013000Z)", "/ModDate (D:20261101013000Z)", "/ID [<",
		fmt.Sprintf("/URI <%X>", "https://ar.example.com/v/7K2M-9QXD-41TB"), string(hexText("Statement of account ST-2026-10-00042")),
	} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("%q is not in the file", want)
		}
	}
	if n := bytes.Count(file, []byte("/Type /Annot ")); n != 1 {
		t.Errorf("%d links, want 1", n)
	}
}

func TestFaultInThePDFWriterIsAnError(t *testing.T) {
	notes, err := newScribe()
	if err != nil {
		t.Fatal(err)
	}
	broken := func(*scribe) ([2][]byte, error) { return [2][]byte{{0, 1, 0, 0, 0, 9}, nil}, nil }
	if r, err := render(sample(1, ZhCN), notes, broken); err == nil || r.PDF != nil {
		t.Errorf("broken fonts gave %d bytes and error %v, want an error", len(r.PDF), err)
	}
}
