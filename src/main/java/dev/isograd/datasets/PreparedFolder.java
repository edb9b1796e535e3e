package dev.isograd.datasets;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A data set's folder in the prepared format; it appears atomically, after its files match its manifest. */
final class PreparedFolder {

    private final Path folder;
    private final JsonMapper json;

    PreparedFolder(Path folder, JsonMapper json) {
        this.folder = folder;
        this.json = json;
    }

    /** Writes the data files into a folder and returns the bytes of its manifest. */
    @FunctionalInterface
    interface Content {
        byte[] write(Path folder) throws IOException;
    }

    boolean exists() {
        return Files.isRegularFile(folder.resolve(Manifest.FILE));
    }

    Manifest manifest() {
        return manifest(manifestBytes());
    }

    /** Returns the manifest's digest, which also covers the data files because the manifest holds their digests. */
    String digest() {
        return Digests.of(manifestBytes());
    }

    byte[] manifestBytes() {
        try {
            return Files.readAllBytes(folder.resolve(Manifest.FILE));
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot read the manifest of " + folder, failed);
        }
    }

    private Manifest manifest(byte[] bytes) {
        return manifest(bytes, folder, json);
    }

    /** @param place for messages */
    static Manifest manifest(byte[] bytes, Object place, JsonMapper json) {
        try {
            Manifest manifest = json.readValue(bytes, Manifest.class);
            if (manifest == null) {
                throw new InvalidDataset("The manifest of " + place + " is empty");
            }
            if (!Manifest.FORMAT.equals(manifest.format())) {
                throw new InvalidDataset(place + " is in format " + manifest.format() + ", not " + Manifest.FORMAT);
            }
            return manifest;
        } catch (JacksonException unreadable) {
            throw new InvalidDataset("Cannot parse the manifest of " + place, unreadable);
        }
    }

    /** Writes a draft next to the folder and then renames it, so that a killed process leaves no incomplete folder. */
    void write(Content content) {
        Path draft = folder.resolveSibling("." + folder.getFileName() + ".draft");
        try {
            delete(draft);
            Files.createDirectories(draft);
            byte[] manifest = content.write(draft);
            Files.write(draft.resolve(Manifest.FILE), manifest);
            check(draft, manifest(manifest));
            delete(folder);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write " + folder, failed);
        }
    }

    /** Throws unless every file has the size and the digest in the manifest. */
    static void check(Path folder, Manifest manifest) throws IOException {
        for (Manifest.DataFile file : manifest.files()) {
            Path path = folder.resolve(file.file());
            if (Files.size(path) != file.bytes() || !Digests.of(path).equals(file.sha256())) {
                throw new InvalidDataset(
                        "%s of %s does not match its manifest".formatted(file.file(), manifest.name()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
