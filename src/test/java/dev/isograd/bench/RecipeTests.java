package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTests {

    private static final Path RECIPES = Path.of("bench/experiments");

    static List<Path> recipes() throws IOException {
        try (var files = Files.list(RECIPES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void containsOnlyValidRuns(Path file) {
        Recipe recipe = Recipe.read(file);

        assertThat(file).hasFileName(recipe.name() + ".json");
        assertThat(recipe.runs()).extracting(Recipe.Run::label).doesNotHaveDuplicates();
        assertThat(recipe.seeds()).isNotEmpty();
        for (Recipe.Run run : recipe.runs()) {
            assertThat(recipe.spec(run, 5).seed()).isEqualTo(5);
        }
    }
}
