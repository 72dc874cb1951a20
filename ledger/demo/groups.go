package demo

import (
	"context"

	"hefu/ledger/group"
)

// makeGroups declares that three customers are companies of one group since the year began, so that one may pay for another, and shares a view of them.
func (w *world) makeGroups(ctx context.Context) error {
	var members []group.NewMember
	for _, at := range []int{40, 41, 42} {
		members = append(members, group.NewMember{CustomerID: w.customers[at].id, From: w.firstMonth(), Reason: "股权关系证明与代付协议已归档"})
	}
	id, err := w.Groups.Declare(ctx, w.staff["zhao.lei"], "华东工控集团", "East China Controls Group", "集团资金池统一付款，各公司分别对账。", members)
	if err != nil {
		return err
	}
	return w.shareView(ctx, id)
}
