package dev.isograd.bench;

import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to measure, as the command line says it. */
record BenchOptions(
        Map<String, Object> network,
        Map<String, Object> split,
        String head,
        int batch,
        ImageShape shape,
        int rounds,
        int steps,
        int threads,
        String device,
        List<Map<String, Object>> variants,
        String python,
        String peerScript,
        boolean json) {

    static final String USAGE = """
            Usage: bench/run [option value]…
              --network resnet:20:16   type:depth:width, or the network of a spec as JSON
              --modules 4  --by depth  --head dgl  --batch 128  --side 32  --channels 3  --classes 10
              --rules backprop,greedy  the rows, in short
              --rule JSON              one more row: a rule, or a part of a spec with a rule in it; may be repeated
              --rounds 15  --steps 4   rounds, and steps of every row in each; all of the period of "every" and its like
              --threads 1  --device cpu
              --python /usr/bin/python3  has the torch to compare with
              --no-peer                compare with no torch
              --json                   a line of JSON below the table""";

    private static final String BASELINE = "backprop";

    static BenchOptions of(String... args) {
        Arguments given = Arguments.of(args);
        List<Map<String, Object>> variants = new ArrayList<>();
        variants.add(rule(Map.of("type", BASELINE)));
        List<String> named = given.all("rule");
        String names = given.text("rules", named.isEmpty() ? "checkpointed-backprop,greedy,sgr" : "");
        Arrays.stream(names.split(","))
                .filter(name -> !name.isBlank() && !name.equals(BASELINE))
                .forEach(name -> variants.add(rule(Map.of("type", name))));
        if (given.text("rules", "").isEmpty() && named.isEmpty()) {
            variants.add(Json.read("{\"rule\": {\"type\": \"sgr\", \"every\": 4}}"));
        }
        named.stream().map(Json::read).forEach(json -> variants.add(json.containsKey("rule") ? json : rule(json)));
        BenchOptions options = new BenchOptions(
                network(given.text("network", "resnet:20:16")),
                split(given),
                given.text("head", "dgl"),
                given.number("batch", 128),
                new ImageShape(given.number("channels", 3), given.number("side", 32), given.number("classes", 10)),
                given.number("rounds", 15),
                given.number("steps", 4),
                given.number("threads", 1),
                given.text("device", "cpu"),
                List.copyOf(variants),
                given.flag("no-peer") ? "" : given.text("python", "/usr/bin/python3"),
                given.text("peer-script", "bench/peer.py"),
                given.flag("json"));
        given.requireAllRead();
        options.check();
        return options;
    }

    /** The first row is the baseline. */
    List<Row> rows() {
        return variants.stream().map(changes -> Row.of(commonSpec(), changes)).toList();
    }

    /** The script knows one architecture. */
    boolean hasPeer() {
        return !python.isEmpty() && "resnet".equals(network.get("type"));
    }

    Map<String, Object> peerTask() {
        Map<String, Object> task = new LinkedHashMap<>(shape.tree());
        task.put("depth", network.get("depth"));
        task.put("width", network.get("width"));
        task.put("batch", batch);
        task.put("threads", threads);
        task.put("device", device);
        return task;
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>(commonSpec());
        tree.put("images", shape.tree());
        tree.put("threads", threads);
        tree.put("rounds", rounds);
        tree.put("steps", steps);
        return tree;
    }

    String description() {
        return """
                %s, split %s, %s heads
                %d images of %dx%dx%d per step on %s; ratios to backprop, medians and quartiles of %d rounds of %d steps
                our processes run with %s""".formatted(
                        network,
                        split,
                        head,
                        batch,
                        shape.channels(),
                        shape.side(),
                        shape.side(),
                        device,
                        rounds,
                        steps,
                        BenchProgram.environment(this));
    }

    private Map<String, Object> commonSpec() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("dataset", "random");
        spec.put("network", network);
        spec.put("split", split);
        spec.put("head", Map.of("type", head));
        spec.put("epochs", 1);
        spec.put("batchSize", batch);
        spec.put("device", device);
        return spec;
    }

    private void check() {
        for (Row row : rows()) {
            try {
                SpecReader.read(row.spec());
            } catch (InvalidSpec invalid) {
                throw new UsageError("Row \"%s\": %s".formatted(row.label(), invalid.getMessage()));
            }
        }
    }

    private static Map<String, Object> rule(Map<String, ?> rule) {
        return Map.of("rule", rule);
    }

    private static Map<String, Object> network(String text) {
        if (text.startsWith("{")) {
            return Json.read(text);
        }
        String[] parts = text.split(":");
        if (parts.length != 3) {
            throw new UsageError("--network must be type:depth:width or JSON; got " + text);
        }
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("type", parts[0]);
        network.put(parts[0].equals("mlp") ? "hidden" : "depth", Arguments.positive("network", parts[1]));
        network.put("width", Arguments.positive("network", parts[2]));
        return network;
    }

    private static Map<String, Object> split(Arguments given) {
        return new LinkedHashMap<>(Map.of("modules", given.number("modules", 4), "by", given.text("by", "depth")));
    }
}
