package merkle

import "math/bits"

// Consistency proves that the tree over the leaves begins with the tree over the first of them (RFC 6962, section 2.1.2). ErrRange unless
// 0 < first ≤ len(leaves). Where both are equal, the proof is empty.
func Consistency(leaves []Hash, first int) ([]Hash, error) {
	if first <= 0 || first > len(leaves) {
		return nil, ErrRange
	}
	return subproof(leaves, first, true), nil
}

// subproof is SUBPROOF of the standard; known says that the verifier already has the root of these first leaves.
func subproof(leaves []Hash, first int, known bool) []Hash {
	if first == len(leaves) {
		if known {
			return []Hash{}
		}
		return []Hash{Root(leaves)}
	}
	k := split(len(leaves))
	if first <= k {
		return append(subproof(leaves[:k], first, known), Root(leaves[k:]))
	}
	return append(subproof(leaves[k:], first-k, false), Root(leaves[:k]))
}

// CheckConsistency is nil when the proof shows that the tree of size leaves with root begins with the tree of first leaves with firstRoot.
// ErrRange unless 0 < first ≤ size, ErrProof otherwise.
func CheckConsistency(firstRoot Hash, first int, root Hash, size int, proof []Hash) error {
	switch {
	case first <= 0 || first > size:
		return ErrRange
	case first == size:
		if len(proof) > 0 || firstRoot != root {
			return ErrProof
		}
		return nil
	}
	if bits.OnesCount(uint(first)) == 1 { // the old root is a node of the new tree
		proof = append([]Hash{firstRoot}, proof...)
	}
	if len(proof) == 0 {
		return ErrProof
	}
	node, last := first-1, size-1
	for node&1 == 1 {
		node, last = node>>1, last>>1
	}
	old, now := proof[0], proof[0]
	for _, beside := range proof[1:] {
		if last == 0 {
			return ErrProof
		}
		if node&1 == 1 || node == last {
			old, now = Node(beside, old), Node(beside, now)
			for node&1 == 0 && node != 0 {
				node, last = node>>1, last>>1
			}
		} else {
			now = Node(now, beside)
		}
		node, last = node>>1, last>>1
	}
	if last != 0 || old != firstRoot || now != root {
		return ErrProof
	}
	return nil
}
