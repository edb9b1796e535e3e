package dev.isograd.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each alert has a section in the runbook, and each section an alert. */
class AlertsTests {

    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (Isograd\\w+)$");
    private static final Pattern LINK = Pattern.compile("runbook: docs/runbook.md#(\\w+)");

    @Test
    void haveASectionEach() throws IOException {
        String alerts = Files.readString(Path.of("helm/isograd/files/alerts.yaml"));
        String runbook = Files.readString(Path.of("docs/runbook.md"));

        List<String> names = all(ALERT, alerts);
        assertThat(names)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(all(SECTION, runbook));
        assertThat(all(LINK, alerts))
                .isEqualTo(names.stream().map(String::toLowerCase).toList());
        for (String section : runbook.split("(?m)^## ")) {
            if (section.startsWith("Isograd")) {
                assertThat(section).contains("**Meaning.**", "**Look.**", "**Do.**");
            }
        }
    }

    /** Helm would read them as its own. */
    @Test
    void haveNoBracesOfTemplates() throws IOException {
        assertThat(Files.readString(Path.of("helm/isograd/files/alerts.yaml"))).doesNotContain("{{");
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
