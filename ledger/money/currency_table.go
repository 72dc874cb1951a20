package money

import (
	"slices"
	"strings"
)

// ISO 4217 list one, grouped by minor unit. Codes withdrawn since 2023 (ANG,
// BGN, CUC, HRK, SLL, ZWL) stay, because older books still hold them.
const (
	none  = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
	three = "BHD IQD JOD KWD LYD OMR TND"
	four  = "CLF UYW"
	two   = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
		"CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD " +
		"GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA " +
		"MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD " +
		"RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH " +
		"USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG ZWL"
)

var exponents, ordered = table()

func table() (map[Currency]int32, []Currency) {
	places := make(map[Currency]int32, 180)
	var codes []Currency
	for exponent, list := range []string{none, "", two, three, four} {
		for _, code := range strings.Fields(list) {
			places[Currency(code)] = int32(exponent)
			codes = append(codes, Currency(code))
		}
	}
	slices.Sort(codes)
	return places, codes
}

type name struct{ zh, en string }

var names = map[Currency]name{
	"CNY": {"人民币", "Chinese yuan"},
	"USD": {"美元", "US dollar"},
	"EUR": {"欧元", "Euro"},
	"JPY": {"日元", "Japanese yen"},
	"GBP": {"英镑", "Pound sterling"},
	"HKD": {"港元", "Hong Kong dollar"},
	"MOP": {"澳门元", "Macao pataca"},
	"TWD": {"新台币", "New Taiwan dollar"},
	"KRW": {"韩元", "South Korean won"},
	"SGD": {"新加坡元", "Singapore dollar"},
	"AUD": {"澳大利亚元", "Australian dollar"},
	"NZD": {"新西兰元", "New Zealand dollar"},
	"CAD": {"加拿大元", "Canadian dollar"},
	"CHF": {"瑞士法郎", "Swiss franc"},
	"SEK": {"瑞典克朗", "Swedish krona"},
	"NOK": {"挪威克朗", "Norwegian krone"},
	"DKK": {"丹麦克朗", "Danish krone"},
	"RUB": {"俄罗斯卢布", "Russian rouble"},
	"INR": {"印度卢比", "Indian rupee"},
	"IDR": {"印尼盾", "Indonesian rupiah"},
	"THB": {"泰铢", "Thai baht"},
	"MYR": {"马来西亚林吉特", "Malaysian ringgit"},
	"PHP": {"菲律宾比索", "Philippine peso"},
	"VND": {"越南盾", "Vietnamese dong"},
	"AED": {"阿联酋迪拉姆", "UAE dirham"},
	"SAR": {"沙特里亚尔", "Saudi riyal"},
	"KWD": {"科威特第纳尔", "Kuwaiti dinar"},
	"BRL": {"巴西雷亚尔", "Brazilian real"},
	"MXN": {"墨西哥比索", "Mexican peso"},
	"ZAR": {"南非兰特", "South African rand"},
	"TRY": {"土耳其里拉", "Turkish lira"},
	"PLN": {"波兰兹罗提", "Polish zloty"},
	"CZK": {"捷克克朗", "Czech koruna"},
	"HUF": {"匈牙利福林", "Hungarian forint"},
}
