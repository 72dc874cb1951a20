// Package merkle is the hash tree of RFC 6962, section 2.1: one root stands for an ordered list of leaves, a short path proves that one
// leaf is among them, and another that a longer list begins with a shorter one. Pure: it knows neither lines nor files.
package merkle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/bits"
)

// Hash is the SHA-256 of a leaf or of a node.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes 64 hexadecimal digits.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads 64 hexadecimal digits.
func (h *Hash) UnmarshalText(text []byte) error {
	if hex.DecodedLen(len(text)) != len(h) {
		return fmt.Errorf("merkle: %q is no SHA-256", text)
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// The prefixes that keep a node from being passed off as a leaf.
const (
	leafPrefix = 0x00
	nodePrefix = 0x01
)

// ErrRange says that there is no such leaf, or no such size.
var ErrRange = errors.New("merkle: beyond the tree")

// ErrProof says that a path does not lead to the root.
var ErrProof = errors.New("merkle: the path does not lead to the root")

// Leaf is SHA-256(00 || content).
func Leaf(content []byte) Hash {
	h := sha256.New()
	h.Write([]byte{leafPrefix})
	h.Write(content)
	return Hash(h.Sum(nil))
}

// Node is SHA-256(01 || left || right).
func Node(left, right Hash) Hash {
	var of [1 + 2*sha256.Size]byte
	of[0] = nodePrefix
	copy(of[1:], left[:])
	copy(of[1+sha256.Size:], right[:])
	return sha256.Sum256(of[:])
}

// Root of the leaves in their order. That of no leaves is the SHA-256 of nothing.
func Root(leaves []Hash) Hash {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	}
	k := split(len(leaves))
	return Node(Root(leaves[:k]), Root(leaves[k:]))
}

// split is the largest power of two below n, for n from 2.
func split(n int) int { return 1 << (bits.Len(uint(n-1)) - 1) }

// Path proves that the leaf at index (from 0) is among the leaves: the hashes beside it, from the leaf up. ErrRange when there is none.
func Path(leaves []Hash, index int) ([]Hash, error) {
	if index < 0 || index >= len(leaves) {
		return nil, ErrRange
	}
	return path(leaves, index), nil
}

func path(leaves []Hash, index int) []Hash {
	if len(leaves) == 1 {
		return []Hash{}
	}
	k := split(len(leaves))
	if index < k {
		return append(path(leaves[:k], index), Root(leaves[k:]))
	}
	return append(path(leaves[k:], index-k), Root(leaves[:k]))
}

// Side is where a hash of a path stands beside the way up.
type Side bool

// Left hashes are put before what is reached so far, right ones behind it.
const (
	Left  Side = true
	Right Side = false
)

// Sides says for each hash of a leaf's path where it stands, so that a reader without this package can walk it: from the leaf up.
func Sides(index, size int) ([]Side, error) {
	if index < 0 || index >= size {
		return nil, ErrRange
	}
	var sides []Side
	for node, last := index, size-1; last > 0; node, last = node>>1, last>>1 {
		switch {
		case node&1 == 1:
			sides = append(sides, Left)
		case node != last:
			sides = append(sides, Right)
		}
	}
	return sides, nil
}

// Climb walks a path from a leaf and returns the root that it leads to. ErrProof when the path has not the length that the place asks for.
func Climb(leaf Hash, index, size int, path []Hash) (Hash, error) {
	sides, err := Sides(index, size)
	if err != nil {
		return Hash{}, err
	}
	if len(sides) != len(path) {
		return Hash{}, ErrProof
	}
	for i, side := range sides {
		if side == Left {
			leaf = Node(path[i], leaf)
		} else {
			leaf = Node(leaf, path[i])
		}
	}
	return leaf, nil
}

// Check is nil when the path leads from the leaf at index of a tree of size leaves to the root.
func Check(root, leaf Hash, index, size int, path []Hash) error {
	found, err := Climb(leaf, index, size, path)
	if err == nil && !bytes.Equal(found[:], root[:]) {
		err = ErrProof
	}
	return err
}
