package io.jenkins.plugins.mlcwheels;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Map;
import java.util.Set;

/** Keeps the arrows between packages; docs/architecture.md draws them. */
@AnalyzeClasses(packages = "io.jenkins.plugins.mlcwheels", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "io.jenkins.plugins.mlcwheels";
    private static final String ENGINE = BASE + ".engine";

    /** From each package of the engine to those that it may use, beside the engine's root and itself. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("text", Set.of()),
            Map.entry("finding", Set.of("text")),
            Map.entry("deflate", Set.of()),
            Map.entry("abi", Set.of("wheel")),
            Map.entry("zip", Set.of("deflate", "finding", "text")),
            Map.entry("wheel", Set.of("finding", "text", "version", "zip")),
            Map.entry("elf", Set.of()),
            Map.entry("elf.patch", Set.of("elf")),
            Map.entry("version", Set.of("text")),
            Map.entry("shell", Set.of()),
            Map.entry("manifest", Set.of("wheel")),
            Map.entry("audit", Set.of("elf", "finding", "shell", "text", "wheel", "zip")),
            Map.entry(
                    "repair",
                    Set.of("audit", "elf", "elf.patch", "finding", "shell", "text", "wheel", "manifest", "zip")),
            Map.entry("build", Set.of("manifest", "shell", "text", "version", "wheel")),
            Map.entry("test", Set.of("manifest", "shell", "version", "wheel")),
            Map.entry("index", Set.of("wheel", "zip", "manifest", "release", "text", "version")),
            Map.entry("release", Set.of("text", "wheel", "manifest", "version")),
            Map.entry("provenance", Set.of("manifest", "text")),
            Map.entry("http", Set.of("text")),
            Map.entry("github", Set.of("http", "release", "text", "wheel", "manifest", "version")),
            Map.entry("retention", Set.of("text", "version")),
            Map.entry("nightly", Set.of("retention", "release", "index", "wheel", "version")),
            Map.entry("registry", Set.of("http", "retention", "text", "version")));

    @ArchTest
    static final ArchRule nobodyUsesTheCommandLine = ArchRuleDefinition.noClasses()
            .that(not(resideInAPackage(BASE + ".cli")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + ".cli");

    @ArchTest
    static final ArchRule engineRootUsesOnlyTextOfTheEngine = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat(resideInAPackage(ENGINE + ".*..").and(not(resideInAPackage(ENGINE + ".text"))));

    @ArchTest
    static final ArchRule onePlaceMakesTextPrintable = ArchRuleDefinition.noClasses()
            .that(not(resideInAPackage(ENGINE + ".text")))
            .should()
            .callMethod(Character.class, "isISOControl", char.class)
            .orShould()
            .callMethod(Character.class, "isISOControl", int.class)
            .orShould()
            .callMethod(Character.class, "getType", char.class)
            .orShould()
            .callMethod(Character.class, "getType", int.class);

    @ArchTest
    static final ArchRule packagesUseOnlyTheirArrows = ArchRuleDefinition.classes()
            .that()
            .resideInAPackage(ENGINE + ".*..")
            .should(followTheArrows());

    @ArchTest
    static final ArchRule engineDoesNotTalkToTheConsoleOrTheEnvironment = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage(ENGINE + "..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    private static ArchCondition<JavaClass> followTheArrows() {
        return new ArchCondition<>("use only the packages that an arrow leads to") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String from = packageOf(type);
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> use.getTargetClass().getPackageName().startsWith(ENGINE + "."))
                        .filter(use -> {
                            String to = packageOf(use.getTargetClass());
                            return !to.equals(from)
                                    && !ARROWS.getOrDefault(from, Set.of()).contains(to);
                        })
                        .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
            }
        };
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ENGINE.length() + 1);
    }
}
