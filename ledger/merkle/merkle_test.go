package merkle_test

import (
	"encoding/hex"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"hefu/ledger/merkle"
)

// The leaves that implementations of certificate transparency test with, and the roots of the first n of them.
var (
	knownLeaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	knownRoots  = []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
)

func leavesOf(t testing.TB, contents []string) []merkle.Hash {
	t.Helper()
	var leaves []merkle.Hash
	for _, text := range contents {
		content, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, merkle.Leaf(content))
	}
	return leaves
}

func parse(t testing.TB, texts ...string) []merkle.Hash {
	t.Helper()
	hashes := make([]merkle.Hash, len(texts))
	for i, text := range texts {
		if err := hashes[i].UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return hashes
}

func TestRootsAreThoseOfOthers(t *testing.T) {
	t.Parallel()
	leaves := leavesOf(t, knownLeaves)
	for n, want := range knownRoots {
		if got := merkle.Root(leaves[:n]); got.String() != want {
			t.Errorf("the root of %d leaves is %s, not %s", n, got, want)
		}
	}
}

func TestPathsAreThoseOfOthers(t *testing.T) {
	t.Parallel()
	leaves := leavesOf(t, knownLeaves)
	for _, c := range []struct {
		index, size int
		path        []string
	}{
		{0, 1, nil},
		{0, 8, []string{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
		{5, 8, []string{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
			"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{2, 3, []string{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
		{1, 5, []string{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	} {
		path, err := merkle.Path(leaves[:c.size], c.index)
		if err != nil {
			t.Fatal(err)
		}
		want := parse(t, c.path...)
		if len(path) != len(want) {
			t.Fatalf("the path of %d in %d has %d hashes", c.index, c.size, len(path))
		}
		for i := range want {
			if path[i] != want[i] {
				t.Errorf("hash %d of the path of %d in %d is %s", i, c.index, c.size, path[i])
			}
		}
	}
}

func TestConsistencyIsThatOfOthers(t *testing.T) {
	t.Parallel()
	leaves := leavesOf(t, knownLeaves)
	for _, c := range []struct {
		first, size int
		proof       []string
	}{
		{1, 1, nil},
		{1, 8, []string{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
		{6, 8, []string{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
			"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{2, 5, []string{"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	} {
		proof, err := merkle.Consistency(leaves[:c.size], c.first)
		if err != nil {
			t.Fatal(err)
		}
		want := parse(t, c.proof...)
		if len(proof) != len(want) {
			t.Fatalf("%d in %d: %d hashes", c.first, c.size, len(proof))
		}
		for i := range want {
			if proof[i] != want[i] {
				t.Errorf("hash %d of %d in %d is %s", i, c.first, c.size, proof[i])
			}
		}
	}
}

// tree draws up to 70 leaves, some alike.
func tree(r *rapid.T) []merkle.Hash {
	contents := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 3), 1, 70).Draw(r, "contents")
	leaves := make([]merkle.Hash, len(contents))
	for i, content := range contents {
		leaves[i] = merkle.Leaf(content)
	}
	return leaves
}

func TestEveryLeafHasAPathAndNoOtherHasIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		leaves := tree(r)
		root, index := merkle.Root(leaves), rapid.IntRange(0, len(leaves)-1).Draw(r, "index")
		path, err := merkle.Path(leaves, index)
		if err != nil {
			r.Fatal(err)
		}
		if err := merkle.Check(root, leaves[index], index, len(leaves), path); err != nil {
			r.Fatalf("the leaf's own path: %v", err)
		}
		if err := merkle.Check(root, merkle.Leaf([]byte("another line")), index, len(leaves), path); !errors.Is(err, merkle.ErrProof) {
			r.Fatalf("another leaf with the path: %v", err)
		}
		if len(path) == 0 {
			return
		}
		if err := merkle.Check(root, leaves[index], index, len(leaves), path[1:]); !errors.Is(err, merkle.ErrProof) {
			r.Fatalf("a shorter path: %v", err)
		}
		path[rapid.IntRange(0, len(path)-1).Draw(r, "at")][0] ^= 1
		if err := merkle.Check(root, leaves[index], index, len(leaves), path); !errors.Is(err, merkle.ErrProof) {
			r.Fatalf("a path with a flipped bit: %v", err)
		}
	})
}

func TestEveryBeginningIsConsistentAndNoOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		leaves := tree(r)
		first := rapid.IntRange(1, len(leaves)).Draw(r, "first")
		proof, err := merkle.Consistency(leaves, first)
		if err != nil {
			r.Fatal(err)
		}
		old, now := merkle.Root(leaves[:first]), merkle.Root(leaves)
		if err := merkle.CheckConsistency(old, first, now, len(leaves), proof); err != nil {
			r.Fatalf("%d of %d: %v", first, len(leaves), err)
		}
		other := append([]merkle.Hash{}, leaves[:first]...)
		other[first-1] = merkle.Leaf([]byte("another line"))
		if err := merkle.CheckConsistency(merkle.Root(other), first, now, len(leaves), proof); !errors.Is(err, merkle.ErrProof) {
			r.Fatalf("another beginning of %d of %d: %v", first, len(leaves), err)
		}
		if err := merkle.CheckConsistency(old, first, merkle.Leaf([]byte("x")), len(leaves), proof); !errors.Is(err, merkle.ErrProof) {
			r.Fatalf("another end: %v", err)
		}
	})
}

func TestNothingBeyondTheTree(t *testing.T) {
	t.Parallel()
	leaves := leavesOf(t, knownLeaves)
	for _, index := range []int{-1, 8} {
		if _, err := merkle.Path(leaves, index); !errors.Is(err, merkle.ErrRange) {
			t.Errorf("leaf %d: %v", index, err)
		}
	}
	for _, first := range []int{-1, 0, 9} {
		if _, err := merkle.Consistency(leaves, first); !errors.Is(err, merkle.ErrRange) {
			t.Errorf("the first %d: %v", first, err)
		}
		if err := merkle.CheckConsistency(merkle.Hash{}, first, merkle.Hash{}, 8, nil); !errors.Is(err, merkle.ErrRange) {
			t.Errorf("checking the first %d: %v", first, err)
		}
	}
	var h merkle.Hash
	if err := h.UnmarshalText([]byte("abc")); err == nil {
		t.Error("three digits are a hash")
	}
}
