package dev.isograd.learning;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.isograd.learning", importOptions = ImportOption.DoNotIncludeTests.class)
class LearningArchitectureTests {

    private static final String BASE = "dev.isograd.learning";

    @ArchTest
    static final ArchRule arrows_run_from_the_loop_down_to_autograd_and_never_back = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("learning")
            .definedBy(BASE)
            .layer("rules")
            .definedBy(BASE + ".rules")
            .layer("networks")
            .definedBy(BASE + ".networks")
            .layer("heads")
            .definedBy(BASE + ".heads")
            .layer("optimizers")
            .definedBy(BASE + ".optimizers")
            .layer("data")
            .definedBy(BASE + ".data")
            .layer("layers")
            .definedBy(BASE + ".layers")
            .layer("autograd")
            .definedBy(BASE + ".autograd")
            .layer("random")
            .definedBy(BASE + ".random")
            .layer("spec")
            .definedBy(BASE + ".spec")
            .whereLayer("learning")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rules")
            .mayOnlyBeAccessedByLayers("learning")
            .whereLayer("networks")
            .mayOnlyBeAccessedByLayers("learning", "rules")
            .whereLayer("heads")
            .mayOnlyBeAccessedByLayers("learning", "rules", "networks")
            .whereLayer("optimizers")
            .mayOnlyBeAccessedByLayers("learning", "rules")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("learning", "rules")
            .whereLayer("layers")
            .mayOnlyBeAccessedByLayers("learning", "rules", "networks", "heads")
            .whereLayer("autograd")
            .mayOnlyBeAccessedByLayers("learning", "rules", "networks", "heads", "layers")
            .whereLayer("random")
            .mayOnlyBeAccessedByLayers("data", "layers")
            .whereLayer("spec")
            .mayOnlyBeAccessedByLayers("learning");

    @ArchTest
    static final ArchRule learning_reads_the_jdk_and_djl_only = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "ai.djl..", "dev.isograd.learning..", "org.jspecify.annotations")
            .orShould()
            .haveSimpleName("package-info");

    @ArchTest
    static final ArchRule spec_loads_no_native_library = noClasses()
            .that()
            .resideInAPackage(BASE + ".spec")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    /** See {@link dev.isograd.learning.autograd.Constant}: such a number may be collected while a graph still needs it. */
    @ArchTest
    static final ArchRule recorded_operations_take_no_java_numbers = noClasses()
            .that()
            .resideInAnyPackage(BASE + ".rules", BASE + ".networks", BASE + ".heads", BASE + ".layers")
            .should()
            .callMethodWhere(describe(
                    "an operation of NDArray takes a java.lang.Number",
                    (JavaMethodCall call) -> call.getTargetOwner().isAssignableTo("ai.djl.ndarray.NDArray")
                            && call.getTarget().getRawParameterTypes().stream()
                                    .anyMatch(type -> type.isEquivalentTo(Number.class))));

    @ArchTest
    static final ArchRule closed_formulas_differentiate_nothing = noClasses()
            .that()
            .haveNameMatching(BASE + "\\.rules\\.(SgrBpFree|SingleLayerModule|SingleLayerPass|TangentPass)")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName(BASE + ".autograd.Gradients")
            .orShould()
            .callMethodWhere(describe(
                    "recording is turned on",
                    (JavaMethodCall call) ->
                            call.getTargetOwner().getSimpleName().equals("Recording")
                                    && !call.getName().matches("off|close|detached")));
}
