package dev.isograd.trainer;

import dev.isograd.ByteReaderContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lines of both ends of the channel between a supervisor and its child process. */
class MessageFuzzTests extends ByteReaderContract {

    @Override
    protected List<byte[]> samples() {
        return List.of(lines("""
                        {"type":"hello","protocol":2,"pid":9}
                        {"type":"training","parameters":7,"modules":[["stem"]],"resumedFromStep":0}
                        {"type":"progress","epoch":1,"epochs":2,"step":3,"steps":4,"etaSeconds":null}
                        {"type":"metrics","points":[{"name":"train.loss","module":null,"step":3,"value":0.5}]}
                        {"type":"withdrawn","fromStep":3}
                        """), lines("""
                        {"type":"checkpointReady","file":"checkpoint-3.safetensors","bytes":9,"sha256":"ab","epoch":1,"step":3,"testAccuracy":null,"testLoss":0.1,"reason":"STOP","spent":{"trainSeconds":1,"stepSeconds":0.5},"versions":{"device":"cpu"}}
                        {"type":"pong"}
                        {"type":"done","result":{"testAccuracy":"NaN"}}
                        {"type":"stopped"}
                        {"type":"failed","code":"DIVERGED","message":"m"}
                        """), lines("""
                        {"type":"start","specFile":"s","datasetFolder":"d","outputFolder":"o","resume":{"stateFile":"f","spent":{"trainSeconds":1,"stepSeconds":1},"fork":true},"interval":{"seconds":1,"steps":2},"traceparent":null}
                        {"type":"stop","checkpoint":true}
                        {"type":"checkpointNow"}
                        {"type":"checkpointTaken"}
                        {"type":"ping"}
                        """));
    }

    private static byte[] lines(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void read(byte[] input) throws IOException {
        boolean fromSupervisor = new String(input, StandardCharsets.UTF_8).startsWith("{\"type\":\"start\"");
        if (fromSupervisor) {
            readAll(input, SupervisorMessage.class);
        } else {
            readAll(input, ChildMessage.class);
        }
    }

    private static <T> void readAll(byte[] input, Class<T> type) throws IOException {
        InputStream lines = new ByteArrayInputStream(input);
        for (var next = MessageChannel.receive(lines, type);
                next.isPresent();
                next = MessageChannel.receive(lines, type)) {
            requireComplete(next.get());
        }
    }

    /** What the other end of the channel relies on. */
    private static void requireComplete(Object message) {
        switch (message) {
            case ChildMessage.Metrics metrics -> metrics.points().forEach(point -> require(point.name()));
            case ChildMessage.Training training -> require(training.modules());
            case ChildMessage.CheckpointReady ready ->
                require(ready.file(), ready.sha256(), ready.reason(), ready.spent(), ready.versions());
            case ChildMessage.Done done -> require(done.result());
            case ChildMessage.Failed failed -> require(failed.code(), failed.message());
            case SupervisorMessage.Start start ->
                require(start.specFile(), start.datasetFolder(), start.outputFolder(), start.interval());
            default -> {}
        }
    }

    private static void require(Object... parts) {
        for (Object part : parts) {
            Objects.requireNonNull(part);
        }
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(MalformedMessage.class);
    }
}
