package dev.isograd.learning;

import java.util.List;

/**
 * Result of the isolation check: which modules each head's loss updates.
 *
 * @param isolated whether no head's loss updates a module below its own; always true with one module
 * @param movedBy numbers (1 to K) of the modules that each head's loss updates, first head first
 */
public record Isolation(boolean isolated, List<List<Integer>> movedBy) {

    static Isolation of(List<List<Integer>> movedBy) {
        boolean isolated = true;
        for (int l = 0; l < movedBy.size(); l++) {
            int head = l + 1;
            isolated &= movedBy.get(l).stream().allMatch(body -> body >= head);
        }
        return new Isolation(isolated, movedBy);
    }
}
