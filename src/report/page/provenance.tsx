import { count, plural, seconds } from '../numbers.ts';
import type { MachineRecord, Results } from '../results.ts';
import type { Licence } from './assets.ts';
import { Name, Scroll, Section, Sentence } from './parts.tsx';
import { CopyYaml } from './whatif/yaml.tsx';

const GIB = 2 ** 30;

function machineText({ cpu, threads, memory_bytes: bytes, os }: MachineRecord): string {
  return `${cpu}, ${plural(threads, 'thread')}, ${(bytes / GIB).toPrecision(3)} GiB of memory, ${os}`;
}

/** With what, from what and when this was made. */
export function ProvenanceSection({
  results,
  licences,
}: {
  readonly results: Results;
  readonly licences: readonly Licence[];
}) {
  const { provenance } = results;
  return (
    <Section id="provenance" title="Provenance">
      <dl class="facts">
        <dt>bitpart</dt>
        <dd>
          <Sentence text={provenance.bitpart} />
        </dd>
        <dt>Node</dt>
        <dd>
          <Sentence text={provenance.node} />
        </dd>
        <dt>Command</dt>
        <dd>
          <code>
            <Sentence text={provenance.command} />
          </code>
        </dd>
        <dt>Seed</dt>
        <dd>{provenance.seed}</dd>
        <dt>Started</dt>
        <dd>
          <time dateTime={provenance.startedAt}>{provenance.startedAt}</time>
        </dd>
        <dt>Took</dt>
        <dd>{seconds(provenance.duration_s)}</dd>
        {provenance.machine === undefined ? null : (
          <>
            <dt>On</dt>
            <dd>
              <Sentence text={machineText(provenance.machine)} />
            </dd>
          </>
        )}
      </dl>
      <details>
        <summary>{plural(provenance.inputs.length, 'input file')} with SHA-256</summary>
        <Scroll label="Input files">
          <table class="data">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col" class="number">
                  Bytes
                </th>
                <th scope="col">SHA-256</th>
              </tr>
            </thead>
            <tbody>
              {provenance.inputs.map((input, i) => (
                <tr key={i}>
                  <th scope="row">
                    <Name of={input.path} length={80} />
                  </th>
                  <td class="number">{count(input.bytes)}</td>
                  <td>
                    <code>
                      <Sentence text={input.sha256} />
                    </code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
      <details>
        <summary>The layouts.yaml that was in effect</summary>
        <CopyYaml
          what="Presets and flags written out, defaults filled in."
          text={(
            provenance.plan ?? `layouts:\n${results.layouts.map((layout) => layout.yaml.trimEnd()).join('\n')}`
          ).trimEnd()}
        />
      </details>
      {licences.length === 0 ? null : (
        <details>
          <summary>Licences of the code embedded in this page</summary>
          {licences.map((licence, i) => (
            <div key={i}>
              <p>
                {licence.packages.join(', ')} ({licence.license})
              </p>
              <pre>{licence.text}</pre>
            </div>
          ))}
        </details>
      )}
    </Section>
  );
}
