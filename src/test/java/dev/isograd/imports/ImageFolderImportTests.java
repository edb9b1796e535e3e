package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.imports.ImportReport.Size;
import dev.isograd.imports.sources.BadSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderImportTests {

    @TempDir
    Path folder;

    private Orders order(String name, byte[] content) throws IOException {
        return Orders.of(Files.write(folder.resolve(name), content));
    }

    private static Map<String, byte[]> joined(Map<String, byte[]> first, Map<String, byte[]> second) {
        Map<String, byte[]> all = new LinkedHashMap<>(first);
        all.putAll(second);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pets.zip", "pets.tar", "pets.tar.gz", "pets.tar.zst", "pets"})
    void readsArchivesAndFoldersAlike(String name) throws IOException {
        Map<String, byte[]> files =
                joined(Archives.pets("pets/train/", 4, 20, 20), Archives.pets("pets/test/", 2, 20, 20));
        files.put("pets/.DS_Store", new byte[] {1});
        files.put("__MACOSX/pets/train/cat/._000.png", new byte[] {1});
        files.put("pets/README.md", "About pets".getBytes(StandardCharsets.UTF_8));
        Imported imported = (switch (name) {
                    case "pets.zip" -> order(name, Archives.zip(files));
                    case "pets.tar" -> order(name, Archives.tar(files));
                    case "pets.tar.gz" -> order(name, Archives.gzip(Archives.tar(files)));
                    case "pets.tar.zst" -> order(name, Archives.zstd(Archives.tar(files)));
                    default -> Orders.of(Archives.folder(folder.resolve("source"), files));
                })
                .run();

        ImportReport report = imported.report();
        assertThat(imported.classes()).containsExactly("cat", "dog");
        assertThat(report.split("train")).isEqualTo(new ImportReport.Split(8, Map.of("cat", 4L, "dog", 4L)));
        assertThat(report.split("test")).isEqualTo(new ImportReport.Split(4, Map.of("cat", 2L, "dog", 2L)));
        assertThat(report.height()).isEqualTo(20);
        assertThat(report.badFiles().count()).isZero();
        assertThat(report.format()).isEqualTo("image-folder");
        assertThat(report.notes()).anyMatch(note -> note.contains("README.md"));
        assertThat(imported.split("train").count()).isEqualTo(8);
        assertThat(imported.folder().getParent()).isDirectoryNotContaining("glob:**work");
    }

    @Test
    void givesTheSamePixelsInWhateverArchive() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 5, 9, 13);

        Imported zip = order("a.zip", Archives.zip(files)).run();
        Imported tar = order("b.tar", Archives.tar(files)).run();

        assertThat(zip.manifest().path("splits")).isEqualTo(tar.manifest().path("splits"));
    }

    @Test
    void choosesATestSplitByClassAndSeed() throws IOException {
        Map<String, byte[]> files = joined(Archives.pets("", 10, 8, 8), Map.of("rare/a.png", Pictures.png(8, 8, 99)));
        byte[] zip = Archives.zip(files);

        ImportReport first = order("a.zip", zip).testFraction(0.3).seed(1).run().report();
        Imported again = order("b.zip", zip).testFraction(0.3).seed(1).run();
        Imported other = order("c.zip", zip).testFraction(0.3).seed(2).run();

        assertThat(first.split("test").classes()).isEqualTo(Map.of("cat", 3L, "dog", 3L, "rare", 0L));
        assertThat(first.split("train").classes()).isEqualTo(Map.of("cat", 7L, "dog", 7L, "rare", 1L));
        assertThat(again.report().splits()).isEqualTo(first.splits());
        assertThat(again.manifest().at("/splits/test/images/sha256"))
                .isNotEqualTo(other.manifest().at("/splits/test/images/sha256"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"val", "valid", "validation", "dev", "Validation"})
    void testsByTheValidationPicturesWhereThereAreNoOthers(String name) throws IOException {
        Map<String, byte[]> files = joined(Archives.pets("train/", 3, 8, 8), Archives.pets(name + "/", 1, 8, 8));

        ImportReport report = order("a.zip", Archives.zip(files)).run().report();

        assertThat(report.split("test").count()).isEqualTo(2);
        assertThat(report.notes()).anyMatch(note -> note.contains("validation pictures are the test split"));
    }

    @Test
    void addsValidationPicturesToTheTrainingWhereThereIsATest() throws IOException {
        Map<String, byte[]> files = joined(Archives.pets("train/", 3, 8, 8), Archives.pets("val/", 1, 8, 8));
        files.putAll(Archives.pets("test/", 2, 8, 8));

        ImportReport report =
                order("a.zip", Archives.zip(files)).testFraction(0.5).run().report();

        assertThat(report.split("train").count()).isEqualTo(8);
        assertThat(report.split("test").count()).isEqualTo(4);
        assertThat(report.notes()).anyMatch(note -> note.contains("validationFraction"));
        assertThat(report.notes()).anyMatch(note -> note.contains("testFraction was not used"));
    }

    @Test
    void takesAFolderNamedTrainForAClassBesideOtherClasses() throws IOException {
        Map<String, byte[]> files = joined(Archives.pets("", 4, 8, 8), Map.of("train/a.png", Pictures.png(8, 8, 50)));

        Imported imported = order("a.zip", Archives.zip(files)).run();

        assertThat(imported.classes()).containsExactly("cat", "dog", "train");
    }

    @Test
    void leavesOutPicturesBesideTheFoldersOfClasses() throws IOException {
        Map<String, byte[]> files = Archives.pets("pets/", 4, 8, 8);
        files.put("pets/banner.png", Pictures.png(8, 8, 50));
        files.put("logo.png", Pictures.png(8, 8, 51));

        Imported imported =
                order("a.zip", Archives.zip(files)).onBadFile("skip").run();

        assertThat(imported.classes()).containsExactly("cat", "dog");
        assertThat(imported.report().badFiles().first())
                .extracting(ImportReport.BadFile::name)
                .containsExactly("pets/banner.png", "logo.png");
    }

    @Test
    void refusesASizeAboveTheLimits() throws IOException {
        Orders order = order("a.zip", Archives.zip(Archives.pets("", 2, 8, 8))).size(70_000, 70_000);

        assertThatThrownBy(order::run).isInstanceOf(BadSource.class).hasMessageContaining("70000 x 70000");
    }

    @Test
    void ordersNumberedClassesByNumber() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : new String[] {"10", "2", "0"}) {
            files.put(name + "/a.png", Pictures.png(8, 8, name.hashCode()));
            files.put(name + "/b.png", Pictures.png(8, 8, name.hashCode() + 1));
        }

        assertThat(order("a.zip", Archives.zip(files)).run().classes()).containsExactly("0", "2", "10");
    }

    @Test
    void choosesASquareForPicturesOfManySizes() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            files.put("cat/%d.jpg".formatted(i), Pictures.jpeg(40 + 5 * i, 90, i));
            files.put("dog/%d.png".formatted(i), Pictures.png(90, 40 + 5 * i, i));
        }

        ImportReport report = order("a.zip", Archives.zip(files)).run().report();

        assertThat(report.height()).isEqualTo(56);
        assertThat(report.width()).isEqualTo(56);
        assertThat(report.fit()).isEqualTo("crop");
        assertThat(report.sizes().distinct()).isEqualTo(18);
        assertThat(report.sizes().smallest()).isEqualTo(new Size(40, 90));
        assertThat(report.sizes().largest()).isEqualTo(new Size(80, 90));
        assertThat(report.notes()).anyMatch(note -> note.contains("56 x 56") && note.contains("18 sizes"));
    }

    @Test
    void limitsTheChosenSize() throws IOException {
        ImportReport large = order("a.zip", Archives.zip(Archives.pets("", 2, 300, 600)))
                .run()
                .report();
        ImportReport kept = order("b.zip", Archives.zip(Archives.pets("", 2, 200, 100)))
                .run()
                .report();

        assertThat(new Size(large.height(), large.width())).isEqualTo(new Size(64, 128));
        assertThat(new Size(kept.height(), kept.width())).isEqualTo(new Size(200, 100));
    }

    @Test
    void usesOneChannelIfAllPicturesAreGray() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            var gray = new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
            gray.getRaster().setSample(i, 0, 0, 200);
            files.put((i % 2 == 0 ? "a" : "b") + "/%d.png".formatted(i), Pictures.encoded(gray, "png"));
        }

        Imported imported = order("a.zip", Archives.zip(files)).run();
        Imported colors = order("b.zip", Archives.zip(files)).channels(3).run();

        assertThat(imported.report().channels()).hasSize(1);
        assertThat(imported.pixels("train", 0, 0)).contains(200);
        assertThat(colors.report().channels()).hasSize(3);
        assertThat(colors.pixels("train", 0, 2)).contains(200);
    }

    @Test
    void findsPicturesThatAreInBothSplits() throws IOException {
        Map<String, byte[]> files = joined(Archives.pets("train/", 3, 8, 8), Archives.pets("test/", 2, 8, 8));
        // Another file with the same pixels.
        files.put("test/cat/copy.bmp", Pictures.encoded(Pictures.noise(8, 8, "train/".hashCode() + 2), "bmp"));

        ImportReport report = order("a.zip", Archives.zip(files)).run().report();

        assertThat(report.duplicates().count()).isEqualTo(1);
        assertThat(report.duplicates().first())
                .containsExactly(new ImportReport.Duplicate("train/cat/001.png", "test/cat/copy.bmp"));
    }

    @Test
    void countsWhatItFound() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            var image = new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 32; p++) {
                image.setRGB(p % 8, p / 8, 0xff0033);
            }
            files.put(
                    (i % 2 == 0 ? "train" : "test") + (i < 2 ? "/a/" : "/b/") + i + ".png",
                    Pictures.encoded(image, "png"));
        }

        Imported imported = order("a.zip", Archives.zip(files)).run();

        ImportReport.Channel red = imported.report().channels().getFirst();
        assertThat(red.mean()).isEqualTo(0.5);
        assertThat(red.deviation()).isEqualTo(0.5);
        assertThat(imported.report().channels().get(2).mean()).isEqualTo(0.1);
        assertThat(imported.report().bytes())
                .isEqualTo(4L * (3 * 64 + 4) + Files.size(imported.folder().resolve("manifest.json")));
        assertThat(imported.labels("train")).containsExactly(0, 1);
    }

    @Test
    void skipsSomeBadFilesAndNamesThem() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 10, 8, 8);
        byte[] cut = java.util.Arrays.copyOf(Pictures.jpeg(64, 64, 1), 1000);
        files.put("cat/cut.jpg", cut);
        files.put("dog/text.png", "no picture".getBytes(StandardCharsets.UTF_8));
        files.put("dog/empty.jpg", new byte[0]);
        files.put("top.png", Pictures.png(8, 8, 4));
        byte[] zip = Archives.zip(files);

        ImportReport report = order("a.zip", zip).onBadFile("skip").run().report();

        assertThat(report.badFiles().count()).isEqualTo(4);
        assertThat(report.badFiles().first())
                .extracting(ImportReport.BadFile::name)
                .containsExactlyInAnyOrder("cat/cut.jpg", "dog/text.png", "dog/empty.jpg", "top.png");
        assertThat(report.splits().values().stream()
                        .mapToLong(ImportReport.Split::count)
                        .sum())
                .isEqualTo(20);
        assertThatThrownBy(() -> order("b.zip", zip).onBadFile("fail").run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("text.png");
        assertThatThrownBy(() -> order("c.zip", zip).run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("more than 1.0 %")
                .hasMessageContaining("text.png");
    }

    @Test
    void skipsOneBadFileOfAHundredUnlessTold() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 60, 8, 8);
        files.put("cat/text.png", "no picture".getBytes(StandardCharsets.UTF_8));

        assertThat(order("a.zip", Archives.zip(files)).run().report().badFiles().count())
                .isEqualTo(1);
    }

    @Test
    void limitsTheBadFilesThatItSkips() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        for (int i = 0; i < 5; i++) {
            files.put("cat/bad%d.png".formatted(i), new byte[] {1, 2, 3});
        }

        assertThatThrownBy(() ->
                        order("a.zip", Archives.zip(files)).onBadFile("skip").run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("5 of 9 files")
                .hasMessageContaining("bad0.png");
    }
}
