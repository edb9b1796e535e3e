package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

/** Compares the table of limits in docs/operations.md with the settings. */
class OperationsDocumentTests {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(isograd[a-z0-9.-]+)` \\| (?:`([^`]+)`|none) \\|");
    private static final Pattern LIMITS = Pattern.compile(
            "isograd\\.(limits|retention|uploads|stream)\\..+|isograd\\.webhooks\\.(?!allow-private).+");

    @Test
    void namesEveryLimitWithItsDefault() throws IOException {
        Map<String, String> documented = new TreeMap<>(ROW.matcher(Files.readString(Path.of("docs", "operations.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), OperationsDocumentTests::value, (first, second) -> second)));
        Map<String, String> actual = new TreeMap<>();
        settings().forEach((key, value) -> actual.put(key.toString(), value.toString()));

        assertThat(actual).containsAllEntriesOf(documented);
        assertThat(documented.keySet())
                .containsAll(actual.keySet().stream()
                        .filter(LIMITS.asMatchPredicate())
                        .toList());
    }

    private static String value(MatchResult row) {
        return Objects.requireNonNullElse(row.group(2), "");
    }

    private static Properties settings() {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        return Objects.requireNonNull(yaml.getObject());
    }
}
