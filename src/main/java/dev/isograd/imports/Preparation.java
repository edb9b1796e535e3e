package dev.isograd.imports;

import dev.isograd.imports.formats.Group;
import dev.isograd.imports.formats.PictureContent;
import dev.isograd.imports.formats.PictureVisitor;
import dev.isograd.imports.pictures.BadPicture;
import dev.isograd.imports.pictures.PictureHeader;
import dev.isograd.imports.pictures.PictureReader;
import dev.isograd.imports.pictures.PictureShape;
import dev.isograd.imports.pictures.Scaling;
import dev.isograd.imports.sources.Intake;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The second reading of a source: decodes pictures on all CPU cores and writes them in the order of the source. The pictures
 * in memory at any time are limited by their bytes.
 */
final class Preparation implements PictureVisitor, AutoCloseable {

    private static final int MOST_WAITING = 1024;

    private final Plan plan;
    private final ImportLimits limits;
    private final BadFileList badFiles;
    private final ImportProgress progress;
    private final Intake intake;
    private final SplitFiles train;
    private final SplitFiles test;
    private final long memory;
    private final ExecutorService decoders =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    private final ThreadLocal<PictureReader> readers;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private long bytesWaiting;
    private int next;
    private long done;

    Preparation(
            Plan plan,
            ImportLimits limits,
            Intake intake,
            BadFileList badFiles,
            ImportProgress progress,
            SplitFiles train,
            SplitFiles test) {
        this.plan = plan;
        this.limits = limits;
        this.intake = intake;
        this.badFiles = badFiles;
        this.progress = progress;
        this.train = train;
        this.test = test;
        this.memory = Runtime.getRuntime().maxMemory() * 6 / 10;
        this.readers = ThreadLocal.withInitial(() -> new PictureReader(limits.pixels(), limits.side()));
    }

    private record Waiting(int picture, String name, long bytes, Future<Prepared> result) {}

    private record Prepared(byte[] pixels, long hash) {

        static Prepared of(byte[] pixels) {
            return new Prepared(pixels, SplitFiles.hash(pixels));
        }
    }

    @Override
    public void picture(String name, Group group, PictureContent content) throws IOException {
        int picture = next++;
        if (plan.survey().isBad(picture)) {
            return;
        }
        String problem = plan.problem(picture);
        if (problem != null) {
            reject(name, problem);
            return;
        }
        try {
            switch (content) {
                case PictureContent.Encoded encoded -> decode(picture, name, encoded);
                case PictureContent.Pixels pixels -> {
                    PictureShape shape = plan.shape();
                    long need = (long) pixels.bytes().length + shape.bytes();
                    submit(picture, name, need, () -> Prepared.of(Scaling.scale(pixels.rows(shape.channels()), shape)));
                }
            }
        } catch (BadPicture bad) {
            reject(name, String.valueOf(bad.getMessage()));
        }
    }

    private void decode(int picture, String name, PictureContent.Encoded encoded) throws IOException, BadPicture {
        byte[] file = encoded.file().readNBytes(limits.fileBytes() + 1);
        if (file.length > limits.fileBytes()) {
            throw new BadPicture("It has more than %d bytes".formatted(limits.fileBytes()));
        }
        // The decoder keeps a second copy of what it has read.
        long need = 2L * file.length
                + PictureHeader.read(file).decodedBytes()
                + plan.shape().bytes();
        if (need > memory) {
            throw new BadPicture(
                    "Its decoding needs %d MB of memory, and the import has %d MB".formatted(need >> 20, memory >> 20));
        }
        submit(picture, name, need, () -> Prepared.of(readers.get().read(file, plan.shape())));
    }

    private void submit(int picture, String name, long bytes, Callable<Prepared> work) throws IOException {
        while (!waiting.isEmpty() && (bytesWaiting + bytes > memory || waiting.size() >= MOST_WAITING)) {
            takeFirst();
        }
        bytesWaiting += bytes;
        waiting.add(new Waiting(picture, name, bytes, decoders.submit(work)));
    }

    /** Waits for the oldest picture and writes it. */
    private void takeFirst() throws IOException {
        Waiting first = waiting.remove();
        bytesWaiting -= first.bytes;
        Prepared prepared = result(first);
        if (prepared != null) {
            SplitFiles split = plan.isTest(first.picture) ? test : train;
            split.add(first.name, prepared.pixels, prepared.hash, plan.label(first.picture));
        }
        done++;
        progress.report(done, plan.survey().count());
    }

    private @Nullable Prepared result(Waiting first) throws IOException {
        try {
            return await(first.result);
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case BadPicture bad -> reject(first.name, String.valueOf(bad.getMessage()));
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(first.name + " cannot be prepared", failed);
            }
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a picture is decoded", interrupted);
        }
    }

    /** A picture may be made to take hours; the time limit and the supervisor's request hold meanwhile. */
    private Prepared await(Future<Prepared> result) throws ExecutionException, InterruptedException {
        while (true) {
            try {
                return result.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException stillDecoding) {
                intake.check();
            }
        }
    }

    private void reject(String name, String why) {
        badFiles.add(name, why);
        badFiles.check(plan.survey().files());
    }

    /** The first reading has counted them. */
    @Override
    public void bad(String name, String why) {}

    @Override
    public void other(String name) {}

    void finish() throws IOException {
        while (!waiting.isEmpty()) {
            takeFirst();
        }
    }

    @Override
    public void close() {
        decoders.shutdownNow();
    }
}
