package dev.isograd.imports;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names of the pictures of a split on the disk, as a million of them would fill the memory. */
final class NameFile implements AutoCloseable {

    private final Path file;
    private final OutputStream out;
    private final LongList ends = new LongList();
    private long end;

    NameFile(Path file) throws IOException {
        this.file = file;
        this.out = new BufferedOutputStream(Files.newOutputStream(file));
    }

    void add(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        out.write(bytes);
        end += bytes.length;
        ends.add(end);
    }

    String name(int picture) throws IOException {
        out.flush();
        long start = picture == 0 ? 0 : ends.get(picture - 1);
        byte[] bytes = new byte[(int) (ends.get(picture) - start)];
        try (RandomAccessFile names = new RandomAccessFile(file.toFile(), "r")) {
            names.seek(start);
            names.readFully(bytes);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
