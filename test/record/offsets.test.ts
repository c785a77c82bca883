import { afterEach, describe, expect, it } from 'vitest';
import { btf, type Places } from './btf.ts';
import { FakeKernel, type FakeOptions, NEW_FUNCTIONS, OLD_FUNCTIONS } from './fake-kernel.ts';

const kernels: FakeKernel[] = [];
afterEach(() => {
  for (const kernel of kernels.splice(0)) kernel.remove();
});
const run = (places: Places, options: FakeOptions = {}): { kernel: FakeKernel; report: string } => {
  const kernel = new FakeKernel({ btf: btf(places), ...options });
  kernels.push(kernel);
  return { kernel, report: kernel.run('-c').stdout };
};
/** Linux 6.12 as it is. */
const LINUX_6_12: Places = {
  refcount: 52,
  mapcount: 48,
  pincount: 92,
  opf: 16,
  bflags: 20,
  head: 6,
  foll: 'enumerators',
};

describe("the kernel's type data", () => {
  it('says where the counts of a page and a folio lie, through unnamed structs and unions', () => {
    expect(run(LINUX_6_12).report).toContain('_refcount 52, _mapcount 48, _pincount 92, PG_head bit 6: type data in ');
    expect(run({ ...LINUX_6_12, refcount: 44, mapcount: 40, pincount: 152 }).report).toContain(
      '_refcount 44, _mapcount 40, _pincount 152, ',
    );
  });

  it('takes the values of FOLL_ and what try_grab_page returns from it, for kernels before 6.11', () => {
    const old = (places: Partial<Places>): string[] => {
      const { kernel } = run(
        { ...LINUX_6_12, head: 16, foll: 'macros', ...places },
        { functions: OLD_FUNCTIONS, arguments: false },
      );
      expect(kernel.run('-k', '-d', '1', '-o', 'out.trace.txt').status).toBe(0);
      return kernel.defined('kprobe_events').map((line) => line.replace(/bitpart_\d+/, 'G'));
    };
    expect(old({ grabPage: 'bool' })).toContain('r:G/grab_out try_grab_page ret=$retval:u8');
    expect(old({ grabPage: 'int' })).toContain('r:G/grab_out try_grab_page ret=$retval:s32');
    expect(old({ grabPage: 'int' })).toContain(
      'p:G/grab_in try_grab_page page=$arg1:x64 flags=$arg2:x32 head=+8($arg1):x64 rc=+52($arg1):s32 mc=+48($arg1):s32 pf=+0($arg1):x64 lpin=+92($arg1):s32 hrc=+51(+8($arg1)):s32 hmc=+47(+8($arg1)):s32 hpf=-1(+8($arg1)):x64 hlpin=+91(+8($arg1)):s32',
    );
  });

  it('without compound_head, nothing is read through it', () => {
    const { kernel } = run({ ...LINUX_6_12, compoundHead: false }, { functions: [...NEW_FUNCTIONS] });
    kernel.run('-d', '1', '-o', 'out.trace.txt');
    const line = kernel.defined('dynamic_events').find((text) => text.includes('/upage '))!;
    expect(line).toContain('head=+8($arg1):x64 rc=+52($arg1):s32');
    expect(line).not.toContain('hrc');
  });
});
