package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.imports.sources.BadSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile inputs: each is refused quickly by a sentence that names the file, and nothing is written elsewhere. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HostileImportTests {

    @TempDir
    Path folder;

    private static List<HostileFile> sources() {
        List<HostileFile> all = new ArrayList<>(HostileZips.all());
        all.addAll(HostileTars.all());
        all.addAll(HostileData.all());
        assertThat(all).hasSizeGreaterThan(80);
        return all;
    }

    private static List<HostileFile> pictures() {
        return HostilePictures.all();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void refusesHostileSources(HostileFile hostile) throws IOException {
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Path file = Files.write(inside.resolve("upload-1"), hostile.content().get());

        assertThatThrownBy(() -> Orders.of(file).named(hostile.fileName()).run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining(hostile.named())
                .message()
                .satisfies(message -> assertThat(message).doesNotContain("upload-1", "\n", "\0"));
        assertOnlyOutput(inside);
    }

    /** Beside the source only the output, with names that the import has chosen. */
    private void assertOnlyOutput(Path inside) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(path -> inside.relativize(path).toString()))
                    .allMatch(
                            name -> name.equals("upload-1")
                                    || name.matches(
                                            "output\\d+/dataset/(train|test)-(images.u8|labels.i32)|output\\d+/dataset/(manifest|report).json"));
        }
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void reportsHostilePictures(HostileFile hostile) throws IOException {
        Map<String, byte[]> files = Archives.pets("", 4, 8, 8);
        files.put("cat/" + hostile.fileName(), hostile.content().get());
        Path file = Files.write(folder.resolve("pets.zip"), Archives.zip(files));

        ImportReport report = Orders.of(file).onBadFile("skip").run().report();

        assertThat(report.badFiles().first())
                .extracting(ImportReport.BadFile::name)
                .containsExactly(hostile.named());
        assertThat(report.badFiles().first().getFirst().why()).isNotBlank();
        assertThatThrownBy(() -> Orders.of(file).onBadFile("fail").run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining(hostile.named());
    }

    @Test
    void refusesLinksInFolders() throws IOException {
        Path source = Archives.folder(folder.resolve("source"), Archives.pets("", 2, 8, 8));
        Files.createSymbolicLink(source.resolve("cat/evil.png"), Path.of("/etc/passwd"));

        assertThatThrownBy(() -> Orders.of(source).run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("cat/evil.png");
        assertThatThrownBy(() -> Orders.of(Files.createSymbolicLink(folder.resolve("link"), source))
                        .run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("link");
    }

    @Test
    void readsOnlyTheFirstFrameOfAGif() throws IOException {
        byte[] gif = Pictures.encoded(Pictures.quarters(8), "gif");
        byte[] frame = java.util.Arrays.copyOfRange(gif, 13 + (3 << (gif[10] & 7) + 1), gif.length - 1);
        java.io.ByteArrayOutputStream many = new java.io.ByteArrayOutputStream();
        many.write(gif, 0, gif.length - 1);
        for (int i = 0; i < 20_000; i++) {
            many.writeBytes(frame);
        }
        many.write(0x3b);
        Map<String, byte[]> files = Archives.pets("", 4, 8, 8);
        files.put("cat/many.gif", many.toByteArray());

        ImportReport report = Orders.of(Files.write(folder.resolve("pets.zip"), Archives.zip(files)))
                .run()
                .report();

        assertThat(report.badFiles().count()).isZero();
    }

    @Test
    void readsAPictureWithAnArchiveBehindItAsAPicture() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 4, 8, 8);
        files.put("cat/both.jpg", HostileZips.joined(Pictures.jpeg(8, 8, 9), Archives.zip(Map.of("a", new byte[9]))));

        ImportReport report = Orders.of(Files.write(folder.resolve("pets.zip"), Archives.zip(files)))
                .run()
                .report();

        assertThat(report.badFiles().count()).isZero();
        assertThat(report.splits().values().stream()
                        .mapToLong(ImportReport.Split::count)
                        .sum())
                .isEqualTo(9);
    }
}
