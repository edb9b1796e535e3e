package dev.isograd.learning.spec;

/** Limits at which an unfinished training is stopped. */
@Help(title = "Limits", value = "Limits at which an unfinished training is stopped.")
public record LimitsSpec(
        @Option(help = "Maximum training time in minutes.", defaultValue = "1440", min = 1, max = 43200)
        int maxMinutes) {}
