#!/bin/sh
# Checks this bundle with nothing but a POSIX shell, awk, sed, sha256sum and openssl.
#   sh verify.sh                     the whole bundle, in its unpacked folder
#   sh verify.sh -CAfile roots.pem   the same, believing only signers whom these certificates vouch for
#   sh verify.sh line-3.proof        one line alone; besides the proof only manifest.json is needed
# It ends with 0 only if everything holds.
set -u
LC_ALL=C
export LC_ALL
# @tools.sh
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" manifest.json; }

[ -f manifest.json ] || fail "there is no manifest.json here"
root=$(field root)
[ ${#root} -eq 64 ] || fail "the manifest names no root"

if [ $# -eq 1 ]; then
  proof=$1
  [ -f "$proof" ] || fail "there is no $proof"
  grep -q '^format hefu-line-proof/1$' "$proof" || fail "$proof is no proof of a line"
  line=$(sed -n 's/^line //p' "$proof")
  now=$(leaf "$line")
  sed -n '/^left /p;/^right /p' "$proof" > "${TMPDIR:-/tmp}/path.$$"
  while read -r side hash; do
    case $side in
      left) now=$(node "$hash" "$now") ;;
      right) now=$(node "$now" "$hash") ;;
    esac
  done < "${TMPDIR:-/tmp}/path.$$"
  rm -f "${TMPDIR:-/tmp}/path.$$"
  [ "$now" = "$root" ] || fail "the line is not among those of the manifest"
  echo "OK: the line is one of those that were sealed:"
  printf '%s\n' "$line"
  exit 0
fi

sums=$(field sums_sha256)
[ "$(hash_of < SHA256SUMS)" = "$sums" ] || fail "SHA256SUMS is not the one that the manifest names"
sha256sum -c SHA256SUMS > /dev/null || fail "a file is not what it was when it was sealed"
find . -type f | sed 's|^\./||' | while read -r name; do
  case $name in
    manifest.json | manifest.p7s | manifest.tst | signer.pem | manifest.sm2.p7s | manifest.sm2.sig | sm2.pem | SHA256SUMS | *.proof) ;;
    *) grep -q -F "  $name" SHA256SUMS || { echo "FAILED: $name was not sealed" >&2; exit 1; } ;;
  esac
done || exit 1
echo "OK: every file is what it was when it was sealed"

work=${TMPDIR:-/tmp}/tree.$$
while IFS= read -r line; do leaf "$line"; done < lines.tsv > "$work"
count=$(sed -n '$=' "$work")
[ "${count:-0}" = "$(sed -n 's/.*"line_count":\([0-9]*\).*/\1/p' manifest.json)" ] || fail "there are ${count:-0} lines"
while [ "$(sed -n '$=' "$work")" -gt 1 ]; do
  while read -r left; do
    if read -r right; then node "$left" "$right"; else echo "$left"; fi
  done < "$work" > "$work.up"
  mv "$work.up" "$work"
done
read -r found < "$work"
rm -f "$work"
[ "$found" = "$root" ] || fail "the tree over the lines has the root $found"
echo "OK: the $count lines have the root $root"

if [ -f manifest.p7s ]; then
  command -v openssl > /dev/null || fail "openssl is missing, the signature cannot be checked"
  [ -f manifest.tst ] || fail "the timestamp is missing"
  # Without roots of one's own the bundle's certificates are taken as they are: that shows one signer, not who it is.
  roots=signer.pem
  partial=-partial_chain
  if [ $# -eq 2 ] && [ "$1" = -CAfile ]; then
    roots=$2
    partial=
  fi
  at=$(openssl ts -reply -token_in -in manifest.tst -text 2> /dev/null | sed -n 's/^Time stamp: //p')
  # Certificates expire; what counts is that they were good when the manifest was stamped.
  when=$(seconds "$at")
  [ -n "$when" ] || fail "the timestamp cannot be read"
  openssl cms -verify -binary -inform DER -in manifest.p7s -content manifest.json -CAfile "$roots" $partial -attime "$when" -purpose any -out /dev/null 2> /dev/null || fail "the signature is not over this manifest"
  openssl ts -verify -token_in -in manifest.tst -data manifest.json -CAfile "$roots" $partial -attime "$when" > /dev/null 2>&1 || fail "the timestamp is not over this manifest"
  signer=$(openssl cms -cmsout -print -inform DER -in manifest.p7s 2> /dev/null | sed -n 's/^ *subject: //p' | sed -n 1p)
  echo "OK: signed, and stamped at $at"
  [ -n "$signer" ] && echo "    Signed by: $signer"
  [ "$roots" = signer.pem ] && echo "    The certificates are the bundle's own: compare signer.pem with what the seller publishes."
  if [ -f manifest.sm2.sig ]; then
    # The signature with SM2 and SM3, for which openssl must know both; manifest.sm2.p7s is the same in the form of GM/T 0010, for tools of that form.
    if openssl ecparam -list_curves 2> /dev/null | grep -q 'SM2' && printf '' | openssl dgst -sm3 > /dev/null 2>&1; then
      openssl x509 -in sm2.pem -noout -pubkey > "$work.pub" 2> /dev/null || fail "sm2.pem holds no certificate"
      openssl pkeyutl -verify -pubin -inkey "$work.pub" -rawin -digest sm3 -pkeyopt distid:1234567812345678 -in manifest.json -sigfile manifest.sm2.sig > /dev/null 2>&1 || { rm -f "$work.pub"; fail "the SM2 signature is not over this manifest"; }
      rm -f "$work.pub"
      echo "OK: signed with SM2 and SM3 by $(openssl x509 -in sm2.pem -noout -subject 2> /dev/null | sed 's/^subject= *//')"
      sm2roots=sm2.pem
      [ "$roots" = signer.pem ] || sm2roots=$roots
      openssl verify -vfyopt distid:1234567812345678 -CAfile "$sm2roots" -untrusted sm2.pem -attime "$when" sm2.pem > /dev/null 2>&1 || echo "NOTE: no certificate in $sm2roots vouches for the signer of the SM2 signature."
    else
      echo "NOTE: this openssl knows no SM2; the signature in manifest.sm2.sig is not checked."
    fi
  fi
else
  echo "NOTE: the manifest is not signed; its SHA-256 is $(hash_of < manifest.json): compare it with what the seller recorded."
fi
exit 0
