package attribution

import "strings"

// cutName is how much of a name is enough where a bank's field ends before the name does.
const cutName = 8

// Pays tells whether who paid is this customer itself: by its account, or by one of its names in any usual way of writing.
func (c Customer) Pays(name, account string) bool {
	for _, its := range c.Accounts {
		if key := accountOf(its); key != "" && key == accountOf(account) {
			return true
		}
	}
	for _, its := range c.Names {
		if key := plain(its); key != "" && key == plain(name) {
			return true
		}
		// What a bank cut off is no other name.
		if said := plain(name); len([]rune(said)) >= cutName && strings.HasPrefix(plain(its), said) {
			return true
		}
		if key := likeness(its); key != "" && key == likeness(name) && reordered(its, name) {
			return true
		}
	}
	return false
}
