package dev.isograd.trainer;

import dev.isograd.ByteReaderContract;
import dev.isograd.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Manifests of a data set with two tiny files. */
class MappedDatasetFuzzTests extends ByteReaderContract {

    private static final byte[] IMAGES = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final byte[] LABELS = {0, 0, 0, 0, 1, 0, 0, 0};

    @TempDir
    private Path folder;

    @Override
    protected List<byte[]> samples() throws IOException {
        Files.write(folder.resolve("i.u8"), IMAGES);
        Files.write(folder.resolve("l.i32"), LABELS);
        return List.of("""
                {"format":"isograd-images/1","name":"n","classes":["a","b"],"channels":1,"height":2,"width":2,"splits":{
                "train":{"count":2,"images":{"file":"i.u8","bytes":8,"sha256":"%s"},"labels":{"file":"l.i32","bytes":8,"sha256":"%s"}}}}""".formatted(Digests.of(IMAGES), Digests.of(LABELS)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) throws IOException {
        Files.write(folder.resolve("manifest.json"), input);
        new MappedDataset(folder).split("train");
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(BadData.class);
    }
}
