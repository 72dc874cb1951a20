package report

import (
	"context"
	"fmt"
	"strings"

	"hefu/ledger"
	"hefu/ledger/dimension"
	"hefu/ledger/internal/store"
)

const readNamed = `
SELECT coalesce((SELECT c.code || ' ' || c.name FROM customers c WHERE c.id = $1 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))), ''),
  coalesce((SELECT s.name FROM staff s WHERE s.id = $2), ''), coalesce((SELECT g.name FROM customer_groups g WHERE g.id = $4), ''),
  coalesce((SELECT coalesce(nullif(g.name_en, ''), g.name) FROM customer_groups g WHERE g.id = $4), '')`

// Show is the report of that name as a display wants it, with what was asked for below it. Refused: what Read and Shown refuse.
func (s *Service) Show(ctx context.Context, actor ledger.Actor, kind string, f Filter, d Display) (Table, error) {
	table, err := s.Read(ctx, actor, kind, f)
	if err != nil {
		return Table{}, err
	}
	if table, err = table.Shown(d, actor.Locale); err != nil {
		return Table{}, err
	}
	named, err := s.named(ctx, actor, f)
	if err != nil {
		return Table{}, err
	}
	table.Notes = table.Asked(f, d, named, actor.Locale)
	return table, nil
}

func (s *Service) named(ctx context.Context, actor ledger.Actor, f Filter) (named Named, err error) {
	if f.CustomerID.IsZero() && f.SalespersonID.IsZero() && f.GroupID.IsZero() && !f.Dimension.Asked() {
		return named, nil
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		found, _, err := store.Row[struct{ Customer, Salesperson, Group, GroupEN string }](ctx, tx, readNamed, f.CustomerID, f.SalespersonID, own, f.GroupID)
		named = Named{Customer: found.Customer, Salesperson: found.Salesperson, Group: found.Group, GroupEN: found.GroupEN}
		if err == nil && f.Dimension.Asked() {
			named.dimensions, err = dimension.Read(ctx, tx)
		}
		return err
	})
	return named, err
}

// Named are the words for what a filter names by id, for the notes below an export.
type Named struct {
	Customer, Salesperson, Group, GroupEN string
	dimensions                            dimension.Set
}

// Asked is what was asked for as lines below an export: the period, the filters, how rows are shown, and in base currency the rates.
func (t Table) Asked(f Filter, d Display, named Named, locale string) []string {
	say := func(zh, en string) string { return in(locale, zh, en) }
	var parts []string
	add := func(zh, en, value string) {
		if value != "" {
			parts = append(parts, say(zh+"：", en+": ")+value)
		}
	}
	if t.From == t.To {
		add("截止", "As of", t.To.String())
	} else {
		add("期间", "Period", t.From.String()+" – "+t.To.String())
	}
	add("客户", "Customer", named.Customer)
	add("集团", "Group", in(locale, named.Group, named.GroupEN))
	add("业务员", "Salesperson", named.Salesperson)
	none := func(value string) string {
		if value == None {
			return say("未填", "none")
		}
		return value
	}
	if f.NoSalesperson {
		add("业务员", "Salesperson", say("未填", "none"))
	}
	add("地区", "Region", none(f.Region))
	add("业务线", "Product line", none(f.ProductLine))
	if f.SourceKind != "" {
		add("款项类型", "Kind of business", sourceWord(f.SourceKind, locale))
	}
	add("币种", "Currency", string(f.Currency))
	add("科目", "Account", f.Account)
	add("核算维度", "Dimension", named.dimensionOf(f.Dimension, locale))
	for _, code := range []string{f.Cause, f.Category, f.RootCause, f.Phase} {
		switch {
		case code == "open": // of disputes; open items have other phases
			parts = append(parts, say("处理中", "Open"))
		case code != "":
			parts = append(parts, Word(code, locale))
		}
	}
	if f.NoReceipts {
		parts = append(parts, say("不含收付款", "without receipts and refunds"))
	}
	out := []string{strings.Join(parts, say("；", "; "))}
	if t.Hidden > 0 {
		out = append(out, fmt.Sprintf(say("未显示 %d 行（%s）；小计与合计含其金额。", "%d rows are not shown (%s); subtotals and totals count them."), t.Hidden, hiddenWhy(d, say)))
	}
	if f.Base {
		out = append(out, t.rateNote(say))
	}
	return out
}

func hiddenWhy(d Display, say func(zh, en string) string) string {
	var why []string
	if d.HideZero {
		why = append(why, say("金额全为零", "all amounts zero"))
	}
	if d.HideIdle {
		why = append(why, say("本期无发生额", "nothing moved"))
	}
	return strings.Join(why, say("、", ", "))
}

func (t Table) rateNote(say func(zh, en string) string) string {
	note := say("本位币金额：每张单据按其记账日所用汇率折算。", "Base currency: each document at the rate it was posted with.")
	if len(t.Rates) == 0 {
		return note
	}
	rates := make([]string, len(t.Rates))
	for i, rate := range t.Rates {
		rates[i] = fmt.Sprintf("%s %s (%s)", rate.Currency, rate.Rate, rate.On)
	}
	return note + say("截止日有效汇率：", " In force at the end: ") + strings.Join(rates, say("；", "; "))
}
