package dev.isograd.imports;

import dev.isograd.FullDisk;
import dev.isograd.ShortText;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.ImportStopped;
import dev.isograd.imports.sources.Intake;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorConnection;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;
import tools.jackson.databind.json.JsonMapper;

/** The program of one import: connects to its supervisor, writes the prepared data set and exits. */
public final class ImporterProcess {

    /** Folder of the prepared data set in the output folder. */
    public static final String DATASET = "dataset";

    private static final int SUPERVISOR_GONE = 143;
    private static final int LONGEST_MESSAGE = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MessageChannel supervisor;
    private final CompletableFuture<SupervisorMessage.Import> request = new CompletableFuture<>();
    private volatile boolean stop;

    private ImporterProcess(MessageChannel supervisor) {
        this.supervisor = supervisor;
    }

    /** @param args the path of the supervisor's Unix domain socket */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        // Decoders find no screen here, and their input lies in memory already.
        System.setProperty("java.awt.headless", "true");
        ImageIO.setUseCache(false);
        try (MessageChannel supervisor = SupervisorConnection.open(args[0])) {
            ExitCode code = new ImporterProcess(supervisor).serve();
            System.out.flush();
            Runtime.getRuntime().halt(code.status());
        }
    }

    private ExitCode serve() throws IOException, InterruptedException, ExecutionException {
        Thread.ofPlatform().daemon().name("supervisor").start(this::listen);
        supervisor.send(new ChildMessage.Hello(
                MessageChannel.PROTOCOL, ProcessHandle.current().pid()));
        SupervisorMessage.Import wanted = request.get();
        try {
            ImportOrder order = JSON.readValue(Path.of(wanted.orderFile()), ImportOrder.class);
            Intake intake = Intake.start(order.limits(), System::nanoTime, () -> stop);
            ProgressMessages progress = new ProgressMessages(supervisor, System::nanoTime);
            ImportReport report = new Import(order, Path.of(wanted.outputFolder()), intake, progress).run();
            supervisor.send(new ChildMessage.Done(ReportMessage.of(report)));
            return ExitCode.OK;
        } catch (ImportStopped _) {
            supervisor.send(new ChildMessage.Stopped());
            return ExitCode.OK;
        } catch (BadSource bad) {
            return fail(ExitCode.BAD_DATA, bad);
        } catch (RuntimeException | IOException | LinkageError failure) {
            failure.printStackTrace();
            return fail(FullDisk.isCauseOf(failure) ? ExitCode.DISK_FULL : ExitCode.INTERNAL, failure);
        }
    }

    private ExitCode fail(ExitCode code, Throwable failure) throws IOException {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        supervisor.send(new ChildMessage.Failed(code, ShortText.of(message, LONGEST_MESSAGE)));
        return code;
    }

    /** Handles messages while pictures are decoded; ends the process if the supervisor is gone. */
    private void listen() {
        try {
            for (var next = supervisor.receive(SupervisorMessage.class);
                    next.isPresent();
                    next = supervisor.receive(SupervisorMessage.class)) {
                switch (next.get()) {
                    case SupervisorMessage.Import wanted -> request.complete(wanted);
                    case SupervisorMessage.Stop _ -> stop = true;
                    case SupervisorMessage.Ping _ -> supervisor.send(new ChildMessage.Pong());
                    // An import has no checkpoints.
                    case SupervisorMessage.CheckpointNow _, SupervisorMessage.CheckpointTaken _ -> {}
                    case SupervisorMessage.Start _ -> throw new IOException("This process imports and trains nothing");
                }
            }
        } catch (IOException broken) {
            System.err.println("The connection to the supervisor was lost: " + broken.getMessage());
        }
        Runtime.getRuntime().halt(SUPERVISOR_GONE);
    }
}
