package issue

import (
	"context"
	"io"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/sheet"
)

// Group is one heading of the follow-up meeting's list: a customer or an owner with what is under it, the other below it in order.
type Group struct {
	ID     ledger.ID
	Name   string
	Late   int
	Sums   []Sum
	Issues []Issue
}

// Sum is what the issues of a group are about in one currency.
type Sum struct {
	Currency string
	Amount   decimal.Decimal
}

// ByOwner groups a meeting's list by owner instead of by customer.
const ByOwner = "owner"

// Meeting is the list for the follow-up meeting: every issue of the query, grouped by customer and in it by owner, or the other way round,
// the first due first. Needs SeeStatements, of staff. Refused: validation_failed for a state that is none, report_too_long.
func (s *Service) Meeting(ctx context.Context, actor ledger.Actor, q Query, by string) ([]Group, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	order := ` ORDER BY c.code, p.name, i.owner_id, i.due_on, i.id LIMIT $12`
	if by == ByOwner {
		order = ` ORDER BY p.name, i.owner_id, c.code, i.due_on, i.id LIMIT $12`
	}
	var rows []Issue
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		rows, err = store.Rows[Issue](ctx, tx, issueColumns+issuesOf+narrowed+chosen+order, append(append(q.base(actor), q.choice(q.owners(actor))...), MaxMeeting+1)...)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(rows) > MaxMeeting {
		return nil, ledger.E("report_too_long").With("limit", MaxMeeting)
	}
	var out []Group
	for _, i := range rows {
		id, name := i.CustomerID, i.CustomerCode+" "+i.CustomerName
		if by == ByOwner {
			id, name = i.OwnerID, i.OwnerName
		}
		if len(out) == 0 || out[len(out)-1].ID != id {
			out = append(out, Group{ID: id, Name: name})
		}
		out[len(out)-1].add(i)
	}
	return out, nil
}

func (g *Group) add(i Issue) {
	g.Issues = append(g.Issues, i)
	if i.Late {
		g.Late++
	}
	if !i.Amount.Valid {
		return
	}
	for n := range g.Sums {
		if g.Sums[n].Currency == i.Currency {
			g.Sums[n].Amount = g.Sums[n].Amount.Add(i.Amount.Decimal)
			return
		}
	}
	g.Sums = append(g.Sums, Sum{i.Currency, i.Amount.Decimal})
}

var headings = [][2]string{{"客户编码", "Customer code"}, {"客户", "Customer"}, {"负责人", "Owner"}, {"问题编号", "Issue"}, {"来源", "From"}, {"来源编号", "Source no."}, {"问题", "What"},
	{"原因", "Cause"}, {"下一步", "Next step"}, {"币种", "Currency"}, {"金额", "Amount"}, {"期限", "Due"}, {"剩余工作日", "Working days left"}, {"状态", "State"}, {"闭环证明", "Proof"}, {"会议记录", "Minutes"}}

var kinds = []sheet.Kind{sheet.Text, sheet.Text, sheet.Text, sheet.Text, sheet.Text, sheet.Text, sheet.Text, sheet.Text, sheet.Text, sheet.Text, sheet.Amount, sheet.Date, sheet.Number,
	sheet.Text, sheet.Text, sheet.Text}

var words = map[string][2]string{
	"dispute": {"异议", "Dispute"}, "statement_line": {"对账单行", "Statement line"}, "reconciling_item": {"未达项", "Reconciling item"}, "manual": {"手工登记", "By hand"},
	"technical_error": {"技术性错误", "Technical error"}, "process_gap": {"流程漏洞", "Process gap"}, "commercial_dispute": {"主观争议", "Commercial dispute"},
	"open": {"待处理", "Open"}, "working": {"处理中", "In progress"}, "closed": {"已闭环", "Closed"}, "dropped": {"已取消", "Dropped"}, "file": {"附件", "File"},
}

// Write writes a meeting's list as XLSX, a row an issue, with an empty column for the minutes. locale is zh-CN or en.
func Write(w io.Writer, groups []Group, locale string) error {
	at := 0
	if locale == "en" {
		at = 1
	}
	columns := make([]sheet.Column, len(headings))
	for n, heading := range headings {
		columns[n] = sheet.Column{Title: heading[at], Kind: kinds[n]}
	}
	out := sheet.NewWriter(w, sheet.XLSX)
	if err := out.Sheet([]string{"问题跟进会清单", "Follow-up meeting"}[at], columns...); err != nil {
		return err
	}
	for _, g := range groups {
		for _, i := range g.Issues {
			left := ""
			if !i.Ended() {
				left = strconv.Itoa(i.DaysLeft())
			}
			proof := i.ProofDocNo
			if proof == "" && !i.ProofFile.IsZero() {
				proof = words["file"][at]
			}
			err := out.Write(i.CustomerCode, i.CustomerName, i.OwnerName, i.IssueNo, words[string(i.Source)][at], i.SourceNo, i.Title, words[i.Cause][at], i.NextStep, i.Currency, i.text(),
				i.DueOn.String(), left, words[string(i.State)][at], proof, "")
			if err != nil {
				return err
			}
		}
	}
	return out.Close()
}
