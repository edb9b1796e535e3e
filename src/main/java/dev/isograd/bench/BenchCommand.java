package dev.isograd.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line of {@code bench/run}. */
@Command(
        name = "bench/run",
        description = "Prints the cost of one training step of each update rule, in time and peak memory, as ratios to "
                + "backprop. bench/README.md describes how it measures.",
        abbreviateSynopsis = true,
        showDefaultValues = true,
        sortOptions = false,
        usageHelpWidth = 100,
        footerHeading = "%nExamples:%n",
        footer = {
            "  The default rules on a ResNet-20:",
            "    bench/run --network resnet:20:16 --modules 4 --batch 128",
            "  One rule against backprop, without PyTorch:",
            "    bench/run --rules greedy --no-peer",
            "  Variants of one rule:",
            "    bench/run --rule '{\"type\": \"sgr\", \"every\": 4}' --rule '{\"type\": \"sgr\", \"fraction\": 0.5}'",
            "  A rule with another optimizer:",
            "    bench/run --rule '{\"rule\": {\"type\": \"sgr\"}, \"optimizer\": {\"type\": \"adamw\"}}'",
            "  A quick run of a small network, with JSON for scripts:",
            "    bench/run --network mlp:2:64 --modules 2 --rounds 3 --json"
        })
final class BenchCommand implements Callable<Integer> {

    private static final String BASELINE = "backprop";
    private static final List<String> DEFAULT_RULES = List.of("checkpointed-backprop", "greedy", "sgr");
    private static final String DEFAULT_RULE = "{\"type\": \"sgr\", \"every\": 4}";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec command;

    @Option(
            names = "--network",
            paramLabel = "NETWORK",
            description = "type:depth:width (mlp:hidden:width), or the network of a spec as JSON")
    private String network = "resnet:20:16";

    @Option(names = "--modules", paramLabel = "N", converter = Positive.class, description = "number of local modules")
    private int modules = 4;

    @Option(names = "--by", paramLabel = "MEASURE", description = "what the split makes equal, as in a spec")
    private String by = "depth";

    @Option(names = "--head", paramLabel = "TYPE", description = "type of the auxiliary heads")
    private String head = "dgl";

    @Option(names = "--batch", paramLabel = "N", converter = Positive.class, description = "images per step")
    private int batch = 128;

    @Option(
            names = "--side",
            paramLabel = "N",
            converter = Positive.class,
            description = "height and width of an image")
    private int side = 32;

    @Option(names = "--channels", paramLabel = "N", converter = Positive.class, description = "channels of an image")
    private int channels = 3;

    @Option(names = "--classes", paramLabel = "N", converter = Positive.class, description = "number of classes")
    private int classes = 10;

    @Option(
            names = "--rules",
            paramLabel = "TYPE",
            split = ",",
            description = "rules to compare, with their default options; without --rules and --rule: "
                    + "checkpointed-backprop, greedy, sgr, and sgr with every=4")
    private @Nullable List<String> rules;

    @Option(
            names = "--rule",
            paramLabel = "JSON",
            description = "one more row: a rule, or a part of a spec with a rule in it; may be repeated")
    private @Nullable List<String> rule;

    @Option(names = "--rounds", paramLabel = "N", converter = Positive.class, description = "number of rounds")
    private int rounds = 15;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = Positive.class,
            description = "steps of every row in each round; should be a multiple of the rules' every and period")
    private int steps = 4;

    @Option(names = "--threads", paramLabel = "N", converter = Positive.class, description = "threads of each process")
    private int threads = 1;

    @Option(names = "--device", paramLabel = "DEVICE", description = "cpu or gpu, as in a spec")
    private String device = "cpu";

    @Option(names = "--python", paramLabel = "FILE", description = "Python that has the PyTorch to compare with")
    private String python = "/usr/bin/python3";

    @Option(names = "--peer-script", paramLabel = "FILE", description = "program of the PyTorch rows")
    private String peerScript = "bench/peer.py";

    @Option(
            names = "--ratios-to",
            paramLabel = "ROW",
            description = "what the other rows are divided by: backprop, or python for PyTorch as installed")
    private String baseline = BASELINE;

    @Option(names = "--no-peer", description = "omit the PyTorch rows")
    private boolean noPeer;

    @Option(names = "--json", description = "print a line of JSON below the table")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this help")
    private boolean help;

    /** Creates the command line, on which a repeated option replaces the earlier value. */
    static CommandLine line() {
        return new CommandLine(new BenchCommand()).setOverwrittenOptionsAllowed(true);
    }

    /** @throws ParameterException if the options ask for something that cannot be measured */
    static BenchOptions options(String... args) {
        CommandLine line = line();
        line.parseArgs(args);
        return line.<BenchCommand>getCommand().options();
    }

    @Override
    public Integer call() throws IOException {
        new StepBench(options()).run(System.out);
        return CommandLine.ExitCode.OK;
    }

    private BenchOptions options() {
        try {
            BenchOptions options = new BenchOptions(
                    networkFields(),
                    splitFields(),
                    head,
                    batch,
                    new ImageShape(channels, side, classes),
                    rounds,
                    steps,
                    threads,
                    device,
                    variants(),
                    noPeer ? "" : python,
                    peerScript,
                    baseline,
                    json);
            options.check();
            return options;
        } catch (UsageError wrong) {
            throw new ParameterException(command.commandLine(), wrong.getMessage(), wrong);
        }
    }

    private Map<String, Object> networkFields() {
        if (network.startsWith("{")) {
            return Json.read(network);
        }
        String[] parts = network.split(":");
        if (parts.length != 3) {
            throw new UsageError("--network must be type:depth:width or JSON; got " + network);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", parts[0]);
        fields.put(parts[0].equals("mlp") ? "hidden" : "depth", positive(parts[1]));
        fields.put("width", positive(parts[2]));
        return fields;
    }

    private Map<String, Object> splitFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("modules", modules);
        fields.put("by", by);
        return fields;
    }

    /** Returns the changes to the spec for each row; the baseline comes first. */
    private List<Map<String, Object>> variants() {
        List<Map<String, Object>> variants = new ArrayList<>();
        variants.add(variant(BASELINE));
        boolean none = rules == null && rule == null;
        List<String> types = none ? DEFAULT_RULES : Objects.requireNonNullElse(rules, List.of());
        List<String> parts = none ? List.of(DEFAULT_RULE) : Objects.requireNonNullElse(rule, List.of());
        types.stream()
                .filter(type -> !type.isBlank() && !type.equals(BASELINE))
                .forEach(type -> variants.add(variant(type)));
        parts.stream()
                .map(Json::read)
                .forEach(part -> variants.add(part.containsKey("rule") ? part : Map.of("rule", part)));
        return List.copyOf(variants);
    }

    private static Map<String, Object> variant(String type) {
        return Map.of("rule", Map.of("type", type));
    }

    private static int positive(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new UsageError("Expected a whole number above 0; got " + text);
        }
        return Integer.parseInt(text);
    }

    /** Converts an option to a whole number above 0. */
    static final class Positive implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String text) {
            try {
                return positive(text);
            } catch (UsageError wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}
