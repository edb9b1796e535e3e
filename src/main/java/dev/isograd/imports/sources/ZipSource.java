package dev.isograd.imports.sources;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The files of a zip. Its central directory is read, never the stream alone, and each entry must agree with its own header.
 */
record ZipSource(Path path, String name, Intake intake) implements Source {

    @Override
    public void each(FileVisitor visitor) throws IOException {
        Intake reading = intake.again();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ZipDirectory.requireFewEntries(channel, name, reading.limits().entries());
            try (ZipFile zip = open(channel)) {
                List<ZipArchiveEntry> entries = Collections.list(zip.getEntriesInPhysicalOrder());
                new ZipHeaders(channel, name).check(entries);
                visit(zip, entries, reading, visitor);
            }
        }
    }

    private ZipFile open(FileChannel channel) {
        try {
            return ZipFile.builder().setSeekableByteChannel(channel).get();
        } catch (IOException | RuntimeException damaged) {
            throw CountedContent.damaged(name, damaged);
        }
    }

    private static void visit(ZipFile zip, List<ZipArchiveEntry> entries, Intake reading, FileVisitor visitor)
            throws IOException {
        for (ZipArchiveEntry entry : entries) {
            String name = reading.entry(rawName(entry));
            if (entry.isDirectory()) {
                continue;
            }
            requirePlain(entry, name);
            reading.file(name);
            reading.ratio(entry.getSize(), entry.getCompressedSize(), name);
            if (FileName.isHidden(name)) {
                continue;
            }
            try (InputStream content = content(zip, entry, name)) {
                if (!visitor.visit(name, reading.counted(name, content, entry::getCompressedSize))) {
                    return;
                }
            }
        }
    }

    /** The library turns the backslashes of some entries into slashes, which would hide them. */
    private static String rawName(ZipArchiveEntry entry) {
        for (byte letter : entry.getRawName()) {
            if (letter == '\\') {
                throw new BadSource(FileName.shown(entry.getName()) + " has a backslash in its name");
            }
        }
        return entry.getName();
    }

    private static void requirePlain(ZipArchiveEntry entry, String name) {
        int type = entry.getUnixMode() & 0170000;
        if (entry.isUnixSymlink() || (type != 0 && type != 0100000)) {
            throw new BadSource(FileName.shown(name) + " is a link or a device, which imports refuse");
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new BadSource(FileName.shown(name) + " is encrypted");
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
            throw new BadSource(FileName.shown(name) + " is packed by a method that imports do not read");
        }
    }

    private static InputStream content(ZipFile zip, ZipArchiveEntry entry, String name) {
        try {
            return new CheckedContent(zip.getInputStream(entry), entry.getSize(), entry.getCrc());
        } catch (IOException | RuntimeException damaged) {
            throw CountedContent.damaged(name, damaged);
        }
    }
}
