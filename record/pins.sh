#!/bin/sh
# Records who pins pages, and for how long, in the text form that bitpart reads. Needs root, tracefs, and a Linux kernel
# from 5.17 on; nothing else. README.md beside this file says what is recorded, and how each kernel was tried.
#
# All that it changes: it adds probes of a group of its own to kprobe_events and makes one instance folder of its own in
# tracefs. Both are gone when it ends, also when it is interrupted.

LC_ALL=C
export LC_ALL
set -u
umask 077 # a recording holds addresses of kernel memory

here=$(dirname -- "$0")
version=1

usage() {
  cat <<'USAGE'
Records page pins and unpins of the whole machine, as root.

  pins.sh -d 10                          ten seconds, into pins-DATE.trace.txt.gz
  pins.sh -o dd.trace.txt.gz -- dd if=/dev/vda of=/dev/null bs=64k count=100 iflag=direct
  pins.sh -c                             only say what this kernel offers

  -d SECONDS   how long (1 to 86400); excludes a command
  -o FILE      where to; .gz compresses, - is standard output; a file that is there already is left alone
  -b KIB       buffer of each CPU (default: an eighth of the free memory shared among the CPUs, at most 65536)
  -k           kprobes, also where the kernel has fprobes (fprobes are not missed inside interrupts)
  -r pins|all  page_ref tracepoints instead of probes (needs CONFIG_DEBUG_PAGE_REF): pins only, or every reference
  -c           check: say what this kernel offers, change nothing
  -h, --help   this help
  -- COMMAND   records until the command ends, and one second more for what the kernel does after it

Exit: 0 recorded whole; 1 recorded, but events are missing; 2 not recorded; 130, 143, 129 interrupted (what was recorded
until then is kept).
USAGE
}

say() { printf 'pins.sh: %s\n' "$*" >&2; }
fail() {
  say "$@"
  exit 2
}
# number TEXT LOW HIGH
number() {
  case $1 in '' | *[!0-9]* | 0?* | ??????????*) return 1 ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# --- arguments

[ "${1:-}" != --help ] || set -- -h
seconds='' file='' buffer='' source='' pageref='' check=0
while getopts ':d:o:b:r:kch' option; do
  case $option in
  d) seconds=$OPTARG ;;
  o) file=$OPTARG ;;
  b) buffer=$OPTARG ;;
  k) source=kprobes ;;
  r) source=page_ref pageref=$OPTARG ;;
  c) check=1 ;;
  h)
    usage
    exit 0
    ;;
  :) fail "-$OPTARG needs a value; -h shows how" ;;
  *) fail "there is no option -$OPTARG; -h shows what there is" ;;
  esac
done
shift $((OPTIND - 1))

if [ "$check" = 0 ]; then
  if [ $# -gt 0 ]; then
    [ -z "$seconds" ] || fail "-d and a command exclude each other: the recording lasts as long as the command (timeout 10 COMMAND bounds it)"
    command -v -- "$1" >/dev/null 2>&1 || fail "there is no command $1"
  else
    [ -n "$seconds" ] || fail "says neither how long (-d SECONDS) nor what to run (-- COMMAND); -h shows how"
    number "$seconds" 1 86400 || fail "-d takes whole seconds from 1 to 86400, not $seconds"
  fi
fi
[ -z "$buffer" ] || number "$buffer" 64 67108864 || fail "-b takes KiB from 64 to 67108864, not $buffer"
case $pageref in '' | pins | all) ;; *) fail "-r takes pins or all, not $pageref" ;; esac

if [ "$(id -u)" != 0 ]; then
  fail "needs root: only root may read and set the kernel's probes (sudo sh $0 …)"
fi

# --- what this kernel offers

# shellcheck source-path=SCRIPTDIR source=kernel.sh
. "$here/kernel.sh"
if [ "$check" = 1 ]; then
  report
  exit 0
fi

if [ "$source" = page_ref ]; then
  [ "$pagerefs" = 1 ] || fail "this kernel ($release) has no page_ref tracepoints: it was built without CONFIG_DEBUG_PAGE_REF"
