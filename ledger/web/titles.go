package web

// titles are the problem types a client may meet, in both languages.
var titles = map[string][2]string{
	"malformed-request":       {"请求格式不正确", "Malformed request"},
	"not-authenticated":       {"尚未登录", "Not signed in"},
	"step-up-required":        {"需要重新登录", "Sign in again"},
	"forbidden":               {"没有权限", "Not permitted"},
	"csrf-failed":             {"页面已过期", "Page out of date"},
	"four-eyes":               {"须由另一人审批", "A second person must approve"},
	"not-found":               {"找不到", "Not found"},
	"method-not-allowed":      {"不支持的方法", "Method not allowed"},
	"conflict":                {"与现状冲突", "Conflict"},
	"period-closed":           {"会计期间未开放", "Period not open"},
	"duplicate-file":          {"重复的文件", "Duplicate file"},
	"already-resolved":        {"已处理", "Already resolved"},
	"idempotency-in-progress": {"正在处理", "In progress"},
	"link-expired":            {"链接已过期", "Link expired"},
	"link-used":               {"链接已使用", "Link used"},
	"stale-version":           {"版本已更新", "Stale version"},
	"payload-too-large":       {"内容过大", "Too large"},
	"unsupported-media-type":  {"不支持的内容类型", "Unsupported media type"},
	"misdirected-request":     {"主机名不正确", "Misdirected request"},
	"validation-failed":       {"需要更正", "Needs correcting"},
	"amount-exceeds-open":     {"金额超过未核销余额", "More than is open"},
	"idempotency-key-reused":  {"幂等键重复使用", "Idempotency key reused"},
	"precondition-required":   {"缺少前提条件", "Precondition required"},
	"too-many-requests":       {"请求过于频繁", "Too many requests"},
	"storage-full":            {"存储空间不足", "Storage full"},
	"unavailable":             {"暂时不可用", "Not available just now"},
	"internal-error":          {"系统内部错误", "Internal error"},
}

func titleOf(slug, locale string) string {
	title, ok := titles[slug]
	if !ok {
		title = titles["internal-error"]
	}
	if locale == english {
		return title[1]
	}
	return title[0]
}
