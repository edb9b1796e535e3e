package dev.isograd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.cli.Isograd.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The GitHub action and the GitLab template, whose steps run by their own shell commands in the environment of their CI system. */
public final class CiFiles {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ inputs\\.([a-z-]+) }}");

    private CiFiles() {}

    /** Starts a step of the action, with the values of its inputs. */
    public static Running step(Isograd runner, String name, Map<String, String> inputs) {
        Map<String, Object> step = actionStep(name);
        Isograd with = runner;
        for (Map.Entry<String, Object> variable : map(step.get("env")).entrySet()) {
            with = with.with(variable.getKey(), evaluated(variable.getValue().toString(), inputs));
        }
        assertThat(step.get("run").toString())
                .as("scripts get inputs from their environment only")
                .doesNotContain("${{");
        return with.step(step.get("run").toString());
    }

    /** The variables of a run of GitHub on the branch main. */
    public static Isograd github(Isograd isograd, Path folder, String attempt) {
        return isograd.with("RUNNER_TEMP", folder.toString())
                .with("GITHUB_OUTPUT", folder.resolve("output").toString())
                .with("GITHUB_STEP_SUMMARY", folder.resolve("page").toString())
                .with("GITHUB_REPOSITORY", "a/b")
                .with("GITHUB_RUN_ID", "7")
                .with("GITHUB_RUN_ATTEMPT", attempt)
                .with("GITHUB_REF_NAME", "main")
                .with("GITHUB_SHA", "3f2c1aa");
    }

    /** The variables of a job of GitLab; those of the template are defined also where they are empty. */
    static Isograd gitlab(Isograd isograd, Map<String, Object> template, String job) {
        Isograd runner = isograd;
        for (Map.Entry<String, Object> variable : map(template.get("variables")).entrySet()) {
            runner = runner.with(variable.getKey(), variable.getValue().toString());
        }
        return runner.with("CI_PIPELINE_ID", "1").with("CI_PROJECT_PATH", "a/b").with("CI_JOB_ID", job);
    }

    /** The inputs of the action that have a default, and their defaults. */
    public static Map<String, String> defaults() {
        Map<String, String> inputs = new LinkedHashMap<>();
        map(action().get("inputs"))
                .forEach((name, input) ->
                        inputs.put(name, map(input).getOrDefault("default", "").toString()));
        return inputs;
    }

    static Map<String, Object> actionStep(String name) {
        return ((List<?>) map(action().get("runs")).get("steps"))
                .stream()
                        .map(CiFiles::map)
                        .filter(it -> name.equals(it.get("name")))
                        .findFirst()
                        .orElseThrow();
    }

    static Map<String, Object> template() {
        return map(yaml(Path.of("ci/gitlab.yml")).get(".isograd"));
    }

    static String lines(Object script) {
        return String.join(
                "\n", ((List<?>) script).stream().map(Object::toString).toList());
    }

    @SuppressWarnings("unchecked") // What the YAML files contain is theirs to say; a wrong cast fails the test.
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> action() {
        return yaml(Path.of("action.yml"));
    }

    private static Map<String, Object> yaml(Path file) {
        try {
            return new Yaml().load(Files.readString(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String evaluated(String text, Map<String, String> inputs) {
        return EXPRESSION
                .matcher(text)
                .replaceAll((MatchResult it) -> Matcher.quoteReplacement(inputs.get(it.group(1))));
    }
}