elif [ "$shape" != none ] && [ "$fprobes" = 1 ] && [ "$traceable" = 1 ] && [ "$source" != kprobes ]; then
  source=fprobes definitions=$tracefs/dynamic_events
elif [ "$shape" != none ] && [ "$kprobes" = 1 ]; then
  source=kprobes definitions=$tracefs/kprobe_events
elif [ "$pagerefs" = 1 ]; then
  say "this kernel ($release) lets no probe see the pins; its page_ref tracepoints are recorded instead, which do not tell read from write"
  source=page_ref pageref=pins
else
  report >&2
  fail "this kernel ($release) shows pins neither to probes nor by page_ref; above is what it offers. Known are kernels from 5.17 on with kprobes; before 6.11 also type data (CONFIG_DEBUG_INFO_BTF) is needed"
fi

# --- what is taken down again when this ends

group=bitpart_$$
instance=$tracefs/instances/$group
made=0
part=
events=
signal=
child=
asking=

# shellcheck disable=SC2317 # called by trap
undo() {
  trap '' INT TERM HUP PIPE
  [ -z "$child" ] || kill -KILL "$child" 2>/dev/null
  if [ "$made" = 1 ]; then
    echo 0 >"$instance/tracing_on"
    for folder in "$instance/events/$group" "$instance/events/page_ref"; do
      [ ! -e "$folder/enable" ] || echo 0 >"$folder/enable"
    done
    # The folder of an instance cannot be removed while somebody has one of its files open.
    tries=0
    until rmdir "$instance" 2>/dev/null; do
      tries=$((tries + 1))
      if [ "$tries" -ge 20 ]; then
        say "could not remove $instance; try: rmdir $instance"
        break
      fi
      sleep 1
    done
    made=0
  fi
  for event in $events; do
    printf -- '-:%s/%s\n' "$group" "$event" >>"$definitions" || say "could not remove the probe $group/$event; try: echo -:$group/$event >> $definitions"
  done
  events=
  [ -z "$part" ] || rm -f -- "$part"
}
# shellcheck disable=SC2317 # called by trap
ask_to_end() {
  if [ -n "$asking" ] || [ -z "$child" ]; then return; fi
  # Each second: a shell that was just forked to become the command may swallow a signal.
  (while kill -TERM "$child" 2>/dev/null; do sleep 1; done) &
  asking=$!
}
# shellcheck disable=SC2317 # called by trap
interrupted() {
  # The first signal asks the command to end, the next one ends it. Asked for here, not only after the wait: a signal
  # that comes just before the wait does not end it.
  if [ -n "$child" ] && [ -n "$signal" ]; then kill -KILL "$child" 2>/dev/null; fi
  signal=$1
  ask_to_end
}
stop_if_interrupted() {
  [ -z "$signal" ] || {
    say 'interrupted before the recording began'
    exit $((128 + signal))
  }
}
trap undo EXIT
trap 'interrupted 2' INT
trap 'interrupted 15' TERM
trap 'interrupted 1' HUP
trap 'interrupted 13' PIPE

# --- where the recording goes

[ -n "$file" ] || file=pins-$(date -u +%Y%m%dT%H%M%SZ).trace.txt.gz
case $file in *.gz) command -v gzip >/dev/null 2>&1 || fail 'there is no gzip here; name a file without .gz' ;; esac
if [ "$file" != - ]; then
  [ ! -e "$file" ] || fail "$file is there already; name another, or remove it"
  (set -C && : >"$file.part") 2>/dev/null || fail "cannot write $file.part (perhaps left by a run that was killed)"
  part=$file.part
fi

# --- set up

# shellcheck disable=SC2013 # a group has no blanks
for left in $(cat "$tracefs/kprobe_events" "$tracefs/dynamic_events" 2>/dev/null | sed -n 's/^[a-z0-9]*:\(bitpart_[0-9]*\)\/.*/\1/p' | sort -u); do
  [ -d "$proc/${left#bitpart_}" ] || say "an earlier run was killed and left its probes, $left; README.md says how to remove them"
