package demo

import (
	"context"

	"hefu/ledger/notice"
)

// makeWords gives the organization words of its own for two mails: one that was changed twice, one that went back to the built-in words.
func (w *world) makeWords(ctx context.Context) error {
	late := notice.Words{
		Subject: "【{卖方}】对账单 {对账单号} 已逾期 {逾期天数} 天，请协助核对", Heading: "请协助完成对账", Button: "去核对",
		Body: "尊敬的 {收件人}：\n\n贵司截至 {截止日} 的对账单尚有明细未答复。如已核对，请登录确认；如有差异，请在明细上提出异议，我们会在三个工作日内答复。\n\n{金额表}\n{期限说明}\n\n感谢您的配合，祝工作顺利。\n{按钮}",
	}
	first := late
	first.Subject = "【{卖方}】对账单 {对账单号} 请协助核对"
	agreed := notice.Words{
		Subject: "对账单 {对账单号} 已核对一致，感谢 {客户}", Heading: "对账一致", Button: "查看对账单",
		Body: "尊敬的 {收件人}：\n\n对账单 {对账单号} 全部明细已确认。\n\n{金额表}\n{按钮}",
	}
	supervisor := w.staff["zhao.lei"]
	for _, c := range []notice.MakeTemplateCommand{
		{Purpose: "statement.reminded.late", Words: first, Reason: "语气更客气，说明答复时限"},
		{Purpose: "statement.reminded.late", Based: 1, Words: late, Reason: "主题写明逾期天数"},
		{Purpose: "statement.agreed", Words: agreed, Reason: "按客户服务部要求致谢"},
		{Purpose: "statement.agreed", Based: 1, BackToBuiltIn: true, Reason: "与英文版保持一致"},
	} {
		c.Locale = "zh-CN"
		if err := w.Notices.MakeTemplate(ctx, supervisor, c); err != nil {
			return err
		}
	}
	return nil
}
