/*
 * Loaded with LD_PRELOAD: gives the pseudo-terminals of simulated hidraw devices the two requests for feature reports,
 * which only a real hidraw device has. A request goes to the socket $HID_FEATURES/NUMBER, where NUMBER is that of the
 * pseudo-terminal: one byte 'S' (set) or 'G' (get), the length in two bytes, and the report with its id first. The answer
 * is the length in two bytes (0xFFFF: the device refuses) and, for 'G', the report.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

enum { SET_FEATURE = 0x06, GET_FEATURE = 0x07, REFUSED = 0xFFFF };

static int is_whole(ssize_t done, size_t length) { return done == (ssize_t)length; }

/* Connects to the device behind a pseudo-terminal; -1: it is none. */
static int connect_to_device(int fd) {
  const char *folder = getenv("HID_FEATURES");
  char link[64], target[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, target, sizeof target - 1);
  if (folder == NULL || length <= 0) return -1;
  target[length] = '\0';
  const char *number = strrchr(target, '/');
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (number == NULL || snprintf(address.sun_path, sizeof address.sun_path, "%s%s", folder, number) >=
                            (int)sizeof address.sun_path)
    return -1;
  int device = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (device >= 0 && connect(device, (struct sockaddr *)&address, sizeof address) == 0) return device;
  if (device >= 0) close(device);
  return -1;
}

static int ask(int device, int is_set, uint8_t *report, uint16_t length) {
  uint8_t head[3] = {is_set ? 'S' : 'G', length & 0xFF, length >> 8}, answer[2];
  if (!is_whole(write(device, head, sizeof head), sizeof head) ||
      !is_whole(write(device, report, length), length) ||
      !is_whole(recv(device, answer, sizeof answer, MSG_WAITALL), sizeof answer))
    return -1;
  uint16_t taken = answer[0] | answer[1] << 8;
  if (taken == REFUSED || taken > length) return -1;
  if (!is_set && !is_whole(recv(device, report, taken, MSG_WAITALL), taken)) return -1;
  return taken;
}

int ioctl(int fd, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  unsigned number = _IOC_NR(request);
  if (_IOC_TYPE(request) != 'H' || (number != SET_FEATURE && number != GET_FEATURE))
    return (int)syscall(SYS_ioctl, fd, request, argument);
  int device = connect_to_device(fd);
  if (device < 0) return (int)syscall(SYS_ioctl, fd, request, argument);
  int result = ask(device, number == SET_FEATURE, argument, _IOC_SIZE(request));
  close(device);
  if (result < 0) errno = EIO;
  return result;
}
