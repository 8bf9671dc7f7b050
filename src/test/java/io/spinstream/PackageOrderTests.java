package io.spinstream;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

@AnalyzeClasses(packages = "io.spinstream", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageOrderTests {

	@ArchTest
	static final ArchRule spinnerSeesTheJdkOnly = classes().that()
		.resideInAPackage("..spinner")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "org.jline..", "org.jspecify..", "io.spinstream.spinner");

	@ArchTest
	static final ArchRule supervisorSeesReactorAndNoSpring = classes().that()
		.resideInAPackage("..supervisor")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "reactor..", "org.reactivestreams..", "org.jspecify..", "io.spinstream.spinner",
				"io.spinstream.supervisor");

	@ArchTest
	static final ArchRule nobodyButWebIsSeenByWebAlone = classes().that()
		.resideInAPackage("..web")
		.should()
		.onlyBeAccessed()
		.byAnyPackage("io.spinstream.web");

	@ArchTest
	static final ArchRule webIsClosed = classes().that()
		.resideInAPackage("..web")
		.and()
		.areTopLevelClasses()
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule everythingIsNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

	@ArchTest
	static final ArchRule classesAreFinal = classes().that()
		.resideInAnyPackage("..spinner", "..supervisor", "..web")
		.and()
		.areTopLevelClasses()
		.and()
		.areNotInterfaces()
		.and()
		.areNotEnums()
		.and()
		.areNotAnnotatedWith("org.springframework.context.annotation.Configuration")
		.and()
		.doNotHaveSimpleName("AnswerException")
		.should()
		.haveModifier(JavaModifier.FINAL);

}
