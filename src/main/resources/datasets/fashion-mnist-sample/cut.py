#!/usr/bin/env python3
"""Cuts fashion-mnist-sample out of Fashion-MNIST.

Takes 1000 training and 200 test images of each class, chosen by a seeded generator and kept in their
original order, and writes them in the prepared format (uint8 images, little-endian int32 labels, a manifest
with digests). Running it again gives the same bytes.

    ./cut.py /usr/share/datasets/fashion-mnist
"""

import gzip
import hashlib
import json
import pathlib
import random
import struct
import sys

CLASSES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
SIDE = 28
SEED = 1


def read(folder, prefix):
    with gzip.open(folder / f"{prefix}-images-idx3-ubyte.gz") as file:
        magic, count, height, width = struct.unpack(">iiii", file.read(16))
        assert (magic, height, width) == (2051, SIDE, SIDE), "not the images of Fashion-MNIST"
        images = file.read()
    with gzip.open(folder / f"{prefix}-labels-idx1-ubyte.gz") as file:
        magic, labelled = struct.unpack(">ii", file.read(8))
        assert (magic, labelled) == (2049, count), "not the labels of Fashion-MNIST"
        labels = file.read()
    assert len(images) == count * SIDE * SIDE and len(labels) == count, "a file is cut short"
    return images, labels


def choose(labels, per_class, generator):
    chosen = []
    for label in range(len(CLASSES)):
        chosen += generator.sample([i for i, other in enumerate(labels) if other == label], per_class)
    return sorted(chosen)


def write(name, data):
    pathlib.Path(__file__).with_name(name).write_bytes(data)
    return {"file": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def cut(folder, prefix, split, per_class, generator):
    images, labels = read(folder, prefix)
    chosen = choose(labels, per_class, generator)
    size = SIDE * SIDE
    return {
        "count": len(chosen),
        "images": write(f"{split}-images.u8", b"".join(images[i * size:(i + 1) * size] for i in chosen)),
        "labels": write(f"{split}-labels.i32", struct.pack(f"<{len(chosen)}i", *(labels[i] for i in chosen))),
    }


def main():
    folder = pathlib.Path(sys.argv[1])
    generator = random.Random(SEED)
    manifest = {
        "format": "isograd-images/1",
        "name": "fashion-mnist-sample",
        "title": "Fashion-MNIST, a sample of 10 000",
        "license": "MIT",
        "notice": "Copyright 2017 Zalando SE, https://tech.zalando.com; https://github.com/zalandoresearch/fashion-mnist",
        "classes": CLASSES,
        "channels": 1,
        "height": SIDE,
        "width": SIDE,
        "splits": {
            "train": cut(folder, "train", "train", 1000, generator),
            "test": cut(folder, "t10k", "test", 200, generator),
        },
    }
    write("manifest.json", (json.dumps(manifest, indent=2) + "\n").encode())


main()
