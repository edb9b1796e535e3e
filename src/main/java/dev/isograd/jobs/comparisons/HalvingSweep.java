package dev.isograd.jobs.comparisons;

import dev.isograd.ClusterLock;
import dev.isograd.jobs.JobState;
import dev.isograd.jobs.comparisons.ComparisonRows.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Stops the variants that do worst, once all have come to an epoch at which their comparison decides. */
@Component
class HalvingSweep {

    private static final Logger LOG = LoggerFactory.getLogger(HalvingSweep.class);

    private final HalvingRows halvings;
    private final ComparisonRows rows;
    private final VariantStops stops;
    private final ClusterLock lock;

    HalvingSweep(HalvingRows halvings, ComparisonRows rows, VariantStops stops, ClusterLock lock) {
        this.halvings = halvings;
        this.rows = rows;
        this.stops = stops;
        this.lock = lock;
    }

    @Scheduled(
            fixedDelayString = "${isograd.comparisons.halving-interval}",
            initialDelayString = "${isograd.comparisons.halving-interval}")
    void sweep() {
        try {
            List<String> undecided = halvings.undecided();
            if (!undecided.isEmpty()) {
                lock.run("halving", () -> undecided.forEach(this::decide));
            }
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("Variants could not be stopped early; the next sweep tries again: {}", unreachable.getMessage());
        }
    }

    /** Reads what is decided only now, since another process may have decided before this one had the lock. */
    private void decide(String id) {
        halvings.find(id).ifPresent(comparison -> {
            List<Member> members = rows.members(List.of(id)).getOrDefault(id, List.of());
            Halving halving = Objects.requireNonNull(comparison.halving());
            int epoch = halving.epochs().get(comparison.decided());
            List<Halving.Standing> standings = standings(comparison, halving, epoch, members);
            Optional<List<Halving.Standing>> worst = halving.stops(standings);
            worst.ifPresent(stopped -> {
                String message =
                        "Stopped early: after epoch %d, %d of %d variants continue, and this is not among them."
                                .formatted(epoch, standings.size() - stopped.size(), standings.size());
                stops.stop(comparison, stopped, epoch, message, members);
                LOG.info("{} stops {} variants after epoch {}; the others continue", id, stopped.size(), epoch);
            });
        });
    }

    /** Of the variants after the first that still train. */
    private List<Halving.Standing> standings(
            ComparisonRows.Row comparison, Halving halving, int epoch, List<Member> members) {
        List<Integer> stopped =
                comparison.stops().stream().map(EarlyStop::variant).toList();
        List<Halving.Standing> standings = new ArrayList<>();
        IntStream.range(1, comparison.variants().size())
                .filter(variant -> !stopped.contains(variant))
                .forEach(variant -> standings.add(members.stream()
                        .filter(member -> member.variant() == variant && member.seed() == halving.seed())
                        .max(Comparator.comparing(Member::job))
                        .map(member -> standing(member, epoch))
                        .orElse(new Halving.Standing(variant, null, true))));
        return standings;
    }

    private Halving.Standing standing(Member member, int epoch) {
        // A cancelled training may have come to the epoch, but its figures no longer count.
        boolean counts = member.state() != JobState.CANCELLED && member.state() != JobState.FAILED;
        Double accuracy = counts ? halvings.testAccuracy(member.job(), epoch).orElse(null) : null;
        return new Halving.Standing(member.variant(), accuracy, member.state().isTerminal());
    }
}
