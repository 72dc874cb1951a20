package bankfile

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// comeApart splits a batch. Parts without amounts, in another currency, or that come to another sum, stay one line that carries their texts.
func comeApart(entry Line, parts []*node) []Line {
	if len(parts) == 0 {
		return []Line{entry}
	}
	if len(parts) == 1 {
		return []Line{describe(entry, parts[0])}
	}
	lines, sum, whole := make([]Line, len(parts)), decimal.Zero, true
	for i, part := range parts {
		lines[i] = describe(entry, part)
		amount, ok := partAmount(part, entry)
		whole = whole && ok && !amount.IsZero()
		sum = sum.Add(amount)
		lines[i].Amount, lines[i].Place = amount, entry.Place+"."+strconv.Itoa(i+1)
		if lines[i].Batch = entry.BankReference; lines[i].Batch == "" {
			lines[i].Batch = entry.Place
		}
		if entry.Kind != Reversal && part.at("RtrInf").kids == nil {
			lines[i].Kind = BatchMember
		}
	}
	if whole && sum.Equal(entry.Amount) {
		return lines
	}
	for _, l := range lines {
		entry.Remittance = join(" | ", entry.Remittance, l.Remittance)
		entry.EndToEnd = join(" ", entry.EndToEnd, l.EndToEnd)
		entry.Counterparty = join(" | ", entry.Counterparty, l.Counterparty)
	}
	return []Line{entry}
}

// partAmount is what a payment of a batch comes to, signed, in the entry's currency.
func partAmount(part *node, entry Line) (decimal.Decimal, bool) {
	at := part.at("Amt")
	if at.text == "" {
		at = part.at("AmtDtls", "TxAmt", "Amt")
	}
	amount, ok := figure(strings.TrimSpace(at.text))
	if !ok || at.ccy != entry.Currency {
		return decimal.Zero, false
	}
	switch part.first("CdtDbtInd") {
	case "DBIT":
		return amount.Neg(), true
	case "CRDT":
		return amount, true
	}
	if entry.Amount.IsNegative() {
		amount = amount.Neg()
	}
	return amount, true
}

// describe adds what a transaction says of its other side and its purpose.
func describe(line Line, part *node) Line {
	other, agent := "Dbtr", "DbtrAgt"
	if line.Amount.IsNegative() {
		other, agent = "Cdtr", "CdtrAgt"
	}
	if line.Kind == Reversal { // money that comes back was first sent the other way
		other, agent = map[string]string{"Dbtr": "Cdtr", "Cdtr": "Dbtr"}[other], map[string]string{"DbtrAgt": "CdtrAgt", "CdtrAgt": "DbtrAgt"}[agent]
	}
	parties, info := part.at("RltdPties"), part.at("RmtInf")
	line.Counterparty = tidy(parties.first(other+"/Nm", other+"/Pty/Nm", "Ultmt"+other+"/Nm", "Ultmt"+other+"/Pty/Nm"))
	line.CounterpartyAccount = tidy(parties.first(other+"Acct/Id/IBAN", other+"Acct/Id/Othr/Id"))
	line.CounterpartyBank = tidy(part.at("RltdAgts").first(agent+"/FinInstnId/Nm", agent+"/FinInstnId/BICFI", agent+"/FinInstnId/BIC"))
	line.EndToEnd = reference(part.first("Refs/EndToEndId"))
	if own := reference(part.first("Refs/AcctSvcrRef", "Refs/TxId", "Refs/InstrId")); line.BankReference == "" || own != "" && part.first("Refs/AcctSvcrRef") != "" {
		line.BankReference = first(own, line.BankReference)
	}
	var texts []string
	for _, n := range info.all("Ustrd") {
		texts = append(texts, n.text)
	}
	for _, n := range info.all("Strd") {
		texts = append(texts, n.first("CdtrRefInf/Ref"))
		for _, doc := range n.all("RfrdDocInf") {
			texts = append(texts, doc.first("Nb"))
		}
		for _, more := range n.all("AddtlRmtInf") {
			texts = append(texts, more.text)
		}
	}
	line.Remittance = join(" ", texts...)
	line.BankText = join(" ", line.BankText, part.first("AddtlTxInf"))
	if part.at("RtrInf").kids != nil {
		line.Kind, line.BankText = Reversal, join(" ", line.BankText, part.first("RtrInf/Rsn/Cd"), part.first("RtrInf/AddtlInf"))
	}
	return line
}
