package dev.isograd.inference;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.isograd.inference", importOptions = ImportOption.DoNotIncludeTests.class)
class InferenceArchitectureTests {

    /** Everything else runs in the process of the API. */
    private static final String OF_THE_CHILD = "dev\\.isograd\\.inference\\.(InferenceProcess|Predictor|NetworkExports|"
            + "LoadedNetwork|ExportedNetwork|OnnxNetwork|TorchScriptNetwork|SafetensorsNetwork)(\\$.*)?";

    @ArchTest
    static final ArchRule only_the_child_process_loads_native_libraries_and_decodes_pictures = noClasses()
            .that()
            .haveNameNotMatching(OF_THE_CHILD)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "javax.imageio..", "dev.isograd.imports..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("dev.isograd.learning.export.TrainedNetwork");
}
