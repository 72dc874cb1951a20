fail() { echo "FAILED: $*" >&2; exit 1; }
hash_of() { sha256sum | sed 's/ .*//'; }
# bytes HEX... writes the bytes that the digits say
bytes() {
  printf "$(printf '%s' "$1" | awk '{
    digits = "0123456789abcdef"
    for (i = 1; i < length($0); i += 2)
      printf "\\%03o", (index(digits, substr($0, i, 1)) - 1) * 16 + index(digits, substr($0, i + 1, 1)) - 1
  }')"
}
# seconds "Nov 22 17:50:00 2026 GMT" is that moment in seconds since 1970
seconds() {
  printf '%s\n' "$1" | awk 'NF >= 4 {
    month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3
    split($3, clock, ":"); year = $4
    if (month <= 2) { month += 12; year -= 1 }
    days = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * month - 457) / 5) + $2 - 719469
    printf "%.0f", days * 86400 + clock[1] * 3600 + clock[2] * 60 + int(clock[3])
  }'
}
leaf() { { printf '\000'; printf '%s' "$1"; } | hash_of; }
node() { { printf '\001'; bytes "$1"; bytes "$2"; } | hash_of; }
