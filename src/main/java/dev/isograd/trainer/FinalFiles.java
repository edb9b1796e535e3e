package dev.isograd.trainer;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.TrainedModules;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a finished training leaves beside its weights: heads, the network's configuration and its evaluation. */
public final class FinalFiles {

    /** Names of the files in the output folder. */
    public static final String HEADS = "heads.safetensors";

    public static final String CONFIG = "config.json";
    public static final String EVALUATION = "evaluation.json";

    private static final double BLACK_TO_WHITE = 255;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FinalFiles() {}

    static void write(TrainingSpec spec, MappedDataset data, LabelledImages test, TrainedModules trained, Path folder)
            throws IOException {
        List<String> classes = data.classNames();
        try (OutputStream heads = new BufferedOutputStream(Files.newOutputStream(folder.resolve(HEADS)))) {
            trained.saveHeads(heads);
        }
        Files.write(
                folder.resolve(CONFIG),
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsBytes(config(SpecWriter.write(spec), classes, trained.pictures(), data.fit())));
        Files.write(
                folder.resolve(EVALUATION),
                JSON.writeValueAsBytes(new EvaluationReport(classes, test.labels()).of(trained.answers())));
    }

    /**
     * The configuration in the field names of the Hugging Face hub, with the spec beside them.
     *
     * @param fit how pictures of another size were brought to that of the data set; null if nothing is known
     */
    public static Map<String, Object> config(
            Map<String, Object> spec, List<String> classes, PictureFormat pictures, @Nullable String fit) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("IsogradForImageClassification"));
        config.put("model_type", spec.get("network") instanceof Map<?, ?> network ? network.get("type") : null);
        config.put("torch_dtype", "float32");
        config.put("num_channels", pictures.channels());
        config.put("image_size", List.of(pictures.height(), pictures.width()));
        config.put("rescale_factor", 1 / BLACK_TO_WHITE);
        config.put("image_mean", pictures.means());
        config.put("image_std", pictures.deviations());
        if (fit != null) {
            config.put("fit", fit);
        }
        config.put("num_labels", classes.size());
        Map<String, String> names = new LinkedHashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            names.put(Integer.toString(c), classes.get(c));
        }
        config.put("id2label", names);
        config.put("spec", spec);
        return config;
    }
}
