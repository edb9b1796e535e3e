package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The child process of an import, with the memory that a worker gives it. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ImporterProcessTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private Orders pets(Map<String, byte[]> files) throws IOException {
        return Orders.of(Files.write(folder.resolve("pets.zip"), Archives.zip(files)));
    }

    @Test
    void sendsProgressAndTheReport() throws Exception {
        ImporterChild child =
                ImporterChild.run(folder, pets(Archives.pets("", 5, 8, 8)).order());

        assertThat(child.status()).as(child.output()).isZero();
        assertThat(child.messages().getFirst()).isInstanceOf(ChildMessage.Hello.class);
        assertThat(child.messages()).contains(new ChildMessage.Progress(0, 1, 10, 10, 0L));
        ChildMessage.Done done = (ChildMessage.Done) child.last();
        assertThat(JSON.valueToTree(done.result()).toString())
                .isEqualTo(Files.readString(folder.resolve("output/dataset/report.json")))
                .contains("\"badFiles\":{\"count\":0,\"first\":[]}", "\"duplicates\":{\"count\":0,\"first\":[]}");
        assertThat(Imported.in(folder.resolve("output/dataset")).split("test").count())
                .isEqualTo(2);
    }

    @Test
    void shortensAReportThatIsTooLongForAMessage() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] picture = Pictures.png(4, 4, 1);
        for (int i = 0; i < 800; i++) {
            files.put("a class with a name of many letters, number %d/a.png".formatted(i), picture);
            files.put("a class with a name of many letters, number %d/b.png".formatted(i), picture);
        }

        ImporterChild child = ImporterChild.run(folder, pets(files).order());

        ChildMessage.Done done = (ChildMessage.Done) child.last();
        assertThat(JSON.valueToTree(done.result()).at("/splits/train/count").asInt())
                .isEqualTo(800);
        assertThat(JSON.valueToTree(done.result()).at("/splits/train/classes").size())
                .isZero();
        ImportReport whole = JSON.readValue(folder.resolve("output/dataset/report.json"), ImportReport.class);
        assertThat(whole.split("train").classes()).hasSize(800);
        assertThat(whole.duplicates().count()).isEqualTo(800);
        assertThat(whole.duplicates().first()).hasSize(100);
    }

    @Test
    void failsWithASentence() throws Exception {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        files.put("../evil.png", new byte[1]);

        ImporterChild child = ImporterChild.run(folder, pets(files).order());

        assertThat(child.failure())
                .isEqualTo(new ChildMessage.Failed(ExitCode.BAD_DATA, "'../evil.png' leads out of its folder by .."));
        assertThat(child.status()).isEqualTo(ExitCode.BAD_DATA.status());
        assertThat(folder.resolve("output/work")).doesNotExist();
    }

    @Test
    void reportsPicturesThatDoNotFitIntoMemory() throws Exception {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        files.put("cat/huge.png", HostilePictures.png(7000, 7000, 16, 6));

        ImporterChild child =
                ImporterChild.run(folder, pets(files).onBadFile("fail").order());

        assertThat(child.failure().code()).isEqualTo(ExitCode.BAD_DATA);
        assertThat(child.failure().message()).contains("'cat/huge.png'").contains("needs 373 MB of memory");
    }

    @Test
    @Tag("chaos")
    void survivesLargePicturesInLittleMemory() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] large = Pictures.encoded(
                new java.awt.image.BufferedImage(7000, 6000, java.awt.image.BufferedImage.TYPE_BYTE_BINARY), "png");
        byte[] colors = Pictures.encoded(
                new java.awt.image.BufferedImage(7000, 6000, java.awt.image.BufferedImage.TYPE_3BYTE_BGR), "jpg");
        for (int i = 0; i < 2; i++) {
            files.put("cat/%d.png".formatted(i), large);
            files.put("dog/%d.jpg".formatted(i), colors);
        }

        ImporterChild child = ImporterChild.run(folder, pets(files).order());

        assertThat(child.last()).as(child.output()).isInstanceOf(ChildMessage.Done.class);
    }

    @Test
    void stopsWhenRequested() throws Exception {
        Map<String, byte[]> files = Archives.pets("", 400, 120, 120);
        Orders order = pets(files).size(8, 8);

        ImporterChild child = ImporterChild.run(folder, order.order(), (channel, message) -> {
            if (message instanceof ChildMessage.Hello) {
                send(channel, new SupervisorMessage.Ping());
                send(channel, new SupervisorMessage.Stop(true));
            }
        });

        assertThat(child.last()).as(child.output()).isInstanceOf(ChildMessage.Stopped.class);
        assertThat(child.messages()).contains(new ChildMessage.Pong());
        assertThat(child.status()).isZero();
    }

    private static void send(MessageChannel channel, SupervisorMessage message) {
        try {
            channel.send(message);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
