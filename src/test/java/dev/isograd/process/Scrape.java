package dev.isograd.process;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of one scrape of Prometheus: a value by the name of its series, labels included. */
record Scrape(String text, Map<String, Double> series) {

    private static final Pattern LINE =
            Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{.*})?) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("[{,]([a-zA-Z_]+)=\"");

    static Scrape of(String text) {
        Map<String, Double> series = new LinkedHashMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            series.put(
                    line.group(1),
                    line.group(2).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(line.group(2)));
        }
        return new Scrape(text, series);
    }

    /** Fails if there is no such series. */
    double value(String name) {
        Double value = series.get(name);
        if (value == null) {
            throw new AssertionError("No " + name + " in:\n" + text);
        }
        return value;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        series.keySet().forEach(each -> names.add(each.replaceAll("\\{.*", "")));
        return names;
    }

    Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        series.keySet().stream().filter(each -> each.startsWith("isograd_")).forEach(each -> {
            Matcher label = LABEL.matcher(each);
            while (label.find()) {
                labels.add(label.group(1));
            }
        });
        return labels;
    }
}
