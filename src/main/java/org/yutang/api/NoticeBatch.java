package org.yutang.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yutang.giving.Giving;
import org.yutang.giving.Notice;
import org.yutang.giving.Refund;
import org.yutang.giving.Sale;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import org.yutang.store.Words;

/// The lines of one body, read and booked a piece at a time: while the donations of one piece are
/// paid, the next is read and written. The answer goes out as a whole, because its status stands
/// first.
///
/// When something fails behind the first piece, those before are booked. So the whole is refused
/// with [ApiRefusal#BROKEN_OFF], which says so; to send the same body again is what helps, since
/// what was booked counts once.
final class NoticeBatch {

  private static final Logger LOG = LoggerFactory.getLogger(NoticeBatch.class);

  private final Function<List<Notice>, CompletableFuture<List<Notice.Result>>> tell;
  private final Words words;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream(1 << 16);
  private List<Slot> slots = new ArrayList<>();
  private List<Notice> notices = new ArrayList<>();
  private @Nullable Piece underWay;
  private long taken;
  private long refused;
  private boolean begun;

  /// @param tell books some notices, [Giving#MAX_NOTICES] at most
  NoticeBatch(Function<List<Notice>, CompletableFuture<List<Notice.Result>>> tell, Words words) {
    this.tell = tell;
    this.words = words;
  }

  /// @param refused what is answered to a line that is no notice; null for one that is
  private record Slot(int line, @Nullable String refused) {}

  private record Piece(List<Slot> slots, CompletableFuture<List<Notice.Result>> results) {}

  /// What goes out.
  ///
  /// @param status 200 when all lines were taken, 207 when some were refused, 422 when all were
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, byte[] body) {}

  Answer answer(JsonLines lines) throws IOException {
    for (JsonLines.Line line = next(lines); line != null; line = next(lines)) take(line);
    if (!slots.isEmpty()) hand();
    end();
    if (taken + refused == 0) throw new Refusal(ApiRefusal.BODY_MISSING);
    int status = refused == 0 ? 200 : taken > 0 ? 207 : 422;
    return new Answer(status, answer.toByteArray());
  }

  /// Null behind the last, and where the rest of the body cannot be read, which is answered as if
  /// it were a line.
  private JsonLines.@Nullable Line next(JsonLines lines) throws IOException {
    try {
      return lines.next();
    } catch (Refusal rest) {
      if (!begun && slots.isEmpty()) throw rest;
      slots.add(new Slot(lines.number(), refusal(rest) + ",\"unread\":true"));
      return null;
    }
  }

  private void take(JsonLines.Line line) {
    try {
      notices.add(NoticeReader.read(line));
      slots.add(new Slot(line.number(), null));
    } catch (Refusal why) {
      slots.add(new Slot(line.number(), refusal(why)));
    }
    if (slots.size() == Giving.MAX_NOTICES) hand();
  }

  /// Begins with what was gathered, then ends what was begun before.
  private void hand() {
    Piece next;
    try {
      next =
          new Piece(
              slots,
              notices.isEmpty()
                  ? CompletableFuture.completedFuture(List.of())
                  : tell.apply(notices));
    } catch (RuntimeException e) {
      throw begun ? brokenOff(e) : e;
    }
    begun = true;
    slots = new ArrayList<>();
    notices = new ArrayList<>();
    end();
    underWay = next;
  }

  private void end() {
    Piece piece = underWay;
    if (piece == null) return;
    underWay = null;
    List<Notice.Result> results;
    try {
      results = piece.results().join();
    } catch (CompletionException e) {
      throw brokenOff(Objects.requireNonNull(e.getCause()));
    }
    StringBuilder text = new StringBuilder(results.size() * 128);
    int next = 0;
    for (Slot slot : piece.slots()) {
      text.append("{\"line\":").append(slot.line()).append(",\"result\":\"");
      if (slot.refused() != null) {
        refused++;
        text.append(slot.refused());
      } else append(text, results.get(next++));
      text.append("}\n");
    }
    answer.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Numbers of orders and refunds have no character that JSON escapes.
  private void append(StringBuilder text, Notice.Result result) {
    switch (result) {
      case Sale.Result.Booked booked -> {
        taken++;
        Sale sale = booked.sale();
        text.append(booked.repeated() ? "repeated" : "booked")
            .append("\",\"order\":\"")
            .append(sale.orderNumber())
            .append("\",\"sale\":\"")
            .append(sale.id())
            .append("\",\"donation\":\"")
            .append(sale.donation().decimal())
            .append('"');
      }
      case Refund.Result.Booked booked -> {
        taken++;
        Refund refund = booked.refund();
        text.append(booked.repeated() ? "repeated" : "booked")
            .append("\",\"refund\":\"")
            .append(refund.refundNumber())
            .append("\",\"id\":\"")
            .append(refund.id())
            .append("\",\"order\":\"")
            .append(refund.orderNumber())
            .append("\",\"returned\":\"")
            .append(refund.returned().decimal())
            .append("\",\"state\":\"")
            .append(GivingApi.word(refund.state()))
            .append('"');
      }
      case Sale.Result.Refused no -> {
        refused++;
        text.append(refusal(no.why()));
      }
      case Refund.Result.Refused no -> {
        refused++;
        text.append(refusal(no.why()));
      }
    }
  }

  /// The rest of a refused line's answer, behind `"result":"`.
  private String refusal(Refusal why) {
    return "refused\",\"code\":\""
        + why.code().code()
        + "\",\"detail\":"
        + Json.write(words.refusal(why))
        + ",\"facts\":"
        + Json.write(Problems.plain(why.facts(), words));
  }

  private static Refusal brokenOff(Throwable cause) {
    String code = cause instanceof Refusal refusal ? refusal.code().code() : "api.internal";
    LOG.warn("a body of notices was broken off", cause);
    return new Refusal(ApiRefusal.BROKEN_OFF, Map.of("code", code, "retryAfterSeconds", 2));
  }
}
