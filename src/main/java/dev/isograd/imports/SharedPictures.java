package dev.isograd.imports;

import dev.isograd.imports.ImportReport.Duplicate;
import dev.isograd.imports.ImportReport.Duplicates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the pictures of the test split that also are in the training split: a test of them measures memory. */
final class SharedPictures {

    private SharedPictures() {}

    static Duplicates of(SplitFiles train, SplitFiles test) throws IOException {
        long[] known = train.hashes().sorted();
        long count = 0;
        Map<Long, Integer> first = new HashMap<>();
        List<Integer> named = new ArrayList<>();
        for (int i = 0; i < test.count(); i++) {
            long hash = test.hashes().get(i);
            if (Arrays.binarySearch(known, hash) >= 0) {
                count++;
                if (named.size() < ImportReport.MOST_NAMED) {
                    named.add(i);
                    first.put(hash, -1);
                }
            }
        }
        for (int i = 0; i < train.count() && !first.isEmpty(); i++) {
            Integer picture = i;
            first.computeIfPresent(train.hashes().get(i), (_, before) -> before < 0 ? picture : before);
        }
        List<Duplicate> duplicates = new ArrayList<>();
        for (int i : named) {
            Integer twin = first.get(test.hashes().get(i));
            duplicates.add(new Duplicate(train.name(twin == null ? 0 : twin), test.name(i)));
        }
        return new Duplicates(count, duplicates);
    }
}
