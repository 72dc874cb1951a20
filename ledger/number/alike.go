package number

import "strings"

// Similar tells that one number is the other with one slip: a digit changed, lost, added, or two neighbours exchanged. Short numbers are never similar,
// because a slip in them is another number.
func Similar(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 || len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// Ends tells that one number is the end of the other, at least four digits of it.
func Ends(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 4 && len(a) < len(b) && strings.HasSuffix(b, a)
}

// Letters are the letters that a number begins with.
func Letters(compact string) string {
	rest := strings.TrimLeft(compact, "0")
	if at := strings.IndexAny(rest, "0123456789"); at > 0 {
		return rest[:at]
	}
	return ""
}

// OtherKind tells that both numbers begin with letters and neither is the end of the other: CN-0012 and RC-0012 are hardly one document, FP-CN-0012 and CN-0012 may be.
func OtherKind(a, b string) bool {
	return beginsWithLetter(a) && beginsWithLetter(b) && !strings.HasSuffix(a, b) && !strings.HasSuffix(b, a)
}

func beginsWithLetter(compact string) bool {
	rest := strings.TrimLeft(compact, "0")
	return rest != "" && (rest[0] < '0' || rest[0] > '9')
}
