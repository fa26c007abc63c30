#!/bin/sh
# Runs a command on a machine with a simulated USB bus: bus.sh FOLDER COMMAND..., with policies.json in FOLDER, and with
# hid, a line for each HID device: its hidraw name, vendor and product (four upper-case hexadecimal digits), serial number
# and product name. The file hid-NAME is its report descriptor.
# Run it only inside `unshare --mount --net`: it mounts its own sysfs, udev database, /dev and Chromium policies over the
# real ones. Chromium then finds:
#   /dev/ttyACM0  "Arduino Uno", USB 2341:0043, the CDC-ACM port that any Uno has
#   /dev/hidraw0 and more: those HID devices
# They are symlinks into FOLDER, where test/hardware/usb.py puts pseudo-terminals.
set -eu
folder=$1
shift
bus=devices/pci0000:00/0000:00:14.0/usb1

# No mount may leave the namespace.
mount --make-rprivate /

sys=$folder/sys
mkdir -p "$sys/class/tty" "$sys/class/hidraw" "$sys/class/net" "$sys/class/block" \
  "$sys/bus/usb/devices" "$sys/bus/hid/devices" "$sys/fs" "$sys/kernel"

# Makes a device in FOLDER/sys/: node PATH SUBSYSTEM (a folder below /sys), with its uevent on stdin.
node() {
  mkdir -p "$sys/$1"
  cat >"$sys/$1/uevent"
  ln -s "$(realpath -m --relative-to="$sys/$1" "$sys/$2")" "$sys/$1/subsystem"
}
# Makes a character device: character PATH CLASS MAJOR:MINOR.
character() {
  printf 'MAJOR=%s\nMINOR=%s\nDEVNAME=%s\n' "${3%:*}" "${3#*:}" "$(basename "$1")" | node "$1" "class/$2"
  echo "$3" >"$sys/$1/dev"
  ln -s "../../$1" "$sys/class/$2/$(basename "$1")"
}

uno=$bus/1-1
printf 'DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=2341/43/1\nBUSNUM=001\nDEVNUM=002\n' | node $uno bus/usb
printf 'DEVTYPE=usb_interface\nDRIVER=cdc_acm\n' | node $uno/1-1:1.0 bus/usb
character $uno/1-1:1.0/tty/ttyACM0 tty 166:0

port=2
while read -r name vendor product serial title; do
  device=$bus/1-$port
  hid=$device/1-$port:1.0/0003:$vendor:$product.0001
  printf 'DEVTYPE=usb_device\nDRIVER=usb\nPRODUCT=%s/%s/100\n' "$vendor" "$product" | node $device bus/usb
  printf 'DEVTYPE=usb_interface\nDRIVER=usbhid\n' | node $device/1-$port:1.0 bus/usb
  printf 'DRIVER=hid-generic\nHID_ID=0003:0000%s:0000%s\nHID_NAME=%s\nHID_UNIQ=%s\n' \
    "$vendor" "$product" "$title" "$serial" | node $hid bus/hid
  character $hid/hidraw/$name hidraw 241:${name#hidraw}
  cp "$folder/hid-$name" "$sys/$hid/report_descriptor"
  port=$((port + 1))
done <"$folder/hid"

# Because of the serial number Chromium keeps a grant after a replug.
mkdir -p "$folder/run/udev/data"
printf '%s\n' I:1 E:ID_BUS=usb E:ID_VENDOR_ID=2341 E:ID_MODEL_ID=0043 'E:ID_MODEL_ENC=Arduino\x20Uno' \
  E:ID_SERIAL_SHORT=UNO0001 G:systemd Q:systemd V:1 >"$folder/run/udev/data/c166:0"
touch "$folder/run/udev/control"

# Chromium accepts only ports whose driver the kernel lists.
{
  grep -v '/dev/ttyACM' /proc/tty/drivers || true
  echo 'acm                  /dev/ttyACM  166 0-255 serial'
} >"$folder/drivers"

mkdir -p "$folder/etc"
cp -r /etc/chromium/. "$folder/etc/" 2>/dev/null || true
rm -rf "$folder/etc/policies"
mkdir -p "$folder/etc/policies/managed"
cp "$folder/policies.json" "$folder/etc/policies/managed/"

# /dev has only what programs need, and none of the ports of the real machine.
mkdir -p "$folder/dev"
for name in null zero full random urandom tty; do
  touch "$folder/dev/$name"
  mount --bind "/dev/$name" "$folder/dev/$name"
done
for name in pts shm; do
  mkdir "$folder/dev/$name"
  mount --rbind "/dev/$name" "$folder/dev/$name"
done
ln -s pts/ptmx "$folder/dev/ptmx" # a bind mount would not find its pts
for name in fd stdin stdout stderr; do cp -P "/dev/$name" "$folder/dev/$name"; done
ln -s "$folder/ttyACM0" "$folder/dev/ttyACM0"
while read -r name _; do ln -s "$folder/$name" "$folder/dev/$name"; done <"$folder/hid"

mkdir -p /etc/chromium
mount --bind "$folder/etc" /etc/chromium
mount --bind "$folder/run" /run
mount --bind "$folder/drivers" /proc/tty/drivers
mount --bind "$sys" /sys
mount --rbind "$folder/dev" /dev
# libudev would refuse a sysfs that is an ordinary folder.
export SYSTEMD_DEVICE_VERIFY_SYSFS=0
exec "$@"
