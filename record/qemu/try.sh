#!/bin/sh
# Tries the recording kit on a kernel of Debian's, in QEMU under software emulation: no KVM and no root are needed, and
# nothing is installed. Boots the kernel with an initramfs of busybox, records workload.c with pins.sh, and brings the
# recording out.
#
#   try.sh OUT.trace.txt.gz PACKAGE.deb...     e.g. linux-image-6.12.107+deb13-amd64_6.12.107-1_amd64.deb
#
# Options for pins.sh go into OPTIONS (OPTIONS=-k for kprobes). Takes about a minute; the machine has 2 CPUs and 1 GiB.
# Needs: qemu-system-x86_64, a static busybox (busybox-static), cpio, gcc with a static libc, dpkg-deb, xz.

set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)

say() { printf 'try.sh: %s\n' "$*" >&2; }
fail() {
  say "$@"
  exit 2
}
[ $# -ge 2 ] || fail 'takes where to write the recording, and the packages of a kernel; see the head of this file'
out=$1
shift
[ ! -e "$out" ] || fail "$out is there already"
for tool in qemu-system-x86_64 busybox cpio gcc dpkg-deb xz gzip; do
  command -v "$tool" >/dev/null 2>&1 || fail "there is no $tool here"
done

lab=$(mktemp -d)
trap 'rm -rf -- "$lab"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -p "$lab/kernel" "$lab/init/bin" "$lab/init/mod" "$lab/share/out"

# --- the kernel, and the modules that bring a disk and a shared folder

for package in "$@"; do
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$lab/kernel" --wildcards './boot/vmlinuz*' '*/vmlinuz' \
    '*/kernel/drivers/virtio/*' '*/kernel/drivers/block/virtio*' '*/kernel/fs/9p/*' '*/kernel/net/9p/*' \
    '*/kernel/fs/netfs/*' '*/kernel/fs/fscache/*' 2>/dev/null || : # each package has some of them
done
vmlinuz=$(find "$lab/kernel" -name 'vmlinuz*' -type f | head -n 1)
[ -n "$vmlinuz" ] || fail 'there is no kernel in these packages; some kernels come in several (linux-binary-…, linux-modules-…)'
modules='virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk netfs fscache 9pnet 9pnet_virtio 9p'
for module in $modules; do
  found=$(find "$lab/kernel" -name "$module.ko" -o -name "$module.ko.xz" | head -n 1)
  case $found in
  *.xz) xz -dc "$found" >"$lab/init/mod/$module.ko" ;;
  *.ko) cp "$found" "$lab/init/mod/" ;;
  esac
done

# --- what runs in it

gcc -O2 -static -o "$lab/share/workload" "$here/workload.c"
mkdir "$lab/share/record"
cp "$here"/../*.sh "$here"/../*.awk "$lab/share/record/"
cp "$(command -v busybox)" "$lab/init/bin/busybox"
for applet in $(busybox --list); do
  [ "$applet" = busybox ] || ln -s busybox "$lab/init/bin/$applet"
done
mkdir "$lab/init/proc" "$lab/init/sys" "$lab/init/dev" "$lab/init/tmp" "$lab/init/lab"
cat >"$lab/init/init" <<INIT
#!/bin/sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tracefs nodev /sys/kernel/tracing
for module in $modules; do
  [ ! -f /mod/\$module.ko ] || insmod /mod/\$module.ko
done
mount -t 9p -o trans=virtio,version=9p2000.L lab /lab
ulimit -l unlimited
sh /lab/record/pins.sh ${OPTIONS:-} -o /lab/out/recording.gz -- /lab/workload /dev/vda
echo \$? > /lab/out/status
sh /lab/record/snapshot.sh /lab/out/snapshot
ls /sys/kernel/tracing/instances > /lab/out/left
cat /sys/kernel/tracing/kprobe_events >> /lab/out/left
poweroff -f
INIT
chmod +x "$lab/init/init"
(cd "$lab/init" && find . | cpio -o -H newc --quiet | gzip -1) >"$lab/initramfs.gz"
truncate -s 16M "$lab/disk"

# --- run it

timeout 900 nice qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 1024 -cpu max,la57=off -nodefaults -no-reboot \
  -display none -serial stdio -kernel "$vmlinuz" -initrd "$lab/initramfs.gz" \
  -append 'console=ttyS0 panic=-1 quiet loglevel=3' -drive "file=$lab/disk,if=virtio,format=raw" \
  -virtfs "local,path=$lab/share,mount_tag=lab,security_model=none" </dev/null >&2 || fail "QEMU ended with status $?"

[ -f "$lab/share/out/status" ] || fail 'the machine did not come to the end'
[ ! -s "$lab/share/out/left" ] || fail "was left behind in tracefs: $(cat "$lab/share/out/left")"
status=$(cat "$lab/share/out/status")
[ -f "$lab/share/out/recording.gz" ] || fail "pins.sh ended with status $status and made no recording"
cp "$lab/share/out/recording.gz" "$out"
gzip -dc "$out" | grep -E '^# (kernel|events|lost|vmstat|pins)' >&2
say "$out; pins.sh ended with status $status"
exit "$status"
