package dev.isograd.jobs;

import dev.isograd.Api;
import dev.isograd.learning.spec.SpecReader;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Jobs that tests submit. */
public final class SampleJobs {

    /** The spec of the API's contract. */
    public static final String SPEC = """
            {"dataset":"fashion-mnist-sample","network":{"type":"resnet","depth":20,"width":16},
             "split":{"modules":4,"by":"depth"},"head":{"type":"dgl"},
             "rule":{"type":"sgr","distance":"cos","weight":0.2},
             "optimizer":{"type":"sgd","learningRate":0.1,"momentum":0.9,"nesterov":true,"weightDecay":1e-4,
                          "schedule":{"type":"cosine","warmupEpochs":0}},
             "augmentation":{"flip":true,"cropPadding":4},
             "epochs":3,"batchSize":128,"seed":1,"limits":{"maxMinutes":120},"device":"auto"}""";

    private SampleJobs() {}

    public static String submit(Api api) {
        return submit(api, "{\"spec\":" + SPEC + "}");
    }

    public static String submit(Api api, String body) {
        Api.Answer answer = api.post("/jobs", body);
        if (answer.status() != 201) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return answer.at("/id");
    }

    /** Removes all jobs row by row: a truncation would lock tables in another order than the service's own reads. */
    public static void clear(JdbcClient jdbc) {
        jdbc.sql("delete from job").update();
        jdbc.sql("delete from dataset where project_id is not null").update();
        jdbc.sql("update project_slots set running_slots = 0").update();
    }

    /** With the spec of the API's contract. */
    public static Submission submission() {
        Map<String, Object> spec = new JsonMapper().readValue(SPEC, new TypeReference<>() {});
        return new Submission("job", Map.of(), 0, 1, SpecReader.read(spec));
    }

    public static Submission submission(String name, int priority) {
        return new Submission(
                name,
                Map.of(),
                priority,
                1,
                SpecReader.read(Map.of(
                        "dataset",
                        "fashion-mnist-sample",
                        "network",
                        Map.of("type", "resnet"),
                        "rule",
                        Map.of("type", "backprop"),
                        "epochs",
                        1)));
    }
}
