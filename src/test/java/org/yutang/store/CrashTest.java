package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.TestDatabases;

/// A process is killed with -9 while it writes, delivers and works; the next one goes on.
@Tag("slow")
class CrashTest {

  /// As many as jobs run at once, because each round leaves one that goes on in the next.
  private static final int ROUNDS = JobRunner.AT_ONCE;

  @Test
  @Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothingCommittedIsLostDeliveryGoesOnAndTheJobRunsAgainAfterKill9() throws Exception {
    Path dir = Houses.folder();
    String url = TestDatabases.fresh().orElse("");
    List<Integer> committed = new ArrayList<>();
    List<UUID> jobs = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++)
      killOne(dir, url, round * 100_000 + 1, committed, jobs);

    long began = System.nanoTime();
    try (AnnotationConfigApplicationContext house = Houses.open(dir, url, StoreChild.Room.class)) {
      for (UUID job : jobs)
        assertThat(ended(house.getBean(Jobs.class), job).state()).isEqualTo(Jobs.State.DONE);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(Duration.ofSeconds(url.isEmpty() ? 15 : 30));
      JdbcClient sql = house.getBean(JdbcClient.class);
      List<Integer> written =
          sql.sql("select n from drill.written order by n").query(Integer.class).list();
      assertThat(written).containsAll(committed).allMatch(n -> n > 0);
      assertThat(written.size() - committed.size())
          .isBetween(0, ROUNDS); // the last one of a round may lack only its word
      assertThat(house.getBean(Outbox.class).awaitDelivered(Duration.ofSeconds(30))).isTrue();
      assertThat(sql.sql("select n from drill.heard order by number").query(Integer.class).list())
          .isEqualTo(written);
      assertThat(
              sql.sql("select max(number) - count(*) from store.outbox").query(Long.class).single())
          .isZero();
    }
  }

  private static void killOne(
      Path dir, String url, int from, List<Integer> committed, List<UUID> jobs) throws Exception {
    Process child = child(dir, url, from);
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      int heard = 0;
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith("job ")) jobs.add(UUID.fromString(line.substring(4)));
        if (line.startsWith("committed ")) {
          committed.add(Integer.parseInt(line.substring(10)));
          if (++heard == 1)
            assertThatThrownBy(() -> Houses.open(dir, url))
                .rootCause()
                .hasMessageContaining("store.folder-in-use");
          if (heard == 200)
            child.toHandle().destroyForcibly(); // what it said until then is still read below
        }
      }
      assertThat(heard).isGreaterThanOrEqualTo(200);
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Process child(Path dir, String url, int from) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dtest.endless=true"));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            StoreChild.class.getName(),
            dir.toString(),
            url,
            String.valueOf(from)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Jobs.Job ended(Jobs jobs, UUID id) throws InterruptedException {
    long limit = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!jobs.find(id).orElseThrow().ended() && System.nanoTime() < limit) Thread.sleep(20);
    return jobs.find(id).orElseThrow();
  }
}
