#!/bin/sh
# Checks this anchor with nothing but a POSIX shell, awk, sed, sha256sum and openssl.
#   sh verify.sh                                the anchor: its tree, that it continues the one before, signature and stamp
#   sh verify.sh ../bundle/manifest.json        the same, and that this bundle's manifest is under the root
#   sh verify.sh -CAfile roots.pem [manifest]   believing only signers whom these certificates vouch for
# It ends with 0 only if everything holds.
set -u
LC_ALL=C
export LC_ALL
# @tools.sh
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" anchor.json; }
count() { sed -n "s/.*\"$1\":\([0-9]*\)[,}].*/\1/p" anchor.json; }
# root_of N is the root over the first N hashes in $work
root_of() {
  sed -n "1,$1p" "$work" > "$work.now"
  while [ "$(sed -n '$=' "$work.now")" -gt 1 ]; do
    while read -r left; do
      if read -r right; then node "$left" "$right"; else echo "$left"; fi
    done < "$work.now" > "$work.up"
    mv "$work.up" "$work.now"
  done
  cat "$work.now"
}

[ -f anchor.json ] || fail "there is no anchor.json here"
roots=signer.pem
partial=-partial_chain
if [ $# -ge 2 ] && [ "$1" = -CAfile ]; then
  roots=$2
  partial=
  shift 2
fi
size=$(count size)
work=${TMPDIR:-/tmp}/anchor.$$
trap 'rm -f "$work" "$work.now" "$work.up"' EXIT
while IFS= read -r line; do leaf "$line"; done < leaves.txt > "$work"
[ "$(sed -n '$=' "$work")" = "$size" ] || fail "there are not $size leaves"
found=$(root_of "$size")
[ "$found" = "$(field root)" ] || fail "the tree over the leaves has the root $found"
echo "OK: the $size leaves have the root $found"
before=$(count previous_size)
if [ "$before" -gt 0 ]; then
  [ "$(root_of "$before")" = "$(field previous_root)" ] || fail "the first $before leaves are not those of the anchor before"
  echo "OK: it continues the anchor before, of $before leaves with the root $(field previous_root)"
fi
if [ $# -eq 1 ]; then
  sum=$(hash_of < "$1")
  line=$(grep "^bundle .* $sum\$" leaves.txt) || fail "the manifest $sum is not under this root"
  echo "OK: under this root is $line"
fi
if [ -f anchor.p7s ]; then
  at=$(openssl ts -reply -token_in -in anchor.tst -text 2> /dev/null | sed -n 's/^Time stamp: //p')
  when=$(seconds "$at")
  [ -n "$when" ] || fail "the timestamp cannot be read"
  openssl cms -verify -binary -inform DER -in anchor.p7s -content anchor.json -CAfile "$roots" $partial -attime "$when" -purpose any -out /dev/null 2> /dev/null || fail "the signature is not over this anchor"
  openssl ts -verify -token_in -in anchor.tst -data anchor.json -CAfile "$roots" $partial -attime "$when" > /dev/null 2>&1 || fail "the timestamp is not over this anchor"
  echo "OK: signed, and stamped at $at"
  [ "$roots" = signer.pem ] && echo "    The certificates are the anchor's own: compare signer.pem with what the seller publishes."
else
  echo "NOTE: the anchor is not signed; its SHA-256 is $(hash_of < anchor.json): compare it with what the seller published."
fi
exit 0
