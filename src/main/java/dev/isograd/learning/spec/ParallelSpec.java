package dev.isograd.learning.spec;

/** How many local modules learn at the same time, each from another batch. */
@Help(
        title = "Lanes",
        value = "Modules that learn side by side: a module learns from one batch while the module below it learns from "
                + "the next.")
public record ParallelSpec(
        @Option(
                help =
                        "Groups of modules that learn at the same time, each on its own share of the CPU threads or on its "
                                + "own GPU; at most the number of modules. For greedy, predsim, blockwise, sgr and sgr-bp-free. "
                                + "At equal threads per lane, the weights are the same for every number.",
                defaultValue = "1",
                min = 1,
                max = 1024)
        int lanes) {

    private static final String POINTER = "/parallel/lanes";

    /** @throws InvalidField (pointer relative to the spec) if the modules of the rule need each other or are fewer */
    void checkFits(RuleSpec rule, SplitSpec split) {
        if (lanes > 1 && !rule.runsInLanes()) {
            throw new InvalidField(
                    POINTER,
                    "must be 1 under %s, whose modules need each other; got %d"
                            .formatted(SpecNames.of(rule.getClass()), lanes));
        }
        if (lanes > split.modules()) {
            throw new InvalidField(
                    POINTER,
                    "must be at most %d, the number of local modules; got %d".formatted(split.modules(), lanes));
        }
    }
}
