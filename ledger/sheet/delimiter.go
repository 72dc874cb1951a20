package sheet

// delimiters in the order of preference when nothing else decides.
var delimiters = []byte{',', ';', '\t', '|'}

// delimiter picks the candidate that splits the most lines of the head into the
// same number of cells. Title lines above the table have none and do not count;
// quoted text is passed over. Without any candidate it is a comma.
func delimiter(head []byte) byte {
	best, bestLines, bestCells := delimiters[0], 0, 0
	for _, candidate := range delimiters {
		perCount := map[int]int{} // cells minus one → lines
		for _, n := range counts(head, candidate) {
			perCount[n]++
		}
		for n, lines := range perCount {
			if n > 0 && (lines > bestLines || (lines == bestLines && n > bestCells)) {
				best, bestLines, bestCells = candidate, lines, n
			}
		}
	}
	return best
}

// counts are the occurrences per line outside quotes, of at most a hundred lines.
func counts(head []byte, candidate byte) []int {
	var lines []int
	n, quoted, something := 0, false, false
	for _, b := range head {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == candidate:
			n++
		case b == '\n' || b == '\r':
			if something {
				lines = append(lines, n)
			}
			n, something = 0, false
			if len(lines) == 100 {
				return lines
			}
			continue
		}
		something = true
	}
	if something {
		lines = append(lines, n)
	}
	return lines
}
