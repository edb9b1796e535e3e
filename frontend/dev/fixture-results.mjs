// Simulated evaluations, exports and predictions. The numbers have no meaning.

const hash = (n) => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1;

function head(classes, accuracy, each, seed) {
  const n = classes.length;
  const confusion = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  for (let label = 0; label < n; label++) {
    const right = Math.round(each * Math.min(1, accuracy + 0.2 * (hash(label + seed) - 0.5)));
    confusion[label][label] = right;
    for (let left = each - right, k = 1; left > 0; k++) {
      const predicted = (label + 1 + Math.floor(hash(label * 31 + k + seed) * Math.min(n - 1, 6))) % n;
      const part = Math.max(1, Math.round(left * 0.6));
      if (predicted !== label) { confusion[label][predicted] += part; left -= part; }
    }
  }
  const column = (c) => confusion.reduce((sum, row) => sum + row[c], 0);
  const total = (row) => row.reduce((sum, value) => sum + value, 0);
  const mistakes = [];
  for (let index = 0; index < each * n && mistakes.length < 50; index++) {
    const label = index % n;
    const predicted = confusion[label].findIndex((count, c) => count > 0 && c !== label && hash(index + c) > 0.5);
    if (predicted >= 0) mistakes.push({ index, label, predicted, probability: 0.999 - 0.01 * mistakes.length });
  }
  return {
    accuracy: confusion.reduce((sum, row, c) => sum + row[c], 0) / (each * n),
    precision: confusion.map((row, c) => (column(c) === 0 ? null : row[c] / column(c))),
    recall: confusion.map((row, c) => row[c] / total(row)),
    confusion: n <= 100 ? confusion : { sparse: confusion.flatMap((row, l) => row.flatMap((count, p) => (count > 0 ? [[l, p, count]] : []))) },
    mistakes,
  };
}

export function evaluation(job, dataset) {
  const modules = job.result?.moduleAccuracies ?? [];
  const each = dataset.classes.length > 100 ? 50 : 200;
  return {
    classes: dataset.classes,
    classifier: head(dataset.classes, 0.85, each, 1),
    modules: modules.length < 2 ? [] : modules.map((accuracy, index) => ({ module: index + 1, ...head(dataset.classes, accuracy, each, index + 1) })),
  };
}

function answer(classes, sharpness, seed) {
  const weights = classes.map((_, c) => Math.exp(sharpness * hash(c * 7 + seed)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return classes.map((name, c) => ({ class: name, probability: weights[c] / sum })).sort((a, b) => b.probability - a.probability);
}

export function prediction(job, dataset, seed) {
  const modules = job.result?.moduleAccuracies?.length ?? 1;
  return {
    classes: answer(dataset.classes, 12, seed),
    modules: modules < 2 ? [] : Array.from({ length: modules }, (_, m) => ({ module: m + 1, classes: answer(dataset.classes, 3 + 9 * (m / (modules - 1)), m < modules / 2 ? seed + m : seed) })),
  };
}

const endings = { onnx: "onnx", torchscript: "pt", safetensors: "safetensors" };

export function newExport(job, { format, upTo = null }) {
  const name = `network${upTo === null ? "" : `-module-${upTo}`}.${endings[format]}`;
  return { format, upTo, name, bytes: 318_244, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", maxDifference: format === "safetensors" ? 0 : 2.4e-6, links: { content: `/api/v1/jobs/${job.id}/files/${name}` } };
}
