# What this kernel offers to somebody who wants to see pins. Read by pins.sh, which defines say, fail and here. Changes nothing.
#
# Sets: tracefs, proc, release, machine, symbols; kprobes, fprobes, arguments, pagerefs, traceable (0 or 1); shape (new, old
# or none); the places of counts: rc, mc, lpin, opf, bflags (bytes), head (a bit), compound, tail; values of this kernel:
# pin, get, longterm, returns; known (where the places are from).
#
# TRACEFS, PROC and BTF name other places than the usual ones; the tests do so.
# shellcheck shell=sh disable=SC2034,SC2154 # shared with pins.sh

proc=${PROC:-/proc}
btf=${BTF:-/sys/kernel/btf/vmlinux}
if [ -n "${TRACEFS:-}" ]; then
  tracefs=$TRACEFS
elif [ -e /sys/kernel/tracing/trace ]; then
  tracefs=/sys/kernel/tracing
else
  tracefs=/sys/kernel/debug/tracing
fi
[ -e "$tracefs/trace" ] || fail "finds no tracefs in $tracefs: mount -t tracefs nodev /sys/kernel/tracing"
[ -d "$tracefs/instances" ] || fail "$tracefs has no instances folder: this kernel was built without CONFIG_TRACING"
release=$(uname -r)
machine=$(uname -m)
case $machine in
*64 | ppc64le | s390x) ;;
*) fail "is for 64-bit kernels: the places of counts in struct page are others on $machine" ;;
esac

required='try_grab_folio gup_put_folio'
wanted="$required try_grab_folio_fast try_grab_page __bio_release_pages bio_check_pages_dirty bio_set_pages_dirty
unpin_user_pages_dirty_lock unpin_user_page_range_dirty_lock unpin_user_pages unpin_user_folio unpin_user_page unpin_folio"
pattern=$(printf '%s' "$wanted" | tr -s ' \n' '||')
symbols='' traceable=0
if [ -r "$tracefs/available_filter_functions" ]; then
  symbols=$(grep -E "^($pattern)([[:space:]]|\$)" "$tracefs/available_filter_functions" | cut -d' ' -f1 | tr '\n' ' ')
fi
has() { case " $symbols " in *" $1 "*) return 0 ;; esac && return 1; }
if has try_grab_folio && has gup_put_folio && { has try_grab_folio_fast || has try_grab_page; }; then
  traceable=1
else
  # Functions that ftrace may not trace can still take a kprobe.
  symbols="$symbols $(grep -E "[[:space:]]($pattern)\$" "$proc/kallsyms" 2>/dev/null | awk '{ print $3 }' | tr '\n' ' ')"
fi

offers() { grep -q -- "$1" "$tracefs/README" 2>/dev/null; }
kprobes=0 fprobes=0 arguments=0 pagerefs=0
if [ -e "$tracefs/kprobe_events" ]; then kprobes=1; fi
if [ -e "$tracefs/dynamic_events" ] && offers 'f\[:\[<group>/\]\[<event>\]\] <func-name>'; then fprobes=1; fi
if offers 'return probes support:.*[$]arg<N>'; then arguments=1; fi
if [ -d "$tracefs/events/page_ref" ]; then pagerefs=1; fi

# old: before 6.11 the slow path was try_grab_page, and before 6.9 a return probe could not show arguments: entry and
# return are then recorded apart, and joined afterwards (lines.awk).
shape=none
if has gup_put_folio && has try_grab_folio; then
  if has try_grab_folio_fast && [ "$arguments" = 1 ]; then
    shape=new
  elif ! has try_grab_folio_fast && has try_grab_page; then
    shape=old
  fi
fi

# Where the counts lie. From the kernel's own type data; without it, from what 6.1, 6.12 and 7.3 have in common.
names='page folio bio pageflags bool _Bool try_grab_page _mapcount _refcount _pincount compound_head bi_opf bi_flags
PG_head FOLL_WRITE FOLL_GET FOLL_LONGTERM FOLL_PIN'
read_offsets() {
  [ -r "$btf" ] && [ -r "$here/offsets.awk" ] || return 1
  # magic, hdr_len, type_off, type_len, str_off
  # shellcheck disable=SC2046 # five words
  set -- $(od -An -v -tu4 -N20 "$btf")
  [ $# -eq 5 ] || return 1
  strings=$(tail -c +$(($2 + $5 + 1)) "$btf" | tr '\000\n' '\n?' | awk -v names="$names" '
    BEGIN { n = split(names, list); for (i = 1; i <= n; i++) isWanted[list[i]] = 1 }
    { if ($0 in isWanted) printf "%s=%d ", $0, at; at += length($0) + 1 }')
  od -An -v -tu4 "$btf" | awk -v names="$strings" -f "$here/offsets.awk"
}
offset() { printf '%s\n' "$offsets" | awk -v key="$1" '$1 == key { print $2; exit }'; }
find_offsets() {
  offsets=$(read_offsets) || offsets=
  rc=$(offset page._refcount) mc=$(offset page._mapcount) lpin=$(offset folio._pincount)
  opf=$(offset bio.bi_opf) bflags=$(offset bio.bi_flags) head=$(offset PG_head)
  pin=$(offset FOLL_PIN) get=$(offset FOLL_GET) longterm=$(offset FOLL_LONGTERM) returns=$(offset try_grab_page)
  # Where a page in the middle of a folio holds the folio's address, bit 0 set; newer kernels hold something else there.
  tail='none' compound=$(offset page.compound_head)
  [ -z "$compound" ] || tail='head'
  if [ -n "$rc" ] && [ -n "$mc" ] && [ -n "$head" ]; then
    known="type data in $btf"
  else
    rc=52 mc=48 lpin='' opf=16 bflags=20 head=6 pin=524288 get=2 longterm=256
    known='no type data (BTF): places as on x86-64 in 6.1, 6.12 and 7.3, _pincount not shown'
    # What moved between the kernels of the old shape is known of none that has no type data.
    [ "$shape" = new ] || shape=none
  fi
  # Enumerators since 6.3, macros with other values before (include/linux/mm.h of 6.1).
  : "${pin:=262144}" "${get:=4}" "${longterm:=65536}" "${compound:=8}" "${returns:=int}"
}
find_offsets

report() {
  yes() { if [ "$1" = 1 ]; then echo yes; else echo no; fi; }
  printf 'kernel               %s %s\n' "$release" "$machine"
  printf 'kprobes              %s\n' "$(yes $kprobes)"
  printf 'fprobes              %s\n' "$(yes $fprobes)"
  printf 'arguments at return  %s\n' "$(yes $arguments)"
  printf 'page_ref             %s\n' "$(yes $pagerefs)"
  printf 'places               _refcount %s, _mapcount %s, _pincount %s, PG_head bit %s: %s\n' \
    "$rc" "$mc" "${lpin:-unknown}" "$head" "$known"
  for symbol in $wanted; do
    if has "$symbol"; then state=yes; else state=no; fi
    printf 'function             %s: %s\n' "$symbol" "$state"
  done
  case $shape in
  new) echo 'pins                 recorded directly' ;;
  old) echo 'pins                 recorded at entry and return of each function, joined afterwards' ;;
  none) echo 'pins                 not by probes' ;;
  esac
}
