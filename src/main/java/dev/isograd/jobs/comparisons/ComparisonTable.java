package dev.isograd.jobs.comparisons;

import dev.isograd.Statistics;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.comparisons.ComparisonResponse.Row;
import dev.isograd.jobs.comparisons.ComparisonResponse.Stopped;
import dev.isograd.jobs.comparisons.ComparisonResponse.Verdict;
import dev.isograd.jobs.comparisons.ComparisonRows.Member;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes a comparison's table from its trainings.
 *
 * @param comparison as it was requested
 * @param members its trainings
 */
record ComparisonTable(ComparisonRows.Row comparison, List<Member> members) {

    ComparisonResponse response() {
        Map<JobState, Integer> states = new EnumMap<>(JobState.class);
        members.forEach(member -> states.merge(member.state(), 1, Integer::sum));
        List<Long> seeds =
                members.stream().map(Member::seed).distinct().sorted().toList();
        return new ComparisonResponse(
                comparison.id(),
                comparison.name(),
                comparison.project(),
                comparison.labels(),
                members.stream().allMatch(member -> member.state().isTerminal()),
                states,
                comparison.spec(),
                seeds,
                IntStream.range(0, comparison.variants().size())
                        .mapToObj(variant -> row(variant, seeds))
                        .toList(),
                comparison.halving(),
                comparison.createdAt(),
                comparison.finishedAt(),
                ComparisonResponse.Links.of(ComparisonResponse.address(comparison.id())));
    }

    private Row row(int variant, List<Long> seeds) {
        List<Member> succeeded = of(variant).stream()
                .filter(member -> member.state() == JobState.SUCCEEDED)
                .toList();
        Statistics differences = Statistics.of(variant == 0 ? List.of() : differences(variant));
        Stopped stop = stop(variant);
        return new Row(
                comparison.variants().get(variant).label(),
                comparison.variants().get(variant).changes(),
                jobs(variant, seeds),
                succeeded.size(),
                figure(succeeded, Member::accuracy),
                figure(succeeded, Member::memory),
                figure(succeeded, Member::seconds),
                Figure.of(differences),
                stop == null ? verdict(differences) : Verdict.NONE,
                stop);
    }

    private @Nullable Stopped stop(int variant) {
        return comparison.stops().stream()
                .filter(stop -> stop.variant() == variant)
                .map(stop -> new Stopped(stop.epoch(), stop.testAccuracy()))
                .findFirst()
                .orElse(null);
    }

    private List<Member> of(int variant) {
        return members.stream().filter(member -> member.variant() == variant).toList();
    }

    private List<@Nullable String> jobs(int variant, List<Long> seeds) {
        Map<Long, String> bySeed = new HashMap<>();
        of(variant).forEach(member -> bySeed.put(member.seed(), member.job()));
        List<@Nullable String> jobs = new ArrayList<>();
        seeds.forEach(seed -> jobs.add(bySeed.get(seed)));
        return jobs;
    }

    private static @Nullable Figure figure(List<Member> members, Function<Member, @Nullable Double> value) {
        List<Double> values = new ArrayList<>();
        for (Member member : members) {
            Double each = value.apply(member);
            if (each != null) {
                values.add(each);
            }
        }
        return Figure.of(values);
    }

    /** To the first variant, seed by seed. */
    private List<Double> differences(int variant) {
        Map<Long, Double> first = accuracies(0);
        return accuracies(variant).entrySet().stream()
                .filter(one -> first.containsKey(one.getKey()))
                .map(one -> one.getValue() - Objects.requireNonNull(first.get(one.getKey())))
                .toList();
    }

    private Map<Long, Double> accuracies(int variant) {
        Map<Long, Double> accuracies = new HashMap<>();
        for (Member member : of(variant)) {
            if (member.state() == JobState.SUCCEEDED && member.accuracy() != null) {
                accuracies.put(member.seed(), member.accuracy());
            }
        }
        return accuracies;
    }

    private static Verdict verdict(Statistics differences) {
        if (!differences.isClear()) {
            return Verdict.NONE;
        }
        return differences.mean() > 0 ? Verdict.HIGHER : Verdict.LOWER;
    }
}
