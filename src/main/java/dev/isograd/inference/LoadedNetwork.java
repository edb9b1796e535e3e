package dev.isograd.inference;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.isograd.imports.pictures.Fit;
import dev.isograd.imports.pictures.PictureShape;
import dev.isograd.learning.export.TrainedNetwork;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import dev.isograd.trainer.FinalFiles;
import dev.isograd.trainer.TrainerProcess;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A network with what its files say about it.
 *
 * @param fit how pictures of another size are brought to that of the network
 */
record LoadedNetwork(TrainingSpec spec, List<String> classes, Fit fit, TrainedNetwork network) {

    static final String SPEC = "spec.json";
    static final String CLASSES = "classes.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What config.json says about the pictures. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Config(
            @JsonProperty("num_channels") int channels,
            @JsonProperty("image_size") List<Integer> size,
            @JsonProperty("image_mean") List<Double> means,
            @JsonProperty("image_std") List<Double> deviations,
            @JsonProperty("id2label") Map<String, String> classes,
            @Nullable String fit) {}

    /** Loads the network in a folder, and writes the names of its classes beside it. */
    static LoadedNetwork open(Path folder) throws IOException {
        TrainingSpec spec = SpecReader.read(JSON.readValue(folder.resolve(SPEC), new TypeReference<>() {}));
        Config config = JSON.readValue(folder.resolve(FinalFiles.CONFIG), Config.class);
        List<String> classes = classes(config);
        PictureFormat format = new PictureFormat(
                config.channels(),
                config.size().get(0),
                config.size().get(1),
                classes.size(),
                config.means(),
                config.deviations());
        TrainedNetwork network = new TrainedNetwork(spec, format);
        try (InputStream weights = file(folder, TrainerProcess.WEIGHTS)) {
            network.load(weights);
        }
        if (network.modules() > 1) {
            try (InputStream heads = file(folder, FinalFiles.HEADS)) {
                network.loadHeads(heads);
            }
        }
        Files.write(folder.resolve(CLASSES), JSON.writeValueAsBytes(classes));
        return new LoadedNetwork(spec, classes, config.fit() == null ? Fit.SQUASH : Fit.of(config.fit()), network);
    }

    private static InputStream file(Path folder, String name) throws IOException {
        return new BufferedInputStream(Files.newInputStream(folder.resolve(name)));
    }

    private static List<String> classes(Config config) {
        return IntStream.range(0, config.classes().size())
                .mapToObj(c -> Objects.requireNonNull(config.classes().get(Integer.toString(c))))
                .toList();
    }

    PictureShape shape() {
        PictureFormat format = network.pictures();
        return new PictureShape(format.channels(), format.height(), format.width(), fit);
    }
}
