// Made-up plans: memory falls with the number of modules as it does for a ResNet.
const MEBIBYTE = 2 ** 20;

export function plan(body, HttpError) {
  const spec = body.spec;
  const width = spec.network?.width ?? 16;
  const depth = spec.network?.depth ?? 8;
  // A VGG has a block for each layer but the last, a ResNet one for two.
  const blocks = Math.max(1, spec.network?.type === "vgg" ? depth - 1 : Math.floor((depth - 2) / 2) + 1);
  const given = spec.split?.boundaries ? spec.split.boundaries.length + 1 : spec.split?.modules;
  const problem = (pointer, detail) => { throw new HttpError(400, "1 field of the spec is invalid.", [{ pointer: `/spec${pointer}`, detail }]); };
  if (given > blocks) problem("/split/modules", `the network has ${blocks} blocks, so there can be at most ${blocks} modules; got ${given}`);
  const backprop = Math.round((45 + depth * width * (spec.batchSize ?? 128) * 0.0035) * MEBIBYTE);
  const local = !["backprop", "deep-supervision"].includes(spec.rule?.type);
  const bytes = (modules) => (local ? Math.round(45 * MEBIBYTE + (backprop - 45 * MEBIBYTE) * (1.7 / (modules + 0.7))) : backprop);
  const numbers = Array.from({ length: blocks }, (_, index) => index + 1).filter((modules) => blocks <= 12 || modules === 1 || modules % Math.ceil(blocks / 8) === 0 || modules === blocks);
  const fitting = numbers.find((modules) => bytes(modules) <= spec.maxMemoryBytes);
  if (spec.maxMemoryBytes && fitting === undefined) problem("/maxMemoryBytes", `no split fits: the smallest estimate found with the rule ${spec.rule.type} is ${bytes(blocks)} bytes, with ${blocks} modules; got ${spec.maxMemoryBytes}`);
  const modules = given ?? (spec.maxMemoryBytes ? fitting : Math.min(4, blocks));
  const estimated = bytes(modules);
  const fixed = { weights: 0.02, optimizer: 0.02, gradients: 0.01 };
  const parts = Object.fromEntries(Object.entries(fixed).map(([name, share]) => [name, Math.round(estimated * share)]));
  parts.working = 45 * MEBIBYTE + Math.round((estimated - 45 * MEBIBYTE) * 0.2);
  parts.activations = estimated - Object.values(parts).reduce((sum, part) => sum + part);
  const room = 900 * MEBIBYTE;
  const seconds = (backprop / MEBIBYTE) * 0.06;
  return {
    memory: { estimatedBytes: estimated, backpropBytes: backprop, parts, modules: moduleMemory(modules, blocks, parts.activations) },
    time: { secondsPerEpoch: { low: seconds * 0.8, high: seconds * 1.2 }, basis: `a calibration of the cpu: a few steps of a small ${spec.network.type} by ${spec.rule.type}, scaled by the work of a step` },
    steps: spec.epochs * 79,
    blocks,
    split: { modules, by: spec.split?.by ?? "depth" },
    cuts: local ? numbers.map((number) => ({ modules: number, memoryBytes: bytes(number) })) : [],
    queue: { ahead: 2, estimatedWaitSeconds: 340 },
    devices: [
      { worker: "worker-1", device: "cpu", kind: "cpu", fits: estimated <= room, freeBytes: room },
      { worker: "worker-2", device: "GPU-7c1e9a52-0b6f", kind: "gpu", fits: estimated <= room / 2, freeBytes: room / 2 },
    ],
    advice: [
      { change: { rule: { type: "checkpointed-backprop" } }, memoryBytes: Math.round(estimated * 0.8), why: "Same gradients; each forward pass is computed twice.", secondsPerEpoch: { low: seconds * 1.1, high: seconds * 1.6 } },
      { change: { split: { modules: Math.min(blocks, 8), by: "sgr-memory" } }, memoryBytes: bytes(Math.min(blocks, 8)), why: "8 modules: each keeps less. 3 runs on this data: test accuracy 87.2 %.", secondsPerEpoch: { low: seconds * 0.8, high: seconds * 1.3 } },
      { change: { batchSize: 64 }, memoryBytes: Math.round(estimated * 0.6), why: "A batch of 64 images; the learning rate may have to change with it. No runs on this data yet.", secondsPerEpoch: null },
    ],
    problems: estimated <= room ? [] : [{ code: "does_not_fit", detail: `The training needs an estimated ${Math.ceil(estimated / MEBIBYTE)} MiB, but the largest device takes 900 MiB.` }],
  };
}

function moduleMemory(modules, blocks, activations) {
  return Array.from({ length: modules }, (_, index) => {
    const [first, last] = [index, index + 1].map((boundary) => Math.round((boundary * blocks) / modules));
    const names = Array.from({ length: last - first }, (__, block) => `block ${first + block + 1}`);
    return { module: index + 1, activations: Math.round(activations / (1 + index / 4)), weights: 4 * (4000 + 3500 * index), timeShare: 1 / modules, blocks: index === 0 ? ["stem", ...names] : names };
  });
}
