package dev.isograd.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Converts Fashion-MNIST from its published IDX files to the prepared format. */
final class FashionMnist {

    static final String NAME = "fashion-mnist";

    private static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private final IdxSplit train;
    private final IdxSplit test;
    private final JsonMapper json;

    FashionMnist(Path source, JsonMapper json) {
        this.train = split(source, "train");
        this.test = split(source, "t10k");
        this.json = json;
    }

    private static IdxSplit split(Path source, String prefix) {
        return new IdxSplit(
                source.resolve(prefix + "-images-idx3-ubyte.gz"), source.resolve(prefix + "-labels-idx1-ubyte.gz"));
    }

    boolean isInstalled() {
        return train.exists() && test.exists();
    }

    byte[] convert(Path folder) throws IOException {
        IdxSplit.Written trainSplit = train.write(folder, "train", CLASSES.size());
        IdxSplit.Written testSplit = test.write(folder, "test", CLASSES.size());
        if (trainSplit.height() != testSplit.height() || trainSplit.width() != testSplit.width()) {
            throw new InvalidDataset("Training and test images of Fashion-MNIST differ in size");
        }
        return json.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(new Manifest(
                        Manifest.FORMAT,
                        NAME,
                        "Fashion-MNIST",
                        "MIT",
                        "Copyright 2017 Zalando SE, https://tech.zalando.com; https://github.com/zalandoresearch/fashion-mnist",
                        CLASSES,
                        1,
                        trainSplit.height(),
                        trainSplit.width(),
                        new Manifest.Splits(trainSplit.split(), testSplit.split())));
    }
}
