import type { Hazard, Protocol, Step } from '../../harness/guard/index.ts';
import type { PageClass } from '../../harness/tally.ts';

/** Pages by who else can use them. An attacker's reference hurts others only on a page that others use too. */
export type Reach =
  /** Only the attacker uses it. */
  | 'own'
  /** A page that the attacker and others may write: shared memory, a file mapped for writing. */
  | 'shared-writable'
  /** A page of a file that the attacker may only read: a library, a file of somebody else's. */
  | 'read-only-file'
  /** A private page that a parent and its children share until one of them writes. */
  | 'cow-shared';

export const REACHES: readonly Reach[] = ['own', 'shared-writable', 'read-only-file', 'cow-shared'];

/** How much of something an attacker has. */
export interface Limit {
  /** 0 or more, in `unit`. */
  readonly value: number;
  readonly unit: 'bytes' | 'count';
  /** Whom it bounds. */
  readonly per: 'user' | 'process' | 'system' | 'ring' | 'call';
  /** What people call it: `RLIMIT_MEMLOCK`. */
  readonly name: string;
  /** Where the number comes from. */
  readonly source: string;
}

/** Somebody with a machine, by what that machine allows. */
export interface Attacker {
  readonly id: string;
  readonly name: string;
  /** By id: `memory`, `memlock`, `nproc`, … A move that uses a limit which is not here is not stopped by it. */
  readonly limits: Readonly<Record<string, Limit>>;
  /** Devices and capabilities, of those that moves need. */
  readonly has: readonly string[];
}

/** What a reference takes of a limit, in the limit's unit. */
export interface Use {
  readonly limit: string;
  readonly amount: number;
  /** A limit to divide `amount` by: 1 ring of file-max for as many references as `uring-buffers` allows in one. */
  readonly dividedBy?: string;
}

/** A way to gain references to a page and to keep them. */
export interface Move {
  readonly id: string;
  readonly name: string;
  /** The system calls. */
  readonly call: string;
  /** The kind of the default domain that is gained: `read-short`. */
  readonly kind: string;
  readonly reaches: readonly Reach[];
  /** Folios on which it gains so many references. */
  readonly folios: readonly PageClass[];
  /** Kernel memory, bytes for each reference. */
  readonly bytes: number;
  /** What the kernel charges, bytes for each reference, against what and for whom. */
  readonly charge: {
    readonly against: string;
    readonly per: 'user' | 'process' | 'ring' | 'nothing';
    readonly bytes: number;
  };
  /** Of limits for a user or the system as a whole. */
  readonly uses: readonly Use[];
  /**
   * How many references one task can hold: a number, or as many as a limit for a process has room for. Absent: any
   * number. Every task costs 1 of `nproc`, a pid and a kernel stack.
   */
  readonly perTask?: number | Use;
  /** The kernel does not refuse it where the count is negative, as it does for try_get_page and pins. Default false. */
  readonly cannotFail?: boolean;
  /** References that one system call gains. */
  readonly perCall: number;
  /** Measured: so many references in so many seconds. */
  readonly rate?: { readonly references: number; readonly seconds: number };
  /** Devices and capabilities without which there is no such move. */
  readonly needs: readonly string[];
  /** `measured`: done on a real kernel. `computed`: from the limits in its source, not tried. */
  readonly evidence: 'measured' | 'computed';
  readonly sources: readonly string[];
}

/**
 * What somebody may want to bring about.
 *
 * - `deny`: references of a kind are refused to others.
 * - `false-yes`: a question is answered yes although no reference of it is held: an unpinned page looks pinned, a read pin
 *   looks written.
 * - `saturate`: a field sticks, so that the page is never freed again.
 * - `carry`: a count flows into its neighbour.
 * - `sign`: the word reads as negative.
 * - `wrap`: references that are held read as none.
 */
export type ThreatId = 'deny' | 'false-yes' | 'saturate' | 'carry' | 'sign' | 'wrap';

export const THREATS: readonly ThreatId[] = ['deny', 'false-yes', 'saturate', 'carry', 'sign', 'wrap'];

/** Whom a layout has to stand: who attacks, and with what. */
export interface Against {
  /** Default: the unprivileged local user. */
  readonly attacker?: Attacker;
  /** Default: those that ship. */
  readonly moves?: readonly Move[];
}

