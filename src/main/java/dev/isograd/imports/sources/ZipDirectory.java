package dev.isograd.imports.sources;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Counts the entries of a zip before a library keeps them all in memory. */
final class ZipDirectory {

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ZIP64_LOCATOR_LENGTH = 20;
    private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
    private static final int ZIP64_END_LENGTH = 56;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final String archive;

    private ZipDirectory(FileChannel channel, String archive) {
        this.channel = channel;
        this.archive = archive;
    }

    /** @throws BadSource if there are more entries, whatever the end of the zip says about their number */
    static void requireFewEntries(FileChannel channel, String archive, int most) throws IOException {
        new ZipDirectory(channel, archive).count(most);
    }

    private void count(int most) throws IOException {
        long position = start();
        ByteBuffer buffer = read(position, BUFFER);
        for (int count = 0; ; count++) {
            if (buffer.remaining() < ENTRY_LENGTH) {
                buffer = read(position, BUFFER);
            }
            if (buffer.remaining() < ENTRY_LENGTH || buffer.getInt(buffer.position()) != ENTRY_SIGNATURE) {
                return;
            }
            if (count == most) {
                throw new BadSource("%s has more than %d files and folders".formatted(FileName.shown(archive), most));
            }
            int at = buffer.position();
            int length = ENTRY_LENGTH + u16(buffer, at + 28) + u16(buffer, at + 30) + u16(buffer, at + 32);
            position += length;
            buffer.position(Math.min(buffer.limit(), at + length));
            if (at + length > buffer.limit()) {
                buffer = read(position, BUFFER);
            }
        }
    }

    private long start() throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - END_LENGTH - LONGEST_COMMENT);
        ByteBuffer tail = read(from, END_LENGTH + LONGEST_COMMENT);
        for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE) {
                long start = tail.getInt(at + 16) & 0xffffffffL;
                long directory = start == 0xffffffffL ? zip64Start(from + at) : start;
                requireEntryAt(directory, from + at);
                return directory;
            }
        }
        throw new BadSource(FileName.shown(archive) + " is damaged or cut off: the end of the zip is missing");
    }

    /** A zip with other bytes before it could be read in two ways. */
    private void requireEntryAt(long directory, long end) throws IOException {
        ByteBuffer first = directory < 0 || directory > end ? ByteBuffer.allocate(0) : read(directory, 4);
        boolean present =
                first.remaining() == 4 && first.order(ByteOrder.LITTLE_ENDIAN).getInt() == ENTRY_SIGNATURE;
        if (!present && directory != end) {
            throw new BadSource(
                    FileName.shown(archive) + " is damaged: its directory is not where the end of the zip says");
        }
    }

    private long zip64Start(long end) throws IOException {
        ByteBuffer locator = read(Math.max(0, end - ZIP64_LOCATOR_LENGTH), ZIP64_LOCATOR_LENGTH);
        if (locator.remaining() < ZIP64_LOCATOR_LENGTH || locator.getInt(0) != ZIP64_LOCATOR_SIGNATURE) {
            return -1;
        }
        long record = locator.getLong(8);
        ByteBuffer end64 = record < 0 ? ByteBuffer.allocate(0) : read(record, ZIP64_END_LENGTH);
        return end64.remaining() < ZIP64_END_LENGTH ? -1 : end64.getLong(48);
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
            // Read on until the buffer is full or the file ends.
        }
        return buffer.flip();
    }

    private static int u16(ByteBuffer buffer, int at) {
        return buffer.getShort(at) & 0xffff;
    }
}
