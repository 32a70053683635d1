package org.yutang.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// The ledger's days as files in a folder, and the manifest that lists them.
///
/// A file has its name only once it is whole and on the disk: it is written under another, read
/// back to count its rows, synced and moved. A day that was exported before must be the same today;
/// if it is not, nothing is written, because somebody changed what cannot change.
final class DayFiles {

  private static final String MANIFEST = "manifest.json";
  private static final String FORM = "yutang-ledger-days/1";

  private final LocalClient client;
  private final Path folder;
  private final int shard;

  /// @param folder of one shard's files
  DayFiles(LocalClient client, Path folder, int shard) {
    this.client = client;
    this.folder = folder;
    this.shard = shard;
  }

  interface Progress {
    void at(String step, long done, long total);
  }

  record Written(int days, long rows) {}

  /// A day's file in the manifest.
  ///
  /// @param csvSha256 of what is in it once it is unpacked, which does not depend on how it was
  ///   packed; `sha256` of the file itself
  /// @param digest of the journal at the end of the day
  record Entry(
      LocalDate day,
      String file,
      long rows,
      long firstLine,
      long lastLine,
      String digest,
      String csvSha256,
      String sha256) {}

  /// @param shard null in a file of the days when there was only one
  record Manifest(String form, @Nullable Integer shard, List<Entry> files) {}

  /// Writes one file a day and then the manifest, in which days of earlier exports stay.
  Written write(LocalDate from, LocalDate to, Progress progress) throws IOException {
    Files.createDirectories(folder);
    Map<LocalDate, Entry> known = read();
    long total = to.toEpochDay() - from.toEpochDay() + 1;
    int days = 0;
    long rows = 0;
    client.get(address(to, "")); // refused at once if it is not over
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      progress.at("cli.ledger-exporting", days, total);
      Entry entry = write(day, known.get(day));
      known.put(day, entry);
      days++;
      rows += entry.rows();
    }
    byte[] manifest =
        (Json.write(new Manifest(FORM, shard, new ArrayList<>(known.values()))) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    place(MANIFEST, out -> out.write(manifest), Files::size);
    return new Written(days, rows);
  }

  private String address(LocalDate day, String file) {
    return "/api/v1/ledger/days/" + day + file + "?shard=" + shard;
  }

  private Map<LocalDate, Entry> read() throws IOException {
    Map<LocalDate, Entry> known = new TreeMap<>();
    Path file = folder.resolve(MANIFEST);
    if (!Files.exists(file)) return known;
    Manifest manifest = Json.read(Files.readString(file), Manifest.class);
    int of = manifest.shard() == null ? 0 : manifest.shard();
    if (of != shard)
      throw new Refusal(
          CliRefusal.OTHER_SHARD, Map.of("folder", folder, "shard", shard, "there", of));
    for (Entry entry : manifest.files()) known.put(entry.day(), entry);
    return known;
  }

  private Entry write(LocalDate day, @Nullable Entry before) throws IOException {
    JsonNode told = client.get(address(day, ""));
    String name = "ledger-" + day + ".csv.gz";
    MessageDigest packed = sha();
    return place(
        name,
        out -> client.copy(address(day, "/lines.csv.gz"), new DigestOutputStream(out, packed)),
        part -> {
          MessageDigest unpacked = sha();
          long rows = rows(part, unpacked);
          if (rows != told.get("rows").asLong())
            throw new IOException(name + " has " + rows + " of " + told.get("rows") + " rows");
          String csv = hex(unpacked);
          if (before != null && !before.csvSha256().equals(csv))
            throw new Refusal(CliRefusal.DAY_DIFFERS, Map.of("day", day, "file", name));
          return new Entry(
              day,
              name,
              rows,
              told.get("firstLine").asLong(),
              told.get("lastLine").asLong(),
              told.get("digest").asString(),
              csv,
              hex(packed));
        });
  }

  private interface Filling {
    void fill(OutputStream out) throws IOException;
  }

  private interface Looking<T> {
    T look(Path part) throws IOException;
  }

  /// @return what was seen in the file before it got its name
  private <T> T place(String name, Filling filling, Looking<T> looking) throws IOException {
    Path part = Files.createTempFile(folder, name, ".part"); // 0600
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        OutputStream out = Channels.newOutputStream(channel);
        filling.fill(out);
        out.flush();
        channel.force(true);
      }
      T seen = looking.look(part);
      Files.move(
          part,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel names = FileChannel.open(folder)) {
        names.force(true);
      }
      return seen;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// How many lines there are behind the head.
  private static long rows(Path file, MessageDigest digest) throws IOException {
    long lines = 0;
    byte[] some = new byte[1 << 16];
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int read = in.read(some); read > 0; read = in.read(some)) {
        digest.update(some, 0, read);
        for (int i = 0; i < read; i++) if (some[i] == '\n') lines++;
      }
    }
    return lines - 1;
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
