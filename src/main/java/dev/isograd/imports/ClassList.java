package dev.isograd.imports;

import dev.isograd.imports.formats.Placement;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The classes of a data set in the order of their numbers. */
final class ClassList {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();

    private ClassList(List<String> names) {
        this.names = List.copyOf(names);
        for (String name : this.names) {
            numbers.put(name, numbers.size());
        }
    }

    /**
     * Orders the classes by number if all their names are numbers, else by name.
     *
     * @param given the classes as the source orders them; may be empty
     */
    static ClassList of(ImportOrder order, List<Placement> placements, List<String> given) {
        TreeSet<String> found = new TreeSet<>();
        for (Placement placement : placements) {
            if (placement.problem() == null) {
                found.add(placement.group().label());
            }
        }
        List<String> names = new ArrayList<>(given.isEmpty() ? found : given);
        if (given.isEmpty()
                && found.stream().allMatch(name -> NUMBER.matcher(name).matches())) {
            names.sort(Comparator.comparingInt(Integer::parseInt));
        }
        check(order, names, found);
        return new ClassList(names);
    }

    private static void check(ImportOrder order, List<String> names, TreeSet<String> found) {
        ImportLimits limits = order.limits();
        String source = FileName.shown(order.fileName());
        if (names.size() > limits.classes()) {
            throw new BadSource("%s has %d classes, such as %s; the limit is %d"
                    .formatted(source, names.size(), FileName.shown(names.getLast()), limits.classes()));
        }
        if (found.isEmpty()) {
            throw new BadSource(source + " has no pictures in folders of classes");
        }
        if (found.size() < 2) {
            throw new BadSource("%s has only the class %s; a data set needs at least two"
                    .formatted(source, FileName.shown(found.first())));
        }
        for (String name : names) {
            boolean unsafe = name.codePoints().anyMatch(Character::isISOControl);
            if (name.isBlank() || unsafe || name.length() > limits.nameLength()) {
                throw new BadSource("%s has the invalid class name %s".formatted(source, FileName.shown(name)));
            }
        }
    }

    List<String> names() {
        return names;
    }

    int number(String name) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new BadSource("%s is none of the classes that the source names".formatted(FileName.shown(name)));
        }
        return number;
    }
}
