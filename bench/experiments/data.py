#!/usr/bin/env python3
"""Prepares the data sets of the experiments that the service does not prepare itself.

    bench/experiments/data.py FOLDER [--fashion-mnist FOLDER] [--cifar10 FILE.tar.gz]

Into FOLDER, where `bench/experiment` looks for data sets (ISOGRAD_DATA_DIR/datasets), it writes, if they are missing:

- fashion-14-1000 and fashion-14: Fashion-MNIST, averaged over 2x2 pixels, with 1 000 and 10 000 training images; the first has
  1 000 test images,
- cifar10-jpeg, cifar10-jpeg-5000 and cifar10-jpeg-16-5000: 60 000 pictures of CIFAR-10 as JPEG files in train/<class>/ and
  test/<class>/ of an archive, with all 50 000 and with 5 000 training images; the last averaged over 2x2 pixels, with 2 000 test
  images. JPEG loses details, so that published errors do not compare.
- noise-224, with --noise: 256 training and 128 test images of random 3x224x224 pixels in 1 000 classes, to measure memory.

Running it again gives the same bytes. The pictures need Pillow (Debian: python3-pil).
"""

import argparse
import gzip
import hashlib
import io
import json
import pathlib
import random
import struct
import tarfile

SEED = 1
FASHION = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]


class Split:
    """Images as bytes in CHW order, and a class of each."""

    def __init__(self, images, labels):
        self.images, self.labels = images, labels

    def pooled(self, side):
        return Split([pooled(image, side) for image in self.images], self.labels)

    def balanced(self, count):
        """As many images of each class, in their original order, chosen by a seeded generator."""
        generator = random.Random(SEED)
        classes = sorted(set(self.labels))
        chosen = []
        for label in classes:
            chosen += generator.sample([i for i, other in enumerate(self.labels) if other == label], count // len(classes))
        return Split([self.images[i] for i in sorted(chosen)], [self.labels[i] for i in sorted(chosen)])


def write(folder, classes, shape, splits):
    folder.mkdir(parents=True, exist_ok=True)
    channels, height, width = shape

    def file(name, data):
        (folder / name).write_bytes(data)
        return {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}

    manifest = {
        "format": "isograd-images/1",
        "name": folder.name,
        "title": folder.name,
        "license": "see the source",
        "notice": "",
        "classes": classes,
        "channels": channels,
        "height": height,
        "width": width,
        "splits": {
            name: {
                "count": len(split.labels),
                "images": file(f"{name}-images.u8", b"".join(split.images)),
                "labels": file(f"{name}-labels.i32", struct.pack(f"<{len(split.labels)}i", *split.labels)),
            }
            for name, split in splits.items()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{folder.name}: {len(splits['train'].labels)} training and {len(splits['test'].labels)} test images")


def fashion(source, prefix):
    with gzip.open(source / f"{prefix}-images-idx3-ubyte.gz") as file:
        count = struct.unpack(">iiii", file.read(16))[1]
        pixels = file.read()
    with gzip.open(source / f"{prefix}-labels-idx1-ubyte.gz") as file:
        file.read(8)
        labels = list(file.read())
    return Split([pooled(pixels[i * 784:(i + 1) * 784]) for i in range(count)], labels)


def pooled(image, side=28):
    """The rounded averages over 2x2 pixels of planes of side x side pixels."""
    return bytes(
        (image[i] + image[i + 1] + image[i + side] + image[i + side + 1] + 2) // 4
        for y in range(0, len(image) // side, 2)
        for i in range(side * y, side * y + side, 2)
    )


def cifar(archive):
    from PIL import Image

    splits, classes = {"train": [], "test": []}, set()
    with tarfile.open(archive) as files:
        for member in files:
            parts = pathlib.PurePosixPath(member.name).parts
            if member.isfile() and member.name.endswith((".jpg", ".jpeg")) and parts[-3] in splits:
                picture = Image.open(io.BytesIO(files.extractfile(member).read())).convert("RGB")
                planes = b"".join(channel.tobytes() for channel in picture.split())
                splits[parts[-3]].append((parts[-1], parts[-2], planes))
                classes.add(parts[-2])
    names = sorted(classes)
    # By name within all classes, so that a file system's order does not matter.
    ordered = {name: sorted(rows) for name, rows in splits.items()}
    return names, {
        name: Split([row[2] for row in rows], [names.index(row[1]) for row in rows]) for name, rows in ordered.items()
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--fashion-mnist", type=pathlib.Path, default="/usr/share/datasets/fashion-mnist")
    arguments.add_argument("--cifar10", type=pathlib.Path)
    arguments.add_argument("--noise", action="store_true")
    given = arguments.parse_args()

    sizes = [size for size in (1000, 10000) if not (given.folder / name14(size)).exists()]
    if sizes:
        train, test = fashion(given.fashion_mnist, "train"), fashion(given.fashion_mnist, "t10k")
        for size in sizes:
            # The small set is tested after each of very many short epochs.
            tested = test.balanced(1000) if size == 1000 else test
            write(given.folder / name14(size), FASHION, (1, 14, 14), {"train": train.balanced(size), "test": tested})
    if given.cifar10 and not (given.folder / "cifar10-jpeg").exists():
        classes, splits = cifar(given.cifar10)
        small = {"train": splits["train"].balanced(5000), "test": splits["test"]}
        write(given.folder / "cifar10-jpeg-5000", classes, (3, 32, 32), small)
        tiny = {"train": small["train"].pooled(32), "test": small["test"].balanced(2000).pooled(32)}
        write(given.folder / "cifar10-jpeg-16-5000", classes, (3, 16, 16), tiny)
        write(given.folder / "cifar10-jpeg", classes, (3, 32, 32), splits)
    if given.noise and not (given.folder / "noise-224").exists():
        generator = random.Random(SEED)
        counts = {"train": 256, "test": 128}
        splits = {
            name: Split([generator.randbytes(3 * 224 * 224) for _ in range(count)], [i % 1000 for i in range(count)])
            for name, count in counts.items()
        }
        write(given.folder / "noise-224", [f"class {i}" for i in range(1000)], (3, 224, 224), splits)


def name14(size):
    return "fashion-14-1000" if size == 1000 else "fashion-14"


main()
