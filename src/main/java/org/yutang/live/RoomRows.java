package org.yutang.live;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.programme.Text;
import org.yutang.store.Json;

/// Rooms and their chapters in SQL; asks nobody's permission.
@Component
class RoomRows {

  /// A publisher that was not heard of for so long is gone.
  static final Duration SILENCE = Duration.ofSeconds(45);

  private final JdbcClient sql;
  private final Clock clock;

  RoomRows(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  boolean insert(Room.New room) {
    return sql.sql(
                """
                insert into live.room (id, shop, title_zh, title_en, track, starts_at, ends_at, hosts, playback, state)
                values (:id, :shop, :zh, :en, :track, :starts, :ends, :hosts::jsonb, :playback, 'PLANNED') on conflict do nothing
                """)
            .param("id", room.id())
            .param("shop", room.shop())
            .param("zh", room.title().zh())
            .param("en", room.title().en())
            .param("track", room.track().name())
            .param("starts", Timestamp.from(room.startsAt()))
            .param("ends", Timestamp.from(room.endsAt()))
            .param("hosts", Json.write(room.hosts()))
            .param("playback", room.playback())
            .update()
        == 1;
  }

  Optional<Room> find(UUID id) {
    return find("where id = :id", id);
  }

  Optional<Room> hold(UUID id) {
    return find("where id = :id for update", id);
  }

  private Optional<Room> find(String where, UUID id) {
    return sql.sql("select * from live.room " + where)
        .param("id", id)
        .query((row, _) -> room(row))
        .optional();
  }

  List<Room> list() {
    return sql.sql(
            """
            select * from live.room order by state = 'ENDED', case when state = 'ENDED' then -extract(epoch from starts_at) else
              extract(epoch from starts_at) end, id limit 100
            """)
        .query((row, _) -> room(row))
        .list();
  }

  List<Room> ofShop(UUID shop) {
    return sql.sql(
            "select * from live.room where shop = :shop order by starts_at desc, id limit 100")
        .param("shop", shop)
        .query((row, _) -> room(row))
        .list();
  }

  void begin(UUID id, Instant now) {
    sql.sql("update live.room set state = 'LIVE', began_at = :now where id = :id")
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  void end(UUID id, Instant now) {
    sql.sql(
            "update live.room set state = 'ENDED', ended_at = :now, key_digest = null, publisher = null, pinned = null where id = :id")
        .param("now", Timestamp.from(now))
        .param("id", id)
        .update();
  }

  void setKey(UUID id, byte[] digest) {
    sql.sql("update live.room set key_digest = :digest, publisher = null where id = :id")
        .param("digest", digest.length == 0 ? null : digest)
        .param("id", id)
        .update();
  }

  void pin(UUID id, Optional<UUID> product) {
    sql.sql("update live.room set pinned = :product where id = :id")
        .param("product", product.orElse(null))
        .param("id", id)
        .update();
  }

  void chapter(UUID id, UUID product, Instant now) {
    sql.sql(
            """
            insert into live.chapter (room, number, product, at)
            select :room, coalesce(max(number), 0) + 1, :product, :now from live.chapter where room = :room
            """)
        .param("room", id)
        .param("product", product)
        .param("now", Timestamp.from(now))
        .update();
  }

  List<Room.Chapter> chapters(Room room) {
    Instant began = room.beganAt().orElse(room.startsAt());
    return sql.sql("select product, at from live.chapter where room = :room order by number")
        .param("room", room.id())
        .query(
            (row, _) ->
                new Room.Chapter(
                    row.getObject("product", UUID.class),
                    Duration.between(began, row.getTimestamp("at").toInstant())))
        .list();
  }

  void handOut(UUID id, String code) {
    sql.sql("update live.room set coupon = :code where id = :id")
        .param("code", code)
        .param("id", id)
        .update();
  }

  void moderate(UUID id, int slow, List<String> words) {
    sql.sql("update live.room set slow_seconds = :slow, words = :words where id = :id")
        .param("slow", slow)
        .param("words", words.toArray(String[]::new))
        .param("id", id)
        .update();
  }

  void setReplay(UUID id, String address) {
    sql.sql("update live.room set replay = :address where id = :id")
        .param("address", address)
        .param("id", id)
        .update();
  }

  void seen(UUID id, int viewers) {
    sql.sql(
            "update live.room set peak = :viewers where id = :id and peak < :viewers and state = 'LIVE'")
        .param("viewers", viewers)
        .param("id", id)
        .update();
  }

  /// Where the key opens a room that nobody else publishes to.
  Optional<UUID> publish(byte[] digest, String connection, Instant now) {
    return sql.sql(
            """
            update live.room set publisher = :connection, heard_at = :now
            where key_digest = :digest and state <> 'ENDED' and (publisher is null or publisher = :connection or heard_at < :before)
            returning id
            """)
        .param("connection", connection)
        .param("now", Timestamp.from(now))
        .param("before", Timestamp.from(now.minus(SILENCE)))
        .param("digest", digest)
        .query(UUID.class)
        .optional();
  }

  boolean heard(byte[] digest, String connection, Instant now) {
    return sql.sql(
                """
                update live.room set heard_at = :now where key_digest = :digest and state <> 'ENDED' and publisher = :connection
                """)
            .param("now", Timestamp.from(now))
            .param("digest", digest)
            .param("connection", connection)
            .update()
        == 1;
  }

  void publishDone(byte[] digest, String connection) {
    sql.sql(
            "update live.room set publisher = null where key_digest = :digest and publisher = :connection")
        .param("digest", digest)
        .param("connection", connection)
        .update();
  }

  /// Whether somebody publishes, and was heard of lately.
  private boolean isHeard(ResultSet row) throws SQLException {
    @Nullable Timestamp heard = row.getTimestamp("heard_at");
    return row.getString("publisher") != null
        && heard != null
        && heard.toInstant().isAfter(clock.instant().minus(SILENCE));
  }

  private Room room(ResultSet row) throws SQLException {
    return new Room(
        row.getObject("id", UUID.class),
        row.getObject("shop", UUID.class),
        new Text(row.getString("title_zh"), row.getString("title_en")),
        Room.Track.valueOf(row.getString("track")),
        row.getTimestamp("starts_at").toInstant(),
        row.getTimestamp("ends_at").toInstant(),
        List.of(Json.read(row.getString("hosts"), Room.Host[].class)),
        row.getString("playback"),
        row.getString("replay"),
        Room.State.valueOf(row.getString("state")),
        instant(row, "began_at"),
        instant(row, "ended_at"),
        isHeard(row),
        Optional.ofNullable(row.getObject("pinned", UUID.class)),
        row.getString("coupon"),
        row.getInt("slow_seconds"),
        Arrays.asList((String[]) row.getArray("words").getArray()),
        row.getInt("peak"),
        row.getLong("likes"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
