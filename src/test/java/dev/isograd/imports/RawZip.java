package dev.isograd.imports;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes zips that no library would write. */
final class RawZip {

    /** Regular file for all. */
    static final int FILE = 0100644;

    /** One entry; the fields are those of its local header and its directory entry. */
    static final class Entry {
        private final byte[] content;
        private byte[] localName;
        private byte[] name;
        private int localMethod;
        private int method;
        private int flags = 1 << 11;
        private long size;
        private int mode = FILE;
        private long offset = -1;

        private Entry(String name, byte[] content) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.localName = this.name;
            this.content = content;
            this.size = content.length;
        }

        Entry localName(String value) {
            localName = value.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        Entry method(int value) {
            method = value;
            localMethod = value;
            return this;
        }

        Entry localMethod(int value) {
            localMethod = value;
            return this;
        }

        Entry flag(int value) {
            flags |= value;
            return this;
        }

        Entry size(long value) {
            size = value;
            return this;
        }

        Entry mode(int value) {
            mode = value;
            return this;
        }

        /** Another place of the local header in the directory. */
        Entry at(long value) {
            offset = value;
            return this;
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    Entry add(String name, byte[] content) {
        Entry entry = new Entry(name, content);
        entries.add(entry);
        return entry;
    }

    byte[] bytes() {
        int length = 22;
        for (Entry entry : entries) {
            length += 30 + entry.localName.length + entry.content.length + 46 + entry.name.length;
        }
        ByteBuffer zip = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (Entry entry : entries) {
            long place = zip.position();
            zip.putInt(0x04034b50);
            common(zip, entry, entry.localMethod, entry.localName.length);
            zip.put(entry.localName).put(entry.content);
            entry.offset = entry.offset < 0 ? place : entry.offset;
        }
        int directory = zip.position();
        for (Entry entry : entries) {
            zip.putInt(0x02014b50).putShort((short) (3 << 8 | 20));
            common(zip, entry, entry.method, entry.name.length);
            zip.putShort((short) 0).putShort((short) 0).putShort((short) 0);
            zip.putInt(entry.mode << 16).putInt((int) entry.offset).put(entry.name);
        }
        int end = zip.position();
        zip.putInt(0x06054b50).putInt(0).putShort((short) 1).putShort((short) 1);
        zip.putInt(end - directory).putInt(directory).putShort((short) 0);
        return zip.array();
    }

    private static void common(ByteBuffer zip, Entry entry, int method, int nameLength) {
        CRC32 checksum = new CRC32();
        checksum.update(entry.content);
        zip.putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) method)
                .putInt(0);
        zip.putInt((int) checksum.getValue()).putInt(entry.content.length).putInt((int) entry.size);
        zip.putShort((short) nameLength).putShort((short) 0);
    }
}
