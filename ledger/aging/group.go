package aging

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
)

// bands are the credit periods (账期) by which rows are told apart: the days from T0 to the due date, the last of each band.
var bands = []int{0, 30, 60, 90, 180}

var bandKeys = func() []string {
	keys := []string{"0"}
	for i, last := range bands[1:] {
		keys = append(keys, fmt.Sprintf("%d-%d", bands[i]+1, last))
	}
	return append(keys, strconv.Itoa(bands[len(bands)-1]+1)+"+")
}()

// kindWords name the source kinds that the product knows; another one names itself.
var kindWords = map[string][2]string{
	"shipment": {"销售出库", "Shipment"}, "order": {"销售订单", "Order"}, "contract": {"合同收款", "Contract"}, "invoice": {"销售发票", "Invoice"},
	"cost": {"成本结转", "Cost"}, "fee": {"销售费用", "Fee"}, "rent": {"租金", "Rent"}, "retention": {"质保金", "Retention"}, "instalment": {"分期收款", "Instalment"},
	"letter_of_credit": {"信用证收款", "Letter of credit"}, "deferred": {"远期收款", "Deferred collection"},
	"manual": {"手工", "By hand"}, "dispute": {"差异处理", "Dispute"}, "import": {"期初与导入", "Import"}, "receipt": {"收款", "Receipt"}, "reversal": {"冲销", "Reversal"},
}

// arrangement is how an item is to be collected, in SQL: as it was posted, else as its document's source says, which is all that items of before say.
const arrangement = `CASE WHEN i.account_role = 'advance' THEN 'advance' WHEN i.side <> 'debit' THEN 'ordinary' WHEN i.arrangement <> '' THEN i.arrangement
    WHEN d.source_kind IN ('letter_of_credit', 'deferred', 'instalment', 'retention') THEN d.source_kind ELSE 'ordinary' END`

// arrangements are the rows of that group, in their order.
var arrangements = []string{"ordinary", "letter_of_credit", "deferred", "instalment", "retention", "advance"}

func arrangementWords(key string) (zh, en string) {
	switch key {
	case "ordinary":
		return "一般应收", "Ordinary"
	case "advance":
		return "预收款", "Advances"
	}
	of := calendar.Arrangement(key)
	return of.Name("zh"), of.Name("en")
}

// part is what an item's group is in SQL; empty for groups that are not the item's own.
func (g Group) part() string {
	switch g {
	case ByTerms:
		edges := make([]string, len(bands))
		for i, last := range bands {
			edges[i] = strconv.Itoa(last + 1)
		}
		return "width_bucket(i.due_date - i.t0, ARRAY[" + strings.Join(edges, ", ") + "])::text"
	case ByKind:
		return "d.source_kind"
	case ByProductLine:
		return "d.product_line"
	case ByArrangement:
		return arrangement
	}
	return ""
}

// documents is the join that part needs.
func (g Group) documents() string {
	if g == ByKind || g == ByProductLine || g == ByArrangement {
		return " JOIN documents d ON d.id = i.document_id"
	}
	return ""
}

func bandWords(key string) (zh, en string) {
	switch {
	case key == "0":
		return "即期", "Due at once"
	case strings.HasSuffix(key, "+"):
		return strings.TrimSuffix(key, "+") + "天以上", key + " days"
	}
	words := strings.Replace(key, "-", "–", 1)
	return words + "天", words + " days"
}

func (q Query) rowOf(p person, part string) Row {
	switch q.Group {
	case BySalesperson:
		row := Row{ID: p.SalespersonID, Name: p.Salesperson, NameEN: p.Salesperson}
		if !row.ID.IsZero() {
			row.Key = row.ID.String()
		}
		return row
	case ByRegion:
		return Row{Key: p.Region, Name: p.Region, NameEN: p.Region}
	case ByTerms:
		place, _ := strconv.Atoi(part) // width_bucket wrote it
		key := bandKeys[place]
		zh, en := bandWords(key)
		return Row{Key: key, Name: zh, NameEN: en}
	case ByArrangement:
		zh, en := arrangementWords(part)
		return Row{Key: part, Name: zh, NameEN: en}
	case ByKind:
		if words, known := kindWords[part]; known {
			return Row{Key: part, Name: words[0], NameEN: words[1]}
		}
	}
	if q.Group != ByCustomer {
		return Row{Key: part, Name: part, NameEN: part}
	}
	return Row{ID: p.ID, Key: p.ID.String(), Code: p.Code, Name: p.Name, NameEN: p.NameEN}
}

// place orders credit periods by their length and arrangements as they are listed; every other group is ordered by code and name.
func (r Row) place(g Group) int {
	switch g {
	case ByTerms:
		return slices.Index(bandKeys, r.Key)
	case ByArrangement:
		return slices.Index(arrangements, r.Key)
	}
	return 0
}

// within narrows items, beside their document d and customer c, to those of a row of the group.
func (q ItemQuery) within(args *params) (string, error) {
	if !q.CustomerID.IsZero() {
		return "", nil
	}
	switch q.Group {
	case BySalesperson:
		if q.Key == "" {
			return " AND c.salesperson_id IS NULL", nil
		}
		id, err := ledger.ParseID(q.Key)
		if err != nil {
			return "", ledger.E("validation_failed").At("key", "not_a_choice").Because(err)
		}
		return " AND c.salesperson_id = " + args.add(id), nil
	case ByRegion:
		return " AND c.region = " + args.add(q.Key), nil
	case ByTerms:
		place := slices.Index(bandKeys, q.Key)
		if place < 0 {
			return "", ledger.E("validation_failed").At("key", "not_a_choice")
		}
		return " AND " + q.Group.part() + " = " + args.add(strconv.Itoa(place)), nil
	}
	return " AND " + q.Group.part() + " = " + args.add(q.Key), nil
}

// KindWords names a source kind (款项类型) in Chinese and English; one that the product does not know names itself.
func KindWords(code string) (zh, en string) {
	if words, known := kindWords[code]; known {
		return words[0], words[1]
	}
	return code, code
}
