package io.spinstream.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import io.spinstream.testing.Tools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What no schema says of {@code deploy/kubernetes}: that its parts fit together. They are
 * put together by the program that users have for it.
 */
class KubernetesTests {

	private static final Path FOLDER = Path.of("deploy", "kubernetes");

	private static final int SECONDS_TO_END = 10;

	private List<Object> objects;

	@TempDir
	private Path copy;

	@BeforeEach
	void read() throws IOException {
		Process kubectl = kustomize(FOLDER);
		String text = new String(kubectl.getInputStream().readAllBytes());
		assertThat(kubectl.onExit().join().exitValue()).isZero();
		this.objects = new YamlFile(text).json().stream().map(KubernetesTypes::read).toList();
	}

	private static Process kustomize(Path folder) throws IOException {
		return new ProcessBuilder(Tools.find("kubectl"), "kustomize", folder.toString()).start();
	}

	@Test
	void allFilesAreNamedExceptTheExample() throws IOException {
		String kustomization = Files.readString(FOLDER.resolve("kustomization.yaml"));
		try (Stream<Path> files = Files.list(FOLDER)) {
			assertThat(files.map((file) -> file.getFileName().toString())
				.filter((name) -> !kustomization.contains("  - " + name + "\n")))
				.containsExactlyInAnyOrder("kustomization.yaml", "secret.example.yaml");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ", textBlock = """
			resources:      -> resource:
			deployment.yaml -> deploy.yaml
			newTag: "1.0.0" -> newTag: 1.0
			v1beta1         -> v1beta9
			""")
	void faultOfTheKustomizationIsFound(String there, String instead) throws IOException {
		FileSystemUtils.copyRecursively(FOLDER, this.copy);
		Files.writeString(this.copy.resolve("kustomization.yaml"),
				YamlFile.read("kubernetes/kustomization.yaml").with(there, instead).text());
		assertThat(kustomize(this.copy).onExit().join().exitValue()).isNotZero();
	}

	@Test
	void selectorsSelectThePodsOfOneDeployment() {
		Set<Map<String, String>> labels = all(V1Deployment.class)
			.map((deployment) -> template(deployment).getMetadata().getLabels())
			.collect(Collectors.toSet());
		assertThat(labels).hasSize(2);
		assertThat(all(V1Deployment.class))
			.allSatisfy((deployment) -> assertThat(deployment.getSpec().getSelector().getMatchLabels())
				.isEqualTo(template(deployment).getMetadata().getLabels()));
		assertThat(all(V1Service.class)).hasSize(2)
			.allSatisfy((service) -> assertThat(labels).contains(service.getSpec().getSelector()));
		assertThat(one(V1PodDisruptionBudget.class).getSpec().getSelector().getMatchLabels())
			.isEqualTo(template(spinstream()).getMetadata().getLabels());
		assertThat(one(V1NetworkPolicy.class).getSpec()
			.getIngress()
			.getFirst()
			.getFrom()
			.getFirst()
			.getPodSelector()
			.getMatchLabels()).isEqualTo(template(spinstream()).getMetadata().getLabels());
	}

	@Test
	void portsThatAreNamedAreThere() {
		assertThat(all(V1Service.class)).allSatisfy((service) -> assertThat(all(V1Deployment.class).filter(
				(deployment) -> template(deployment).getMetadata().getLabels().equals(service.getSpec().getSelector()))
			.flatMap((deployment) -> container(deployment).getPorts().stream().map(V1ContainerPort::getName)))
			.containsExactly(service.getSpec().getPorts().getFirst().getTargetPort().getStrValue()));
		V1Container container = container(spinstream());
		assertThat(Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe()))
			.allSatisfy((probe) -> assertThat(probe.getHttpGet().getPort().getStrValue()).isEqualTo("http"));
	}

	@Test
	void secretHasWhatIsAskedOfIt() throws IOException {
		V1Secret secret = (V1Secret) KubernetesTypes
			.read(YamlFile.read("kubernetes/secret.example.yaml").json().getFirst());
		assertThat(all(V1Deployment.class).flatMap((deployment) -> container(deployment).getEnv().stream())
			.filter((variable) -> variable.getValueFrom() != null)
			.map((variable) -> variable.getValueFrom().getSecretKeyRef())).hasSize(2).allSatisfy((key) -> {
				assertThat(key.getName()).isEqualTo(secret.getMetadata().getName());
				assertThat(secret.getStringData()).containsKey(key.getKey());
			});
		String host = all(V1Service.class).map((service) -> service.getMetadata().getName())
			.filter((name) -> name.endsWith("redis"))
			.findFirst()
			.orElseThrow();
		assertThat(secret.getStringData().get("url"))
			.isEqualTo("redis://:%s@%s:6379".formatted(secret.getStringData().get("password"), host));
	}

	@Test
	void replicaHasTimeToEnd() {
		int sleep = container(spinstream()).getLifecycle().getPreStop().getSleep().getSeconds().intValue();
		assertThat(template(spinstream()).getSpec().getTerminationGracePeriodSeconds())
			.isGreaterThanOrEqualTo(sleep + SECONDS_TO_END);
	}

	@Test
	void autoscalerHasThreeReplicasOrMoreOfTheDeployment() {
		V2HorizontalPodAutoscaler autoscaler = one(V2HorizontalPodAutoscaler.class);
		assertThat(autoscaler.getSpec().getScaleTargetRef().getName()).isEqualTo(spinstream().getMetadata().getName());
		assertThat(autoscaler.getSpec().getMinReplicas()).isEqualTo(3);
		assertThat(spinstream().getSpec().getReplicas()).isNull();
	}

	private V1Deployment spinstream() {
		return all(V1Deployment.class).filter((deployment) -> "spinstream".equals(deployment.getMetadata().getName()))
			.findFirst()
			.orElseThrow();
	}

	private static V1PodTemplateSpec template(V1Deployment deployment) {
		return deployment.getSpec().getTemplate();
	}

	private static V1Container container(V1Deployment deployment) {
		return template(deployment).getSpec().getContainers().getFirst();
	}

	private <T> T one(Class<T> type) {
		return all(type).findFirst().orElseThrow();
	}

	private <T> Stream<T> all(Class<T> type) {
		return this.objects.stream().filter(type::isInstance).map(type::cast);
	}

}
