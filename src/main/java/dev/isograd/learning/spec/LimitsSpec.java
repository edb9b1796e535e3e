package dev.isograd.learning.spec;

/** When a run is stopped although it is not finished. */
@Help(title = "Limits", value = "When a run is stopped although it is not finished.")
public record LimitsSpec(
        @Option(help = "Longest training time in minutes.", defaultValue = "1440", min = 1, max = 43200)
        int maxMinutes) {}
