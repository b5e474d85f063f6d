/** Something to be timed. */
export interface Case {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Medians over the repeats, in seconds. */
export interface Timing {
  readonly cpu: number;
  readonly wall: number;
}

/**
 * Times cases in turn, round after round, so that a machine that changes its speed changes it for all of them; ratios
 * of two medians of one call can be trusted where single figures cannot. CPU time is that of this process.
 */
export async function timeInTurn(cases: readonly Case[], rounds: number): Promise<Map<string, Timing>> {
  const samples = new Map(cases.map(({ name }) => [name, { cpu: [] as number[], wall: [] as number[] }]));
  for (const { run } of cases) await run();
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of cases) {
      const sample = await timed(run);
      samples.get(name)?.cpu.push(sample.cpu);
      samples.get(name)?.wall.push(sample.wall);
    }
  }
  return new Map([...samples].map(([name, { cpu, wall }]) => [name, { cpu: median(cpu), wall: median(wall) }]));
}

/** Seconds that one call took. */
export async function timed(run: () => Promise<unknown>): Promise<Timing> {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  await run();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1000 };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
