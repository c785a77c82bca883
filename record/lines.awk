# Writes what the kernel traced in the one form that bitpart reads, whatever this kernel's compiler and version made of it.
#
#   awk -v pin=524288 -v get=2 -v longterm=256 -v head=6 -v returns=int -v tail=head \
#     -v taken=554 -v dropped=554 -f lines.awk trace trace
#
# The trace is given twice: what the first reading counts decides how the second one writes.
#
# pin, get, longterm: FOLL_PIN, FOLL_GET, FOLL_LONGTERM of this kernel. head: its bit of PG_head in page flags. returns:
# bool where try_grab_page returns true on success, int where it returns 0. tail: head where a page in the middle of a folio
# holds the folio's address, else none. taken, dropped: pins in the time of the recording by the kernel's own count
# (/proc/vmstat), or empty; where the recording has other numbers, standard error says so and the exit status is 3.
#
# What is not in the kernel's own words; a comment in the output says each that happened:
#  - Drops. Every unpin ends in gup_put_folio (event put), but a compiler may have copied that into the functions that
#    drop one folio: unpin_user_folio (ufolio), unpin_user_page (upage), unpin_folio (unfolio). Where most events of such
#    a function are not followed by a put of the same folio, each is written as a put, too.
#  - Kernels before 6.11 (grab_in, grab_out, grab_fast_in, grab_fast_out): entry and return of try_grab_page and
#    try_grab_folio are joined into grab and grab_fast. rc of grab is the count at entry and what the call adds: 1024 for a
#    pin of a small folio, 1 otherwise.
#  - flags carry the values of kernels from 6.3 on (FOLL_WRITE 1, FOLL_GET 2, FOLL_LONGTERM 0x100, FOLL_PIN 0x80000); where
#    they are others here, the kernel's own word is kept as kflags.
#  - Bit 6 of pf marks a large folio, as in newer kernels; where PG_head is another bit, the two are exchanged.

BEGIN {
  hex = "0123456789abcdef"
  isOld = pin != 524288
  functionOf["ufolio"] = "unpin_user_folio"
  functionOf["upage"] = "unpin_user_page"
  functionOf["unfolio"] = "unpin_folio"
  pins = unpins = unpaired = hidden = 0
}

FNR == 1 {
  pass++
  isSaid = 0
  if (pass == 2) {
    for (name in total) if (followed[name] * 2 < total[name]) isCopied[name] = 1
  }
}

/^#/ || /^$/ || /\[LOST [0-9]+ EVENTS\]/ {
  if (pass == 1) next
  # The header counts the lines that the kernel wrote; once entry and return are joined there are fewer.
  if (isJoined) sub(/^# entries-in-buffer\/entries-written:/, "# before joining, in buffer/written:")
  print
  next
}

