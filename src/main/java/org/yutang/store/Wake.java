package org.yutang.store;

import com.github.kagkarlsson.scheduler.SystemClock;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// Tells the runner of jobs that there is one; apart from both, because rooms' handlers submit jobs
/// themselves.
@Component
class Wake {

  private volatile Runnable sleeper = () -> {};

  void whenWoken(Runnable sleeper) {
    this.sleeper = sleeper;
  }

  void wake() {
    sleeper.run();
  }

  /// The scheduler's own time: when to run something is no business date, so tests with a fixed
  /// clock still run jobs.
  static Instant now() {
    return new SystemClock().now();
  }
}
