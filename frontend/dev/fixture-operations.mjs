/** Made-up figures of a service with a rush in the middle of the window; all zero in the scenario "empty". */
export function operations(window, scenario) {
  const [count, seconds] = window === "day" ? [96, 900] : [60, 60];
  const busy = scenario !== "empty";
  const to = Date.now();
  const points = Array.from({ length: count }, (_, index) => {
    const rush = busy ? Math.max(0, Math.sin((index / count) * Math.PI * 3)) : 0;
    const claims = busy && index % 3 !== 1 ? 1 + Math.round(rush * 3) : 0;
    return {
      at: new Date(to - (count - 1 - index) * seconds * 1000).toISOString(),
      queued: Math.round(rush * 40),
      runningCpu: busy ? 1 + (index % 5 === 0 ? 1 : 0) : 0,
      runningGpu: busy ? Math.min(8, Math.round(rush * 12)) : 0,
      workers: busy ? (index > count * 0.7 ? 2 : 3) : 1,
      gpus: busy ? 8 : 0,
      claims,
      medianWaitSeconds: claims === 0 ? null : 2 + rush * 120,
      longestWaitSeconds: claims === 0 ? null : 5 + rush * 400,
    };
  });
  const last = points.at(-1);
  return {
    window: window ?? "hour", from: points[0].at, to: last.at, intervalSeconds: seconds, points,
    now: {
      queued: last.queued, oldestWaitSeconds: busy ? 75 : 0, runningCpu: last.runningCpu, runningGpu: last.runningGpu,
      workers: last.workers, gpus: last.gpus,
    },
  };
}
