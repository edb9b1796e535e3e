package dev.isograd.idempotency;

import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks the Idempotency-Key of requests whose work takes too long for a transaction, and gives the same result again. */
@Component
public class LongRequests {

    private final IdempotentRequests requests;
    private final TransactionTemplate transaction;

    /** The keys of requests that this process works on. */
    private final Set<String> working = ConcurrentHashMap.newKeySet();

    LongRequests(IdempotentRequests requests, PlatformTransactionManager transactions) {
        this.requests = requests;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Does the work after the key was stored. A repeated request does it again, which must lead to the same result or make
     * up for a failure.
     *
     * @param key the client's Idempotency-Key; null if there is none
     * @param request the request's content; requests of different kinds must differ in it
     * @param id of what is created
     */
    public <T> T once(String project, @Nullable String key, Map<String, ?> request, String id, Supplier<T> work) {
        if (key == null) {
            return work.get();
        }
        transaction.execute(status ->
                requests.once(project, key, request, () -> id, created -> new Outcome(created, created), Outcome::id));
        String name = project + " " + key;
        if (!working.add(name)) {
            throw IdempotencyProblem.stillInFlight();
        }
        try {
            return work.get();
        } finally {
            working.remove(name);
        }
    }
}