/** References gained by one move. */
export interface PlanStep {
  readonly move: string;
  readonly references: number;
  readonly bytes: number;
  readonly charged: number;
  /** Against what, for whom: `RLIMIT_MEMLOCK per user`, `nothing`. */
  readonly charge: string;
  readonly calls: number;
  readonly tasks: number;
  /** Null where nobody measured it. */
  readonly seconds: number | null;
  readonly evidence: 'measured' | 'computed';
  readonly sources: readonly string[];
}

/** The cheapest way to a threat, for one attacker. */
export interface ExposureRecord {
  readonly layout: string;
  readonly attacker: string;
  readonly threat: ThreatId;
  /** The kinds, the question, the field or the word that is threatened. */
  readonly of: string;
  /** As a heading: `Deny read pins`. */
  readonly label: string;
  /** How many references it takes, whoever has them; a string beyond 2^53 − 1; null where no number does it. */
  readonly references: number | string | null;
  /** How many tasks have to be inside the window at the same moment; absent: it takes no race. */
  readonly tasks?: number | string;
  /** In a sentence: what happens, or why it cannot. */
  readonly how: string;
  /** `open`: the attacker can. `stopped`: a limit is in the way. `impossible`: no number of references does it. */
  readonly verdict: 'open' | 'stopped' | 'impossible';
  /** The limits that are in the way, and how many of the references they let the attacker have. */
  readonly stoppedBy?: { readonly limits: readonly string[]; readonly allows: number; readonly text: string };
  /** On which pages. */
  readonly pages: readonly Reach[];
  /** What the attacker does, as far as the limits let him. */
  readonly plan: readonly PlanStep[];
  readonly bytes: number;
  /** Bytes charged against a limit. */
  readonly charged: number;
  readonly seconds: number | null;
  /** In a sentence: what would have to change to make it safe; empty where it is. */
  readonly safe: string;
}

/** The shortest way in which a way to update goes wrong, on a word small enough to go through every interleaving. */
export interface RaceRecord {
  readonly protocol: Protocol;
  /** The word and what is to be seen, in a sentence without its full stop. */
  readonly what: string;
  readonly tasks: number;
  readonly hazard: Hazard;
  /** The word at the start, in binary, a blank between fields. */
  readonly start: string;
  /** States that were gone through. */
  readonly states: number;
  readonly steps: readonly Step[];
}

/** What an attacker needs from a field's warning level to its limit. */
export interface WarningRecord {
  readonly layout: string;
  readonly attacker: string;
  /** The field. */
  readonly of: string;
  /** The count from which on it warns. */
  readonly level: number;
  /** From the level to what happens at the limit; a string beyond 2^53 − 1. */
  readonly references: number | string;
  /** `open`: the attacker can come to the limit. `short`: only into the red zone. `silent`: not even so far. */
  readonly verdict: 'open' | 'short' | 'silent';
  /** By the fastest measured move; null where he cannot, or nobody measured it. */
  readonly seconds: number | null;
  readonly move: string | null;
  /** The same in words. */
  readonly text: string;
}

/** How many tasks a field stands under a protocol, and what comes about with one more. */
export interface GuardRecord {
  readonly layout: string;
  /** A field; of a bias a term, or `ordinary`. */
  readonly of: string;
  /** `unchecked`: nothing looks at a limit, so that it takes no race to pass it. */
  readonly protocol: Protocol | 'unchecked';
  /** The protocol that the other numbers of the layout assume: add where the guard allows it, else compare-and-swap. */
  readonly isDefault: boolean;
  /** Tasks, each doing one operation; a string beyond 2^53 − 1; null: any number. */
  readonly tasks: number | string | null;
  /** Tasks that go on with as many operations as they like. */
  readonly sustained: number | string | null;
  /** What one task more than `tasks` brings about. */
  readonly first: Hazard | null;
  /** The same for each hazard. */
  readonly hazards: readonly {
    readonly hazard: Hazard;
    readonly tasks: number | string | null;
    readonly sustained: number | string | null;
  }[];
  /**
   * Reserved bits with which the field, its limit unchanged, stands so many tasks (doing one operation each, going on);
   * null where no number is enough. Empty where the word has nothing to reserve.
   */
  readonly enough: readonly {
    readonly of: 'PID_MAX_LIMIT' | 'NR_CPUS';
    readonly tasks: number;
    readonly reserve: number | null;
    readonly sustained: number | null;
  }[];
  /** The arithmetic, in a sentence. */
  readonly text: string;
}
