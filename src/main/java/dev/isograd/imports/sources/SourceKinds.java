package dev.isograd.imports.sources;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Recognizes archives by their first bytes. */
final class SourceKinds {

    /** A block of a tar; its header has a mark near the end. */
    private static final int TAR_BLOCK = 512;

    private static final int BUFFER = 1 << 16;

    private static final Map<String, String> OTHER_ARCHIVES = Map.of(
            "425a68", "bzip2",
            "fd377a585a00", "xz",
            "526172211a07", "RAR",
            "377abcaf271c", "7-Zip");

    private SourceKinds() {}

    static Source open(Path path, String name, Intake intake) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return new FolderSource(path, name, intake);
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadSource(FileName.shown(name) + " is neither a file nor a folder");
        }
        byte[] start = start(Files.newInputStream(path));
        if (start.length == 0) {
            throw new BadSource(FileName.shown(name) + " is empty");
        }
        if (startsWith(start, "504b0304") || startsWith(start, "504b0506")) {
            return new ZipSource(path, name, intake);
        }
        OTHER_ARCHIVES.forEach((magic, kind) -> {
            if (startsWith(start, magic)) {
                throw new BadSource("%s is packed by %s; imports read zip, tar, tar.gz and tar.zst"
                        .formatted(FileName.shown(name), kind));
            }
        });
        boolean gzip = startsWith(start, "1f8b");
        boolean zstd = startsWith(start, "28b52ffd");
        Packing packing = gzip ? GZIPInputStream::new : zstd ? ZstdInputStream::new : in -> in;
        return isTar(unpackedStart(path, name, packing))
                ? new TarSource(path, name, packing, intake)
                : new SingleSource(path, name, packing, gzip || zstd, intake);
    }

    private static byte[] unpackedStart(Path path, String name, Packing packing) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
            return packing.unpacked(file).readNBytes(TAR_BLOCK);
        } catch (IOException damaged) {
            throw CountedContent.damaged(name, damaged);
        }
    }

    private static byte[] start(InputStream file) throws IOException {
        try (file) {
            return file.readNBytes(TAR_BLOCK);
        }
    }

    private static boolean startsWith(byte[] start, String hex) {
        byte[] magic = HexFormat.of().parseHex(hex);
        return start.length >= magic.length && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
    }

    private static boolean isTar(byte[] start) {
        // An empty tar is all zeros; old ones have no mark, but a checksum that is right.
        boolean marked =
                start.length == TAR_BLOCK && new String(start, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
        return marked || TarArchiveInputStream.matches(start, start.length);
    }
}
