package dev.isograd.learning;

import java.util.List;

/**
 * What an experiment found out about the paths that gradients take.
 *
 * @param isolated whether no head's loss moves a module below its own; with one module there is nothing to find
 * @param movedBy numbers of the modules that each head's loss moves, first head first
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
