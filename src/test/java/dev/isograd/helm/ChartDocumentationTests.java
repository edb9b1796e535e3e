package dev.isograd.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The values of the chart, the settings of the service and the documents about both name the same things. */
class ChartDocumentationTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SETTINGS = Chart.read(Path.of("src", "main", "resources", "application.yaml"));

    @Test
    void documentsEveryValue() {
        Set<String> documented = new TreeSet<>();
        var row = Pattern.compile("(?m)^\\| `([^`]+)` \\|").matcher(Chart.read(Chart.FOLDER.resolve("README.md")));
        while (row.find()) {
            documented.add(row.group(1));
        }

        assertThat(documented).isEqualTo(new TreeSet<>(leaves(Chart.defaults()).keySet()));
    }

    @Test
    void describesEveryValueInTheSchema() {
        JsonNode schema = JSON.readTree(Chart.read(Chart.FOLDER.resolve("values.schema.json")));

        leaves(Chart.defaults()).keySet().forEach(path -> {
            JsonNode node = schema;
            for (String name : path.split("[.]")) {
                node = resolved(schema, node).path("properties").path(name);
            }
            assertThat(node.isMissingNode()).as(path).isFalse();
        });
    }

    @Test
    void closesEveryObjectOfTheSchema() {
        List<String> open = new ArrayList<>();
        findOpen(JSON.readTree(Chart.read(Chart.FOLDER.resolve("values.schema.json"))), "", open);

        assertThat(open).isEmpty();
    }

    /** A variable that no setting reads would be ignored in silence. */
    @Test
    void setsOnlyVariablesThatTheServiceReads() throws IOException {
        Set<String> known = knownVariables();
        Set<String> used = new TreeSet<>();
        for (String valueSet : Chart.VALUE_SETS) {
            Chart.manifests(Chart.rendered(valueSet)).forEach(manifest -> {
                Manifest pod = manifest.pod();
                if (pod != null) {
                    pod.containers()
                            .forEach(container ->
                                    container.list("env").forEach(variable -> used.add(variable.string("name"))));
                }
            });
        }
        // Only part of the value of another variable.
        used.remove("POD_NAME");

        assertThat(used).isNotEmpty().allMatch(name -> known.contains(name) || isEntry(name));
    }

    /** Levels of loggers are a map. The comments in application.yaml name the fields of lists. */
    private static boolean isEntry(String variable) {
        var entry = Pattern.compile("(ISOGRAD_.*_0_)([A-Z]+)").matcher(variable);
        return variable.startsWith("LOGGING_LEVEL_")
                || entry.matches() && SETTINGS.contains(" " + entry.group(1)) && namesField(entry.group(2));
    }

    private static boolean namesField(String field) {
        return SETTINGS.contains("_" + field) || SETTINGS.contains("." + field.toLowerCase(Locale.ROOT));
    }

    private static Set<String> knownVariables() throws IOException {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        Properties settings = Objects.requireNonNull(yaml.getObject());
        Set<String> known = new TreeSet<>();
        settings.keySet().forEach(name -> known.add(variable(name.toString())));
        String metadata = "META-INF/spring-configuration-metadata.json";
        for (URL file :
                Collections.list(ChartDocumentationTests.class.getClassLoader().getResources(metadata))) {
            JSON.readTree(file.openStream())
                    .path("properties")
                    .forEach(
                            property -> known.add(variable(property.path("name").asString(""))));
        }
        return known;
    }

    private static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace("-", "_");
    }

    /** Paths of the values that are no maps; an empty map counts as a value. */
    private static Map<String, Object> leaves(Map<String, Object> values) {
        Map<String, Object> leaves = new TreeMap<>();
        values.forEach((name, value) -> addLeaves(name, value, leaves));
        return leaves;
    }

    /** Annotations, labels and resources are values of their own. */
    private static void addLeaves(String path, Object value, Map<String, Object> leaves) {
        boolean whole = path.matches(".*([aA]nnotations|[lL]abels|resources|ecurityContext)");
        if (value instanceof Map<?, ?> map && !map.isEmpty() && !whole) {
            map.forEach((name, inner) -> addLeaves(path + "." + name, inner, leaves));
        } else {
            leaves.put(path, value);
        }
    }

    private static JsonNode resolved(JsonNode schema, JsonNode node) {
        String reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : schema.at(reference.substring(1));
    }

    private static void findOpen(JsonNode node, String path, List<String> open) {
        if (node.has("properties") && node.path("additionalProperties").asBoolean(true)) {
            open.add(path);
        }
        node.propertyStream().forEach(property -> findOpen(property.getValue(), path + "/" + property.getKey(), open));
        int index = 0;
        if (node.isArray()) {
            for (JsonNode entry : node) {
                findOpen(entry, path + "/" + index++, open);
            }
        }
    }
}
