import type { Curves } from "../compare/curves";
import type { Band, Point } from "../compare/OverlayChart";
import type { Job } from "../jobs/jobs";

/** Test accuracies of a training by epoch: the value after the first epoch comes first. */
export function byEpoch(curves: Curves | undefined, job: Job | undefined): Point[] {
  const progress = job?.progress;
  if (!curves || !progress || progress.steps === 0) return [];
  const perEpoch = progress.steps / progress.epochs;
  return (curves.get("test.accuracy") ?? []).map(([step, value]) => [step / perEpoch, value]);
}

/** The mean over those trainings that have come so far. */
export function meanCurve(trainings: Point[][]): Point[] {
  return averaged(trainings.flat());
}

/** The lowest and the highest training at each point that more than one has reached. */
export function spread(trainings: Point[][]): Band {
  return [...grouped(trainings.flat()).entries()]
    .filter(([, all]) => all.length > 1)
    .map(([x, all]): Band[number] => [x, Math.min(...all), Math.max(...all)])
    .sort((one, other) => one[0] - other[0]);
}

/** The second minus the first of each seed, in points; only where both trainings have come so far. */
export function gaps(first: Point[][], second: Point[][]): Point[][] {
  return first.map((training, seed) => {
    const other = new Map(second[seed]);
    return training.flatMap(([epoch, value]): Point[] => {
      const theirs = other.get(epoch);
      return theirs === undefined ? [] : [[epoch, (theirs - value) * 100]];
    });
  });
}

function averaged(points: Point[]): Point[] {
  return [...grouped(points).entries()]
    .map(([x, all]): Point => [x, all.reduce((sum, value) => sum + value, 0) / all.length])
    .sort((one, other) => one[0] - other[0]);
}

function grouped(points: Point[]): Map<number, number[]> {
  const values = new Map<number, number[]>();
  points.forEach(([x, y]) => values.set(x, [...(values.get(x) ?? []), y]));
  return values;
}
