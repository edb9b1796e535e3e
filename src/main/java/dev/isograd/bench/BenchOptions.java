package dev.isograd.bench;

import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of a benchmark; the first variant is the baseline. */
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
        String baseline,
        boolean json) {

    /** The row of PyTorch as installed, as a baseline. */
    private static final String PYTHON = "python";

    List<Row> rows() {
        return variants.stream().map(changes -> Row.of(commonSpec(), changes)).toList();
    }

    /**
     * Steps that a row takes before the next row has its turn. Lanes are empty at the begin and at the end of a turn, so all rows
     * take their steps of a round in one turn if one of them has lanes.
     */
    int turn() {
        boolean lanes = rows().stream()
                .anyMatch(row -> SpecReader.read(row.spec()).parallel().lanes() > 1);
        return lanes ? steps : 1;
    }

    BenchOptions withThreads(int other) {
        return new BenchOptions(
                network,
                split,
                head,
                batch,
                shape,
                rounds,
                steps,
                other,
                device,
                variants,
                python,
                peerScript,
                baseline,
                json);
    }

    /** Whether to compare with PyTorch, whose script supports only ResNets. */
    boolean hasPeer() {
        return !python.isEmpty() && "resnet".equals(network.get("type"));
    }

    /** Whether ratios are to PyTorch as installed, and not to our own back-propagation. */
    boolean comparesWithPeer() {
        return baseline.equals(PYTHON);
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
                %d images of %dx%dx%d per step on %s; ratios to %s, medians and quartiles of %d rounds of %d steps
                threads of each process: %d; steps in one turn: %d
                our processes run with %s""".formatted(
                        network,
                        split,
                        head,
                        batch,
                        shape.channels(),
                        shape.side(),
                        shape.side(),
                        device,
                        baseline,
                        rounds,
                        steps,
                        threads,
                        turn(),
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

    /** @throws UsageError if a row has an invalid spec, or the baseline is not among the rows */
    void check() {
        if (comparesWithPeer() && !hasPeer()) {
            throw new UsageError("--ratios-to python needs a ResNet, and no --no-peer");
        }
        if (!comparesWithPeer() && !baseline.equals("backprop")) {
            throw new UsageError("--ratios-to must be backprop or python; got " + baseline);
        }
        for (Row row : rows()) {
            try {
                SpecReader.read(row.spec());
            } catch (InvalidSpec invalid) {
                throw new UsageError("Row \"%s\": %s".formatted(row.label(), invalid.getMessage()));
            }
        }
    }
}
