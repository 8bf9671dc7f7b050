package io.spinstream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The dependencies between the packages, and the rules that all of them keep.
 */
@AnalyzeClasses(packages = "io.spinstream", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageOrderTests {

	private static final String[] JDK = { "java..", "javax.net.ssl..", "org.jspecify.." };

	private static final String[] REACTOR = { "reactor.core..", "reactor.util..", "org.reactivestreams.." };

	@ArchTest
	static final ArchRule spinnerSeesTheJdkAndWidths = onlyDepends("spinner", "org.jline..");

	@ArchTest
	static final ArchRule supervisorSeesSpinnerAndReactor = onlyDepends("supervisor", REACTOR, "..spinner");

	@ArchTest
	static final ArchRule renderSeesSpinner = onlyDepends("render", "..spinner");

	@ArchTest
	static final ArchRule runSeesReactor = onlyDepends("run", REACTOR);

	@ArchTest
	static final ArchRule answerSeesRun = onlyDepends("answer", REACTOR, "..run", "io.micrometer..",
			"org.springframework..");

	@ArchTest
	static final ArchRule fleetSeesRunAndReactor = onlyDepends("fleet", REACTOR, "..run");

	@ArchTest
	static final ArchRule redisSeesRunAndFleet = onlyDepends("redis", REACTOR, "..run", "..fleet", "io.lettuce..",
			"tools.jackson..");

	@ArchTest
	static final ArchRule lettuceIsUsedInItsPackageAlone = noClasses().that(resideOutsideOf("io.spinstream.redis"))
		.should()
		.dependOnClassesThat(resideInAPackage("io.lettuce.."));

	@ArchTest
	static final ArchRule webIsSeenByNettyAlone = classes().that(resideInAPackage("io.spinstream.web"))
		.should()
		.onlyBeAccessed()
		.byAnyPackage("io.spinstream.web", "io.spinstream.netty");

	@ArchTest
	static final ArchRule nettyIsSeenByNobody = noClasses().that(resideOutsideOf("io.spinstream.netty"))
		.should()
		.dependOnClassesThat(resideInAPackage("io.spinstream.netty"));

	@ArchTest
	static final ArchRule nettyIsUsedInItsPackageAlone = noClasses().that(resideOutsideOf("io.spinstream.netty"))
		.should()
		.dependOnClassesThat(resideInAnyPackage("io.netty..", "reactor.netty.."));

	@ArchTest
	static final ArchRule everythingIsNullMarked = classes().that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith(NullMarked.class);

	@ArchTest
	static final ArchRule classesAreFinal = classes().that(resideInAPackage("io.spinstream.."))
		.and()
		.areTopLevelClasses()
		.and()
		.areNotInterfaces()
		.and()
		.areNotEnums()
		.and()
		.areNotAnnotatedWith(Configuration.class)
		.and()
		.doNotBelongToAnyOf(SpinstreamApplication.class)
		.should()
		.haveModifier(JavaModifier.FINAL);

	private static DescribedPredicate<JavaClass> resideOutsideOf(String name) {
		return DescribedPredicate.not(resideInAPackage(name));
	}

	private static ArchRule onlyDepends(String name, String... more) {
		return onlyDepends(name, new String[0], more);
	}

	private static ArchRule onlyDepends(String name, String[] some, String... more) {
		String own = "io.spinstream." + name;
		return classes().that(resideInAPackage(own))
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAnyPackage(some))
				.or(resideInAnyPackage(more))
				.or(resideInAPackage(own)));
	}

}
