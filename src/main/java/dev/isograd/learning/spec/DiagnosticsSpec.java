package dev.isograd.learning.spec;

/** What a run measures about its own way of learning, beside what every step shows. */
@Help(title = "StepDiagnostics", value = "Looks into the run: closeness to back-propagation, dead units, isolation.")
public record DiagnosticsSpec(
        @Option(
                help = "Compare one step in so many with back-propagation, and count dead units in it; 0 for none.",
                defaultValue = "50",
                min = 0,
                max = 1e6)
        int every,

        @Option(
                help =
                        "Find out before the first step which modules each head's loss moves, and tell it in the result.",
                defaultValue = "false")
        boolean checkIsolation) {}
