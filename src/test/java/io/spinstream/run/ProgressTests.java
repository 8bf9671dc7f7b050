package io.spinstream.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTests {

	private final Progress progress = new Progress();

	@Test
	void theLatestIsShown() {
		assertThat(this.progress.latest()).isEmpty();
		this.progress.tell("1 of 2");
		this.progress.tell("2 of 2");
		assertThat(this.progress.latest()).isEqualTo("2 of 2");
	}

	@Test
	@NullUnmarked
	void noTextIsNoProgress() {
		this.progress.tell("1 of 2");
		this.progress.tell((String) null);
		assertThat(this.progress.latest()).isEmpty();
		this.progress.tell(() -> null);
		assertThat(this.progress.latest()).isEmpty();
	}

	@Test
	void aTextThatCannotBeHadIsAskedForOnce() {
		AtomicInteger asked = new AtomicInteger();
		Supplier<String> broken = () -> {
			throw new IllegalStateException("question " + asked.incrementAndGet());
		};
		this.progress.tell(broken);
		assertThat(this.progress.latest()).isEmpty();
		assertThat(this.progress.latest()).isEmpty();
		assertThat(asked).hasValue(1);
		this.progress.tell("well again");
		assertThat(this.progress.latest()).isEqualTo("well again");
	}

}
