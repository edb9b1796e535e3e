// Simulated data sets, uploads and imports.
import { png } from "./fixture-png.mjs";

const fashion = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
const cifar = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
const many = Array.from({ length: 1000 }, (_, index) => `n${String(1440764 + index * 7919).padStart(8, "0")} ${["tench", "a class with a rather long name that somebody typed", "great white shark", "hen"][index % 4]} ${index}`);
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const digest = "1f2e3d4c5b6a798811223344556677889900aabbccddeeff0011223344556677";

function split(classes, each) {
  const counts = classes.map((name, index) => [name, Math.max(1, Math.round(each * (1 + 0.3 * Math.sin(index))))]);
  return { count: counts.reduce((sum, [, n]) => sum + n, 0), classes: Object.fromEntries(counts) };
}

function ready(name, version, { classes, size, channels, train, test, minutes, bad = 0, twins = 0, ...more }) {
  const splits = { train: split(classes, train), test: split(classes, test) };
  return {
    id: `ds_${name}_${version}`, name, version, reference: more.builtIn ? name : `${name}@${version}`, builtIn: false, title: name, license: "", notice: "", state: "READY", reason: null, progress: null, job: null,
    channels, height: size, width: size, classes, trainCount: splits.train.count, testCount: splits.test.count,
    bytes: (splits.train.count + splits.test.count) * size * size * channels, digest, createdAt: ago(minutes),
    report: {
      splits, height: size, width: size, fit: "crop", seed: 0, format: "image-folder", bytes: (splits.train.count + splits.test.count) * size * size * channels,
      sizes: { distinct: 412, smallest: { height: 48, width: 61 }, median: { height: 375, width: 500 }, largest: { height: 4000, width: 6000 } },
      channels: Array.from({ length: channels }, (_, c) => ({ mean: 0.4914 - 0.02 * c, deviation: 0.247 + 0.003 * c })),
      badFiles: { count: bad, first: Array.from({ length: Math.min(100, bad) }, (_, n) => ({ name: `train/cat/IMG_${1000 + n}_a_file_with_a_long_name.jpg`, why: "is cut off after 12 288 of 40 960 bytes" })) },
      duplicates: { count: twins, first: Array.from({ length: Math.min(100, twins) }, (_, n) => ({ train: `train/dog/${n}.jpg`, test: `test/dog/${n + 7}.jpg` })) },
      notes: [`The size ${size}x${size} was chosen from the median of the pictures, so that no picture is enlarged more than twice.`, "There is no test split in the source, so a fifth of each class was kept for testing."],
    },
    ...more,
  };
}

const builtIn = { builtIn: true, version: 1, job: null, bytes: 47e6, notice: "Images of Zalando's articles.", report: null };

function unready(name, version, state, more) {
  return { ...ready(name, version, { classes: [], size: 0, channels: 0, train: 0, test: 0, minutes: 3 }), state, title: name, report: null, classes: null, channels: null, height: null, width: null, trainCount: null, testCount: null, bytes: null, digest: null, ...more };
}

export function datasetScenario(name) {
  const fixed = [
    ready("fashion-mnist-sample", 1, { classes: fashion, size: 28, channels: 1, train: 1000, test: 200, minutes: 9000, ...builtIn, title: "Fashion-MNIST, a sample", license: "MIT" }),
    ready("fashion-mnist", 1, { classes: fashion, size: 28, channels: 1, train: 6000, test: 1000, minutes: 9000, ...builtIn, title: "Fashion-MNIST", license: "MIT" }),
  ].map((dataset) => ({ ...dataset, report: null }));
  if (name === "empty") return fixed;
  return [
    unready("street-signs", 1, "IMPORTING", { job: "job_import", progress: { done: 21_400, total: 51_839, fraction: 0.41, etaSeconds: 48 } }),
    unready("scans", 1, "IMPORTING", { job: "job_import_queued" }),
    unready("x-rays", 1, "FAILED", { job: "job_import_failed", reason: { code: "DATA_ERROR", message: "The file train/normal/IM-0115-0001.jpeg is not a picture: it begins with the bytes of a PDF document." } }),
    ready("pets", 2, { classes: ["cat", "dog"], size: 64, channels: 3, train: 9000, test: 2250, minutes: 50, bad: 3, twins: 14, license: "CC-BY-SA-4.0", title: "Cats and dogs", job: "job_import_pets" }),
    ready("pets", 1, { classes: ["cat", "dog"], size: 32, channels: 3, train: 4000, test: 1000, minutes: 1500, title: "Cats and dogs" }),
    ready("cifar10-jpeg", 1, { classes: cifar, size: 32, channels: 3, train: 5000, test: 1000, minutes: 200, title: "CIFAR-10 as JPEG files" }),
    ready("imagenet-64", 1, { classes: many, size: 64, channels: 3, train: 1281, test: 50, minutes: 4000, bad: 230, title: "ImageNet at 64 pixels" }),
    ready("a-name-of-sixty-three-letters-that-is-as-long-as-the-api-allows", 1, { classes: cifar, size: 32, channels: 1, train: 20, test: 5, minutes: 7000, title: "A title that somebody typed and that does not end where one would expect it to end" }),
    ...fixed,
  ];
}

