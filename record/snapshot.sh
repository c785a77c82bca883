#!/bin/sh
# Takes a snapshot of how often every page of this machine is mapped: /proc/kpagecount and /proc/kpageflags, compressed.
# Needs root and CONFIG_PROC_PAGE_MONITOR; changes nothing. bitpart reads the two files as one snapshot. They hold mapcounts
# of one moment (of a few: a gigabyte takes some milliseconds to read), not reference counts.
#
#   snapshot.sh [NAME]     writes NAME.kpagecount.gz and NAME.kpageflags.gz; without NAME: snapshot-DATE

LC_ALL=C
export LC_ALL
set -u
umask 077

say() { printf 'snapshot.sh: %s\n' "$*" >&2; }
fail() {
  say "$@"
  exit 2
}

case ${1:-} in -h | --help)
  sed -n 's/^# \{0,1\}//; 2,7p' "$0"
  exit 0
  ;;
-*) fail "there is no option $1; the only argument is a name" ;;
esac
[ $# -le 1 ] || fail 'takes one name; -h shows how'
[ "$(id -u)" = 0 ] || fail "needs root: only root may read the kernel's counts (sudo sh $0 …)"
command -v gzip >/dev/null 2>&1 || fail 'there is no gzip here'

proc=${PROC:-/proc}
name=${1:-snapshot-$(date -u +%Y%m%dT%H%M%SZ)}
for file in kpagecount kpageflags; do
  [ -r "$proc/$file" ] || fail "there is no $proc/$file: this kernel was built without CONFIG_PROC_PAGE_MONITOR"
  [ ! -e "$name.$file.gz" ] || fail "$name.$file.gz is there already; name another, or remove it"
done

undo() { rm -f -- "$name.kpagecount.part" "$name.kpageflags.part"; }
trap undo EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# Both are read before either is compressed, so that they are of nearly one moment.
for file in kpagecount kpageflags; do
  cat "$proc/$file" >"$name.$file.part" || fail "reading $proc/$file failed; nothing is kept"
done
counts=$(wc -c <"$name.kpagecount.part")
flags=$(wc -c <"$name.kpageflags.part")
if [ "$counts" -ne "$flags" ] || [ "$counts" -eq 0 ]; then
  fail "the two files have $((counts / 8)) and $((flags / 8)) page frames; nothing is kept"
fi
for file in kpagecount kpageflags; do
  gzip -9 -c <"$name.$file.part" >"$name.$file.gz" || {
    rm -f -- "$name.kpagecount.gz" "$name.kpageflags.gz"
    fail 'compressing failed; nothing is kept'
  }
done
say "$((counts / 8)) page frames in $name.kpagecount.gz and $name.kpageflags.gz"
