package dev.isograd.imports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Tars made to escape, to exhaust or to deceive. */
final class HostileTars {

    private static final int BLOCK = 512;
    private static final int MIB = 1 << 20;
    private static final byte[] PICTURE = Pictures.png(8, 8, 1);

    private HostileTars() {}

    static List<HostileFile> all() {
        List<HostileFile> all = new ArrayList<>(entries());
        all.addAll(bombs());
        all.addAll(cutOff());
        return all;
    }

    private static List<HostileFile> entries() {
        return List.of(
                tar("parent folder", "evil", () -> Archives.tar(Map.of("../evil.png", PICTURE))),
                tar("absolute path", "evil", () -> Archives.tar(Map.of("/tmp/evil.png", PICTURE))),
                tar("link", "evil", () -> Archives.tarWith(TarConstants.LF_SYMLINK, "cat/evil.png")),
                tar("second name of a file", "evil", () -> Archives.tarWith(TarConstants.LF_LINK, "cat/evil.png")),
                tar("terminal", "evil", () -> Archives.tarWith(TarConstants.LF_CHR, "cat/evil.png")),
                tar("disk", "evil", () -> Archives.tarWith(TarConstants.LF_BLK, "cat/evil.png")),
                tar("pipe", "evil", () -> Archives.tarWith(TarConstants.LF_FIFO, "cat/evil.png")),
                tar("unknown kind", "evil", () -> Archives.tarWith((byte) 'Z', "cat/evil.png")),
                tar("name twice", "EVIL", HostileTars::twice),
                tar(
                        "size of an exabyte",
                        "evil",
                        () -> changed(tarOf("cat/evil.png"), 124, "\u0080\0\0\0\u000f\0\0\0\0\0\0\0")),
                tar("size that is no number", "evil.tar", () -> changed(tarOf("cat/evil.png"), 124, "9z9z9z9z9z9\0")),
                tar(
                        "wrong checksum",
                        "evil.tar",
                        () -> changed(
                                joined(tarOf("cat/a.png"), tarOf("cat/evil.png")),
                                tarOf("cat/a.png").length - 2 * BLOCK,
                                "x")));
    }

    private static byte[] twice() {
        return joined(withoutEnd(tarOf("cat/evil.png")), tarOf("cat/EVIL.png"));
    }

    private static List<HostileFile> bombs() {
        return List.of(
                new HostileFile("zeros in gzip", "evil.tar.gz", "evil.tar.gz", () -> Archives.gzip(zeros())),
                new HostileFile("zeros in zstd", "evil.tar.zst", "evil.tar.zst", () -> Archives.zstd(zeros())),
                tar(
                        "name of 8 MiB",
                        "evil.tar",
                        () -> joined(header("././@LongLink", 'L', 8 * MIB), new byte[9 * MIB])),
                tar(
                        "extended header of 8 MiB",
                        "evil.tar",
                        () -> joined(header("PaxHeader", 'x', 8 * MIB), new byte[9 * MIB])),
                tar(
                        "archives in an archive",
                        "evil.zip",
                        () -> Archives.tar(Map.of("evil.zip", Archives.zip(Map.of("a", PICTURE))))));
    }

    private static byte[] zeros() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("cat/evil.png", new byte[16 * MIB]);
        return Archives.tar(files);
    }

    private static List<HostileFile> cutOff() {
        byte[] tar = Archives.tar(Archives.pets("", 3, 8, 8));
        byte[] gzip = Archives.gzip(tar);
        byte[] zstd = Archives.zstd(tar);
        List<HostileFile> all = new ArrayList<>();
        for (int part = 1; part < 6; part++) {
            int blocks = tar.length / BLOCK * part / 8 * BLOCK;
            int gzipped = gzip.length * part / 6;
            int zstandard = zstd.length * part / 6;
            all.add(tar("cut off after %d bytes".formatted(blocks), "", () -> Arrays.copyOf(tar, blocks)));
            all.add(tar("cut off after %d bytes".formatted(blocks + 100), "", () -> Arrays.copyOf(tar, blocks + 100)));
            all.add(new HostileFile(
                    "gzip cut off after " + gzipped, "evil.tar.gz", "", () -> Arrays.copyOf(gzip, gzipped)));
            all.add(new HostileFile(
                    "zstd cut off after " + zstandard, "evil.tar.zst", "", () -> Arrays.copyOf(zstd, zstandard)));
        }
        all.add(new HostileFile(
                "gzip without its checksum", "evil.tar.gz", "evil.tar.gz", () -> Arrays.copyOf(gzip, gzip.length - 8)));
        all.add(new HostileFile("gzip with another checksum", "evil.tar.gz", "evil.tar.gz", () -> {
            byte[] changed = gzip.clone();
            changed[changed.length - 8] ^= 1;
            return changed;
        }));
        return all;
    }

    private static HostileFile tar(String what, String named, Supplier<byte[]> content) {
        return new HostileFile(what, "evil.tar", named, content);
    }

    private static byte[] tarOf(String name) {
        return Archives.tar(Map.of(name, PICTURE));
    }

    /** Only the first entry of a small tar. */
    private static byte[] withoutEnd(byte[] tar) {
        int blocks = 1 + (PICTURE.length + BLOCK - 1) / BLOCK;
        return Arrays.copyOf(tar, blocks * BLOCK);
    }

    private static byte[] header(String name, char kind, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, "%011o\0".formatted(size));
        put(header, 136, "00000000000\0");
        put(header, 156, String.valueOf(kind));
        put(header, 257, "ustar\00000");
        return withChecksum(header);
    }

    private static byte[] changed(byte[] tar, int at, String text) {
        byte[] header = Arrays.copyOf(tar, BLOCK);
        if (at >= BLOCK) {
            byte[] changed = tar.clone();
            put(changed, at, text);
            return changed;
        }
        put(header, at, text);
        return joined(withChecksum(header), Arrays.copyOfRange(tar, BLOCK, tar.length));
    }

    private static byte[] withChecksum(byte[] header) {
        put(header, 148, "        ");
        int sum = 0;
        for (byte letter : header) {
            sum += letter & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] target, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return HostileZips.joined(first, second);
    }
}
