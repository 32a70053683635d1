package org.yutang.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.yutang.kernel.Refusal;

/// Makes a home out of a backup: migrates an empty database to where the backup's rooms were, loads
/// all rows in one transaction, then writes them out again to compare digests, and puts the files
/// in place.
///
/// While it runs, a mark lies in the folder with which no server starts; a restore that was killed
/// is begun anew.
final class Restore {

  private final BackupReader backup;
  private final Home home;
  private final Database database;
  private final Jobs.Progress progress;
  private long rowsDone;

  private Restore(BackupReader backup, Home home, Database database, Jobs.Progress progress) {
    this.backup = backup;
    this.home = home;
    this.database = database;
    this.progress = progress;
  }

  static Backup.Summary run(Path file, Home home, String databaseUrl, Jobs.Progress progress)
      throws IOException {
    progress.step("backup.step.checking", 0, 0);
    try (BackupReader backup = BackupReader.open(file)) {
      refuseNewer(backup.manifest());
      requireEmpty(home.dir());
      Path mark = RestoreMark.set(home);
      try {
        try (Database database = Database.openForRestore(home, databaseUrl)) {
          new Restore(backup, home, database, progress).run();
        }
        Files.delete(mark);
        Disk.force(home.run());
        return Backup.Summary.of(backup.manifest());
      } catch (RuntimeException | IOException e) {
        Disk.deleteContents(home.dir());
        if (Disk.isFull(e)) throw Disk.full(e);
        throw e;
      }
    }
  }

  /// A room or migration that this version does not know was made by a newer one; so was a known
  /// migration with other content ([#refuseOthers]).
  private static void refuseNewer(BackupManifest manifest) {
    for (BackupManifest.Room room : manifest.rooms()) {
      List<String> known = Migrations.versions(room.name());
      for (BackupManifest.Migration migration : room.migrations())
        if (!known.contains(migration.version()))
          throw BackupReader.newer(
              room.name() + " " + migration.version(),
              room.name() + " " + String.join(", ", known));
    }
  }

  private void refuseOthers() {
    for (BackupManifest.Room room : backup.manifest().rooms()) {
      Map<String, @Nullable Integer> known =
          Migrations.checksums(database.dataSource(), room.name());
      for (BackupManifest.Migration migration : room.migrations())
        if (!Objects.equals(known.get(migration.version()), migration.checksum()))
          throw BackupReader.newer(
              "%s %s/%s".formatted(room.name(), migration.version(), migration.checksum()),
              "%s %s/%s"
                  .formatted(room.name(), migration.version(), known.get(migration.version())));
    }
  }

  private static void requireEmpty(Path dir) throws IOException {
    if (!Files.exists(dir)) return;
    try (Stream<Path> inside = Files.list(dir)) {
      if (inside.findAny().isPresent())
        throw new Refusal(StoreRefusal.NOT_EMPTY, Map.of("what", dir.toString()));
    }
  }

  private void run() throws IOException {
    requireEmptyDatabase();
    refuseOthers();
    try {
      for (BackupManifest.Room room : backup.manifest().rooms())
        if (!room.migrations().isEmpty())
          Migrations.to(database.dataSource(), room.name(), room.migrations().getLast().version());
      load();
      files();
    } catch (RuntimeException | IOException e) {
      if (!database.isOurs()) dropRooms();
      throw e;
    }
  }

  private void requireEmptyDatabase() {
    try (Connection connection = database.dataSource().getConnection()) {
      List<String> present = new Catalog(connection, Migrations.rooms()).presentRooms();
      if (!present.isEmpty())
        throw new Refusal(
            StoreRefusal.NOT_EMPTY, Map.of("what", "schema " + String.join(", ", present)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void load() throws IOException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      BackupWriter.prepare(statement);
      Map<String, Catalog.TopTable> present = empty(connection, statement);
      long total = Backup.Summary.of(backup.manifest()).rows();
      for (BackupManifest.Table table : backup.manifest().tables()) {
        load(connection, statement, table, present.containsKey(table.name()));
        progress.step("backup.step.loading", rowsDone, total);
      }
      for (BackupManifest.Sequence sequence : backup.manifest().sequences())
        statement.execute(
            "select setval('%s', %d, %s)"
                .formatted(
                    sequence.name().replace("'", "''"), sequence.lastValue(), sequence.called()));
      progress.step("backup.step.comparing", rowsDone, total);
      compare(connection);
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("analyze");
    } catch (SQLException e) {
      if (Disk.isFull(e)) throw Disk.full(e);
      throw new IllegalStateException("the rows of the backup could not be loaded", e);
    }
  }

  /// Takes out the rows that migrations put in: the backup has them as they were last.
  private Map<String, Catalog.TopTable> empty(Connection connection, Statement statement)
      throws SQLException {
    Map<String, Catalog.TopTable> present = tables(connection);
    if (!present.isEmpty()) statement.execute("truncate " + String.join(", ", present.keySet()));
    return present;
  }

  private Map<String, Catalog.TopTable> tables(Connection connection) throws SQLException {
    Map<String, Catalog.TopTable> tables = new HashMap<>();
    List<String> rooms = backup.manifest().rooms().stream().map(BackupManifest.Room::name).toList();
    for (Catalog.TopTable table : new Catalog(connection, rooms).tables())
      tables.put(table.name(), table);
    return tables;
  }

  private void load(
      Connection connection, Statement statement, BackupManifest.Table table, boolean present)
      throws SQLException, IOException {
    if (!present) throw BackupReader.damaged(table.name());
    for (BackupManifest.Partition partition : table.partitions())
      statement.execute(
          "create table if not exists %s partition of %s %s%s"
              .formatted(
                  partition.name(),
                  partition.parent(),
                  partition.bound(),
                  partition.partitionBy() == null
                      ? ""
                      : " partition by " + partition.partitionBy()));
    String into =
        "copy %s (%s) from stdin".formatted(table.name(), String.join(", ", table.columns()));
    try (InputStream rows = backup.entry(table.entry())) {
      long loaded = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(into, rows);
      if (loaded != table.rows())
        throw BackupReader.damaged(table.name() + ": " + loaded + " rows of " + table.rows());
      rowsDone += loaded;
    }
  }

  private void compare(Connection connection) throws SQLException, IOException {
    Map<String, Catalog.TopTable> loaded = tables(connection);
    for (BackupManifest.Table table : backup.manifest().tables()) {
      MessageDigest digest = Disk.sha256();
      Catalog.TopTable now = loaded.get(table.name());
      if (now == null) throw BackupReader.damaged(table.name());
      Catalog.TopTable asThen =
          new Catalog.TopTable(now.oid(), now.name(), table.columns(), now.order());
      BackupWriter.copyOut(
          connection, asThen, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      if (!BackupWriter.hex(digest.digest()).equals(table.sha256()))
        throw BackupReader.damaged(table.name() + " after loading");
    }
  }

  private void files() throws IOException {
    FolderFiles files = new FolderFiles(home, new Space(home));
    for (BackupManifest.StoredFile file : backup.manifest().files())
      try (InputStream content = backup.entry(file.entry())) {
        if (!files.put(content, file.bytes()).digest().equals(file.digest()))
          throw BackupReader.damaged(file.digest());
      }
  }

  private void dropRooms() {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (BackupManifest.Room room : backup.manifest().rooms())
        statement.execute("drop schema if exists " + room.name() + " cascade");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
