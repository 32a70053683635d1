package org.yutang.trace.events;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.store.EveryMinute;
import org.yutang.store.Json;
import org.yutang.trace.Capture;
import org.yutang.trace.EventQuery;
import org.yutang.trace.TraceRefusal;

/// Captures in SQL.
@Component
class CaptureRows implements EveryMinute {

  private static final String COLUMNS =
      """
      select id, on_error, created_at, finished_at, success, captured, repeated, refused, last_event_id from trace.capture
      """;

  /// No capture runs as long as this.
  private static final Duration LONGEST = Duration.ofHours(6);

  private final JdbcClient sql;
  private final Clock clock;

  CaptureRows(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /// Begins a capture, or finds the one that had that id.
  ///
  /// @return what came of it before, if it came to an end
  Optional<Capture> begin(Capture.Order order, UUID account, String digest) {
    int begun =
        sql.sql(
                """
                insert into trace.capture (id, account, on_error, digest, created_at) values (:id, :account, :onError, :digest, :at)
                on conflict do nothing
                """)
            .param("id", order.id())
            .param("account", account)
            .param("onError", order.onError().name())
            .param("digest", digest)
            .param("at", clock.instant().atOffset(ZoneOffset.UTC))
            .update();
    if (begun == 1) return Optional.empty();
    boolean same =
        sql.sql("select digest = :digest and account = :account from trace.capture where id = :id")
            .param("digest", digest)
            .param("account", account)
            .param("id", order.id())
            .query(Boolean.class)
            .single();
    if (!same)
      throw new Refusal(TraceRefusal.CAPTURE_DIFFERS, Map.of("capture", order.id().toString()));
    return find(order.id())
        .filter(capture -> capture.finishedAt().isPresent())
        .filter(capture -> capture.success() || capture.refused() > 0);
  }

  /// Ends what was cut off, as by a server that died: it failed without a refusal, so that the same
  /// document under the same id is taken again.
  @Override
  public void everyMinute() {
    sql.sql(
            """
            update trace.capture set finished_at = :now, success = false where finished_at is null and created_at < :before
            """)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("before", clock.instant().minus(LONGEST).atOffset(ZoneOffset.UTC))
        .update();
  }

  void finish(Capture capture) {
    sql.sql("delete from trace.capture_error where capture = :id")
        .param("id", capture.id())
        .update();
    int number = 0;
    for (Capture.Problem problem : capture.errors())
      sql.sql(
              """
              insert into trace.capture_error (capture, number, event, code, facts) values (:capture, :number, :event, :code, :facts::jsonb)
              """)
          .param("capture", capture.id())
          .param("number", number++)
          .param("event", problem.event())
          .param("code", problem.why().code().name())
          .param("facts", Json.write(problem.why().facts()))
          .update();
    sql.sql(
            """
            update trace.capture set finished_at = :at, success = :success, captured = :captured, repeated = :repeated, refused = :refused,
              last_event_id = :last where id = :id
            """)
        .param("at", capture.finishedAt().orElseThrow().atOffset(ZoneOffset.UTC))
        .param("success", capture.success())
        .param("captured", capture.captured())
        .param("repeated", capture.repeated())
        .param("refused", capture.refused())
        .param("last", capture.lastEventId().orElse(null), java.sql.Types.VARCHAR)
        .param("id", capture.id())
        .update();
  }

  Optional<Capture> find(UUID id) {
    return sql.sql(COLUMNS + "where id = :id")
        .param("id", id)
        .query((row, number) -> capture(row, errors(id)))
        .optional();
  }

  List<Capture> newest(Optional<UUID> after, int most) {
    String behind =
        "where (created_at, id) < (select a.created_at, a.id from trace.capture a where a.id = :after) ";
    return sql.sql(
            COLUMNS
                + (after.isPresent() ? behind : "")
                + "order by created_at desc, id desc limit :most")
        .param("after", after.orElse(null), java.sql.Types.OTHER)
        .param("most", Math.clamp(most, 1, EventQuery.MAX_PAGE + 1))
        .query((row, number) -> capture(row, List.of()))
        .list();
  }

  @SuppressWarnings("unchecked")
  private List<Capture.Problem> errors(UUID id) {
    return sql.sql(
            "select event, code, facts from trace.capture_error where capture = :id order by number")
        .param("id", id)
        .query(
            (row, number) ->
                new Capture.Problem(
                    row.getInt("event"),
                    new Refusal(
                        TraceRefusal.valueOf(row.getString("code")),
                        Json.read(row.getString("facts"), Map.class))))
        .list();
  }

  private static Capture capture(ResultSet row, List<Capture.Problem> errors) throws SQLException {
    return new Capture(
        row.getObject("id", UUID.class),
        Capture.OnError.valueOf(row.getString("on_error")),
        instant(row, "created_at").orElseThrow(),
        instant(row, "finished_at"),
        row.getBoolean("success"),
        row.getInt("captured"),
        row.getInt("repeated"),
        row.getInt("refused"),
        errors,
        Optional.ofNullable(row.getString("last_event_id")));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