done

mkdir "$instance" || fail "cannot make $instance"
made=1
echo 0 >"$instance/tracing_on" || fail 'cannot stop its own instance'
# Times that all CPUs agree on.
echo mono 2>/dev/null >"$instance/trace_clock" || say 'this kernel has no mono clock; times are those of each CPU'
cpus=0
for folder in "$instance"/per_cpu/cpu*; do [ ! -d "$folder" ] || cpus=$((cpus + 1)); done
[ $cpus -gt 0 ] || cpus=1
if [ -z "$buffer" ]; then
  free=$(awk '$1 == "MemAvailable:" { print $2 }' "$proc/meminfo" 2>/dev/null)
  buffer=$((${free:-1048576} / 8 / cpus))
  [ $buffer -le 65536 ] || buffer=65536
  [ $buffer -ge 1024 ] || buffer=1024
fi
echo "$buffer" >"$instance/buffer_size_kb" || fail "the kernel gives no buffer of $buffer KiB for each of $cpus CPUs; try a smaller -b"
stop_if_interrupted

# probe p|r EVENT FUNCTION ARGUMENTS: at entry or at return
probe() {
  case $source$1 in
  kprobes?) line="$1:$group/$2 $3 $4" ;;
  fprobesp) line="f:$group/$2 $3 $4" ;;
  fprobesr) line="f:$group/$2 $3%return $4" ;;
  esac
  printf '%s\n' "$line" >>"$definitions" || return 1
  events="$events $2"
}
must() { probe "$@" || fail "the kernel refuses a probe of $3 (its reason: $(tail -n 8 "$tracefs/error_log" 2>/dev/null | tr -s '\n\t ' ' '))"; }
may() {
  has "$3" || {
    missing="$missing $3"
    return
  }
  probe "$@" || missing="$missing $3"
}
# shown STRUCT: what each event shows of the folio at the address STRUCT
# shellcheck disable=SC2016 # the dollars are the kernel's
shown() {
  printf 'rc=+%s(%s):s32 mc=+%s(%s):s32 pf=+0(%s):x64' "$rc" "$1" "$mc" "$1" "$1"
  [ -z "$lpin" ] || printf ' lpin=+%s(%s):s32' "$lpin" "$1"
}
# shown_page PAGE: the same of a page, and with an h before each name what it shows if it lies in the middle of a folio:
# bit 0 of compound_head then marks the folio's address, so that all lies one byte lower.
shown_page() {
  large="+$compound($1)"
  printf 'head=%s:x64 %s' "$large" "$(shown "$1")"
  [ "$tail" = head ] || return 0
  printf ' hrc=+%s(%s):s32 hmc=+%s(%s):s32 hpf=-1(%s):x64' $((rc - 1)) "$large" $((mc - 1)) "$large" "$large"
  [ -z "$lpin" ] || printf ' hlpin=+%s(%s):s32' $((lpin - 1)) "$large"
}

missing=
# shellcheck disable=SC2016 # the dollars are the kernel's
if [ "$source" = page_ref ]; then
  [ "$pageref" = all ] || echo 'val >= 1023 || val <= -1023' >"$instance/events/page_ref/filter" || fail 'cannot set the filter of page_ref'
  enable=$instance/events/page_ref/enable
  told=page_ref
