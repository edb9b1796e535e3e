package dev.isograd.imports;

import dev.isograd.learning.LabelledImages;
import dev.isograd.trainer.MappedDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A prepared data set that a test imported. */
record Imported(ImportReport report, Path folder) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The data set that a child process wrote, with the report that lies in its folder. */
    static Imported in(Path folder) {
        return new Imported(JSON.readValue(folder.resolve(ImportReport.FILE), ImportReport.class), folder);
    }

    JsonNode manifest() {
        return JSON.readTree(folder.resolve("manifest.json"));
    }

    List<String> classes() {
        return JSON.treeToValue(
                manifest().path("classes"), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    /** Reads it as a training does, which checks sizes, labels and digests. */
    LabelledImages split(String name) {
        return new MappedDataset(folder).split(name);
    }

    int[] labels(String split) throws IOException {
        IntBuffer labels = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(split + "-labels.i32")))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        int[] all = new int[labels.remaining()];
        labels.get(all);
        return all;
    }

    /** The values of one channel of one picture, from 0 to 255. */
    int[] pixels(String split, int picture, int channel) throws IOException {
        byte[] all = Files.readAllBytes(folder.resolve(split + "-images.u8"));
        int size = report.height() * report.width();
        int channels = manifest().path("channels").asInt();
        int[] pixels = new int[size];
        for (int i = 0; i < size; i++) {
            pixels[i] = all[(picture * channels + channel) * size + i] & 0xff;
        }
        return pixels;
    }
}
