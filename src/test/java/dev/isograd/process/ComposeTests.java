package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.FileSystemResource;

/** What compose.yaml and the Dockerfile promise, without a container engine. */
class ComposeTests {

    private static final Pattern BASE_IMAGE = Pattern.compile("(?m)^ARG (\\w+_IMAGE)=(\\S+)$");

    private final Map<String, Map<String, Object>> services = services();

    @Test
    void givesNoContainerRightsOrAWritableRoot() {
        assertThat(services).containsOnlyKeys("isograd", "database", "store");
        assertThat(services.values())
                .allSatisfy(service -> assertThat(service)
                        .containsEntry("read_only", true)
                        .containsEntry("cap_drop", List.of("ALL"))
                        .containsEntry("security_opt", List.of("no-new-privileges:true"))
                        .doesNotContainKeys("privileged", "cap_add"));
    }

    @Test
    void publishesTheApiOnlyAndOnThisMachineUnlessToldOtherwise() {
        assertThat(services.get("isograd")).containsEntry("ports", List.of("${ISOGRAD_LISTEN:-127.0.0.1}:8080:8080"));
        assertThat(services.get("database")).doesNotContainKey("ports").containsEntry("networks", List.of("private"));
        assertThat(services.get("store")).doesNotContainKey("ports").containsEntry("networks", List.of("private"));
    }

    @Test
    void hasNoDefaultPassword() {
        assertThat(services.values())
                .allSatisfy(service -> assertThat(environment(service)).allSatisfy((name, value) -> {
                    if (name.matches(".*(PASSWORD|KEY|KEY_ID)")) {
                        assertThat(value).as(name).matches("\\$\\{ISOGRAD_\\w+:\\?.+}");
                    }
                }));
        assertThat(environment(services.get("isograd")))
                .containsKeys("SPRING_DATASOURCE_PASSWORD", "ISOGRAD_ARTIFACTS_S3_SECRET_KEY");
    }

    @Test
    void setsOnlyWhatIsASetting() throws IOException {
        String settings = Files.readString(Path.of("src/main/resources/application.yaml"));

        assertThat(environment(services.get("isograd")).keySet())
                .filteredOn(name -> name.startsWith("ISOGRAD_"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(settings).containsPattern("\\b" + name + "\\b"));
    }

    /** podman 4 joins the words of a command and splits them at spaces. */
    @Test
    void checksHealthWithWordsWithoutSpaces() {
        assertThat(services.values())
                .allSatisfy(service -> assertThat((List<?>) ((Map<?, ?>) service.get("healthcheck")).get("test"))
                        .allSatisfy(word -> assertThat((String) word).doesNotContain(" ")));
    }

    @Test
    void usesExactVersions() throws IOException {
        String page = Files.readString(Path.of("docs/deployment.md"));

        assertThat(BASE_IMAGE.matcher(Files.readString(Path.of("Dockerfile"))).results())
                .hasSize(4)
                .allSatisfy(base -> {
                    assertThat(base.group(2)).matches(".+:\\d+\\.\\d+\\.\\d+.*");
                    assertThat(page).contains("| `%s` | `%s` |".formatted(base.group(1), base.group(2)));
                });
        assertThat(List.of("database", "store"))
                .allSatisfy(name ->
                        assertThat((String) services.get(name).get("image")).matches(".+:\\d+\\.\\d+.*"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() {
        YamlMapFactoryBean file = new YamlMapFactoryBean();
        file.setResources(new FileSystemResource("compose.yaml"));
        return (Map<String, Map<String, Object>>)
                Objects.requireNonNull(file.getObject()).get("services");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> environment(Map<String, Object> service) {
        return (Map<String, String>) service.get("environment");
    }
}
