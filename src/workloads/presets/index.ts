import { afXdp } from './af-xdp.ts';
import { attackerDioLibc, attackerRdma4Processes, attackerUringMemlock } from './attackers.ts';
import { database } from './database.ts';
import { desktop } from './desktop.ts';
import { directIo } from './direct-io.ts';
import { forkShared } from './fork-shared.ts';
import { gupTest } from './gup-test.ts';
import { ioUringFixed } from './io-uring-fixed.ts';
import { libcPage } from './libc-page.ts';
import type { Preset } from './preset.ts';
import { processVm } from './process-vm.ts';
import { rdma } from './rdma.ts';
import { sendZc } from './send-zc.ts';
import { v4l2Userptr } from './v4l2-userptr.ts';
import { vfio } from './vfio.ts';
import { vmHost } from './vm-host.ts';
import { vmsplice } from './vmsplice.ts';

export type { Comparison, Preset } from './preset.ts';

/** The models that ship with bitpart, by id. A later preset is a file of its own, listed here. */
export const PRESETS: Readonly<Record<string, Preset>> = Object.fromEntries(
  [
    rdma,
    vfio,
    directIo,
    ioUringFixed,
    vmsplice,
    processVm,
    sendZc,
    afXdp,
    v4l2Userptr,
    gupTest,
    forkShared,
    database,
    desktop,
    vmHost,
    libcPage,
    attackerDioLibc,
    attackerUringMemlock,
    attackerRdma4Processes,
  ].map((preset) => [preset.id, preset]),
);
