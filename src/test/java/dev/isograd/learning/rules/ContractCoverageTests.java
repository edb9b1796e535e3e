package dev.isograd.learning.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.spec.NetworkSpec;
import dev.isograd.learning.spec.RuleSpec;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks that the contract covers every rule and every network. */
class ContractCoverageTests {

    @Test
    void knowsAContractForEveryRule() throws ReflectiveOperationException {
        Set<Class<?>> held = new HashSet<>();
        for (JavaClass type : new ClassFileImporter().importPackagesOf(UpdateRuleContract.class)) {
            if (type.isAssignableTo(UpdateRuleContract.class)
                    && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                held.add(ruleOf(type.reflect().asSubclass(UpdateRuleContract.class)));
            }
        }

        assertThat(held).contains(RuleSpec.class.getPermittedSubclasses());
    }

    @Test
    void knowsATinyNetworkOfEveryType() {
        Set<Class<?>> known = Arrays.stream(TinyNetwork.values())
                .map(network -> Synthetic.spec(Synthetic.backprop(), Map.of("network", network.spec()))
                        .network()
                        .getClass())
                .collect(Collectors.toSet());

        assertThat(known).containsExactlyInAnyOrder(NetworkSpec.class.getPermittedSubclasses());
    }

    private static Class<?> ruleOf(Class<? extends UpdateRuleContract> type) throws ReflectiveOperationException {
        UpdateRuleContract contract = type.getDeclaredConstructor().newInstance();
        contract.closeArrays();
        TinyNetwork taken = contract.networks().iterator().next();
        return Synthetic.spec(contract.spec(), Map.of("network", taken.spec()))
                .rule()
                .getClass();
    }
}
