package devprovider

import (
	"strings"

	"golang.org/x/text/language"
)

// words are the texts of the pages in one language.
type words struct {
	Lang      string // as in ui_locales and the locale claim
	Other     string // the other language's tag …
	OtherName string // … and what it calls itself

	// The badge is said in both languages: nobody may take this for a real sign-in.
	Badge, OtherBadge, Heading, Hint, ListHeading, More, PasswordHeading string
	EmailLabel, PasswordLabel, SignIn, Cancel                            string
	Wrong, Wait, Expired, BadRequest, Unavailable, SignedOut             string
}

var (
	english = words{
		Lang: "en", Other: "zh-CN", OtherName: "中文",
		Badge: "Development sign-in", OtherBadge: "开发环境登录",
		Heading:         "Who are you today?",
		Hint:            "This page takes the place of your company's sign-in. Nothing here is secret, and it does not exist in production.",
		ListHeading:     "Sign in as",
		More:            "More people can sign in with their e-mail and password.",
		PasswordHeading: "Or with a password",
		EmailLabel:      "E-mail",
		PasswordLabel:   "Password",
		SignIn:          "Sign in",
		Cancel:          "Cancel and go back",
		Wrong:           "E-mail or password is not right.",
		Wait:            "Too many attempts. Try again in a few minutes, or choose a person from the list.",
		Expired:         "This page is too old or was opened elsewhere. Go back to the application and sign in again.",
		BadRequest:      "The application sent a request that cannot be answered. Go back to it and sign in again.",
		Unavailable:     "The list of people cannot be read just now. Try again in a moment.",
		SignedOut:       "You are signed out. You may close this page.",
	}
	chinese = words{
		Lang: "zh-CN", Other: "en", OtherName: "English",
		Badge: "开发环境登录", OtherBadge: "Development sign-in",
		Heading:         "请选择登录身份",
		Hint:            "本页代替企业的统一登录，仅用于开发和演示；生产环境中不存在此页。",
		ListHeading:     "一键登录",
		More:            "其余人员可用邮箱和密码登录。",
		PasswordHeading: "或使用密码登录",
		EmailLabel:      "邮箱",
		PasswordLabel:   "密码",
		SignIn:          "登录",
		Cancel:          "取消并返回",
		Wrong:           "邮箱或密码不正确。",
		Wait:            "尝试次数过多，请几分钟后再试，或直接从列表中选择身份。",
		Expired:         "页面已过期，或不是在此浏览器中打开的。请返回应用重新登录。",
		BadRequest:      "应用发来的登录请求无法处理。请返回应用重新登录。",
		Unavailable:     "暂时无法读取人员名单，请稍后再试。",
		SignedOut:       "您已退出登录，可以关闭此页。",
	}
	matcher = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})
)

// wordsFor follows ui_locales first (space-separated, in order of liking), then
// the browser's Accept-Language, then English.
func wordsFor(uiLocales, acceptLanguage string) words {
	if len(uiLocales) > 200 || len(acceptLanguage) > 400 {
		return english
	}
	for _, tag := range strings.Fields(uiLocales) {
		if t, err := language.Parse(tag); err == nil {
			if _, i, sure := matcher.Match(t); sure >= language.Low {
				return [2]words{english, chinese}[i]
			}
		}
	}
	if tags, _, err := language.ParseAcceptLanguage(acceptLanguage); err == nil && len(tags) > 0 {
		_, i, _ := matcher.Match(tags...)
		return [2]words{english, chinese}[i]
	}
	return english
}

// isChinese reports whether a locale is written in Chinese.
func isChinese(locale string) bool { return locale == chinese.Lang }

func (p Person) name(locale string) string {
	if isChinese(locale) && p.NameZH != "" {
		return p.NameZH
	}
	return p.Name
}

func (p Person) description(locale string) string {
	if isChinese(locale) && p.DescriptionZH != "" {
		return p.DescriptionZH
	}
	return p.Description
}
