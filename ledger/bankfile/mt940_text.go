package bankfile

import (
	"regexp"
	"strings"
)

var (
	germanField = regexp.MustCompile(`\?(\d{2})`)
	slashField  = regexp.MustCompile(`/(EREF|PREF|IREF|MARF|KREF|NAME|REMI|IBAN|BIC|BENM|ORDP|ACCW|CSID|ISDT|TRTP|RTRN|CNTP|ADDR|ID|CD|ULTD|ULTB|PURP|SVWZ)/`)
	sepaField   = regexp.MustCompile(`(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC)\+`)
)

// describeSwift reads field 86 in the ways of German banks (?20…), of slashes (/REMI/), or as plain text.
func describeSwift(line *Line, text string) {
	flat := strings.ReplaceAll(text, "\n", "")
	plain := strings.TrimSpace(flat)
	if len(plain) > 4 && strings.Trim(plain[:3], "0123456789") == "" && germanField.MatchString(plain[3:]) {
		describeGerman(line, plain)
		return
	}
	if slashField.MatchString(flat) {
		describeSlashes(line, flat)
		return
	}
	line.Remittance = tidy(text)
}

// describeGerman: 20–29 and 60–63 the purpose, 30 and 31 the other's bank and account, 32 and 33 its name, 00 the bank's word.
func describeGerman(line *Line, text string) {
	fields := map[string]string{}
	at := germanField.FindAllStringSubmatchIndex(text, -1)
	var purpose strings.Builder
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		key, value := text[m[2]:m[3]], text[m[1]:end]
		fields[key] = value
		if key >= "20" && key <= "29" || key >= "60" && key <= "63" {
			purpose.WriteString(value)
			if !sepaField.MatchString(text) {
				purpose.WriteString(" ")
			}
		}
	}
	line.Code = join("-", line.Code, text[:3])
	line.CounterpartyBank, line.CounterpartyAccount = tidy(fields["30"]), tidy(first(fields["31"], fields["38"]))
	line.Counterparty = tidy(fields["32"] + fields["33"])
	line.BankText = join(" ", line.BankText, fields["00"])
	line.Remittance = tidy(purpose.String())
	parts := cut(sepaField, purpose.String())
	if parts == nil {
		return
	}
	if parts["SVWZ"] != "" {
		line.Remittance = tidy(parts["SVWZ"])
	}
	line.EndToEnd = first(reference(parts["EREF"]), reference(parts["KREF"]), line.EndToEnd)
}

func describeSlashes(line *Line, text string) {
	parts := cut(slashField, text)
	line.EndToEnd = first(reference(parts["EREF"]), reference(parts["PREF"]), reference(parts["KREF"]), line.EndToEnd)
	line.Counterparty = tidy(strings.Trim(parts["NAME"], "/"))
	line.CounterpartyAccount, line.CounterpartyBank = tidy(parts["IBAN"]), tidy(parts["BIC"])
	line.Remittance = tidy(strings.Trim(first(parts["REMI"], parts["SVWZ"]), "/"))
	if line.Remittance == "" && line.EndToEnd == "" {
		line.Remittance = tidy(text)
	}
}

// cut divides a text at its markers; nil without any.
func cut(marker *regexp.Regexp, text string) map[string]string {
	var out map[string]string
	at := marker.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if out == nil {
			out = map[string]string{}
		}
		if key := text[m[2]:m[3]]; out[key] == "" {
			out[key] = text[m[1]:end]
		}
	}
	return out
}
