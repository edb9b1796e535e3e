package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.ImportStopped;
import dev.isograd.imports.sources.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ImportLimitsTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private static ImportLimits with(String limit, Number value) {
        ObjectNode limits = JSON.valueToTree(ImportLimits.DEFAULTS);
        assertThat(limits.has(limit)).isTrue();
        limits.putPOJO(limit, value);
        return JSON.convertValue(limits, ImportLimits.class);
    }

    private AbstractThrowableAssert<?, ?> refusal(Map<String, byte[]> files, String limit, Number value)
            throws IOException {
        Path zip = Files.write(folder.resolve("pets.zip"), Archives.zip(files));
        Path tar = Files.write(folder.resolve("pets.tar"), Archives.tar(files));
        ImportLimits limits = with(limit, value);
        assertThatThrownBy(() -> Orders.of(tar).onBadFile("fail").limits(limits).run())
                .isInstanceOf(BadSource.class);
        return assertThatThrownBy(
                        () -> Orders.of(zip).onBadFile("fail").limits(limits).run())
                .isInstanceOf(BadSource.class);
    }

    private void assertAccepted(Map<String, byte[]> files, String limit, Number value) throws IOException {
        Path zip = Files.write(folder.resolve("pets.zip"), Archives.zip(files));
        assertThat(Orders.of(zip)
                        .onBadFile("fail")
                        .limits(with(limit, value))
                        .run()
                        .report()
                        .badFiles()
                        .count())
                .isZero();
    }

    @Test
    void hasTheDefaultsOfTheSettings() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));

        ImportLimits set = new Binder(new MapConfigurationPropertySource(Objects.requireNonNull(yaml.getObject())))
                .bind("isograd.imports", ImportLimits.class)
                .get();
        ImportLimits unset = new Binder().bindOrCreate("isograd.imports", ImportLimits.class);

        assertThat(set).isEqualTo(ImportLimits.DEFAULTS);
        assertThat(unset).isEqualTo(ImportLimits.DEFAULTS);
    }

    @Test
    void limitsEntries() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 5, 8, 8);

        refusal(files, "entries", 9).hasMessageContaining("pets.zip").hasMessageContaining("more than 9");
        assertAccepted(files, "entries", 10);
    }

    @Test
    void limitsUnpackedBytes() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 5, 30, 30);
        long bytes = files.values().stream().mapToLong(file -> file.length).sum();

        refusal(files, "unpackedBytes", bytes - 1)
                .hasMessageContaining("dog/004.png")
                .hasMessageContaining("more than %d bytes".formatted(bytes - 1));
        assertAccepted(files, "unpackedBytes", bytes);
    }

    @Test
    void limitsTheRatioOfUnpackedToPacked() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        files.put("zeros.txt", new byte[3 << 20]);

        refusalOfPacked(files, 100).hasMessageContaining("more than 100 times");
        assertAccepted(files, "ratio", 2000);
    }

    private AbstractThrowableAssert<?, ?> refusalOfPacked(Map<String, byte[]> files, int ratio) throws IOException {
        Path zip = Files.write(folder.resolve("pets.zip"), Archives.zip(files));
        Path tar = Files.write(folder.resolve("pets.tar.gz"), Archives.gzip(Archives.tar(files)));
        assertThatThrownBy(() -> Orders.of(tar).limits(with("ratio", ratio)).run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("pets.tar.gz");
        return assertThatThrownBy(
                        () -> Orders.of(zip).limits(with("ratio", ratio)).run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("zeros.txt");
    }

    @Test
    void limitsTheBytesOfAPicture() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        files.put("cat/large.png", Pictures.png(40, 40, 1));

        refusal(files, "fileBytes", files.get("cat/large.png").length - 1).hasMessageContaining("cat/large.png");
        assertAccepted(files, "fileBytes", files.get("cat/large.png").length);
    }

    @Test
    void limitsPixels() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        files.put("cat/large.png", Pictures.png(40, 30, 1));

        refusal(files, "pixels", 1199).hasMessageContaining("cat/large.png").hasMessageContaining("30 x 40");
        assertAccepted(files, "pixels", 1200);
    }

    @Test
    void limitsSides() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        files.put("cat/large.png", Pictures.png(40, 30, 1));

        refusal(files, "side", 39).hasMessageContaining("cat/large.png");
        assertAccepted(files, "side", 40);
    }

    @Test
    void limitsNames() throws IOException {
        Map<String, byte[]> files = Archives.pets("", 2, 8, 8);
        files.put("cat/a name of 25 letters.png", Pictures.png(8, 8, 1));

        refusal(files, "nameLength", 27).hasMessageContaining("cat/a name of 25 letters.png");
        assertAccepted(files, "nameLength", 28);
    }

    @Test
    void limitsDepth() throws IOException {
        Map<String, byte[]> files = Archives.pets("a/b/c/", 2, 8, 8);

        refusal(files, "depth", 3).hasMessageContaining("a/b/c/cat/000.png");
        assertAccepted(files, "depth", 4);
    }

    @Test
    void limitsClasses() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            files.put("class%d/a.png".formatted(i), Pictures.png(8, 8, i));
            files.put("class%d/b.png".formatted(i), Pictures.png(8, 8, 10 + i));
        }

        refusal(files, "classes", 3).hasMessageContaining("4 classes").hasMessageContaining("class3");
        assertAccepted(files, "classes", 4);
    }

    @Test
    void limitsTime() throws IOException {
        Path zip = Files.write(folder.resolve("pets.zip"), Archives.zip(Archives.pets("", 5, 8, 8)));
        AtomicLong now = new AtomicLong();
        Intake intake = Intake.start(with("seconds", 3), () -> now.addAndGet(1_000_000_000), () -> false);

        assertThatThrownBy(
                        () -> new Import(Orders.of(zip).order(), folder.resolve("output"), intake, (_, _) -> {}).run())
                .isInstanceOf(BadSource.class)
                .hasMessageContaining("longer than 3 s");
    }

    @Test
    void stopsWhenRequested() throws IOException {
        Path zip = Files.write(folder.resolve("pets.zip"), Archives.zip(Archives.pets("", 5, 8, 8)));
        AtomicLong checks = new AtomicLong();
        Intake intake = Intake.start(ImportLimits.DEFAULTS, System::nanoTime, () -> checks.incrementAndGet() > 20);

        assertThatThrownBy(
                        () -> new Import(Orders.of(zip).order(), folder.resolve("output"), intake, (_, _) -> {}).run())
                .isInstanceOf(ImportStopped.class);
        assertThat(folder.resolve("output/work")).doesNotExist();
    }
}
