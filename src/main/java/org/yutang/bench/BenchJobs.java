package org.yutang.bench;

import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.store.Jobs;

/// Jobs as the house runs them, timed.
@Component
final class BenchJobs {

  private static final long LIMIT_NANOS = 600_000_000_000L;

  private final Jobs jobs;

  BenchJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  /// @param seconds from before submitting the job to its end
  /// @param result what it brought, as JSON
  record Timed(double seconds, String result) {}

  /// @param submit is given the id that the job must have
  Timed run(Consumer<UUID> submit) throws InterruptedException {
    UUID id = UUID.randomUUID();
    long start = System.nanoTime();
    submit.accept(id);
    while (true) {
      Jobs.Job now = jobs.find(id).orElseThrow();
      if (now.state() == Jobs.State.DONE)
        return new Timed(
            (System.nanoTime() - start) / 1e9, Objects.requireNonNull(now.resultJson()));
      if (now.ended() || System.nanoTime() - start > LIMIT_NANOS)
        throw new IllegalStateException(
            now.state() + " " + now.refusalCode() + " " + now.refusalFacts());
      Thread.sleep(10);
    }
  }
}
