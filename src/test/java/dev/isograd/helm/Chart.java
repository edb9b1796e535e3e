package dev.isograd.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.Yaml;

/** The Helm chart, rendered by Helm itself without a cluster. */
final class Chart {

    static final Path FOLDER = Path.of("helm", "isograd");

    /** Values of installations, each in a file of the test resources. */
    static final List<String> VALUE_SETS = List.of("default", "trial", "production", "gpu", "launcher");

    /** Helm prints hooks apart from the manifests, and helm-java not at all; in the copy, they are none. */
    private static final Path WITHOUT_HOOKS = Path.of("target", "helm-without-hooks");

    private static final String HOOK = "\"helm.sh/hook";
    private static final String NO_HOOK = "\"no-hook.helm.sh/hook";
    private static final Path VALUES = Path.of("src", "test", "resources", "helm");
    private static final String KUBERNETES = "1.32.0";
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    static {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            FileSystemUtils.deleteRecursively(WITHOUT_HOOKS);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = WITHOUT_HOOKS.resolve(FOLDER.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, Files.readString(file).replace(HOOK, NO_HOOK));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    static Path golden(String valueSet) {
        return VALUES.resolve(valueSet + "-rendered.yaml");
    }

    /** The manifests of a value set, without blank lines. */
    static String rendered(String valueSet) {
        return RENDERED.computeIfAbsent(valueSet, set -> render("isograd", set));
    }

    /** @param settings further values, each as name and value */
    static String render(String release, String valueSet, String... settings) {
        var template = new Helm(WITHOUT_HOOKS)
                .template()
                .withName(release)
                .withNamespace("trainings")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(VALUES.resolve(valueSet + ".yaml"));
        for (int i = 0; i < settings.length; i += 2) {
            template.set(settings[i], settings[i + 1]);
        }
        StringBuilder lines = new StringBuilder();
        template.call()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> lines.append(line.stripTrailing()).append('\n'));
        return lines.toString().replace(NO_HOOK.substring(1), HOOK.substring(1));
    }

    /** Leaves out what comes from files that have tests of their own: the alerts and the Grafana board. */
    static String withoutFiles(String manifests) {
        return manifests
                .replaceAll("(?ms)^(kind: PrometheusRule$.*?^spec:)$.*?(?=^---$|\\z)", "$1 {}\n")
                .replaceAll("(?ms)^data:\n  isograd.json: .*?(?=^---$|\\z)", "data: {}\n");
    }

    /** One text per manifest. */
    static List<String> documents(String manifests) {
        List<String> documents = new ArrayList<>();
        for (String document : manifests.split("(?m)^---$")) {
            if (document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#"))) {
                documents.add(document);
            }
        }
        return documents;
    }

    static List<Manifest> manifests(String manifests) {
        return documents(manifests).stream()
                .map(document -> new Manifest(new Yaml().load(document)))
                .toList();
    }

    static Map<String, Object> defaults() {
        return new Yaml().load(read(FOLDER.resolve("values.yaml")));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
