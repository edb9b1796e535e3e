package dev.isograd.artifacts;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Keeps the parts of a file as files of one folder, and never joins them: a reader gets them one after another. So a file
 * takes its size on disk and no more.
 *
 * <p>Sealing renames the folder, which is one step: a part that arrives later finds no folder.
 */
final class FileParts implements PartedArtifacts {

    private static final String OPEN = "parts";
    private static final String SEALED = "sealed";
    private static final Pattern NAME = Pattern.compile("[0-9]{5}");
    private static final int BUFFER = 1 << 16;
    private static final int KEY_DEPTH = 4;

    private final FileArtifactStore store;

    FileParts(FileArtifactStore store) {
        this.store = store;
    }

    /** A step that the disk may refuse. */
    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T onDisk(String key, Step<T> step) {
        try {
            store.requireStore();
            return step.run();
        } catch (NoSuchFileException | NotDirectoryException missing) {
            throw store.missing(key);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot store or read the parts of " + key, failed);
        }
    }

    @Override
    public String begin(String key) {
        return onDisk(key, () -> {
            Path folder = store.linkFree(key).resolve(OPEN);
            Files.createDirectories(folder);
            store.forceFolders(folder);
            return OPEN;
        });
    }

    @Override
    public void put(Parted file, int number, InputStream body) throws IOException {
        Path folder = folder(file, OPEN);
        Path temporary = onDisk(file.key(), () -> Files.createTempFile(folder, FileArtifactStore.TEMPORARY, null));
        try {
            receive(body, file.length(number), temporary, file.key());
            onDisk(file.key(), () -> {
                FileArtifactStore.force(temporary, StandardOpenOption.WRITE);
                Path part = folder.resolve(name(number));
                Files.move(temporary, part, StandardCopyOption.ATOMIC_MOVE);
                store.forceFolders(part);
                return part;
            });
        } finally {
            onDisk(file.key(), () -> Files.deleteIfExists(temporary));
        }
    }

    /**
     * Copies a body to a file.
     *
     * @throws IOException if the body cannot be read or ends early
     * @throws ArtifactStoreUnavailable if the file cannot be written
     */
    static void receive(InputStream body, long bytes, Path target, String key) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = opened(target, key)) {
            for (long left = bytes; left > 0; ) {
                int count = body.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new EOFException("The part ended %d bytes early".formatted(left));
                }
                write(out, buffer, count, key);
                left -= count;
            }
        }
    }

    private static OutputStream opened(Path target, String key) {
        try {
            return Files.newOutputStream(target);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot write a part of " + key, failed);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int count, String key) {
        try {
            out.write(buffer, 0, count);
        } catch (IOException failed) {
            throw new ArtifactStoreUnavailable("Cannot write a part of " + key, failed);
        }
    }

    @Override
    public List<Part> parts(Parted file) {
        Path folder = folder(file, OPEN);
        return onDisk(file.key(), () -> {
            List<Part> parts = new ArrayList<>();
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
                for (Path part : found) {
                    if (NAME.matcher(part.getFileName().toString()).matches()) {
                        parts.add(part(part));
                    }
                }
            }
            parts.sort(Comparator.comparingInt(Part::number));
            return parts;
        });
    }

    private static Part part(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Part(
                Integer.parseInt(file.getFileName().toString()),
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                null);
    }

    /** Returns none, since files have no links; the API receives the parts. */
    @Override
    public List<PartLink> links(Parted file, List<Integer> numbers, Duration validFor) {
        return List.of();
    }

    @Override
    public void seal(Parted file, List<Part> parts) {
        if (!isSealed(file)) {
            rename(file, OPEN, SEALED);
        }
    }

    @Override
    public boolean isSealed(Parted file) {
        return onDisk(file.key(), () -> Files.isDirectory(folder(file, SEALED)));
    }

    @Override
    public String reopen(Parted file) {
        if (isSealed(file)) {
            rename(file, SEALED, OPEN);
        }
        return file.handle();
    }

    private void rename(Parted file, String from, String to) {
        onDisk(file.key(), () -> {
            Path renamed = Files.move(folder(file, from), folder(file, to), StandardCopyOption.ATOMIC_MOVE);
            store.forceFolders(renamed);
            return renamed;
        });
    }

    @Override
    public InputStream open(Parted file) {
        Path folder = folder(file, SEALED);
        onDisk(file.key(), () -> Files.readAttributes(folder, BasicFileAttributes.class));
        return new Joined(IntStream.rangeClosed(1, file.parts())
                .mapToObj(number -> file.key() + "/" + SEALED + "/" + name(number))
                .iterator());
    }

    /** Reads parts one after another, and opens each when its turn comes. */
    private final class Joined extends InputStream {

        private final Iterator<String> keys;
        private InputStream part = InputStream.nullInputStream();

        Joined(Iterator<String> keys) {
            this.keys = keys;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = part.read(into, offset, length);
            while (count < 0 && keys.hasNext()) {
                part.close();
                part = store.open(keys.next());
                count = part.read(into, offset, length);
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            part.close();
        }
    }

    @Override
    public void delete(Parted file) {
        onDisk(file.key(), () -> {
            for (String state : List.of(OPEN, SEALED)) {
                empty(folder(file, state));
            }
            Files.deleteIfExists(store.linkFree(file.key()));
            return file;
        });
    }

    /** Tries again if a part arrives in the meantime. */
    private static void empty(Path folder) throws IOException {
        while (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException arrived) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public List<Begun> begunBefore(Instant before) {
        List<Begun> begun = new ArrayList<>();
        onDisk(
                "",
                () -> Files.walkFileTree(store.root(), Set.of(), KEY_DEPTH, new SimpleFileVisitor<>() {
                    /** Also gets the folders at the largest depth. */
                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes file) {
                        if (file.isDirectory()
                                && file.lastModifiedTime().toInstant().isBefore(before)
                                && KEY.matcher(key(path)).matches()) {
                            begun.add(new Begun(key(path), OPEN));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    /** Skips what others delete during the walk. */
                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException failed) throws IOException {
                        if (failed instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failed;
                    }
                }));
        return begun;
    }

    private String key(Path path) {
        return store.root().relativize(path).toString().replace(File.separatorChar, '/');
    }

    private Path folder(Parted file, String state) {
        return onDisk(file.key(), () -> store.linkFree(file.key()).resolve(state));
    }

    private static String name(int number) {
        return "%05d".formatted(number);
    }
}
