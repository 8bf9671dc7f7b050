package io.spinstream.deploy;

import java.io.IOException;
import java.util.List;

import io.kubernetes.client.common.KubernetesObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The files of the folder {@code deploy}, judged by the schemas of those who read them.
 * That these find faults is shown by changes of one place each.
 */
class SchemaTests {

	@Test
	void composeFileIsValid() throws IOException, InterruptedException {
		assertThat(new ComposeSchema().errors(YamlFile.read("compose.yaml"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ", textBlock = """
			read_only: true                   -> readonly: true
			read_only: true                   -> read_only: [true]
			cap_drop: [ALL]                   -> cap_drop: ALL
			cap_drop: [ALL]                   -> cap_drop: [ALL, ALL]
			memory: 768M                      -> memory: [768M]
			pids: 1500                        -> pids: [1500]
			{ condition: service_healthy }    -> { condition: healthy }
			{ condition: service_healthy }    -> {}
			start_interval: 1s                -> start_interval: 1
			stop_grace_period: 15s            -> stop_grace_period: 15
			internal: true                    -> intern: true
			volumes:                          -> volume:
			image: redis:7-alpine             -> image: 7
			command:                          -> commands:
			services:                         -> service:
			""")
	void faultOfComposeFileIsFound(String there, String instead) throws IOException, InterruptedException {
		YamlFile faulty = YamlFile.read("compose.yaml").with(there, instead);
		assertThat(new ComposeSchema().errors(faulty)).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "deployment", "service", "disruption-budget", "autoscaler", "redis", "network-policy",
			"secret.example" })
	void kubernetesFileIsValid(String name) throws IOException {
		assertThat(kubernetes(name).json()).isNotEmpty()
			.allSatisfy((json) -> assertThat(KubernetesTypes.read(json)).isInstanceOf(KubernetesObject.class));
	}

	@ParameterizedTest
	@CsvSource(delimiterString = " -> ", textBlock = """
			deployment        -> selector:                -> select:
			deployment        -> readOnlyRootFilesystem:  -> readOnlyFileSystem:
			deployment        -> runAsUser: 10001         -> runAsUser: "10001"
			deployment        -> runAsNonRoot: true       -> runAsNonRoot: "true"
			deployment        -> drop: [ALL]              -> drop: ALL
			deployment        -> containerPort: 8080      -> port: 8080
			deployment        -> value: native            -> value: 8080
			deployment        -> port: "8080"             -> port: 8080
			deployment        -> memory: 768Mi            -> memory: 768 Mi
			deployment        -> - name: spinstream       -> - args: []
			deployment        -> apiVersion: apps/v1      -> apiVersion: v1
			deployment        -> kind: Deployment         -> kind: Deploy
			service           -> port: 80                 -> port: "80"
			service           -> ports:                   -> port:
			disruption-budget -> policy/v1                -> policy/v1beta1
			disruption-budget -> selector:                -> select:
			autoscaler        -> autoscaling/v2           -> autoscaling/v1
			autoscaler        -> maxReplicas: 10          -> replicas: 10
			autoscaler        -> type: AverageValue       -> kind: AverageValue
			autoscaler        -> stabilizationWindowSeconds: 600 -> stabilizationWindowSeconds: 10m
			redis             -> secretKeyRef:            -> secretRef:
			redis             -> strategy:                -> updateStrategy:
			network-policy    -> - podSelector:           -> - selector:
			network-policy    -> port: redis              -> port: [redis]
			secret.example    -> stringData:              -> strings:
			""")
	void faultOfKubernetesFileIsFound(String name, String there, String instead) throws IOException {
		YamlFile faulty = kubernetes(name).with(there, instead);
		List<String> objects = faulty.json();
		assertThatException().isThrownBy(() -> objects.forEach(KubernetesTypes::read));
	}

	private static YamlFile kubernetes(String name) throws IOException {
		return YamlFile.read("kubernetes/" + name + ".yaml");
	}

}