{
  # `comm-pid [cpu] flags seconds: event: (function) key=value …`; a comm may hold blanks, brackets and colons.
  if (!match($0, /-[0-9]+ +\[[0-9]+\] /)) {
    if (pass == 2) print
    next
  }
  task = substr($0, RSTART, RLENGTH)
  after = RSTART + RLENGTH
  if (!match(substr($0, after), / [a-z_]+: \(/)) {
    if (pass == 2) print
    next
  }
  prefix = substr($0, 1, after + RSTART - 1)
  event = substr($0, after + RSTART, RLENGTH - 4)
  rest = substr($0, after + RSTART + RLENGTH - 2)
}

pass == 1 {
  if (event in functionOf) {
    if (event == "upage" && isTail(rest) && tail == "none") next
    pending[task] = event == "upage" ? folioOf(rest) : field(rest, "folio")
    of[task] = event
    total[event]++
  } else if (event == "put") {
    if ((task in pending) && pending[task] == field(rest, "folio")) {
      followed[of[task]]++
      delete pending[task]
    }
  } else if (event == "grab_in" || event == "grab_fast_in") isJoined = 1
  next
}

!isSaid {
  isSaid = 1
  for (name in isCopied) print "# " functionOf[name] " holds a copy of gup_put_folio: its events are written as put, too"
  if (isJoined) print "# grab, grab_fast: joined from entry and return; rc of grab is that at entry and what the call adds"
  if (isOld) print "# flags: values as from Linux 6.3 on; kflags: as here"
  if (head != 6) print "# pf: bits 6 and " head " exchanged, so that bit 6 marks a large folio"
}

event == "grab_fast_in" || event == "grab_in" {
  if ((task, event) in entered) unpaired++
  entered[task, event] = rest
  next
}

event == "grab_fast_out" {
  entry = entryOf("grab_fast_in")
  if (entry == "") next
  folio = field(rest, "folio")
  refs = field(entry, "refs")
  if (bit(word, pin) && folio != "0x0") pins += refs
  print prefix "grab_fast: " caller(rest) " page=" field(entry, "page") " refs=" refs flags(entry) " folio=" folio shown(rest, "", 0)
  next
}

event == "grab_out" {
  entry = entryOf("grab_in")
  if (entry == "") next
  ret = field(rest, "ret")
  if (returns == "bool") ret = ret == "0" ? -12 : 0
  which = isTail(entry) ? "h" : ""
  adds = 0
  if (ret == 0) {
    if (bit(word, pin)) {
      pins++
      adds = bitOfHex(field(entry, which "pf"), head) ? 1 : 1024
    } else if (bit(word, get)) adds = 1
  }
  print prefix "grab: " caller(rest) " folio=" folioOf(entry) " refs=1" flags(entry) " ret=" ret shown(entry, which, adds)
  next
}

event == "grab" || event == "grab_fast" {
  if (bit(number(field(rest, "flags")), pin) && field(rest, event == "grab" ? "ret" : "folio") ~ (event == "grab" ? "^0$" : "[1-9a-f]"))
    pins += field(rest, "refs")
  print
  next
}

event == "put" {
  if (bit(number(field(rest, "flags")), pin)) unpins += field(rest, "refs")
  if (isOld || head != 6)
    print prefix "put: " caller(rest) " folio=" field(rest, "folio") " refs=" field(rest, "refs") flags(rest) shown(rest, "", 0)
  else print
  next
}

event in isCopied {
  print
  refs = field(rest, "n")
  if (refs == "") refs = 1
  which = event == "upage" && isTail(rest) ? "h" : ""
  if (which == "h" && tail == "none") {
    hidden += refs
    next
  }
  unpins += refs
  print prefix "put: " caller(rest) " folio=" (event == "upage" ? folioOf(rest) : field(rest, "folio")) " refs=" refs \
    " flags=0x80000" shown(rest, which, 0)
  next
}

{ print }

END {
  for (key in entered) unpaired++
  if (unpaired > 0) print "# " unpaired " entries without return, or returns without entry"
  if (hidden > 0) print "# " hidden " drops of pages in the middle of a folio, whose folio this kernel does not show"
  if (unpaired + hidden > 0) print "CPU:0 [LOST " unpaired + hidden " EVENTS]"
  print "# pins " pins ", unpins " unpins
  if (taken != "" && (differ(pins, taken) || differ(unpins, dropped))) {
    print "pins.sh: the recording has " pins " pins and " unpins " unpins, the kernel counted " taken " and " dropped | "cat 1>&2"
    close("cat 1>&2")
    exit 3
  }
}

# By more than what may happen between reading the kernel's count and starting or stopping the recording.
function differ(recorded, counted,    gap) {
  gap = recorded - counted
  if (gap < 0) gap = -gap
  return gap > 16 && gap * 100 > counted
}

function entryOf(name,    entry) {
  if (!((task, name) in entered)) {
    unpaired++
    return ""
  }
  entry = entered[task, name]
  delete entered[task, name]
  word = number(field(entry, "flags"))
  return entry
}

function field(text, key,    at) {
  at = index(text, " " key "=")
  if (at == 0) return ""
  text = substr(text, at + length(key) + 2)
  at = index(text, " ")
  return at == 0 ? text : substr(text, 1, at - 1)
}

# `(function+0x126/0x620 <- function)`
function caller(text) {
  return substr(text, 1, index(text, ")"))
}

# A page in the middle of a folio: bit 0 of the word beside its flags is set.
function isTail(text,    own) {
  own = field(text, "head")
  return index("13579bdf", substr(own, length(own), 1)) > 0
}

# The folio of the page of grab_in or upage.
function folioOf(text,    own) {
  if (!isTail(text)) return field(text, "page")
  own = field(text, "head")
  return substr(own, 1, length(own) - 1) substr(hex, index(hex, substr(own, length(own), 1)) - 1, 1)
}

function flags(text,    own, value) {
  own = field(text, "flags")
  if (!isOld) return " flags=" own
  value = number(own)
  return sprintf(" flags=0x%x kflags=%s", value % 2 + bit(value, get) * 2 + bit(value, longterm) * 256 + bit(value, pin) * 524288, own)
}

# rc, mc, pf and lpin; `which` is h for those of the folio of a page in its middle.
function shown(text, which, adds,    out, value) {
  value = field(text, which "rc")
  out = " rc=" (adds > 0 ? value + adds : value) " mc=" field(text, which "mc") " pf=" exchanged(field(text, which "pf"))
  value = field(text, which "lpin")
  return value == "" ? out : out " lpin=" value
}

function bit(value, mask) {
  return int(value / mask) % 2
}

# Some awks are built without powers.
function power(n,    value) {
  for (value = 1; n > 0; n--) value *= 2
  return value
}

# Of hexadecimal text of at most 52 bits.
function number(text,    i, value) {
  value = 0
  for (i = 3; i <= length(text); i++) value = value * 16 + index(hex, substr(text, i, 1)) - 1
  return value
}

# Page flags have 64 bits, more than a number of awk holds: they are looked at digit by digit.
function bitOfHex(text, n) {
  return int(digitAt(text, int(n / 4)) / power(n % 4)) % 2
}

function digitAt(text, n) {
  n = length(text) - n
  return n < 3 ? 0 : index(hex, substr(text, n, 1)) - 1
}

function exchanged(text,    low, high) {
  if (head == 6 || text !~ /^0x/) return text
  while (length(text) - 2 <= int(head / 4)) text = "0x0" substr(text, 3)
  low = bitOfHex(text, 6)
  high = bitOfHex(text, head)
  if (low != high) text = withBit(withBit(text, 6, high), head, low)
  while (text ~ /^0x0./) text = "0x" substr(text, 4)
  return text
}

function withBit(text, n, value,    at, digit) {
  at = length(text) - int(n / 4)
  digit = digitAt(text, int(n / 4)) + (value - bitOfHex(text, n)) * power(n % 4)
  return substr(text, 1, at - 1) substr(hex, digit + 1, 1) substr(text, at + 1)
}
