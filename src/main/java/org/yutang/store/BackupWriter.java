package org.yutang.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// Writes a backup from one repeatable-read snapshot.
///
/// Files are listed after the snapshot was taken: a file is stored before the row that names it
/// commits, and files are never changed, so every file that the snapshot's rows name is there.
/// Sequences are read after it too; they only grow.
final class BackupWriter {

  private final DataSource database;
  private final FolderFiles files;

  BackupWriter(DataSource database, FolderFiles files) {
    this.database = database;
    this.files = files;
  }

  Backup.Summary write(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
    try (Connection connection = database.getConnection()) {
      BackupManifest manifest = inSnapshot(connection, zip);
      byte[] text = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
      put(zip, BackupManifest.ENTRY, text);
      put(
          zip,
          BackupManifest.DIGEST_ENTRY,
          hex(Disk.sha256().digest(text)).getBytes(StandardCharsets.US_ASCII));
      zip.finish();
      return Backup.Summary.of(manifest);
    } catch (SQLException e) {
      throw new IllegalStateException("backup of the database failed", e);
    }
  }

  private BackupManifest inSnapshot(Connection connection, ZipOutputStream zip)
      throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set transaction isolation level repeatable read read only");
      prepare(statement);
      List<String> rooms = new Catalog(connection, Migrations.rooms()).presentRooms();
      Catalog catalog = new Catalog(connection, rooms);
      List<BackupManifest.Room> migrations = new ArrayList<>();
      for (String room : rooms)
        migrations.add(new BackupManifest.Room(room, migrations(statement, room)));
      List<BackupManifest.Table> tables = new ArrayList<>();
      for (Catalog.TopTable table : catalog.tables())
        tables.add(table(connection, catalog, table, zip));
      return new BackupManifest(
          BackupManifest.FORMAT,
          Instant.now(),
          connection.getMetaData().getDatabaseMajorVersion(),
          migrations,
          tables,
          catalog.sequences(),
          files(zip));
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /// Fixes, for the open transaction, whatever changes how values are written as text.
  static void prepare(Statement statement) throws SQLException {
    statement.execute("set local datestyle = 'ISO, YMD'");
    statement.execute("set local intervalstyle = 'iso_8601'");
    statement.execute("set local timezone = 'UTC'");
    statement.execute("set local extra_float_digits = 1");
    statement.execute("set local bytea_output = 'hex'");
    statement.execute("set local statement_timeout = 0");
    statement.execute("set local idle_in_transaction_session_timeout = 0");
  }

  private static List<BackupManifest.Migration> migrations(Statement statement, String room)
      throws SQLException {
    List<BackupManifest.Migration> migrations = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery(
            "select version, checksum from "
                + room
                + "."
                + Catalog.HISTORY
                + " where version is not null and success order by installed_rank")) {
      while (row.next())
        migrations.add(
            new BackupManifest.Migration(row.getString(1), row.getObject(2, Integer.class)));
    }
    return migrations;
  }

  private static BackupManifest.Table table(
      Connection connection, Catalog catalog, Catalog.TopTable table, ZipOutputStream zip)
      throws SQLException, IOException {
    zip.putNextEntry(new ZipEntry("tables/" + table.name()));
    MessageDigest digest = Disk.sha256();
    long rows = copyOut(connection, table, new DigestOutputStream(zip, digest));
    zip.closeEntry();
    return new BackupManifest.Table(
        table.name(), table.columns(), rows, hex(digest.digest()), catalog.partitions(table));
  }

  static long copyOut(Connection connection, Catalog.TopTable table, OutputStream out)
      throws SQLException, IOException {
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    return copy.copyOut(table.copyOut(), out);
  }

  private List<BackupManifest.StoredFile> files(ZipOutputStream zip) throws IOException {
    List<BackupManifest.StoredFile> stored = new ArrayList<>();
    for (FileStore.Stored file : files.all()) {
      BackupManifest.StoredFile listed = new BackupManifest.StoredFile(file.digest(), file.bytes());
      zip.putNextEntry(new ZipEntry(listed.entry()));
      MessageDigest digest = Disk.sha256();
      Files.copy(files.get(file.digest()), new DigestOutputStream(zip, digest));
      zip.closeEntry();
      if (!hex(digest.digest()).equals(file.digest()))
        throw new UncheckedIOException(new IOException("stored file is damaged: " + file.digest()));
      stored.add(listed);
    }
    return stored;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
