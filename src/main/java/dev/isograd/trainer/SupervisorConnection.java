package dev.isograd.trainer;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Connects a child process to the supervisor that started it, so that only the supervisor ends it. */
public final class SupervisorConnection {

    private SupervisorConnection() {}

    /** @param socket path of the supervisor's Unix domain socket */
    public static MessageChannel open(String socket) throws IOException {
        ignoreSignals();
        ParentExitWatch.install();
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new MessageChannel(channel);
    }

    /**
     * A terminal or a service manager signals every process. This one ends only when its supervisor requests it or is
     * gone, so that its last state can be saved.
     */
    private static void ignoreSignals() {
        for (String name : List.of("INT", "TERM", "HUP")) {
            try {
                Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
            } catch (IllegalArgumentException unknownHere) {
                System.err.println("Signal " + name + " is not ignored: " + unknownHere.getMessage());
            }
        }
    }
}
