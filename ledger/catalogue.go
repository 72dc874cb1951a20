package ledger

import "sort"

// message is one row of the catalogue: the kind, the problem slug, and the sentence in both languages.
type message struct {
	kind Kind
	slug string
	zh   string
	en   string
}

func (m message) in(locale string) string {
	if locale == "en" {
		return m.en
	}
	return m.zh
}

// catalogue holds every code an answer can carry. A code is never renamed: customers' programs branch on it.
var catalogue = map[string]message{
	"internal":                 {Internal, "internal-error", "系统内部错误，请稍后重试；如仍出现，请把编号告诉我们。", "Something went wrong on our side. Try again later; if it stays, tell us the request id."},
	"unavailable":              {Unavailable, "unavailable", "系统暂时不可用，请稍后重试。", "The system is not available just now. Try again shortly."},
	"malformed_request":        {Invalid, "malformed-request", "请求格式不正确：{reason}。", "The request cannot be read: {reason}."},
	"validation_failed":        {Invalid, "validation-failed", "有内容需要更正，请查看各字段的说明。", "Some fields need correcting; see each of them."},
	"not_authenticated":        {Unauthenticated, "not-authenticated", "请先登录。", "Sign in first."},
	"step_up_required":         {Unauthenticated, "step-up-required", "请重新登录以继续此操作。", "Sign in again to go on with this."},
	"not_permitted":            {Forbidden, "forbidden", "您的角色不允许此操作。", "Your role does not allow this."},
	"csrf_failed":              {Forbidden, "csrf-failed", "页面已过期，请刷新后重试。", "The page is out of date. Reload it and try again."},
	"four_eyes":                {Forbidden, "four-eyes", "须由另一人审批：提交人不能审批自己的单据。", "A second person must approve: who submitted it may not."},
	"not_found":                {NotFound, "not-found", "找不到该内容，或您无权查看。", "It does not exist, or is not yours to see."},
	"method_not_allowed":       {Invalid, "method-not-allowed", "此地址不支持该方法。", "This address does not take that method."},
	"conflict":                 {Conflict, "conflict", "内容已被他人更改，请刷新后重试。", "Somebody changed it in the meantime. Reload and try again."},
	"period_closed":            {Conflict, "period-closed", "会计期间 {period} 未开放，不能记账。请改用开放期间的日期。", "Period {period} is not open for posting. Use a date in an open period."},
	"period_not_closable":      {Conflict, "conflict", "期间 {period} 还有未处理的单据：{blockers}。", "Period {period} still has unfinished work: {blockers}."},
	"duplicate_file":           {Conflict, "duplicate-file", "该文件已导入过。", "This file was imported before."},
	"already_resolved":         {Conflict, "already-resolved", "该异议已由 {winner} 处理。", "{winner} already resolved this dispute."},
	"idempotency_in_progress":  {Conflict, "idempotency-in-progress", "同一请求正在处理，请稍候。", "The same request is being worked on. Wait a moment."},
	"idempotency_key_reused":   {Invalid, "idempotency-key-reused", "该幂等键已用于其他内容。", "That idempotency key was used with other content."},
	"idempotency_completed":    {Conflict, "conflict", "先前的同一请求已完成，请刷新查看结果，无需重复操作。", "The same request was completed before. Reload to see what came of it; there is no need to repeat it."},
	"sign_in_expired":          {Unauthenticated, "not-authenticated", "登录未完成或已过期，请重新登录。", "The sign-in was not finished or took too long. Sign in again."},
	"sign_in_denied":           {Forbidden, "forbidden", "登录未获许可。", "The sign-in was not granted."},
	"sign_in_unavailable":      {Unavailable, "unavailable", "身份验证服务暂时不可用，请稍后重试。", "The identity provider is not available just now. Try again shortly."},
	"token_invalid":            {Unauthenticated, "not-authenticated", "API 令牌无效，请检查是否完整。", "The API token is not valid. Check that it is whole."},
	"token_expired":            {Unauthenticated, "not-authenticated", "API 令牌已过期，请新建一个。", "The API token has expired. Make a new one."},
	"token_revoked":            {Unauthenticated, "not-authenticated", "API 令牌已撤销，请新建一个。", "The API token was revoked. Make a new one."},
	"token_maker_left":         {Unauthenticated, "not-authenticated", "创建此 API 令牌的人已无权代表该客户，请由其他人新建一个。", "Whoever made this API token no longer acts for the customer. Have somebody else make a new one."},
	"token_in_address":         {Invalid, "malformed-request", "API 令牌不得写在网址中，请用 Authorization: Bearer；该令牌可能已泄露，请撤销并新建。", "An API token does not belong in an address. Send it as Authorization: Bearer; revoke this one, it may have leaked."},
	"token_not_enough":         {Forbidden, "forbidden", "此操作须由本人登录后进行，API 令牌不能代办。", "This is for people who sign in; an API token cannot do it."},
	"scope_missing":            {Forbidden, "forbidden", "此 API 令牌没有 {scope} 范围。", "This API token does not have the scope {scope}."},
	"too_many_tokens":          {Conflict, "conflict", "有效的 API 令牌最多 {limit} 个，请先撤销不用的。", "There can be {limit} live API tokens. Revoke one that is not used."},
	"token_ended":              {Conflict, "conflict", "该 API 令牌已失效，无需撤销。", "That API token has already ended."},
	"no_access":                {Forbidden, "forbidden", "您已通过身份验证，但在此系统中没有任何角色，请联系管理员。", "We know who you are, but you hold no role here. Ask an administrator."},
	"source_reused":            {Conflict, "conflict", "来源 {source} 已记账，但内容不同。", "Source {source} is already posted with other content."},
	"stale_version":            {Stale, "stale-version", "对账单已有新版本，请在最新版本上操作。", "There is a newer version of this statement. Answer that one."},
	"payload_too_large":        {TooLarge, "payload-too-large", "内容过大，上限为 {limit}。", "Too large; the limit is {limit}."},
	"unsupported_media_type":   {Invalid, "unsupported-media-type", "不支持的内容类型。", "That content type is not taken here."},
	"misdirected_request":      {Invalid, "misdirected-request", "此服务器不处理该主机名。", "This server does not serve that host name."},
	"too_many_requests":        {Limited, "too-many-requests", "请求过于频繁，请稍后再试。", "Too many requests. Wait a little and try again."},
	"storage_full":             {Unavailable, "storage-full", "存储空间不足，未保存任何内容。", "Storage is full; nothing was saved."},
	"amount_exceeds_open":      {Invalid, "amount-exceeds-open", "金额超过未核销余额。", "The amount is more than what is open."},
	"amount_exceeds_line":      {Invalid, "validation-failed", "金额超过该行可冲减的余额 {limit}。", "The amount is more than the {limit} that this line still has uncredited."},
	"customer_unknown":         {Invalid, "validation-failed", "客户 {customer} 不存在。", "Customer {customer} does not exist."},
	"customer_inactive":        {Invalid, "validation-failed", "客户 {customer} 已停用。", "Customer {customer} is not active."},
	"rate_missing":             {Invalid, "validation-failed", "缺少 {currency} 在 {date} 的汇率。", "There is no rate for {currency} on {date}."},
	"account_missing":          {Invalid, "validation-failed", "尚未设置科目角色 {role}。", "No account is set for the role {role}."},
	"document_allocated":       {Conflict, "conflict", "单据已核销，须先取消核销才能冲销。", "The document is allocated; undo the allocation before reversing it."},
	"document_reversed":        {Conflict, "conflict", "单据已冲销。", "The document is already reversed."},
	"document_is_reversal":     {Conflict, "conflict", "冲销单不能再冲销。", "A reversal cannot be reversed."},
	"document_credited":        {Conflict, "conflict", "已有红字单据冲减此单据，不能整单冲销。", "A credit note reduces this document, so it cannot be reversed whole."},
	"settlement_reversed":      {Conflict, "conflict", "该核销已取消。", "That settlement is already undone."},
	"currencies_differ":        {Invalid, "validation-failed", "币种不同：须同时给出双方金额。", "The currencies differ: give the amount on both sides."},
	"sides_wrong":              {Invalid, "validation-failed", "核销须一借一贷，且属于同一客户。", "An allocation takes a debit and a credit of one customer."},
	"state_forbids":            {Conflict, "conflict", "当前状态（{state}）不允许此操作。", "Its state ({state}) does not allow this."},
	"statement_signed":         {Conflict, "conflict", "对账单已定稿，不能更改。", "The statement is final and cannot change."},
	"statement_exists":         {Conflict, "conflict", "该客户该币种在此截止日已有对账单。", "There already is a statement for this customer, currency and cut-off."},
	"statement_not_latest":     {Conflict, "conflict", "已有更晚的对账单，本单不能再出新版本；变动会列在下一期。", "A later statement exists, so this one cannot be revised; the change appears on the next."},
	"statement_overlaps":       {Conflict, "conflict", "与上一份对账单的期间重叠（上期截止 {cut_off}）。", "The period overlaps the previous statement (cut-off {cut_off})."},
	"statement_unproven":       {Conflict, "conflict", "{currency} 的期末余额与账簿不一致，未生成对账单；请运行核查。", "The closing balance in {currency} is not the ledger's, so no statement was made. Run the verification."},
	"statement_disputed":       {Conflict, "conflict", "对账单上还有未解决的异议，请先处理。", "Disputes on this statement are still open. Settle them first."},
	"changed_since_issue":      {Conflict, "conflict", "发出后账目有变动；如需反映，请出新版本。", "The books changed since it was issued. Make a new version to show it."},
	"content_changed":          {Stale, "stale-version", "所确认的内容与现有版本不一致，请刷新后重新核对。", "What you confirm is not what is stored. Reload and check again."},
	"line_unknown":             {Invalid, "validation-failed", "没有第 {line} 行。", "There is no line {line}."},
	"line_answered":            {Conflict, "conflict", "第 {line} 行已答复。", "Line {line} is already answered."},
	"line_disputed":            {Conflict, "conflict", "第 {line} 行有异议尚未解决。", "Line {line} has an open dispute."},
	"line_not_confirmed":       {Conflict, "conflict", "第 {line} 行未确认，无需撤销。", "Line {line} is not confirmed, so there is nothing to undo."},
	"nothing_to_confirm":       {Conflict, "conflict", "没有待确认的行。", "There is no line left to confirm."},
	"dispute_amount_too_large": {Invalid, "validation-failed", "异议金额不能超过该行金额 {limit}。", "The disputed amount cannot be more than the line's {limit}."},
	"nothing_to_do":            {Conflict, "conflict", "没有可处理的内容。", "There is nothing to do."},
	"import_has_errors":        {Conflict, "conflict", "文件有 {count} 处错误，未导入任何内容。", "The file has {count} errors; nothing was imported."},
	"control_total_differs":    {Invalid, "validation-failed", "明细合计 {sum} 与控制数 {control} 不符。", "The items sum to {sum}, the control total says {control}."},
	"control_total_missing":    {Invalid, "validation-failed", "缺少 {currency} 的控制合计，期初余额不能导入。", "There is no control total for {currency}, so opening balances cannot be imported."},
	"control_total_unclear":    {Invalid, "validation-failed", "控制合计 {control} 不明确：每个币种须只有一个金额。", "The control total {control} is not clear: one amount for each currency."},
	"customer_ambiguous":       {Invalid, "validation-failed", "有多个客户名为 {customer}，请填写客户编码。", "More than one customer is called {customer}; give the code."},
	"document_differs":         {Invalid, "validation-failed", "与同一单据第 {row} 行的内容不一致。", "It differs from row {row} of the same document."},
	"document_refused":         {Invalid, "validation-failed", "同一单据的其他行有错误。", "Another row of the same document is at fault."},
	"documents_scattered":      {Invalid, "validation-failed", "同一单据的行过于分散，请按单据编号排序。", "Rows of the same document stand too far apart; sort the file by document number."},
	"reduces_unknown":          {Invalid, "validation-failed", "该客户没有单据 {document} 可冲减。", "The customer has no document {document} to reduce."},
	"reduces_ambiguous":        {Invalid, "validation-failed", "该客户有多张编号为 {document} 的单据。", "The customer has more than one document {document}."},
	"code_taken":               {Conflict, "conflict", "该代码已被使用。", "That code is already in use."},
	"tax_id_taken":             {Conflict, "conflict", "该税号已属于另一客户。", "That tax id already belongs to another customer."},
	"identity_taken":           {Conflict, "conflict", "该登录身份已属于另一人。", "That sign-in identity already belongs to another person."},
	"person_shared":            {Conflict, "conflict", "此人还属于其他账套，不能在此更改其身份。", "This person also belongs to another organization, so the identity cannot change here."},
	"own_roles":                {Forbidden, "forbidden", "不能更改自己的角色。", "Nobody may change their own roles."},
	"last_administrator":       {Conflict, "conflict", "至少须保留一名系统管理员。", "At least one administrator must stay."},
	"last_customer_admin":      {Conflict, "conflict", "客户须至少保留一名能登录的管理员。请先指定另一名管理员。", "The customer must keep one administrator who can sign in. Appoint another first."},
	"self_administration_off":  {Forbidden, "forbidden", "供应商未开放自行管理联系人，请联系供应商。", "The seller manages the contacts of this customer. Ask them."},
	"already_colleague":        {Conflict, "conflict", "{name} 已是同事，可直接更改其角色。", "{name} is a colleague already. Change the roles instead."},
	"invitation_limit":         {Limited, "too-many-requests", "未接受或当天发出的邀请已达 {limit} 个，请稍后再试或撤回旧邀请。", "There are {limit} invitations open or sent today. Withdraw old ones or try again tomorrow."},
	"invitation_used":          {Gone, "link-used", "该邀请已被接受，请直接登录。", "This invitation was accepted before. Sign in instead."},
	"invitation_expired":       {Gone, "link-expired", "邀请已过期或被撤回，请邀请人重新发送。", "This invitation has expired or was withdrawn. Ask for a new one."},
	"invitation_foreign":       {Forbidden, "forbidden", "此邀请发给另一个邮箱。请用被邀请的邮箱登录，或请对方重新邀请。", "This invitation is for another e-mail address. Sign in with the invited one, or ask to be invited anew."},
	"needs_two_confirmers":     {Conflict, "conflict", "启用经办/复核前，须有至少两名能登录且具有确认权限的同事。", "Maker and checker needs two colleagues who can sign in and may confirm. Invite a second one first."},
	"line_awaiting_review":     {Conflict, "conflict", "第 {line} 行已由 {name} 提交，等待复核。", "Line {line} was submitted by {name} and waits for a second person."},
	"review_decided":           {Conflict, "conflict", "该复核已由 {name} 处理。", "{name} already decided this."},
	"review_void":              {Conflict, "conflict", "对账单已变更，该复核已失效，请重新核对。", "The statement has changed, so this no longer counts. Check the lines again."},
	"awaiting_review":          {Conflict, "conflict", "已提交复核，等待另一位同事处理。", "It was submitted and waits for a second colleague."},
	"needs_checker":            {Conflict, "conflict", "该客户启用了经办/复核，须由另一人复核。", "This customer asks for a second person: it needs a checker."},
	"change_pending":           {Conflict, "conflict", "已有一项收款账户变更等待批准。", "A change of the payee's account already waits for approval."},
	"period_not_latest":        {Conflict, "conflict", "只能反关账最近关账的期间 {period}。", "Only the period closed last, {period}, can be reopened."},
	"report_too_long":          {Invalid, "validation-failed", "结果超过 {limit} 行，请缩小范围。", "More than {limit} rows. Narrow the report."},
	// codes of single fields
	"required":         {Invalid, "validation-failed", "必填。", "This is needed."},
	"not_a_number":     {Invalid, "validation-failed", "请填写数字，如 1234.50。", "Write a plain number such as 1234.50."},
	"too_many_places":  {Invalid, "validation-failed", "小数位数过多。", "Too many decimal places."},
	"too_large":        {Invalid, "validation-failed", "数值过大。", "The number is too large."},
	"negative_zero":    {Invalid, "validation-failed", "不接受 -0。", "Minus zero is not taken."},
	"must_be_positive": {Invalid, "validation-failed", "须大于零。", "It must be more than zero."},
	"must_not_be_zero": {Invalid, "validation-failed", "不能为零。", "It must not be zero."},
	"not_a_date":       {Invalid, "validation-failed", "请填写日期，如 2026-11-22。", "Write a date such as 2026-11-22."},
	"not_a_currency":   {Invalid, "validation-failed", "不是有效的币种代码。", "That is not a currency code."},
	"not_a_choice":     {Invalid, "validation-failed", "不在可选范围内。", "That is not one of the choices."},
	"too_long":         {Invalid, "validation-failed", "内容过长。", "That is too long."},
	"bad_text":         {Invalid, "validation-failed", "含有不允许的控制字符。", "It contains control characters that are not allowed."},
	"does_not_add_up":  {Invalid, "validation-failed", "合计不符：净额 + 税额应等于含税金额。", "It does not add up: net and tax must make gross."},
	"net_off":          {Invalid, "validation-failed", "金额与数量×单价不符（{figures}）。", "The amount is not quantity times price ({figures})."},
	"tax_off":          {Invalid, "validation-failed", "税额与税率不符（{figures}）。", "The tax does not follow from the rate ({figures})."},
	"tax_rate_range":   {Invalid, "validation-failed", "税率须在 0 与 100% 之间。", "A tax rate lies between 0 and 100 %."},
	"not_expected":     {Invalid, "validation-failed", "此处不应填写。", "This is not expected here."},
	"duplicate":        {Invalid, "validation-failed", "与前面的内容重复。", "It repeats an earlier one."},
	"not_an_email":     {Invalid, "validation-failed", "不是有效的电子邮箱。", "That is not an e-mail address."},
	"staff_unknown":    {Invalid, "validation-failed", "找不到唯一对应的员工。", "No single member of staff is meant by this."},
	"bad_uscc":         {Invalid, "validation-failed", "统一社会信用代码的校验位不符。", "The check character of the credit code is wrong."},
	"wrong_type":       {Invalid, "validation-failed", "类型不正确。", "That is not the kind of value expected here."},
	"bad_format":       {Invalid, "validation-failed", "格式不正确。", "That is not in the expected form."},
	"too_short":        {Invalid, "validation-failed", "内容过短。", "That is too short."},
	"too_small":        {Invalid, "validation-failed", "数值过小。", "The number is too small."},
	"bad_terms":        {Invalid, "validation-failed", "付款条件不正确。", "The payment terms are not right."},
	"bad_edges":        {Invalid, "validation-failed", "区间天数须为递增的整数，如 30,60,90。", "Write rising whole days such as 30,60,90."},
}

// Codes lists every code in order, for the error catalogue's golden file.
func Codes() []string {
	codes := make([]string, 0, len(catalogue))
	for code := range catalogue {
		codes = append(codes, code)
	}
	sort.Strings(codes)
	return codes
}
