package dev.isograd.datasets;

import dev.isograd.Digests;
import dev.isograd.artifacts.ArtifactCorrupt;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.StoredArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The files of imported data sets in the artifact store, under the data set's id and the digest of its manifest. */
@Component
public class DatasetFiles {

    private final ArtifactStore artifacts;
    private final JsonMapper json;

    DatasetFiles(ArtifactStore artifacts, JsonMapper json) {
        this.artifacts = artifacts;
        this.json = json;
    }

    /**
     * Reads a prepared folder and checks its files.
     *
     * @throws InvalidDataset if a file does not match the manifest
     */
    public StoredDataset check(Path folder) throws IOException {
        requireFile(folder.resolve(Manifest.FILE));
        PreparedFolder prepared = new PreparedFolder(folder, json);
        Manifest manifest = prepared.manifest();
        for (Manifest.DataFile file : manifest.files()) {
            requireFile(folder.resolve(file.file()));
        }
        PreparedFolder.check(folder, manifest);
        return new StoredDataset(prepared.digest(), manifest);
    }

    /**
     * Stores a folder that was checked; the same folder may be stored again.
     *
     * @throws CancellationException once {@code shouldStop} is true, between two files
     */
    public void store(String project, String id, Path folder, StoredDataset checked, BooleanSupplier shouldStop) {
        List<String> names = new ArrayList<>(
                checked.manifest().files().stream().map(Manifest.DataFile::file).toList());
        names.add(Manifest.FILE);
        for (String name : names) {
            if (shouldStop.getAsBoolean()) {
                throw new CancellationException("Stopped while storing the data set");
            }
            artifacts.put(key(project, id, checked.digest(), name), folder.resolve(name));
        }
    }

    /** The process that wrote the folder decodes hostile pictures; a link could name any file of the worker. */
    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new InvalidDataset("The prepared data set has no file " + file.getFileName());
        }
    }

    /**
     * Copies the files of a version into an empty folder and checks them.
     *
     * @throws InvalidDataset if the store has lost or changed a file
     * @throws CancellationException once {@code shouldStop} is true
     */
    void fetch(String project, String id, String digest, Path folder, BooleanSupplier shouldStop) throws IOException {
        Path file = folder.resolve(Manifest.FILE);
        copy(key(project, id, digest, Manifest.FILE), file, digest, shouldStop);
        Manifest manifest = new PreparedFolder(folder, json).manifest();
        for (Manifest.DataFile data : manifest.files()) {
            copy(key(project, id, digest, data.file()), folder.resolve(data.file()), data.sha256(), shouldStop);
        }
    }

    private void copy(String key, Path file, String sha256, BooleanSupplier shouldStop) throws IOException {
        MessageDigest digest = Digests.sha256();
        try (InputStream in = artifacts.open(key);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            byte[] buffer = new byte[1 << 18];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (shouldStop.getAsBoolean()) {
                    throw new CancellationException("Stopped while fetching the data set");
                }
                out.write(buffer, 0, read);
            }
        } catch (ArtifactMissing | ArtifactCorrupt damaged) {
            throw new InvalidDataset(
                    "The store has lost or changed %s of the data set".formatted(file.getFileName()), damaged);
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new InvalidDataset("%s of the data set differs from its digest".formatted(file.getFileName()));
        }
    }

    /** The files of a version in the store, of which only the needed bytes are read. */
    PreparedFiles stored(String project, String id, String digest) {
        return new StoredFiles(project, id, digest);
    }

    private final class StoredFiles implements PreparedFiles {

        private final String project;
        private final String id;
        private final String digest;

        StoredFiles(String project, String id, String digest) {
            this.project = project;
            this.id = id;
            this.digest = digest;
        }

        @Override
        public Manifest manifest() throws IOException {
            byte[] manifest;
            try (InputStream in = open(Manifest.FILE)) {
                manifest = in.readAllBytes();
            }
            if (!Digests.of(manifest).equals(digest)) {
                throw new InvalidDataset("The manifest of the data set differs from its digest");
            }
            return PreparedFolder.manifest(manifest, id, json);
        }

        @Override
        public InputStream open(String file) {
            try {
                return artifacts.open(key(project, id, digest, file));
            } catch (ArtifactMissing missing) {
                throw lost(file, missing);
            }
        }

        @Override
        public byte[] read(String file, long from, int length) {
            try {
                return artifacts.read(key(project, id, digest, file), from, length);
            } catch (ArtifactMissing missing) {
                throw lost(file, missing);
            }
        }

        private static InvalidDataset lost(String file, ArtifactMissing missing) {
            return new InvalidDataset("The store has lost %s of the data set".formatted(file), missing);
        }

        @Override
        public void close() {}
    }

    /** Removes all files of a version. */
    public void delete(String project, String id) {
        List<String> keys;
        try (Stream<StoredArtifact> files = artifacts.list(prefix(project, id))) {
            keys = files.map(StoredArtifact::key).toList();
        }
        keys.forEach(artifacts::delete);
    }

    private static String key(String project, String id, String digest, String name) {
        return prefix(project, id) + digest + "/" + name;
    }

    private static String prefix(String project, String id) {
        return "projects/%s/datasets/%s/".formatted(project, id);
    }
}