else
  case $shape in
  new)
    must r grab_fast try_grab_folio_fast "page=\$arg1:x64 refs=\$arg2:s32 flags=\$arg3:x32 folio=\$retval:x64 $(shown '$retval')"
    must r grab try_grab_folio "folio=\$arg1:x64 refs=\$arg2:s32 flags=\$arg3:x32 ret=\$retval:s32 $(shown '$arg1')"
    ;;
  old)
    if [ "$returns" = bool ]; then ret=u8; else ret=s32; fi
    must p grab_fast_in try_grab_folio "page=\$arg1:x64 refs=\$arg2:s32 flags=\$arg3:x32"
    must r grab_fast_out try_grab_folio "folio=\$retval:x64 $(shown '$retval')"
    must p grab_in try_grab_page "page=\$arg1:x64 flags=\$arg2:x32 $(shown_page '$arg1')"
    must r grab_out try_grab_page "ret=\$retval:$ret"
    ;;
  esac
  must p put gup_put_folio "folio=\$arg1:x64 refs=\$arg2:s32 flags=\$arg3:x32 $(shown '$arg1')"
  # Which way the drops go, and the functions that a compiler may have given a copy of gup_put_folio (lines.awk).
  may p brp __bio_release_pages "bio=\$arg1:x64 dirty=\$arg2:u8 opf=+$opf(\$arg1):x32 bflags=+$bflags(\$arg1):x16"
  may p bchk bio_check_pages_dirty "bio=\$arg1:x64 opf=+$opf(\$arg1):x32"
  may p bset bio_set_pages_dirty "bio=\$arg1:x64 opf=+$opf(\$arg1):x32"
  may p updl unpin_user_pages_dirty_lock "page0=+0(\$arg1):x64 n=\$arg2:u64 dirty=\$arg3:u8"
  may p uprd unpin_user_page_range_dirty_lock "page=\$arg1:x64 n=\$arg2:u64 dirty=\$arg3:u8"
  may p upages unpin_user_pages "page0=+0(\$arg1):x64 n=\$arg2:u64"
  may p ufolio unpin_user_folio "folio=\$arg1:x64 n=\$arg2:u64 $(shown '$arg1')"
  may p upage unpin_user_page "page=\$arg1:x64 $(shown_page '$arg1')"
  may p unfolio unpin_folio "folio=\$arg1:x64 $(shown '$arg1')"
  [ -z "$missing" ] || say "not in this kernel:$missing"
  enable=$instance/events/$group/enable
  told=$events
fi
stop_if_interrupted
echo 1 >"$enable" || fail 'cannot switch its events on'

# --- record

# The kernel's own counts of pins taken and dropped. They are kept for each CPU; reading stat_refresh adds them up.
counted() {
  cat "$proc/sys/vm/stat_refresh" >/dev/null 2>&1
  awk '$1 == "nr_foll_pin_acquired" { taken = $2 } $1 == "nr_foll_pin_released" { dropped = $2 }
    END { if (taken != "") print taken, dropped }' "$proc/vmstat" 2>/dev/null
}

