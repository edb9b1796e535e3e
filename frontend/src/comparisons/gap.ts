import type { Curves } from "../compare/curves";
import type { Point } from "../compare/OverlayChart";
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

/** The mean over seeds of the second minus the first, in points; only where both trainings of a seed have come so far. */
export function gaps(first: Point[][], second: Point[][]): Point[] {
  return averaged(
    first.flatMap((training, seed) => {
      const other = new Map(second[seed]);
      return training.flatMap(([epoch, value]): Point[] => {
        const theirs = other.get(epoch);
        return theirs === undefined ? [] : [[epoch, (theirs - value) * 100]];
      });
    }),
  );
}

function averaged(points: Point[]): Point[] {
  const values = new Map<number, number[]>();
  points.forEach(([x, y]) => values.set(x, [...(values.get(x) ?? []), y]));
  return [...values.entries()]
    .map(([x, all]): Point => [x, all.reduce((sum, value) => sum + value, 0) / all.length])
    .sort((one, other) => one[0] - other[0]);
}
