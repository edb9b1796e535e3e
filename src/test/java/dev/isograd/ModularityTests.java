package dev.isograd;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

    @Test
    void keepsToTheArrowsBetweenPackages() {
        ApplicationModules.of(IsogradApplication.class).verify();
    }
}