export class FixtureData {
  constructor(scenario, HttpError) {
    this.datasets = datasetScenario(scenario);
    this.uploads = new Map();
    this.HttpError = HttpError;
  }

  /** Imports advance by a step. */
  tick() {
    for (const dataset of this.datasets.filter(({ state, job }) => state === "IMPORTING" && job === "job_import")) {
      const { progress } = dataset;
      progress.done = Math.min(progress.total - 1, progress.done + 20);
      Object.assign(progress, { fraction: progress.done / progress.total, etaSeconds: Math.round((progress.total - progress.done) / 400) });
    }
  }

  find(reference) {
    const [name, version] = decodeURIComponent(reference).split("@");
    const found = this.datasets.find((each) => each.id === name || (each.name === name && (version === undefined || each.version === Number(version))));
    if (!found) throw new this.HttpError(404, "There is no such data set.");
    return found;
  }

  create(body) {
    if (this.datasets.some((each) => each.builtIn && each.name === body.name)) throw new this.HttpError(400, "1 field is invalid.", [{ pointer: "/name", detail: "is the name of a built-in data set" }]);
    const version = 1 + Math.max(0, ...this.datasets.filter(({ name }) => name === body.name).map((each) => each.version));
    const dataset = unready(body.name, version, "IMPORTING", { job: "job_import", title: body.title ?? body.name, progress: { done: 0, total: 3000, fraction: 0, etaSeconds: 9 } });
    this.datasets.unshift(dataset);
    return dataset;
  }

  remove(reference) {
    const dataset = this.find(reference);
    if (dataset.name === "cifar10-jpeg") throw new this.HttpError(409, "The job “resnet20 sgr k4” uses this data set. Wait until it ends, or cancel it.");
    this.datasets = this.datasets.filter((each) => each !== dataset);
  }

  samples(reference, query) {
    const dataset = this.find(reference);
    const split = query.get("split") ?? "train";
    const chosen = query.get("class") ? dataset.classes.indexOf(query.get("class")) : undefined;
    return { data: Array.from({ length: Number(query.get("limit") ?? 20) }, (_, n) => {
      const kind = chosen ?? n % dataset.classes.length;
      const index = chosen === undefined ? n : n * dataset.classes.length + chosen;
      return { index, class: dataset.classes[kind], split, url: `/api/v1/datasets/${dataset.id}/samples/${split}/${index}` };
    }) };
  }

  picture(reference, index) {
    const { width, height, channels, classes } = this.find(reference);
    return png(width, height, channels, Number(index) % classes.length, Number(index));
  }

  upload(body) {
    const partSize = 2 ** 20;
    const upload = { id: `upl_${this.uploads.size + 1}`, filename: body.filename, size: body.size, partSize, parts: Math.max(1, Math.ceil(body.size / partSize)), received: [], state: "OPEN", expiresAt: new Date(Date.now() + 864e5).toISOString() };
    this.uploads.set(upload.id, upload);
    return upload;
  }

  findUpload(id) {
    const upload = this.uploads.get(id);
    if (!upload) throw new this.HttpError(404, "There is no such upload. It may have expired.");
    return upload;
  }

  /** Parts arrive slowly, so that the progress can be seen. */
  async part(id, number) {
    await new Promise((resolve) => { setTimeout(resolve, 400); });
    const upload = this.findUpload(id);
    if (!upload.received.includes(Number(number))) upload.received.push(Number(number));
  }

  complete(id) {
    return Object.assign(this.findUpload(id), { state: "COMPLETE" });
  }
}
