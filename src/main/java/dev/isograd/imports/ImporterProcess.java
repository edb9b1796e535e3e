package dev.isograd.imports;

import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.ExitCode;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorConnection;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The program of one import: connects to its supervisor, writes the prepared data set and exits. */
public final class ImporterProcess {

    /** Folder of the prepared data set in the output folder. */
    public static final String DATASET = "dataset";

    private ImporterProcess() {}

    /** @param args the path of the supervisor's Unix domain socket */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        try (MessageChannel supervisor = SupervisorConnection.open(args[0])) {
            supervisor.send(new ChildMessage.Hello(
                    MessageChannel.PROTOCOL, ProcessHandle.current().pid()));
            Runtime.getRuntime().halt(serve(supervisor).status());
        }
    }

    private static ExitCode serve(MessageChannel supervisor) throws IOException {
        Optional<SupervisorMessage> first = supervisor.receive(SupervisorMessage.class);
        supervisor.send(new ChildMessage.Failed(ExitCode.INTERNAL, "Imports are not built yet: " + first));
        return ExitCode.INTERNAL;
    }
}
