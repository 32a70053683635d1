package org.yutang.demo;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.Jobs;

/// Waits for jobs that steps of the demo rest on.
@Component
class DemoJobs {

  private static final long POLL_MILLIS = 100;

  private final Jobs jobs;

  DemoJobs(Jobs jobs) {
    this.jobs = jobs;
  }

  /// Until it is done. Refuses with [DemoRefusal#STEP_FAILED] where it ends otherwise, or does not
  /// end in that time.
  ///
  /// @param seen is told how far it is, again and again
  void await(UUID id, Duration patience, Consumer<Jobs.Job> seen) throws InterruptedException {
    long limit = System.nanoTime() + patience.toNanos();
    while (true) {
      Jobs.Job job = jobs.find(id).orElseThrow();
      if (job.state() == Jobs.State.DONE) return;
      if (job.ended() || System.nanoTime() > limit)
        throw new Refusal(
            DemoRefusal.STEP_FAILED, Map.of("step", job.kind(), "reason", reason(job)));
      seen.accept(job);
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static Object reason(Jobs.Job job) {
    return job.refusalCode() == null ? job.state() : job.refusalCode() + " " + job.refusalFacts();
  }
}
