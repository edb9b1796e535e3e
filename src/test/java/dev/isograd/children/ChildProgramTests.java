package dev.isograd.children;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChildProgramTests {

    private static final Path CACHE = Path.of("native");

    @Test
    void passesOnNeitherSecretsNorTheLanguage() {
        Map<String, String> server = Map.of(
                "PATH", "/bin",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "SPRING_DATASOURCE_PASSWORD", "secret",
                "LANG", "fa_IR.UTF-8",
                "LC_MESSAGES", "de_DE.UTF-8");

        assertThat(ChildProgram.environment(server, 2, CACHE))
                .containsEntry("PATH", "/bin")
                .containsEntry("OMP_NUM_THREADS", "2")
                .doesNotContainValue("secret")
                .doesNotContainKeys("LANG", "LC_MESSAGES");
    }

    /** File names must mean the same in both processes. */
    @Test
    void encodesFileNamesAsTheServerDoes() {
        assertThat(ChildProgram.environment(Map.of("LANG", "C.UTF-8"), 1, CACHE))
                .containsEntry("LC_CTYPE", "C.UTF-8");
        assertThat(ChildProgram.environment(Map.of("LANG", "C", "LC_CTYPE", "C.UTF-8"), 1, CACHE))
                .containsEntry("LC_CTYPE", "C.UTF-8");
        assertThat(ChildProgram.environment(Map.of("LC_ALL", "C.UTF-8", "LC_CTYPE", "C", "LANG", "C"), 1, CACHE))
                .containsEntry("LC_CTYPE", "C.UTF-8");
        assertThat(ChildProgram.environment(Map.of("LC_ALL", ""), 1, CACHE)).doesNotContainKey("LC_CTYPE");
    }
}
