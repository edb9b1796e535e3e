package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The checked-in document, which the service returns, is the one that the controllers generate. */
class OpenApiDocumentTests {

    private static final Path FILE = Path.of("src/main/resources/openapi.json");
    private static final String REFRESH =
            "Refresh openapi.json with: ./mvnw test -Dtest=OpenApiDocumentTests -Dopenapi.write=true -Dfrontend.skip";

    @Test
    void isUpToDate() throws IOException {
        String generated = OpenApiDocument.generate();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(FILE, generated);
        }

        assertThat(Files.readString(FILE)).as(REFRESH).isEqualTo(generated);
    }
}
