package dev.isograd.imports.sources;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/** Compares the entries of a zip's directory with the headers before their contents, which must not overlap. */
final class ZipHeaders {

    private static final int SIGNATURE = 0x04034b50;
    private static final int LENGTH = 30;
    private static final int SIZES_FOLLOW = 8;
    private static final long IN_EXTRA_FIELD = 0xffffffffL;

    private final FileChannel channel;
    private final String archive;

    ZipHeaders(FileChannel channel, String archive) {
        this.channel = channel;
        this.archive = archive;
    }

    /** @param entries in the order of their contents */
    void check(List<ZipArchiveEntry> entries) throws IOException {
        long end = 0;
        for (ZipArchiveEntry entry : entries) {
            if (entry.getSize() < 0 || entry.getCompressedSize() < 0) {
                throw new BadSource("%s has an impossible size".formatted(FileName.shown(entry.getName())));
            }
            if (entry.getLocalHeaderOffset() < end) {
                throw new BadSource("%s overlaps the entry before it in %s"
                        .formatted(FileName.shown(entry.getName()), FileName.shown(archive)));
            }
            end = compare(entry);
        }
        if (end > channel.size()) {
            throw new BadSource(
                    FileName.shown(archive) + " is damaged or cut off: an entry ends behind the end of the zip");
        }
    }

    /** Returns the position after the entry's content. */
    private long compare(ZipArchiveEntry entry) throws IOException {
        byte[] name = entry.getRawName();
        ByteBuffer header = ByteBuffer.allocate(LENGTH + name.length).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && channel.read(header, entry.getLocalHeaderOffset() + header.position()) > 0) {
            // Read on until the header is complete or the file ends.
        }
        boolean complete = !header.hasRemaining() && header.getInt(0) == SIGNATURE;
        if (!complete || !agrees(entry, header, name)) {
            throw new BadSource("%s has a header that contradicts the directory of %s"
                    .formatted(FileName.shown(entry.getName()), FileName.shown(archive)));
        }
        int extra = header.getShort(28) & 0xffff;
        return entry.getLocalHeaderOffset() + LENGTH + name.length + extra + entry.getCompressedSize();
    }

    private static boolean agrees(ZipArchiveEntry entry, ByteBuffer header, byte[] name) {
        boolean sizesFollow = (header.getShort(6) & SIZES_FOLLOW) != 0;
        boolean sizesAgree = sizesFollow
                || (agrees(header.getInt(18), entry.getCompressedSize()) && agrees(header.getInt(22), entry.getSize()));
        return sizesAgree
                && (header.getShort(8) & 0xffff) == entry.getMethod()
                && (header.getShort(26) & 0xffff) == name.length
                && Arrays.equals(header.array(), LENGTH, LENGTH + name.length, name, 0, name.length);
    }

    private static boolean agrees(int local, long central) {
        long size = local & 0xffffffffL;
        return size == central || size == IN_EXTRA_FIELD;
    }
}
