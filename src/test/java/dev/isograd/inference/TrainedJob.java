package dev.isograd.inference;

import dev.isograd.Api;
import dev.isograd.Digests;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.SampleJobs;
import dev.isograd.jobs.web.TestJobs;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import dev.isograd.trainer.FinalFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A job whose network was trained in this process, with its files in the artifact store. */
public final class TrainedJob {

    public static final int CLASSES = 10;

    private static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":8,"width":8},
             "split":{"modules":3},"rule":{"type":"greedy"},"epochs":1,"batchSize":20,"device":"cpu",
             "optimizer":{"type":"sgd","learningRate":0.01}}""";
    private static final JsonMapper JSON = new JsonMapper();

    private TrainedJob() {}

    /** Submits a job and ends it with a network of three modules. */
    public static String create(Api api, TestJobs jobs, ArtifactStore artifacts, Path folder) throws IOException {
        String job = SampleJobs.submit(api, "{\"spec\":" + SPEC + "}");
        AttemptId attempt = jobs.claim();
        train(folder);
        List<Map<String, Object>> files = new ArrayList<>();
        for (String name : List.of("weights.safetensors", "heads.safetensors", "config.json")) {
            String key = "projects/p/jobs/%s/attempts/1/%s".formatted(job, name);
            artifacts.put(key, folder.resolve(name));
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("name", name);
            file.put("bytes", Files.size(folder.resolve(name)));
            file.put("sha256", Digests.of(folder.resolve(name)));
            file.put("key", key);
            files.add(file);
        }
        jobs.succeed(
                attempt, Map.of("weightsSha256", "abc", "versions", Map.of("datasetDigest", "def"), "files", files));
        return job;
    }

    /** Trains a network, and leaves what a process needs to answer with it. */
    static void train(Path folder) throws IOException {
        Files.writeString(folder.resolve(LoadedNetwork.SPEC), SPEC);
        TrainingSpec spec = SpecReader.read(JSON.readValue(SPEC, new TypeReference<>() {}));
        LabelledImages images = Synthetic.images(60, 1, 28, CLASSES);
        try (TrainingLoop loop = new TrainingLoop(spec, images, images, new Silent());
                OutputStream weights = Files.newOutputStream(folder.resolve("weights.safetensors"));
                OutputStream heads = Files.newOutputStream(folder.resolve("heads.safetensors"))) {
            loop.run();
            loop.saveWeights(weights);
            loop.trained().saveHeads(heads);
            List<String> classes =
                    IntStream.range(0, CLASSES).mapToObj(c -> "class " + c).toList();
            JSON.writeValue(
                    folder.resolve("config.json"),
                    FinalFiles.config(
                            SpecWriter.write(spec), classes, loop.trained().pictures(), "crop"));
        }
    }

    private static final class Silent implements ProgressListener {

        @Override
        public void started(TrainingOutline outline) {}

        @Override
        public void stepEnded(int epoch, long step) {}

        @Override
        public void metric(Metric metric) {}

        @Override
        public void epochEnded(int epoch) {}
    }
}
