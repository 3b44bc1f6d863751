package dev.lifeboat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lifeboat.formats.source.ByteSource;
import dev.lifeboat.formats.source.ImageException;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the picture of docs/architecture.md true. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.lifeboat");

    /** What each package of formats may use beside the JDK; a package that is not here may use only {@code source}. */
    private static final Map<String, List<String>> FORMATS = Map.ofEntries(
            Map.entry("image", List.of("source", "vhdx", "vhd", "partition", "wim")),
            Map.entry(
                    "backup",
                    List.of(
                            "source",
                            "vhdx",
                            "vhd",
                            "partition",
                            "image",
                            "ntfs",
                            "fat",
                            "iso",
                            "udf",
                            "wim",
                            "backup.document",
                            "xml")),
            Map.entry("backup.document", List.of("source", "xml")),
            Map.entry("ntfs", List.of("source", "compress", "security")),
            Map.entry("wim", List.of("source", "compress", "security", "xml")),
            Map.entry("pe", List.of("source", "cms")),
            Map.entry("catalog", List.of("source", "cms")),
            Map.entry("bcd", List.of("source", "regf")),
            Map.entry("windows", List.of("source", "regf", "xml")),
            Map.entry("raw.write", List.of("source.write")),
            Map.entry("vhdx.write", List.of("source.write")),
            Map.entry("vhd.write", List.of("source.write")),
            Map.entry("qcow2.write", List.of("source.write")));

    @Test
    void modulesAreLayers() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("cli")
                .definedBy("dev.lifeboat.cli..")
                .optionalLayer("create")
                .definedBy("dev.lifeboat.create..")
                .optionalLayer("media")
                .definedBy("dev.lifeboat.media..")
                .layer("verify")
                .definedBy("dev.lifeboat.verify..")
                .layer("mount")
                .definedBy("dev.lifeboat.mount..")
                .layer("formats")
                .definedBy("dev.lifeboat.formats..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("create")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("media")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("verify")
                .mayOnlyBeAccessedByLayers("cli", "create", "media")
                .whereLayer("mount")
                .mayOnlyBeAccessedByLayers("cli", "create", "verify")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.lifeboat.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @TestFactory
    List<DynamicTest> formatsUseOnlyWhatTheyMay() {
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("dev.lifeboat.formats."))
                .map(name -> name.substring("dev.lifeboat.formats.".length()))
                .distinct()
                .sorted()
                .map(name -> DynamicTest.dynamicTest(name, () -> onlyWhatItMay(name)))
                .toList();
    }

    private static void onlyWhatItMay(String format) {
        String[] allowed = Stream.concat(Stream.of(format, "source"), FORMATS.getOrDefault(format, List.of()).stream())
                .map(name -> "dev.lifeboat.formats." + name)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.lifeboat.formats." + format)
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("dev.lifeboat..")
                        .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))))
                .check(CLASSES);
    }

    @Test
    void readersCannotWrite() {
        noClasses()
                .that()
                .resideInAPackage("dev.lifeboat.formats..")
                .and()
                .resideOutsideOfPackage("..write..")
                .should()
                .callMethodWhere(JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(FileChannel.class)))
                        .and(JavaCall.Predicates.target(
                                HasName.Predicates.nameMatching("write|truncate|transferFrom|force"))))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.lifeboat.formats..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(FileOutputStream.class, RandomAccessFile.class)
                .check(CLASSES);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.lifeboat.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void sourcesAndComplaintsAreWhereTheyBelong() {
        classes()
                .that()
                .areAssignableTo(ImageException.class)
                .should()
                .resideInAPackage("..formats.source")
                .check(CLASSES);
        classes()
                .that()
                .implement(ByteSource.class)
                .should()
                .resideInAnyPackage("dev.lifeboat.formats..", "dev.lifeboat.verify..")
                .check(CLASSES);
    }
}
