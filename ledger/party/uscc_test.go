package party

import "testing"

// Codes of public bodies and listed firms, and the same with one fault each. Rule and codes: GB 32100-2015, as
// arthurdejong/python-stdnum (stdnum/cn/uscc.py and tests/test_cn_uscc.doctest) states them; the facts only.
func TestTheCheckCharacterOfACreditCode(t *testing.T) {
	t.Parallel()
	for _, code := range []struct {
		text  string
		right bool
		note  string
	}{
		{"9144030071526726XG", true, "腾讯科技（深圳）有限公司"},
		{"91440300708461136T", true, "深圳市腾讯计算机系统有限公司"},
		{"91330100799655058B", true, "阿里巴巴（中国）有限公司"},
		{"913205830880018839", true, "昆山京东尚信贸易有限公司"},
		{"91110000600037341L", true, ""},
		{"12345", false, "length"},
		{"A1110000600037341L", false, "first eight must be digits"},
		{"9111000060003IOZSV", false, "I O Z S V are not in the alphabet"},
		{"91110000600037341N", false, "check character"},
		{"91330000142209938B", false, "check character (a code seen in a public test text)"},
		{"121200004013590816", true, ""},
		{"121200000013590816", false, "one character changed"},
		{"121200004103590816", false, "two neighbours swapped"},
		{"911522010783762860", true, ""},
		{"911522010783062860", false, "one character changed"},
		{"911522010873762860", false, "two neighbours swapped"},
		{"91152201078377449P", true, ""},
		{"911522010X8377449P", false, "one character changed"},
		{"91152201087377449P", false, "two neighbours swapped"},
		{"9115220107837941X1", true, ""},
		{"91152201D7837941X1", false, "one character changed"},
		{"9115220108737941X1", false, "two neighbours swapped"},
		{"91152201078382010M", true, ""},
		{"91152201678382010M", false, "one character changed"},
		{"91152201087382010M", false, "two neighbours swapped"},
		{"911522010783917502", true, ""},
		{"911522010783917542", false, "one character changed"},
		{"911522010873917502", false, "two neighbours swapped"},
		{"91152201078394644D", true, ""},
		{"91152201978394644D", false, "one character changed"},
		{"91152201087394644D", false, "two neighbours swapped"},
		{"91152201078395188Q", true, ""},
		{"911522010783H5188Q", false, "one character changed"},
		{"91152201087395188Q", false, "two neighbours swapped"},
	} {
		if got := ValidUSCC(code.text); got != code.right {
			t.Errorf("%s %s: %t", code.text, code.note, got)
		}
	}
}

func TestATaxIDIsDoubtedOnlyWhereItHasACheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		about, country, taxID string
		doubtful              bool
	}{
		{"a right credit code", "CN", "91330100799655058B", false},
		{"a wrong one", "CN", "91330000142209938B", true},
		{"a wrong one, no country given", "", "91330000142209938B", true},
		{"in small letters", "CN", "91330100799655058b", true},
		{"an older id of 15 characters", "CN", "330100799655058", false},
		{"an individual business under an identity number", "CN", "11010519491231002X", false},
		{"the same with a wrong check", "CN", "110105194912310021", true},
		{"eighteen characters abroad", "DE", "91330000142209938B", false},
		{"none", "CN", "", false},
	} {
		warned := len(Customer{Country: c.country, TaxID: c.taxID}.Warnings()) == 1
		if warned != c.doubtful {
			t.Errorf("%s: warned %t", c.about, warned)
		}
	}
}
