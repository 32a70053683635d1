package org.yutang.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// The whole house in one zip file: every row of every room as of one moment, every stored file,
/// and a manifest with the digest of each. Not the keys: they go into a file of their own, to be
/// kept elsewhere.
///
/// The server keeps working while a backup is written. A restore goes into an empty folder only,
/// and looks at the whole backup before it makes anything.
@Component
public class Backup {

  private final DataSource database;
  private final FolderFiles files;

  Backup(DataSource database, FolderFiles files) {
    this.database = database;
    this.files = files;
  }

  /// What a backup holds.
  public record Summary(int tables, long rows, int files, long fileBytes) {
    static Summary of(BackupManifest manifest) {
      return new Summary(
          manifest.tables().size(),
          manifest.tables().stream().mapToLong(BackupManifest.Table::rows).sum(),
          manifest.files().size(),
          manifest.files().stream().mapToLong(BackupManifest.StoredFile::bytes).sum());
    }
  }

  /// Writes a backup and leaves the stream open. What breaks off in the middle is no backup, and
  /// [#check] says so.
  public Summary write(OutputStream out) throws IOException {
    return new BackupWriter(database, files).write(out);
  }

  /// Reads the whole backup. Refuses with [StoreRefusal#BACKUP_DAMAGED] or
  /// [StoreRefusal#BACKUP_IS_NEWER].
  public static Summary check(Path backup) throws IOException {
    try (BackupReader reader = BackupReader.open(backup)) {
      return Summary.of(reader.manifest());
    }
  }

  /// Makes a home out of a backup, and on any failure leaves nothing of it. Refuses, before
  /// anything is made, what [#check] refuses and with [StoreRefusal#NOT_EMPTY] a folder or database
  /// that holds something already.
  ///
  /// @param databaseUrl blank for the embedded server
  /// @param progress told `backup.step.…`, with rows done and in all
  public static Summary restore(Path backup, Home into, String databaseUrl, Jobs.Progress progress)
      throws IOException {
    return Restore.run(backup, into, databaseUrl, progress);
  }

  /// Writes all keys of a home as a zip of their own; returns how many.
  public static int writeKeys(Home home, OutputStream out) throws IOException {
    List<Path> keys = new ArrayList<>();
    try (Stream<Path> found = Files.list(Home.privateFolder(home.keys()))) {
      found.filter(file -> isKey(file.getFileName().toString())).sorted().forEach(keys::add);
    }
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Path key : keys) {
      zip.putNextEntry(new ZipEntry(key.getFileName().toString()));
      Files.copy(key, zip);
    }
    zip.finish();
    return keys.size();
  }

  /// Puts the keys of [#writeKeys] into a home that has none; returns how many. Refuses with
  /// [StoreRefusal#NOT_EMPTY] or [StoreRefusal#BACKUP_DAMAGED].
  public static int restoreKeys(Path file, Home home) throws IOException {
    Path folder = Home.privateFolder(home.keys());
    try (Stream<Path> found = Files.list(folder)) {
      if (found.findAny().isPresent())
        throw new Refusal(StoreRefusal.NOT_EMPTY, Map.of("what", folder.toString()));
    }
    int restored = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries();
          entries.hasMoreElements();
          restored++) restoreKey(zip, entries.nextElement(), folder);
    } catch (java.util.zip.ZipException e) {
      throw new Refusal(StoreRefusal.BACKUP_DAMAGED, Map.of("what", file.getFileName().toString()));
    }
    Disk.force(folder);
    return restored;
  }

  private static void restoreKey(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
    if (!isKey(entry.getName()))
      throw new Refusal(StoreRefusal.BACKUP_DAMAGED, Map.of("what", entry.getName()));
    Path key = folder.resolve(entry.getName());
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(key, java.nio.file.StandardOpenOption.SYNC)) {
      in.transferTo(out);
    } catch (IOException e) {
      if (Disk.isFull(e)) throw Disk.full(e);
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isKey(String name) {
    return name.matches("[a-z][a-z0-9-]{0,40}\\.\\d{1,9}");
  }
}
