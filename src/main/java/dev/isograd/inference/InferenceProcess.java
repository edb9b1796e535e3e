package dev.isograd.inference;

import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.ParentExitWatch;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The program that answers pictures with one trained network, and exports it. It ends when its server is gone. */
public final class InferenceProcess {

    private static final int SERVER_GONE = 143;
    private static final int FAILED = 75;

    private InferenceProcess() {}

    /** @param args the path of the server's Unix domain socket */
    public static void main(String[] args) throws Exception {
        // Programs read its files and messages, so its digits do not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        ParentExitWatch.install();
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(args[0]));
        try (MessageChannel server = new MessageChannel(socket)) {
            serve(server);
        } catch (IOException broken) {
            System.err.println("The connection to the server was lost: " + broken.getMessage());
        } catch (RuntimeException | LinkageError failure) {
            failure.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        }
        Runtime.getRuntime().halt(SERVER_GONE);
    }

    private static void serve(MessageChannel server) throws IOException {
        Optional<InferenceRequest> first = server.receive(InferenceRequest.class);
        if (!(first.orElse(null) instanceof InferenceRequest.Open open)) {
            throw new IOException("The first message is none that opens a network: " + first);
        }
        LoadedNetwork network;
        try {
            network = LoadedNetwork.open(Path.of(open.folder()));
        } catch (IOException | RuntimeException unusable) {
            unusable.printStackTrace();
            InferenceReply.Cause cause =
                    unusable instanceof InvalidSpec ? InferenceReply.Cause.REQUEST : InferenceReply.Cause.INTERNAL;
            server.send(new InferenceReply.Failed(
                    InferenceReply.OPENING, cause, "The network cannot be loaded: " + unusable.getMessage()));
            return;
        }
        Predictor predictor = new Predictor(network, server, open.mostPixels(), open.batch());
        NetworkExports exports = new NetworkExports(network, server);
        server.send(new InferenceReply.Opened(network.network().modules()));
        for (var next = server.receive(InferenceRequest.class);
                next.isPresent();
                next = server.receive(InferenceRequest.class)) {
            switch (next.get()) {
                case InferenceRequest.Open again -> throw new IOException("A network is open already: " + again);
                case InferenceRequest.PredictPicture picture -> predictor.accept(picture);
                case InferenceRequest.PredictImage image -> predictor.accept(image);
                case InferenceRequest.Export export -> exports.accept(export);
            }
        }
    }
}
