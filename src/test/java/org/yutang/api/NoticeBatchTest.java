package org.yutang.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yutang.giving.Giving;
import org.yutang.giving.GivingRefusal;
import org.yutang.giving.Notice;
import org.yutang.giving.Sale;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.LedgerRefusal;
import org.yutang.store.Words;

/// A body of orders whose booking fails in the middle.
class NoticeBatchTest {

  private final List<Integer> told = new ArrayList<>();

  @Test
  void anOutageInAPieceRefusesTheWholeAndTellsThatAPartIsBooked() {
    assertRefused(
        ApiRefusal.BROKEN_OFF,
        notices -> CompletableFuture.failedFuture(new Refusal(LedgerRefusal.BUSY)));
    assertThat(told).containsExactly(Giving.MAX_NOTICES, Giving.MAX_NOTICES);
  }

  @Test
  void whatIsRefusedBeforeAnythingIsBookedIsRefusedAsItIs() {
    assertRefused(
        LedgerRefusal.BUSY,
        notices -> {
          throw new Refusal(LedgerRefusal.BUSY);
        });
    assertThat(told).containsExactly(Giving.MAX_NOTICES);
  }

  @Test
  void aLongLineHasAResultAlsoWhereItsEndIsBlank() throws Exception {
    String padded = order(1) + " ".repeat(JsonLines.MAX_LINE_BYTES * 20) + "\n" + order(2);
    NoticeBatch.Answer answer = batch(NoticeBatchTest::refuseAll).answer(lines(padded));
    assertThat(new String(answer.body(), StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"line\":1", "api.line-too-long"),
            second -> assertThat(second).contains("\"line\":2"));
  }

  private void assertRefused(
      Refusal.Code code, Function<List<Notice>, CompletableFuture<List<Notice.Result>>> tell) {
    String body =
        IntStream.rangeClosed(0, 2 * Giving.MAX_NOTICES)
            .mapToObj(NoticeBatchTest::order)
            .collect(Collectors.joining("\n"));
    assertThatThrownBy(() -> batch(tell).answer(lines(body)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  private NoticeBatch batch(Function<List<Notice>, CompletableFuture<List<Notice.Result>>> tell) {
    return new NoticeBatch(
        notices -> {
          told.add(notices.size());
          return tell.apply(notices);
        },
        Words.in(Words.Language.EN));
  }

  private static CompletableFuture<List<Notice.Result>> refuseAll(List<Notice> notices) {
    return CompletableFuture.completedFuture(
        notices.stream()
            .<Notice.Result>map(
                each -> new Sale.Result.Refused(new Refusal(GivingRefusal.values()[0])))
            .toList());
  }

  private static JsonLines lines(String body) throws IOException {
    return JsonLines.of(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), null);
  }

  private static String order(int number) {
    return "{\"type\": \"sale\", \"order\": \"N%d\", \"soldAt\": \"2026-01-01T10:00:00+08:00\", \"amount\": \"1.00\"}"
        .formatted(number);
  }
}
