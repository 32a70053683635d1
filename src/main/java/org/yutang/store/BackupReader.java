package org.yutang.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.yutang.kernel.Refusal;
import tools.jackson.core.JacksonException;

/// A backup that has been read to its end once and found whole.
final class BackupReader implements AutoCloseable {

  private final ZipFile zip;
  private final BackupManifest manifest;

  private BackupReader(ZipFile zip, BackupManifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  static BackupReader open(Path file) throws IOException {
    ZipFile zip = zip(file);
    try {
      BackupReader reader = new BackupReader(zip, manifest(zip));
      reader.checkDigests();
      return reader;
    } catch (ZipException | java.io.EOFException e) {
      zip.close();
      throw damaged(file.getFileName() + ": " + e.getMessage());
    } catch (RuntimeException | IOException e) {
      zip.close();
      throw e;
    }
  }

  BackupManifest manifest() {
    return manifest;
  }

  InputStream entry(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) throw damaged(name);
    return zip.getInputStream(entry);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  static Refusal damaged(String what) {
    return new Refusal(StoreRefusal.BACKUP_DAMAGED, Map.of("what", what));
  }

  private static ZipFile zip(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw damaged(file.getFileName() + ": " + e.getMessage());
    }
  }

  private static BackupManifest manifest(ZipFile zip) throws IOException {
    byte[] text = bytes(zip, BackupManifest.ENTRY);
    String digest = new String(bytes(zip, BackupManifest.DIGEST_ENTRY), StandardCharsets.US_ASCII);
    if (!BackupWriter.hex(Disk.sha256().digest(text)).equals(digest))
      throw damaged(BackupManifest.ENTRY);
    String json = new String(text, StandardCharsets.UTF_8);
    int format = Json.read(json, tools.jackson.databind.JsonNode.class).path("format").asInt(0);
    if (format > BackupManifest.FORMAT)
      throw newer("format " + format, "format " + BackupManifest.FORMAT);
    try {
      return Json.read(json, BackupManifest.class);
    } catch (JacksonException e) {
      throw damaged(BackupManifest.ENTRY);
    }
  }

  static Refusal newer(String found, String known) {
    return new Refusal(StoreRefusal.BACKUP_IS_NEWER, Map.of("found", found, "known", known));
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) throw damaged(name);
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private void checkDigests() throws IOException {
    for (BackupManifest.Table table : manifest.tables()) check(table.entry(), table.sha256());
    for (BackupManifest.StoredFile file : manifest.files()) check(file.entry(), file.digest());
  }

  private void check(String name, String sha256) throws IOException {
    MessageDigest digest = Disk.sha256();
    try (DigestInputStream in = new DigestInputStream(entry(name), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (ZipException e) {
      throw damaged(name);
    }
    if (!BackupWriter.hex(digest.digest()).equals(sha256)) throw damaged(name);
  }
}
