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
            .layer("memory")
            .definedBy(BASE + ".memory")
            .layer("export")
            .definedBy(BASE + ".export")
            .layer("graph")
            .definedBy(BASE + ".graph")
            .layer("safetensors")
            .definedBy(BASE + ".safetensors")
            .layer("diagnostics")
            .definedBy(BASE + ".diagnostics")
            .layer("lanes")
            .definedBy(BASE + ".lanes")
            .layer("rules")
            .definedBy(BASE + ".rules")
            .layer("reconciliation")
            .definedBy(BASE + ".reconciliation")
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
            .layer("libtorch")
            .definedBy(BASE + ".libtorch")
            .layer("random")
            .definedBy(BASE + ".random")
            .layer("spec")
            .definedBy(BASE + ".spec")
            .whereLayer("memory")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("export")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("learning")
            .mayOnlyBeAccessedByLayers("memory", "export")
            .whereLayer("diagnostics")
            .mayOnlyBeAccessedByLayers("learning")
            .whereLayer("lanes")
            .mayOnlyBeAccessedByLayers("learning")
            .whereLayer("rules")
            .mayOnlyBeAccessedByLayers("learning", "memory", "diagnostics", "lanes")
            .whereLayer("reconciliation")
            .mayOnlyBeAccessedByLayers("learning", "memory", "diagnostics", "lanes", "rules")
            .whereLayer("networks")
            .mayOnlyBeAccessedByLayers(
                    "learning", "memory", "export", "diagnostics", "lanes", "rules", "reconciliation")
            .whereLayer("heads")
            .mayOnlyBeAccessedByLayers(
                    "learning", "memory", "export", "diagnostics", "rules", "reconciliation", "networks")
            .whereLayer("optimizers")
            .mayOnlyBeAccessedByLayers("learning", "diagnostics", "rules")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("learning", "export", "diagnostics", "lanes", "rules", "reconciliation")
            .whereLayer("safetensors")
            .mayOnlyBeAccessedByLayers("learning", "export")
            .whereLayer("layers")
            .mayOnlyBeAccessedByLayers(
                    "learning",
                    "memory",
                    "export",
                    "diagnostics",
                    "rules",
                    "reconciliation",
                    "networks",
                    "heads",
                    "safetensors")
            .whereLayer("graph")
            .mayOnlyBeAccessedByLayers("learning", "export", "diagnostics", "networks", "heads", "layers")
            .whereLayer("autograd")
            .mayOnlyBeAccessedByLayers(
                    "learning",
                    "export",
                    "diagnostics",
                    "lanes",
                    "rules",
                    "reconciliation",
                    "networks",
                    "heads",
                    "optimizers",
                    "data",
                    "layers")
            .whereLayer("libtorch")
            .mayOnlyBeAccessedByLayers("learning", "export")
            .whereLayer("random")
            .mayOnlyBeAccessedByLayers("data", "layers")
            .whereLayer("spec")
            .mayOnlyBeAccessedByLayers("learning", "memory", "export");

    /** The files have a header in JSON. */
    @ArchTest
    static final ArchRule safetensors_reads_the_jdk_djl_and_jacksons_streaming_api = classes()
            .that()
            .resideInAPackage(BASE + ".safetensors")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "ai.djl..",
                    "dev.isograd.learning..",
                    "org.jspecify.annotations",
                    "tools.jackson.core",
                    "tools.jackson.core.io",
                    "tools.jackson.core.json")
            .orShould()
            .haveSimpleName("package-info");

    @ArchTest
    static final ArchRule everything_else_in_learning_reads_the_jdk_and_djl_only = classes()
            .that()
            .resideOutsideOfPackage(BASE + ".safetensors")
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

    /** See {@link dev.isograd.learning.autograd.Constant}: its array may be freed while a graph needs it. */
    @ArchTest
    static final ArchRule recorded_operations_take_no_java_numbers = noClasses()
            .that()
            .resideInAnyPackage(
                    BASE + ".rules",
                    BASE + ".reconciliation",
                    BASE + ".diagnostics",
                    BASE + ".networks",
                    BASE + ".heads",
                    BASE + ".layers")
            .should()
            .callMethodWhere(describe(
                    "an operation of NDArray takes a java.lang.Number",
                    (JavaMethodCall call) -> call.getTargetOwner().isAssignableTo("ai.djl.ndarray.NDArray")
                            && call.getTarget().getRawParameterTypes().stream()
                                    .anyMatch(type -> type.isEquivalentTo(Number.class))));

    @ArchTest
    static final ArchRule analytic_passes_differentiate_nothing = noClasses()
            .that()
            .haveNameMatching(
                    BASE + "\\.(rules|reconciliation)\\.(SgrBpFree|SingleLayerModule|SingleLayerPass|TangentPass)")
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
