package dev.isograd.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints the time and memory of a training step under each update rule, as ratios to back-propagation.
 *
 * <p>Every row is a separate process. In each round, all processes take the same number of steps in turn, so that other load on the machine affects all of them equally.
 */
public final class StepBench {

    private static final int MIN_WARM_UP_STEPS = 3;

    private final BenchOptions options;

    StepBench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.exit(BenchCommand.line().execute(args));
    }

    void run(PrintStream out) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        try {
            int warmUp = Math.max(MIN_WARM_UP_STEPS, options.steps());
            int steps = warmUp + options.rounds() * options.steps();
            for (Row row : options.rows()) {
                contenders.add(Contender.ofRow(row, options, steps));
            }
            if (options.hasPeer()) {
                addPeers(contenders);
            }
            round(contenders, warmUp);
            contenders.forEach(Contender::forgetTimes);
            for (int i = 0; i < options.rounds(); i++) {
                round(contenders, options.steps());
            }
            BenchTable.of(options, contenders).print(out);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private void addPeers(List<Contender> contenders) {
        try {
            // The first row is the baseline.
            contenders.add(options.comparesWithPeer() ? 0 : contenders.size(), Contender.ofPeer(options, false));
            contenders.add(Contender.ofPeer(options, true));
        } catch (IOException missing) {
            if (options.comparesWithPeer()) {
                throw new UsageError("--ratios-to python needs PyTorch: " + missing.getMessage());
            }
            System.err.println("Continuing without PyTorch: " + missing.getMessage());
        }
    }

    private void round(List<Contender> contenders, int steps) throws IOException {
        contenders.forEach(Contender::startRound);
        int turn = Math.min(steps, options.turn());
        for (int done = 0; done < steps; done += turn) {
            for (Contender contender : contenders) {
                contender.takeSteps(Math.min(turn, steps - done));
            }
        }
    }
}
