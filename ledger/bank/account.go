package bank

import (
	"strings"

	"hefu/ledger"
	"hefu/ledger/bankfile"
)

// whose finds the account that a statement is of: by the number in the file, else the one that was chosen.
func whose(file *bankfile.File, s bankfile.Statement, accounts []Account, chosen ledger.ID) (Account, Problem) {
	named := s.Account
	if file.Preset == "wechat" {
		named = "" // a nickname is no number
	}
	var picked Account
	for _, a := range accounts {
		if a.ID == chosen {
			picked = a
		}
	}
	if named != "" {
		for _, a := range accounts {
			if fits(named, a.Number) && (s.Currency == "" || s.Currency == string(a.Currency)) && (picked.ID.IsZero() || picked.ID == a.ID) {
				return a, Problem{}
			}
		}
	}
	switch {
	case named == "" && picked.ID.IsZero():
		return picked, said("account_missing")
	case named == "":
		return picked, Problem{}
	case picked.ID.IsZero():
		return picked, said("account_unknown", named)
	case !fits(named, picked.Number):
		return picked, said("account_differs", named)
	}
	return picked, Problem{}
}

// fits compares a number in a file with one that is kept: the same, or a bank's code before it, or with its middle hidden by stars.
func fits(named, kept string) bool {
	named, kept = PlainNumber(named), PlainNumber(kept)
	if named == kept {
		return true
	}
	if _, after, ok := strings.Cut(named, "/"); ok && after == kept {
		return true
	}
	if head, _, hidden := strings.Cut(named, "*"); hidden {
		tail := named[strings.LastIndex(named, "*")+1:]
		return len(head)+len(tail) >= 4 && strings.HasPrefix(kept, head) && strings.HasSuffix(kept, tail)
	}
	const enough = 8
	return len(kept) >= enough && len(named) > len(kept) && strings.HasSuffix(named, kept)
}
