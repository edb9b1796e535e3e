import type { Job } from "../jobs/jobs";

/** One succeeded run in the plane of memory and accuracy. */
export interface Run {
  id: string;
  name: string;
  rule: string;
  memoryBytes: number;
  accuracy: number;
  seconds: number | undefined;
}

export type MemoryKind = "measured" | "estimated";

/** The runs that have both figures. */
export function runsOf(jobs: Job[], memory: MemoryKind): Run[] {
  return jobs.flatMap((job) => {
    const memoryBytes = memory === "measured" ? job.result?.peakMemoryBytes : job.result?.memory?.estimatedBytes;
    const accuracy = job.result?.testAccuracy;
    if (memoryBytes === undefined || accuracy === undefined) return [];
    return [{ id: job.id, name: job.name, rule: job.spec.rule.type, memoryBytes, accuracy, seconds: job.result?.trainSeconds }];
  });
}

/** The runs that no other beats in both memory and accuracy, by growing memory. */
export function paretoOf(runs: Run[]): Run[] {
  const sorted = [...runs].sort((one, other) => one.memoryBytes - other.memoryBytes || other.accuracy - one.accuracy);
  let best = -Infinity;
  return sorted.filter((run) => {
    if (run.accuracy <= best) return false;
    best = run.accuracy;
    return true;
  });
}

export interface Brush {
  memory: [number, number];
  accuracy: [number, number];
}

/** A brush as text of the address: `low-high,low-high`, bytes and fractions. */
export function readBrush(text: string | null): Brush | null {
  const numbers = (text ?? "").split(",").map(Number);
  const [m1, m2, a1, a2] = numbers;
  if (numbers.length !== 4 || m1 === undefined || m2 === undefined || a1 === undefined || a2 === undefined || numbers.some((each) => !Number.isFinite(each))) return null;
  return { memory: [Math.min(m1, m2), Math.max(m1, m2)], accuracy: [Math.min(a1, a2), Math.max(a1, a2)] };
}

export function writeBrush({ memory, accuracy }: Brush): string {
  return [...memory.map(Math.round), ...accuracy.map((each) => each.toFixed(4))].join(",");
}

export function inBrush(run: Run, brush: Brush | null): boolean {
  if (brush === null) return true;
  return run.memoryBytes >= brush.memory[0] && run.memoryBytes <= brush.memory[1] && run.accuracy >= brush.accuracy[0] && run.accuracy <= brush.accuracy[1];
}
