package org.yutang.live;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What is said and liked, in SQL; asks nobody's permission.
@Component
class ChatRows {

  private final JdbcClient sql;

  ChatRows(JdbcClient sql) {
    this.sql = sql;
  }

  /// One message of a viewer at a time, until the transaction ends.
  void queue(UUID room, UUID viewer) {
    sql.sql("select pg_advisory_xact_lock(hashtextextended(:who, 0))")
        .param("who", "live " + room + viewer)
        .query((_, _) -> true)
        .single();
  }

  Optional<Room.Message> find(UUID id) {
    return sql.sql("select * from live.message where id = :id")
        .param("id", id)
        .query((row, _) -> message(row))
        .optional();
  }

  void insert(UUID room, UUID id, UUID viewer, String name, String text, Instant now) {
    sql.sql(
            "insert into live.message (room, id, viewer, name, text, at) values (:room, :id, :viewer, :name, :text, :now) on conflict do nothing")
        .param("room", room)
        .param("id", id)
        .param("viewer", viewer)
        .param("name", name)
        .param("text", text)
        .param("now", Timestamp.from(now))
        .update();
  }

  boolean saidSince(UUID room, UUID viewer, Instant since) {
    return sql.sql(
            "select exists (select from live.message where room = :room and viewer = :viewer and at > :since)")
        .param("room", room)
        .param("viewer", viewer)
        .param("since", Timestamp.from(since))
        .query(Boolean.class)
        .single();
  }

  List<Room.Message> shown(UUID room, int most) {
    return sql.sql(
            "select * from live.message where room = :room and not hidden order by number desc limit :most")
        .param("room", room)
        .param("most", most)
        .query((row, _) -> message(row))
        .list()
        .reversed();
  }

  void hide(UUID room, UUID message) {
    sql.sql("update live.message set hidden = true where room = :room and id = :id")
        .param("room", room)
        .param("id", message)
        .update();
  }

  void mute(UUID room, UUID viewer) {
    sql.sql("insert into live.muted (room, viewer) values (:room, :viewer) on conflict do nothing")
        .param("room", room)
        .param("viewer", viewer)
        .update();
    sql.sql("update live.message set hidden = true where room = :room and viewer = :viewer")
        .param("room", room)
        .param("viewer", viewer)
        .update();
  }

  boolean isMuted(UUID room, UUID viewer) {
    return sql.sql("select exists (select from live.muted where room = :room and viewer = :viewer)")
        .param("room", room)
        .param("viewer", viewer)
        .query(Boolean.class)
        .single();
  }

  /// @return the likes of the room
  long like(UUID room, UUID viewer, int likes) {
    int before =
        sql.sql("select likes from live.liked where room = :room and viewer = :viewer")
            .param("room", room)
            .param("viewer", viewer)
            .query(Integer.class)
            .optional()
            .orElse(0);
    int more = Math.min(likes, Live.MOST_LIKES - before);
    if (more > 0)
      sql.sql(
              """
              insert into live.liked (room, viewer, likes) values (:room, :viewer, :more)
              on conflict (room, viewer) do update set likes = live.liked.likes + excluded.likes
              """)
          .param("room", room)
          .param("viewer", viewer)
          .param("more", more)
          .update();
    return sql.sql("update live.room set likes = likes + :more where id = :room returning likes")
        .param("more", Math.max(0, more))
        .param("room", room)
        .query(Long.class)
        .single();
  }

  private static Room.Message message(ResultSet row) throws SQLException {
    return new Room.Message(
        row.getLong("number"),
        row.getObject("id", UUID.class),
        row.getObject("viewer", UUID.class),
        row.getString("name"),
        row.getString("text"),
        row.getTimestamp("at").toInstant(),
        row.getBoolean("hidden"));
  }
}
