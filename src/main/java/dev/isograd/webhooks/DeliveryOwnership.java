package dev.isograd.webhooks;

import dev.isograd.access.Ownership;
import org.springframework.stereotype.Component;

/** Tells which deliveries a project has. */
@Component
class DeliveryOwnership implements Ownership {

    private final Deliveries deliveries;

    DeliveryOwnership(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    public String pattern() {
        return "/api/v1/deliveries/{id}";
    }

    @Override
    public void check(String project, String id) {
        deliveries.find(project, id);
    }
}
