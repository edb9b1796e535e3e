package dev.isograd.imports.sources;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/** The files of a tar, read as a stream. */
record TarSource(Path path, String name, Packing packing, Intake intake) implements Source {

    @Override
    public void each(FileVisitor visitor) throws IOException {
        Intake reading = intake.again();
        try (CountedBytes file = CountedBytes.open(path)) {
            TarStream stream = new TarStream(open(file), name, file::count, reading);
            read(name, stream, reading, visitor);
        }
    }

    private InputStream open(CountedBytes file) {
        try {
            return packing.unpacked(file);
        } catch (IOException damaged) {
            throw CountedContent.damaged(name, damaged);
        }
    }

    /** Reads a tar that lies in a stream, until the visitor has enough. */
    static boolean read(String archive, TarStream stream, Intake reading, FileVisitor visitor) throws IOException {
        // Closed by its owner: closing it here would read a bomb to its end.
        @SuppressWarnings("resource")
        TarArchiveInputStream tar = new TarArchiveInputStream(stream, StandardCharsets.UTF_8.name());
        for (TarArchiveEntry entry = next(archive, tar, stream); entry != null; entry = next(archive, tar, stream)) {
            String name = reading.entry(entry.getName());
            if (entry.isDirectory()) {
                continue;
            }
            requirePlain(entry, name);
            reading.file(name);
            stream.content(name);
            if (!FileName.isHidden(name) && !visitor.visit(name, new Content(tar, name))) {
                return false;
            }
            skipRest(tar, name);
        }
        stream.finish();
        return true;
    }

    private static @Nullable TarArchiveEntry next(String archive, TarArchiveInputStream tar, TarStream stream) {
        stream.header();
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
            throw CountedContent.damaged(archive, damaged);
        }
    }

    private static void requirePlain(TarArchiveEntry entry, String name) {
        byte kind = entry.getLinkFlag();
        boolean plain =
                kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM || kind == TarConstants.LF_CONTIG;
        if (!plain || entry.isSparse()) {
            throw new BadSource(FileName.shown(name) + " is a link or a device, which imports refuse");
        }
    }

    private static void skipRest(TarArchiveInputStream tar, String name) {
        try {
            tar.transferTo(OutputStream.nullOutputStream());
        } catch (IOException damaged) {
            throw CountedContent.damaged(name, damaged);
        }
    }

    /** One file of the tar. */
    private static final class Content extends InputStream {

        private final TarArchiveInputStream tar;
        private final String name;

        Content(TarArchiveInputStream tar, String name) {
            this.tar = tar;
            this.name = name;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            try {
                return tar.read(target, offset, length);
            } catch (IOException damaged) {
                throw CountedContent.damaged(name, damaged);
            }
        }
    }
}
