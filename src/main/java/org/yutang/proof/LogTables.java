package org.yutang.proof;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Savepoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.store.BinaryCopy;

/// Every statement on the schema `proof`.
@Component
class LogTables {

  /// The one tree that there is; more would each have a number of their own.
  static final int TREE = 0;

  /// Entries handed to one statement: enough to spread its cost, few enough for its bytes to stay
  /// small.
  private static final int CHUNK = 8_192;

  private final JdbcClient sql;
  private final JdbcTemplate connections;

  LogTables(JdbcClient sql, DataSource database) {
    this.sql = sql;
    this.connections = new JdbcTemplate(database);
  }

  record Head(long size, String origin) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(long index, byte[] bytes) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Signed(long size, byte[] root, String note) {}

  /// Makes the head of an empty tree at the first start; two processes that start at once agree on
  /// one origin.
  void createHead(String origin) {
    sql.sql(
            """
            insert into proof.head (shard_key, size, origin) values (:tree, 0, :origin) on conflict (shard_key) do nothing
            """)
        .param("tree", TREE)
        .param("origin", origin)
        .update();
  }

  Head head() {
    return sql.sql("select size, origin from proof.head where shard_key = :tree")
        .param("tree", TREE)
        .query(Head.class)
        .single();
  }

  /// Keeps all others from appending until the transaction ends, and tells how large the tree is.
  long lockHead() {
    return sql.sql("select size from proof.head where shard_key = :tree for update")
        .param("tree", TREE)
        .query(Long.class)
        .single();
  }

  void updateHead(long size) {
    sql.sql("update proof.head set size = :size where shard_key = :tree")
        .param("tree", TREE)
        .param("size", size)
        .update();
  }

  /// Inserts entries with indexes from `first` on. If one of the keys is there already, nothing at
  /// all is inserted: the indexes must have no holes.
  ///
  /// @return whether they were inserted
  boolean insertEntries(long first, List<Proof.Entry> entries) {
    return Boolean.TRUE.equals(
        connections.execute(
            (ConnectionCallback<Boolean>)
                connection -> {
                  Savepoint before = connection.setSavepoint();
                  try {
                    copy(connection, first, entries);
                  } catch (DuplicateKeyException there) {
                    connection.rollback(before);
                    return false;
                  }
                  connection.releaseSavepoint(before);
                  return true;
                }));
  }

  private static void copy(Connection connection, long first, List<Proof.Entry> entries) {
    BinaryCopy rows = new BinaryCopy("proof.entry (shard_key, index, key, bytes)");
    for (int i = 0; i < entries.size(); i++) {
      Proof.Entry entry = entries.get(i);
      rows.row().integer(TREE).bigint(first + i).uuid(entry.key()).bytes(entry.bytes());
      if (rows.rows() == CHUNK) rows.send(connection);
    }
    rows.send(connection);
  }

  /// The indexes of those keys that are in the log.
  Map<UUID, Long> indexes(List<UUID> keys) {
    Map<UUID, Long> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += CHUNK)
      sql.sql("select key, index from proof.entry where shard_key = :tree and key = any(:keys)")
          .param("tree", TREE)
          .param(
              "keys", keys.subList(from, Math.min(keys.size(), from + CHUNK)).toArray(UUID[]::new))
          .query((row, number) -> found.put(row.getObject("key", UUID.class), row.getLong("index")))
          .list();
    return found;
  }

  Optional<Stored> entry(UUID key) {
    return sql.sql("select index, bytes from proof.entry where shard_key = :tree and key = :key")
        .param("tree", TREE)
        .param("key", key)
        .query(Stored.class)
        .optional();
  }

  /// The entries from index `from` to before `to`, in order.
  List<byte[]> entries(long from, long to) {
    return sql.sql(
            """
            select bytes from proof.entry where shard_key = :tree and index >= :from and index < :to order by index
            """)
        .param("tree", TREE)
        .param("from", from)
        .param("to", to)
        .query((row, number) -> row.getBytes("bytes"))
        .list();
  }

  /// The tiles at these places; those that do not exist are missing.
  Map<Tile.Place, byte[]> tiles(List<Tile.Place> places) {
    Map<Tile.Place, byte[]> tiles = new HashMap<>();
    sql.sql(
            """
            select level, index, hashes from proof.tile
            join unnest(:levels::int[], :indexes::bigint[]) as wanted (wanted_level, wanted_index)
            on level = wanted_level and index = wanted_index
            where shard_key = :tree
            """)
        .param("tree", TREE)
        .param("levels", places.stream().map(Tile.Place::level).toArray(Integer[]::new))
        .param("indexes", places.stream().map(Tile.Place::index).toArray(Long[]::new))
        .query(
            (row, number) ->
                tiles.put(
                    new Tile.Place(row.getInt("level"), row.getLong("index")),
                    row.getBytes("hashes")))
        .list();
    return tiles;
  }

  /// Writes tiles, new ones and those that grew.
  void putTiles(List<Tile> tiles) {
    Integer[] levels = tiles.stream().map(tile -> tile.place().level()).toArray(Integer[]::new);
    Long[] indexes = tiles.stream().map(tile -> tile.place().index()).toArray(Long[]::new);
    byte[][] hashes = tiles.stream().map(Tile::hashes).toArray(byte[][]::new);
    connections.execute(
        """
        insert into proof.tile (shard_key, level, index, hashes)
        select ?, level, index, hashes from unnest(?::int[], ?::bigint[], ?::bytea[]) as new (level, index, hashes)
        on conflict (shard_key, level, index) do update set hashes = excluded.hashes
        """,
        (PreparedStatement put) -> {
          put.setInt(1, TREE);
          put.setArray(2, put.getConnection().createArrayOf("int4", levels));
          put.setArray(3, put.getConnection().createArrayOf("int8", indexes));
          put.setArray(4, put.getConnection().createArrayOf("bytea", hashes));
          return put.executeUpdate();
        });
  }

  Optional<Signed> newestCheckpoint() {
    return sql.sql(
            """
            select size, root, note from proof.checkpoint where shard_key = :tree order by size desc limit 1
            """)
        .param("tree", TREE)
        .query(Signed.class)
        .optional();
  }

  /// Keeps a checkpoint. A second one of the same size may only renew the signature.
  ///
  /// @return whether it was kept; otherwise there is one of this size with another root
  boolean putCheckpoint(Checkpoint checkpoint, String note, Instant now) {
    return sql.sql(
                """
                insert into proof.checkpoint (shard_key, size, root, note, signed_at) values (:tree, :size, :root, :note, :now)
                on conflict (shard_key, size) do update set note = excluded.note, signed_at = excluded.signed_at
                where checkpoint.root = excluded.root
                """)
            .param("tree", TREE)
            .param("size", checkpoint.size())
            .param("root", checkpoint.root())
            .param("note", note)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }

  /// A tree to compute with, as it is stored now.
  TileTree tree() {
    return new TileTree(this::tiles);
  }

  /// Counted from the entries themselves.
  long lastIndex() {
    return sql.sql("select coalesce(max(index), -1) from proof.entry where shard_key = :tree")
        .param("tree", TREE)
        .query(Long.class)
        .single();
  }
}
