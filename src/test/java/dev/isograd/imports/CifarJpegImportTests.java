package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isograd.trainer.ChildMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The 60 000 JPEG files of CIFAR-10 in a child process of 512 MB; the archive is named by CIFAR_JPEG. */
@Tag("chaos")
class CifarJpegImportTests {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void importsSixtyThousandPictures() throws Exception {
        String name = Optional.ofNullable(System.getenv("CIFAR_JPEG")).orElse(System.getProperty("cifar.jpeg", ""));
        assumeTrue(!name.isEmpty() && Files.exists(Path.of(name)), "CIFAR_JPEG names no file");

        long start = System.nanoTime();
        ImporterChild child = ImporterChild.run(folder, Orders.of(Path.of(name)).order());
        Duration time = Duration.ofNanos(System.nanoTime() - start);

        assertThat(child.last()).as(child.output()).isInstanceOf(ChildMessage.Done.class);
        JsonNode report = JsonMapper.builder().build().valueToTree(((ChildMessage.Done) child.last()).result());
        System.out.println(time + " " + report);
        assertThat(time).isLessThan(LONGEST);
        assertThat(report.path("height").asInt()).isEqualTo(32);
        assertThat(report.path("width").asInt()).isEqualTo(32);
        assertThat(report.path("channels").size()).isEqualTo(3);
        assertThat(report.path("badFiles").path("count").asInt()).isZero();
        assertThat(report.at("/splits/train/classes").values()).hasSize(10).allMatch(count -> count.asInt() == 5000);
        assertThat(report.at("/splits/test/classes").values()).hasSize(10).allMatch(count -> count.asInt() == 1000);
        Imported imported = Imported.in(folder.resolve("output/dataset"));
        assertThat(imported.split("train").count()).isEqualTo(50_000);
    }
}