if (: <&0) 2>/dev/null; then exec 3<&0; else exec 3</dev/null; fi
before=$(counted)
echo 1 >"$instance/tracing_on" || fail 'cannot start the recording'
if [ $# -gt 0 ]; then
  say "recording until $1 ends"
  "$@" <&3 3<&- &
else
  say "recording $seconds seconds"
  sleep "$seconds" &
fi
child=$!
[ -n "$signal" ] || wait "$child"
status=$?
if [ -n "$signal" ]; then
  ask_to_end
  while kill -0 "$child" 2>/dev/null; do wait "$child"; done
  kill -KILL "$asking" 2>/dev/null
fi
child=
if [ $# -gt 0 ] && [ -z "$signal" ]; then
  [ $status = 0 ] || say "$1 ended with status $status"
  sleep 1
fi
echo 0 >"$instance/tracing_on" || say 'could not stop the recording; it holds events until it was read'
after=$(counted)
trap '' INT TERM HUP PIPE # what was recorded is kept, whatever comes now

# --- what was lost

lost=$(for stats in "$instance"/per_cpu/cpu*/stats; do
  [ ! -r "$stats" ] || awk -v cpu="$stats" '
    BEGIN { sub(/\/stats$/, "", cpu); sub(/.*cpu/, "", cpu) }
    /^entries:/ { entries = $2 } /^overrun:/ { overrun = $2 } /^commit overrun:/ { commit = $3 } /^dropped events:/ { dropped = $3 }
    END { print cpu, entries + 0, overrun + 0, commit + 0, dropped + 0 }' "$stats"
done)
total() { printf '%s\n' "$lost" | awk -v column="$1" '{ sum += $column } END { printf "%d", sum }'; }
entries=$(total 2) overrun=$(total 3) commit=$(total 4) dropped=$(total 5)
missed=0
if [ "$source" = kprobes ] && [ -r "$tracefs/kprobe_profile" ]; then
  # The profile does not name groups: with another tool's probes of the same name this is at most too high.
  missed=$(awk -v events="$events" '
    BEGIN { n = split(events, list); for (i = 1; i <= n; i++) isOwn[list[i]] = 1 }
    ($1 in isOwn) { sum += $3 } END { printf "%d", sum }' "$tracefs/kprobe_profile")
fi
losses="overrun $overrun, commit overrun $commit, dropped $dropped, missed $missed"
[ "$source" != fprobes ] || losses="overrun $overrun, commit overrun $commit, dropped $dropped, missed unknown"
vmstat=
if [ -n "$before" ] && [ -n "$after" ]; then vmstat="$((${after% *} - ${before% *})) $((${after#* } - ${before#* }))"; fi

# --- write

emit() {
  printf '# bitpart pins.sh %s\n# kernel: %s %s\n# events:%s\n# places: _refcount %s, _mapcount %s, _pincount %s, PG_head bit %s (%s)\n' \
    "$version" "$release" "$machine" " ${told# }" "$rc" "$mc" "${lpin:-unknown}" "$head" "${known%% in *}"
  [ -z "$signal" ] || printf '# interrupted by signal %s\n' "$signal"
  printf '# lost: %s\n' "$losses"
  [ -z "$vmstat" ] || printf '# vmstat: nr_foll_pin_acquired +%s, nr_foll_pin_released +%s\n' "${vmstat% *}" "${vmstat#* }"
  if [ "$source" = page_ref ]; then
    cat "$instance/trace" || return 1
  else
    awk -v pin="$pin" -v get="$get" -v longterm="$longterm" -v head="$head" -v returns="$returns" -v tail="$tail" \
      -v taken="${vmstat% *}" -v dropped="${vmstat#* }" \
      -f "$here/lines.awk" "$instance/trace" "$instance/trace"
    case $? in 0) ;; 3) echo differs >&4 ;; *) return 1 ;; esac
  fi
  # Overruns are said by the header of the trace, except where its lines were joined.
  said=3
  if [ "$source" != page_ref ] && [ "$shape" = old ]; then said=2; fi
  printf '%s\n' "$lost" | awk -v said=$said '
    { for (i = said + 1; i <= 5; i++) sum[$1] += $i } END { for (cpu in sum) if (sum[cpu] > 0) printf "CPU:%d [LOST %d EVENTS]\n", cpu, sum[cpu] }'
  [ "$missed" = 0 ] || printf '# the kernel missed %s hits of the probes, on CPUs that it does not name\nCPU:0 [LOST %s EVENTS]\n' "$missed" "$missed"
}
compress() { case $file in *.gz) gzip -c ;; *) cat ;; esac; }
if [ "$file" = - ]; then
  exec 5>&1
  problem=$({ emit >&5 || echo writing >&4; } 4>&1)
else
  problem=$({ { emit || echo reading >&4; } | compress >"$part" || echo writing >&4; } 4>&1)
fi
case $problem in
*ing*) fail "$(printf '%s' "$problem" | tr '\n' ' ')the recording failed; nothing is kept" ;;
*differs*) differs=1 ;;
*) differs=0 ;;
esac
if [ "$file" != - ]; then
  mv -f -- "$part" "$file" || fail "could not rename $part to $file"
  part=
fi

say "$entries events in $file; lost: $losses"
if [ $((overrun + commit + dropped + missed + differs)) -gt 0 ]; then
  [ $((overrun + dropped)) = 0 ] || say "the buffers of $buffer KiB were too small: record for a shorter time, or with -b $((buffer * 2))"
  say 'the recording is not whole: its counts may be too high or too low'
  [ -n "$signal" ] || exit 1
fi
[ -z "$signal" ] || exit $((128 + signal))
exit 0
