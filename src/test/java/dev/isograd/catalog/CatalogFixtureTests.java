package dev.isograd.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.spec.SpecCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CatalogFixtureTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FIXTURE = Path.of("frontend/src/test/catalog.json");
    private static final Path CURRENT = Path.of("target/catalog.json");

    @Test
    void matchesTheFixtureOfTheFrontEnd() throws IOException {
        String current = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(SpecCatalog.describe());
        Files.writeString(CURRENT, current + "\n");

        boolean same = JSON.readTree(Files.readString(FIXTURE)).equals(JSON.readTree(current));
        assertThat(same)
                .as("after a change to the spec records, copy %s to %s", CURRENT, FIXTURE)
                .isTrue();
    }
}
