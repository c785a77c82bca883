/*
 * Pins pages in the ways that bitpart's recordings know, a little of each, so that a recording of it is small.
 *
 *   workload DEVICE
 *
 * direct I/O: three processes read into and write from the same eight pages of memory, four requests at a time each (the
 * first MiB of DEVICE is overwritten).
 * io_uring: six rings register the same four pages, and one ring a huge page, if there is one.
 * process_vm_readv and _writev: between two processes.
 * vmsplice: ordinary references, not pins.
 *
 * Build: gcc -O2 -static -o workload workload.c
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096
#define HUGE (2 << 20)

static void check(long result, const char *what) {
  if (result >= 0) return;
  fprintf(stderr, "workload: %s: %s\n", what, strerror(errno));
  exit(1);
}

static char *shared(size_t bytes) {
  char *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) check(-1, "mmap");
  memset(at, 1, bytes);
  return at;
}

static void direct_io(const char *device) {
  char *buffer = shared(8 * PAGE);
  for (int process = 0; process < 3; process++) {
    if (fork() != 0) continue;
    int file = open(device, O_RDWR | O_DIRECT);
    check(file, device);
    aio_context_t context = 0;
    check(syscall(SYS_io_setup, 4, &context), "io_setup");
    for (int round = 0; round < 4; round++) {
      struct iocb requests[4] = {0};
      struct iocb *list[4];
      struct io_event done[4];
      for (int i = 0; i < 4; i++) {
        requests[i].aio_fildes = file;
        requests[i].aio_lio_opcode = i == 3 ? IOCB_CMD_PWRITE : IOCB_CMD_PREAD;
        requests[i].aio_buf = (unsigned long)buffer;
        requests[i].aio_nbytes = 8 * PAGE;
        requests[i].aio_offset = (process * 4 + i) * 8 * PAGE;
        list[i] = &requests[i];
      }
      check(syscall(SYS_io_submit, context, 4, list), "io_submit");
      check(syscall(SYS_io_getevents, context, 4, 4, done, NULL), "io_getevents");
      for (int i = 0; i < 4; i++)
        if (done[i].res != 8 * PAGE) fprintf(stderr, "workload: a request came back with %lld\n", (long long)done[i].res);
    }
    syscall(SYS_io_destroy, context);
    _exit(0);
  }
}

static int ring_with(void *at, size_t bytes) {
  char params[120] = {0}; /* struct io_uring_params */
  int ring = syscall(SYS_io_uring_setup, 4, params);
  check(ring, "io_uring_setup");
  struct iovec buffer = {at, bytes};
  check(syscall(SYS_io_uring_register, ring, 0 /* IORING_REGISTER_BUFFERS */, &buffer, 1), "io_uring_register");
  return ring;
}

static void io_uring(void) {
  int rings[7];
  char *buffer = shared(4 * PAGE);
  for (int i = 0; i < 6; i++) rings[i] = ring_with(buffer, 4 * PAGE);
  char *huge = mmap(NULL, 2 * HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  huge = (char *)(((unsigned long)huge + HUGE - 1) & ~(unsigned long)(HUGE - 1));
  madvise(huge, HUGE, MADV_HUGEPAGE);
  memset(huge, 1, HUGE);
  rings[6] = ring_with(huge, 16 * PAGE);
  usleep(50000);
  for (int i = 0; i < 7; i++) {
    check(syscall(SYS_io_uring_register, rings[i], 1 /* IORING_UNREGISTER_BUFFERS */, NULL, 0), "unregister");
    close(rings[i]);
  }
}

static void process_vm(void) {
  char *remote = shared(8 * PAGE);
  char *local = shared(8 * PAGE);
  int ready[2];
  check(pipe(ready), "pipe");
  pid_t child = fork();
  if (child == 0) {
    close(ready[1]);
    char byte;
    (void)!read(ready[0], &byte, 1);
    _exit(0);
  }
  struct iovec here = {local, 8 * PAGE}, there = {remote, 8 * PAGE};
  for (int i = 0; i < 8; i++) {
    check(process_vm_readv(child, &here, 1, &there, 1, 0), "process_vm_readv");
    check(process_vm_writev(child, &here, 1, &there, 1, 0), "process_vm_writev");
  }
  close(ready[1]);
  close(ready[0]);
}

static void pipe_pages(void) {
  char *buffer = shared(4 * PAGE);
  int ends[2];
  check(pipe(ends), "pipe");
  struct iovec pages = {buffer, 4 * PAGE};
  check(vmsplice(ends[1], &pages, 1, 0), "vmsplice");
  close(ends[0]);
  close(ends[1]);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "workload DEVICE: overwrites the first MiB of DEVICE\n");
    return 2;
  }
  direct_io(argv[1]);
  process_vm();
  io_uring();
  pipe_pages();
  int status, failed = 0;
  while (wait(&status) > 0) failed |= status != 0;
  return failed;
}
