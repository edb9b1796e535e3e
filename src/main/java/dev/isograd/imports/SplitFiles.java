package dev.isograd.imports;

import dev.isograd.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the pictures and labels of one split, and counts what the report says about them. */
final class SplitFiles implements AutoCloseable {

    private final CheckedFile images;
    private final CheckedFile labels;
    private final NameFile names;
    private final LongList hashes = new LongList();
    private final long[] counts;
    private final ChannelSums sums;
    private final ByteBuffer number = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    SplitFiles(Path folder, Path work, String split, int classes, int channels) throws IOException {
        this.images = new CheckedFile(folder, split + "-images.u8");
        this.labels = new CheckedFile(folder, split + "-labels.i32");
        this.names = new NameFile(work.resolve(split + "-names"));
        this.counts = new long[classes];
        this.sums = new ChannelSums(channels);
    }

    /** The beginning of a digest, which no two different pictures share by chance. */
    static long hash(byte[] pixels) {
        return ByteBuffer.wrap(Digests.sha256().digest(pixels)).getLong();
    }

    void add(String name, byte[] pixels, long hash, int label) throws IOException {
        images.write(pixels);
        labels.write(number.putInt(0, label).array());
        names.add(name);
        hashes.add(hash);
        sums.add(pixels);
        counts[label]++;
    }

    int count() {
        return hashes.size();
    }

    long count(int label) {
        return counts[label];
    }

    LongList hashes() {
        return hashes;
    }

    String name(int picture) throws IOException {
        return names.name(picture);
    }

    List<ImportReport.Channel> channels() {
        return sums.report();
    }

    ImportReport.Split report(List<String> classes) {
        Map<String, Long> byClass = new LinkedHashMap<>();
        for (int label = 0; label < counts.length; label++) {
            byClass.put(classes.get(label), counts[label]);
        }
        return new ImportReport.Split(count(), byClass);
    }

    PreparedManifest.Split finish() throws IOException {
        return new PreparedManifest.Split(count(), images.finish(), labels.finish());
    }

    @Override
    public void close() throws IOException {
        try (images;
                labels;
                names) {
            // Closes all three, whatever fails.
        }
    }
}
