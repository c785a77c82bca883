import type { Attacker, Limit } from './types.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Kernel stack of a task, bytes (x86-64, THREAD_SIZE). */
export const KERNEL_STACK = 16 * KIB;

/** What kernel.pid_max can be set to at most (include/linux/threads.h; docs/kernel-facts.md 1.4). */
export const PID_MAX_LIMIT = 4_194_304;

/** kernel.pid_max by default: PID_MAX_DEFAULT, or PIDS_PER_CPU_DEFAULT for each CPU where that is more (kernel/pid.c). */
export const defaultPidMax = (cpus: number): number => Math.min(PID_MAX_LIMIT, Math.max(32_768, PIDS_PER_CPU * cpus));

const PIDS_PER_CPU = 1024;

/** CPUs from which on so many tasks have a pid by default, pids being below kernel.pid_max; null: no machine has so many. */
export function cpusForTasks(tasks: number): number | null {
  if (tasks >= PID_MAX_LIMIT) return null;
  return tasks < defaultPidMax(1) ? 1 : Math.ceil((tasks + 1) / PIDS_PER_CPU);
}

/** The most CPUs that an x86-64 kernel can be built for (NR_CPUS with MAXSMP). */
export const NR_CPUS_LIMIT = 8192;

/**
 * Limits of an unprivileged local user with the kernel's own defaults, on a machine with so many bytes of memory and CPUs.
 * What the kernel derives from them is derived here: half of threads-max, file-max and pid_max.
 */
export function kernelDefaults(memory: number, cpus = 2): Readonly<Record<string, Limit>> {
  return {
    memory: {
      value: memory,
      unit: 'bytes',
      per: 'system',
      name: 'kernel memory',
      source: 'all memory of the machine; a memory cgroup would be lower',
    },
    memlock: {
      value: 8 * MIB,
      unit: 'bytes',
      per: 'user',
      name: 'RLIMIT_MEMLOCK',
      source: 'MLOCK_LIMIT, docs/kernel-facts.md 2.2; RDMA and VFIO count it per process',
    },
    nproc: {
      value: Math.floor(memory / (8 * KERNEL_STACK) / 2),
      unit: 'count',
      per: 'user',
      name: 'RLIMIT_NPROC',
      source: 'half of threads-max, which is memory / (8 * THREAD_SIZE): kernel/fork.c',
    },
    pids: {
      value: defaultPidMax(cpus) - 1,
      unit: 'count',
      per: 'system',
      name: 'kernel.pid_max',
      source:
        'max(32,768, 1,024 a CPU), kernel/pid.c; pids, one a task, are below it. systemd raises it to 4,194,304 on 64 bits',
    },
    nofile: {
      value: 4096,
      unit: 'count',
      per: 'process',
      name: 'RLIMIT_NOFILE',
      source: 'INR_OPEN_MAX, the hard limit: include/uapi/linux/fs.h',
    },
    'file-max': {
      value: Math.floor(memory / KIB / 10),
      unit: 'count',
      per: 'system',
      name: 'fs.file-max',
      source: 'a tenth of memory in KiB: fs/file_table.c; it stopped the recorded attack at 416,370 (traces/README.md)',
    },
    'max-map-count': {
      value: 65_530,
      unit: 'count',
      per: 'process',
      name: 'vm.max_map_count',
      source: 'docs/kernel-facts.md 2.2',
    },
    'pipe-user-pages-soft': {
      value: 16_384,
      unit: 'count',
      per: 'user',
      name: 'fs.pipe-user-pages-soft',
      source:
        'PIPE_DEF_BUFFERS * INR_OPEN_CUR, fs/pipe.c: docs/kernel-facts.md 2.2; past it a pipe has 2 slots instead of 16',
    },
    'uring-buffers': {
      value: 16_384,
      unit: 'count',
      per: 'ring',
      name: 'IORING_MAX_REG_BUFFERS',
      source: '1 << 14, io_uring/rsrc.c: docs/kernel-facts.md 2.2',
    },
    'uio-maxiov': {
      value: 1024,
      unit: 'count',
      per: 'call',
      name: 'UIO_MAXIOV',
      source: 'include/uapi/linux/uio.h: docs/kernel-facts.md 2.2',
    },
    'aio-max-nr': {
      value: 65_536,
      unit: 'count',
      per: 'system',
      name: 'fs.aio-max-nr',
      source: '0x10000, fs/aio.c: docs/kernel-facts.md 2.2',
    },
  };
}

/** The machine of the recordings: 4 GiB, no devices, every limit as the kernel sets it. */
export const LOCAL_USER: Attacker = {
  id: 'local-user',
  name: 'an unprivileged local user, 4 GiB, kernel defaults',
  limits: kernelDefaults(4 * GIB),
  has: [],
};

/** The same on a server of 64 CPUs. */
export const SERVER_USER: Attacker = {
  id: 'server-user',
  name: 'an unprivileged local user, 256 GiB, 64 CPUs, kernel defaults',
  limits: kernelDefaults(256 * GIB, 64),
  has: [],
};

/** A user who may open an RDMA device, as HPC users may. */
export const RDMA_USER: Attacker = {
  ...LOCAL_USER,
  id: 'rdma-user',
  name: 'a local user with an RDMA device, 4 GiB, kernel defaults',
  has: ['rdma device'],
};

export const ATTACKERS: readonly Attacker[] = [LOCAL_USER, SERVER_USER, RDMA_USER];
