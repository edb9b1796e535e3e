package dev.isograd.worker.kubernetes;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of an attempt that its pod reads and writes.
 *
 * @param sources files that the pod reads, by their names in its order
 * @param folder where its uploads go
 * @param largest bytes of the largest upload
 */
record PodFiles(Map<String, Path> sources, Path folder, long largest) {

    /** What a child process leaves: checkpoints, the trained network and a crash report. */
    private static final Pattern UPLOADS = Pattern.compile(
            "checkpoint-[0-9]{1,18}\\.safetensors|weights\\.safetensors|heads\\.safetensors|config\\.json"
                    + "|evaluation\\.json|hs_err\\.log");

    /** One is being stored, one waits, and a third replaces it. */
    private static final int MOST_CHECKPOINTS = 4;

    Path source(String name) {
        Path source = sources.get(name);
        if (source == null) {
            throw AttemptProblem.noFile();
        }
        return source;
    }

    /** Stores an upload under its name once it is complete and its digest is right. */
    void write(String name, String sha256, InputStream body) throws IOException {
        if (!UPLOADS.matcher(name).matches()) {
            throw AttemptProblem.refusedFile("A pod does not upload a file of this name.");
        }
        Path target = folder.resolve(name);
        if (name.startsWith("checkpoint-") && !Files.exists(target) && checkpoints() >= MOST_CHECKPOINTS) {
            throw AttemptProblem.tooOften();
        }
        Path part = Files.createTempFile(folder, "upload-", ".part");
        try {
            try (DigestInputStream in = new DigestInputStream(body, Digests.sha256());
                    OutputStream out = Files.newOutputStream(part)) {
                copy(in, out);
                String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
                if (!found.equals(sha256)) {
                    throw AttemptProblem.refusedFile(
                            "The SHA-256 of the bytes is %s and not that of the header.".formatted(found));
                }
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes += read;
            if (bytes > largest) {
                throw AttemptProblem.refusedFile("The file is larger than %,d bytes.".formatted(largest));
            }
            out.write(buffer, 0, read);
        }
    }

    private long checkpoints() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
                    .count();
        }
    }
}
