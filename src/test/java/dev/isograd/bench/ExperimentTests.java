package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTests {

    private static final String RECIPE = """
            {"name": "tiny", "question": "Does it run?", "seeds": [1, 2], "columns": ["LOSS", "DISTANCE", "ACTIVATIONS"],
             "base": {"dataset": "fashion-mnist-sample", "network": {"type": "mlp", "hidden": 2, "width": 8},
                      "split": {"modules": 2}, "rule": {"type": "greedy"}, "epochs": 1, "batchSize": 1000},
             "runs": [{"label": "greedy", "changes": {}},
                      {"label": "too fast", "changes": {"optimizer": {"type": "sgd", "learningRate": 1000},
                                                        "rule": {"type": "sgr", "distance": "sq", "weight": 1e6}}}]}
            """;

    @TempDir
    Path folder;

    @Test
    void trainsEveryRunOnceAndPrintsMeans() throws Exception {
        Path recipe = Files.writeString(folder.resolve("tiny.json"), RECIPE);

        String first = experiment(recipe);
        List<String> outcomes = Files.readAllLines(folder.resolve("outcomes.jsonl"));
        String second = experiment(recipe);

        assertThat(outcomes).hasSize(4);
        assertThat(first).contains("| greedy | 2 | ").contains("| too fast | 2 | diverged");
        assertThat(first).contains("| training loss of the last module").contains("| activations, ratio to backprop");
        assertThat(outcomes.getFirst()).contains("\"train.loss\":").contains("\"boundary.distance\":");
        assertThat(first).doesNotContain("–");
        assertThat(second).isEqualTo(first);
        assertThat(Files.readAllLines(folder.resolve("outcomes.jsonl"))).isEqualTo(outcomes);
    }

    private String experiment(Path recipe) throws Exception {
        Process process = new ProcessBuilder(JavaProgram.command(
                        Experiment.class,
                        "64m",
                        List.of(
                                recipe.toString(),
                                folder.resolve("outcomes.jsonl").toString(),
                                "src/main/resources/datasets")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed;
    }
}
