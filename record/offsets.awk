# Reads where the kernel keeps what the probes show, from its own type data (BTF, /sys/kernel/btf/vmlinux).
#
#   od -An -v -tu4 vmlinux | awk -v names="$(… string offsets …)" -f offsets.awk
#
# `names`: blanks between `name=offset`, the place of each name in BTF's string section. Input: the file as 32-bit words.
# Output: one `key value` a line. `page._refcount 52`: the member lies 52 bytes into struct page, inside whatever unnamed
# structs and unions. `PG_head 6`: the value of an enumerator. `try_grab_page bool`: what the function returns, where that
# is a bool. What is not there is not printed.
#
# Layout of BTF: Documentation/bpf/btf.rst. A header (magic 0xeB9F, hdr_len, type_off, type_len, str_off, str_len), then
# types: 3 words each (name, info, size or type) and, by kind, more.

BEGIN {
  n = split(names, pairs, " ")
  for (i = 1; i <= n; i++) {
    at = index(pairs[i], "=")
    nameOf[substr(pairs[i], at + 1) + 0] = substr(pairs[i], 1, at - 1)
  }
  split("page folio bio", list, " ")
  for (i in list) isStruct[list[i]] = 1
  split("_mapcount _refcount _pincount compound_head bi_opf bi_flags", list, " ")
  for (i in list) isMember[list[i]] = 1
  split("PG_head FOLL_WRITE FOLL_GET FOLL_LONGTERM FOLL_PIN", list, " ")
  for (i in list) isValue[list[i]] = 1
  # Words beyond the first three, a type and a member, by kind.
  each[4] = each[5] = each[15] = each[19] = 3
  each[6] = each[13] = 2
  once[1] = once[14] = once[17] = 1
  once[3] = 3
  type = 0
  word = 0
  first = last = -1
  skip = 0
  need = 0
}

{
  for (i = 1; i <= NF; i++) {
    if (skip > 0) {
      # Most words belong to types of no interest: pass over as many as this line has.
      step = NF - i + 1
      if (step > skip) step = skip
      skip -= step
      word += step
      i += step - 1
      continue
    }
    at = word++
    if (at < 6) {
      if (at == 0 && $i % 65536 != 60319) exit 1
      if (at == 1) header = $i
      if (at == 2) first = (header + $i) / 4
      if (at == 3) last = first + $i / 4
      if (at == 5) skip = first - 6
      continue
    }
    if (at >= last) next
    if (need == 0) {
      name = $i
      need = 2
      type++
      part = 0
    } else if (part < 2) {
      part++
      if (part == 1) {
        info = $i
        continue
      }
      kind = int(info / 16777216) % 32
      vlen = info % 65536
      if ((name in nameOf) && (nameOf[name] == "bool" || nameOf[name] == "_Bool")) isBool[type] = 1
      if (kind == 12 && (name in nameOf) && nameOf[name] == "try_grab_page") grabProto = $i
      if (kind == 13) returns[type] = $i
      isWanted = (name in nameOf) && (nameOf[name] in isStruct)
      if ((kind == 4 || kind == 5) && (name == 0 || isWanted)) {
        members = vlen
        if (isWanted && kind == 4) structOf[nameOf[name]] = type
      } else if (kind == 6 && (name == 0 || (name in nameOf && nameOf[name] == "pageflags"))) {
        members = vlen
      } else {
        skip = once[kind] + each[kind] * vlen
        members = 0
      }
      width = each[kind]
      if (members == 0) need = 0
      field = 0
    } else {
      value[field++] = $i
      if (field < width) continue
      field = 0
      if (kind == 6) {
        if ((value[0] in nameOf) && (nameOf[value[0]] in isValue)) print nameOf[value[0]], value[1]
      } else if (value[0] == 0) {
        inner[type] = inner[type] " " value[1] ":" int(value[2] % 16777216 / 8)
      } else if ((value[0] in nameOf) && (nameOf[value[0]] in isMember)) {
        own[type] = own[type] " " nameOf[value[0]] ":" int(value[2] % 16777216 / 8)
      }
      if (--members == 0) need = 0
    }
  }
}

function show(struct, type, base, depth,    parts, count, i, pair) {
  if (depth > 8) return
  count = split(own[type], parts, " ")
  for (i = 1; i <= count; i++) {
    split(parts[i], pair, ":")
    print struct "." pair[1], base + pair[2]
  }
  count = split(inner[type], parts, " ")
  for (i = 1; i <= count; i++) {
    split(parts[i], pair, ":")
    show(struct, pair[1], base + pair[2], depth + 1)
  }
}

END {
  if (grabProto && (returns[grabProto] in isBool)) print "try_grab_page", "bool"
  for (struct in structOf) show(struct, structOf[struct], 0, 0)
}
