package matching

// word is a label in both languages.
type word struct{ zh, en string }

func (w word) in(locale string) string {
	if locale == "en" {
		return w.en
	}
	return w.zh
}

var (
	tooMany    = word{"行数过多，最多 50,000 行", "Too many rows; at most 50,000"}
	byMatching = word{"与我方账逐行核对一致", "Matched line by line with our own books"}
)

// ourBooksSay is the customer's sentence on a dispute that matching found.
func ourBooksSay(locale, figure, difference string) string {
	if locale == "en" {
		return "Our books show " + figure + " for this line; the difference is " + difference + "."
	}
	return "我方账上此笔为 " + figure + "，差额 " + difference + "。"
}
