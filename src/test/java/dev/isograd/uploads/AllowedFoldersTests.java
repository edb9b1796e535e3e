package dev.isograd.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AllowedFoldersTests {

    @TempDir
    Path disk;

    private AllowedFolders folders;

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(disk.resolve("one/pets/cat"));
        Files.createDirectories(disk.resolve("two/birds"));
        Files.createDirectories(disk.resolve("one-secret"));
        Files.write(disk.resolve("one/pets/cat/1.png"), new byte[100]);
        Files.write(disk.resolve("one/pets/cat/2.png"), new byte[20]);
        Files.write(disk.resolve("two/birds.zip"), new byte[7]);
        Files.write(disk.resolve("one-secret/key"), new byte[7]);
        folders = folders(disk.resolve("one") + "," + disk.resolve("two"));
    }

    private static AllowedFolders folders(String setting) {
        return new AllowedFolders(
                new Binder(new MapConfigurationPropertySource(java.util.Map.of("isograd.imports.folders", setting)))
                        .bindOrCreate("isograd.imports", ImportSourceProperties.class));
    }

    private LocalSource find(String path) {
        folders.check(new ImportSource.Folder(path));
        return folders.find(new ImportSource.Folder(path), () -> false);
    }

    @Test
    void findsFilesAndFoldersBelowTheAllowedOnes() throws IOException {
        Path pets = disk.resolve("one/pets").toRealPath();

        assertThat(find(disk.resolve("one/pets").toString())).isEqualTo(new LocalSource(pets, "pets", 120));
        assertThat(find("pets")).isEqualTo(new LocalSource(pets, "pets", 120));
        assertThat(find("birds.zip"))
                .isEqualTo(new LocalSource(disk.resolve("two/birds.zip").toRealPath(), "birds.zip", 7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "../one-secret",
                "pets/../../one-secret/key",
                "/etc",
                "/",
                "a\0b",
                "pets/../.."
            })
    void refusesOtherPaths(String path) {
        assertThatThrownBy(() -> folders.check(new ImportSource.Folder(path)))
                .isInstanceOfSatisfying(
                        SourceProblem.class,
                        problem -> assertThat(problem.getBody().getDetail()).startsWith("/source/folder must"));
        assertThatThrownBy(() -> folders.find(new ImportSource.Folder(path), () -> false))
                .isInstanceOf(SourceUnusable.class);
    }

    @Test
    void refusesSiblingsWhoseNamesBeginAlike() {
        String secret = disk.resolve("one-secret/key").toString();
        assertThatThrownBy(() -> find(secret)).isInstanceOf(SourceProblem.class);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
    void followsNoLinkOutOfTheAllowedFolder() throws IOException {
        Files.createSymbolicLink(disk.resolve("one/out"), disk.resolve("one-secret"));
        Files.createSymbolicLink(disk.resolve("one/pets/inside"), disk.resolve("one/pets/cat/1.png"));
        assertThat(find("pets").bytes()).isEqualTo(120);

        Files.createSymbolicLink(disk.resolve("one/pets/cat/key"), disk.resolve("one-secret/key"));

        for (String path : List.of("out", "out/key", "pets/cat/key")) {
            assertThatThrownBy(() -> find(path))
                    .isInstanceOf(SourceUnusable.class)
                    .hasMessageContaining("leads out");
        }
        assertThatThrownBy(() -> find("pets"))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("cat/key");
    }

    @Test
    void saysThatAPathDoesNotExist() {
        assertThatThrownBy(() -> find("nothing"))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void stopsInTheMiddle() {
        assertThatThrownBy(() -> folders.find(new ImportSource.Folder("pets"), () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void allowsNothingByDefault() {
        folders = folders("");

        assertThatThrownBy(() -> find("/etc/passwd"))
                .isInstanceOfSatisfying(
                        SourceProblem.class,
                        problem -> assertThat(problem.getBody().getDetail()).contains("isograd.imports.folders"));
    }
}
