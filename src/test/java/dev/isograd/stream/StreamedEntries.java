package dev.isograd.stream;

import dev.isograd.EventStream.Message;
import java.util.List;

/** Reads the entries in messages of a stream. */
final class StreamedEntries {

    private StreamedEntries() {}

    static List<Long> lines(List<Message> messages) {
        return numbers(messages, "log", "/lines", "/line");
    }

    static List<Long> steps(List<Message> messages) {
        return numbers(messages, "metric", "/points", "/step");
    }

    private static List<Long> numbers(List<Message> messages, String event, String list, String field) {
        return messages.stream()
                .filter(message -> message.event().equals(event))
                .flatMap(message -> message.json().at(list).valueStream())
                .map(each -> each.at(field).asLong())
                .toList();
    }

    static long count(List<Message> messages, String event) {
        return messages.stream()
                .filter(message -> message.event().equals(event))
                .count();
    }

    static List<String> states(List<Message> messages) {
        return messages.stream()
                .filter(message -> message.event().equals("state"))
                .map(message -> message.json().at("/to").asString())
                .toList();
    }
}
