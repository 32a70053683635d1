package org.yutang.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisPeerTest {

  private static Optional<RedisPeer> started = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    started = RedisPeer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (started.isPresent()) started.get().close();
  }

  private static RedisPeer redis() {
    Assumptions.assumeTrue(started.isPresent(), "no redis-server on the path");
    return started.orElseThrow();
  }

  @Test
  void noMoreThanTheStockIsGivenOutWhoeverComes() throws Exception {
    RedisPeer.Claimed claimed = redis().accepted(3000, 1000);
    assertThat(claimed.accepted()).isEqualTo(1000);
    assertThat(claimed.soldOut()).isEqualTo(2000);
    assertThat(claimed.perSecond()).isPositive();
  }

  @Test
  void whoComesWhenEverythingIsGoneIsRefusedEveryTime() throws Exception {
    RedisPeer.Claimed claimed = redis().refused(50_000);
    assertThat(claimed.soldOut()).isEqualTo(50_000);
    assertThat(claimed.accepted()).isZero();
  }

  @Test
  void oneBuyerGetsThreeAndNoMore() throws Exception {
    redis().fill(100);
    try (RespConnection connection = redis().open()) {
      for (int i = 0; i < 3; i++)
        assertThat(redis().claim(connection, "a")).isEqualTo(RedisPeer.ACCEPTED);
      assertThat(redis().claim(connection, "a")).isEqualTo(RedisPeer.LIMIT_REACHED);
      assertThat(redis().claim(connection, "b")).isEqualTo(RedisPeer.ACCEPTED);
      assertThat(connection.call("get", "stock")).isEqualTo("96");
    }
  }

  @Test
  void everyAnswerIsForcedToDisk() throws Exception {
    try (RespConnection connection = redis().open()) {
      assertThat(
              connection.call("eval", "return redis.call('config', 'get', 'appendfsync')[2]", "0"))
          .isEqualTo("always");
      assertThat(
              connection.call("eval", "return redis.call('config', 'get', 'appendonly')[2]", "0"))
          .isEqualTo("yes");
      assertThatThrownBy(() -> connection.call("nonsense"))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aCommandIsEncodedByBytesAndNotByCharacters() {
    assertThat(new String(RespConnection.encode(List.of("get", "鱼")), StandardCharsets.UTF_8))
        .isEqualTo("*2\r\n$3\r\nget\r\n$3\r\n鱼\r\n");
  }
}
