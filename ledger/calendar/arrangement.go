package calendar

import "slices"

// Arrangement is how an amount is to be collected, where that is not the usual way (SPEC 7, RCV-05).
type Arrangement string

// The arrangements. Terms may say the first two; instalments and retentions are what their parts are.
const (
	Usual          Arrangement = ""
	LetterOfCredit Arrangement = "letter_of_credit" // 信用证
	Deferred       Arrangement = "deferred"         // 远期收款
	InInstalments  Arrangement = "instalment"       // 分期
	Retained       Arrangement = "retention"        // 质保金
)

// Arrangements are all of them but the usual.
var Arrangements = []Arrangement{LetterOfCredit, Deferred, InInstalments, Retained}

var arrangementNames = map[Arrangement]label{
	LetterOfCredit: {"信用证", "Letter of credit"}, Deferred: {"远期收款", "Deferred collection"}, InInstalments: {"分期收款", "Instalment"}, Retained: {"质保金", "Retention"},
}

// Name is the arrangement in words, "zh" or "en"; empty for the usual.
func (a Arrangement) Name(locale string) string {
	name, ok := arrangementNames[a]
	if !ok {
		return ""
	}
	return name.in(locale)
}

// ofTerms tells whether terms may say it.
func (a Arrangement) ofTerms() bool { return a == Usual || a == LetterOfCredit || a == Deferred }

// Arranged is how a part of the terms is to be collected; source is what the document comes from, which says so itself where it is an arrangement.
func (t Terms) Arranged(i Instalment, source string) Arrangement {
	said := Arrangement(source)
	switch {
	case i.Retention:
		return Retained
	case slices.Contains(Arrangements, said):
		return said
	case t.Arrangement != Usual:
		return t.Arrangement
	case len(t.Parts) > 1:
		return InInstalments
	}
	return Usual
}
