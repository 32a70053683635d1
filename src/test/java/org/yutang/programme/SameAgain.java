package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.BeanFactory;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.Jobs;
import org.yutang.store.Json;

/// History decided again under the rules that decided it.
final class SameAgain {

  private SameAgain() {}

  /// Fails where anything that was decided in the place comes out differently.
  static void check(BeanFactory beans, Actor actor, ProgrammeId programme, PlaceCode place) {
    Replay replay = replay(beans, actor, beans.getBean(Trials.class).definition(programme), place);
    assertThat(replay.decided()).isPositive();
    assertThat(replay.differences()).isEmpty();
    assertThat(replay.would()).isEqualTo(replay.was());
  }

  static Replay replay(BeanFactory beans, Actor actor, String definition, PlaceCode place) {
    UUID job = beans.getBean(Trials.class).replay(actor, definition, place, UUID.randomUUID());
    return Json.read(result(beans.getBean(Jobs.class), job), Replay.class);
  }

  /// What a job brought, once it has ended well.
  static String result(Jobs jobs, UUID job) {
    Instant until = Instant.now().plus(Duration.ofSeconds(60));
    while (Instant.now().isBefore(until)) {
      Jobs.Job now = jobs.find(job).orElseThrow();
      if (now.ended()) {
        assertThat(now.state()).as("%s", now.refusalCode()).isEqualTo(Jobs.State.DONE);
        return now.resultJson();
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("the job did not end");
  }
}
