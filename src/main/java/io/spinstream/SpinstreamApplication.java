package io.spinstream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Shows over HTTP that slow work is alive, and never loses its answer.
 */
@SpringBootApplication
class SpinstreamApplication {

	static void main(String[] args) {
		SpringApplication.run(SpinstreamApplication.class, args);
	}

}
