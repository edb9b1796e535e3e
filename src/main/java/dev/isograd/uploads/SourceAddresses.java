package dev.isograd.uploads;

import dev.isograd.egress.AddressRules;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.DnsResolver;

/** Decides which addresses a data set may come from. */
final class SourceAddresses {

    private final ImportSourceProperties settings;
    private final AddressRules rules;

    /** @param names resolves only what is allowed */
    SourceAddresses(ImportSourceProperties settings, DnsResolver names) {
        this.settings = settings;
        this.rules = new AddressRules(settings.allowPrivate(), Set.of("https"), "https://example.org/pets.zip", names);
    }

    /** @throws SourceProblem if the address is not allowed */
    void check(URI address) {
        problem(address).ifPresent(problem -> {
            throw SourceProblem.url(problem);
        });
        if (!settings.addresses()) {
            throw SourceProblem.url(
                    "cannot be used: this service does not import from addresses; its operator can turn that on"
                            + " with isograd.imports.addresses");
        }
        if (rules.isPrivate(address.getHost())) {
            throw SourceProblem.url("must lead to a public address");
        }
    }

    /** Returns what is wrong with an address, whatever its name leads to. */
    Optional<String> problem(URI address) {
        return rules.problem(address);
    }
}
