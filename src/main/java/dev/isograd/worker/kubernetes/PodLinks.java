package dev.isograd.worker.kubernetes;

import dev.isograd.jobs.AttemptId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The connections of all attempts that this process supervises, and the check of who may use them. */
@Component
@OnKubernetes
class PodLinks {

    private final AttemptTokens tokens;
    private final Map<AttemptId, PodLink> live = new ConcurrentHashMap<>();

    PodLinks(AttemptTokens tokens) {
        this.tokens = tokens;
    }

    void open(PodLink link) {
        live.put(link.attempt(), link);
    }

    void close(PodLink link) {
        live.remove(link.attempt(), link);
        link.end();
    }

    /** The pod continues, and asks again until the next run of this worker answers. */
    void leave(PodLink link) {
        live.remove(link.attempt(), link);
        link.wake();
    }

    /**
     * Returns the connection of an attempt to its pod.
     *
     * @throws AttemptProblem if the token is not the attempt's, or the attempt is over, elsewhere, or that of another pod
     */
    PodLink of(String key, String token, String pod) {
        AttemptId attempt = AttemptKey.parse(key).orElseThrow(AttemptProblem::unauthorized);
        String hash = AttemptTokens.hash(token);
        PodLink link = live.get(attempt);
        if (link != null && link.isBound(hash, pod)) {
            return link;
        }
        Optional<AttemptTokens.Stored> stored = tokens.find(attempt);
        if (stored.isEmpty() || !AttemptTokens.isSame(stored.get().sha256(), hash)) {
            throw AttemptProblem.unauthorized();
        }
        if (!stored.get().current()) {
            throw AttemptProblem.over();
        }
        if (!tokens.bind(attempt, pod)) {
            throw AttemptProblem.taken();
        }
        if (link == null) {
            throw AttemptProblem.elsewhere();
        }
        link.bind(hash, pod);
        return link;
    }
}
