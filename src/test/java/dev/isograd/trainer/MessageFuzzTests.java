package dev.isograd.trainer;

import dev.isograd.ByteReaderContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
                        {"type":"start","specFile":"s","datasetFolder":"d","outputFolder":"o","resume":{"stateFile":"f","spent":{"trainSeconds":1,"stepSeconds":1},"fork":true},"interval":{"seconds":1,"steps":2}}
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
            // Whatever a supervisor does with a complete message.
            switch (next.get()) {
                case ChildMessage.Metrics metrics ->
                    metrics.points().forEach(point -> point.name().length());
                case ChildMessage.Training training -> training.modules().forEach(List::size);
                case ChildMessage.CheckpointReady ready ->
                    ready.file()
                            .concat(ready.sha256())
                            .concat(ready.reason().name()
                                    + ready.spent().trainSeconds()
                                    + ready.versions().size());
                case ChildMessage.Done done -> done.result().size();
                case ChildMessage.Failed failed ->
                    failed.message().concat(failed.code().name());
                case SupervisorMessage.Start start ->
                    start.specFile()
                            .concat(start.datasetFolder())
                            .concat(start.outputFolder() + start.interval().steps());
                default -> {}
            }
        }
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(MalformedMessage.class);
    }
}
