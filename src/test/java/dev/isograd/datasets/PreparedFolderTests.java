package dev.isograd.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class PreparedFolderTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void writesTheFolderAndItsManifest() {
        PreparedFolder prepared = prepared();

        prepared.write(draft -> content(draft, Digests.of(BYTES)));

        assertThat(prepared.manifest().name()).isEqualTo("tiny");
        assertThat(prepared.digest()).isEqualTo(Digests.of(prepared.manifestBytes()));
        assertThat(folder.resolve("tiny/a")).hasBinaryContent(BYTES);
        assertThat(folder.toFile().list()).containsExactly("tiny");
    }

    @Test
    void staysUnchangedIfADigestIsWrong() {
        PreparedFolder prepared = prepared();
        prepared.write(draft -> content(draft, Digests.of(BYTES)));
        byte[] before = prepared.manifestBytes();

        assertThatThrownBy(() -> prepared.write(draft -> content(draft, "0".repeat(64))))
                .isInstanceOf(InvalidDataset.class);

        assertThat(prepared.manifestBytes()).isEqualTo(before);
    }

    @Test
    void doesNotAppearIfWritingFails() {
        PreparedFolder prepared = prepared();

        assertThatThrownBy(() -> prepared.write(draft -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(prepared.exists()).isFalse();
    }

    @Test
    void rejectsOtherFormats() throws IOException {
        Files.createDirectories(folder.resolve("tiny"));
        Files.writeString(folder.resolve("tiny/manifest.json"), "{\"format\":\"isograd-images/2\"}");

        assertThatThrownBy(() -> prepared().manifest()).isInstanceOf(InvalidDataset.class);
    }

    private PreparedFolder prepared() {
        return new PreparedFolder(folder.resolve("tiny"), JSON);
    }

    private static byte[] content(Path draft, String digest) throws IOException {
        Files.write(draft.resolve("a"), BYTES);
        Manifest.DataFile file = new Manifest.DataFile("a", BYTES.length, digest);
        Manifest.Split split = new Manifest.Split(1, file, file);
        return JSON.writeValueAsBytes(new Manifest(
                Manifest.FORMAT, "tiny", "Tiny", "MIT", "-", List.of("a"), 1, 1, 1, new Manifest.Splits(split, split)));
    }
}
