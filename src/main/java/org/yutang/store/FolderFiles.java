package org.yutang.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Files below [Home#files], in 256 folders by the first two digits of their digest.
@Component
class FolderFiles implements FileStore {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final String UNFINISHED = "unfinished";

  private final Path folder;
  private final Space space;

  FolderFiles(Home home, Space space) {
    this.folder = home.files();
    this.space = space;
    deleteAbandoned();
  }

  /// A killed process leaves its unfinished files; the folder may be shared, so those of today may
  /// still be written.
  private void deleteAbandoned() {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (Stream<Path> unfinished = Files.list(Home.privateFolder(folder.resolve(UNFINISHED)))) {
      for (Path file : unfinished.toList())
        if (Files.getLastModifiedTime(file).toInstant().isBefore(yesterday))
          Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Stored put(InputStream content, long limitBytes) throws IOException {
    space.require();
    Path fresh =
        Home.privateFolder(folder.resolve(UNFINISHED)).resolve(UUID.randomUUID().toString());
    try {
      Stored stored = write(content, limitBytes, fresh);
      Path target = path(stored.digest());
      if (Files.exists(target)) return stored;
      Path parent = Home.privateFolder(Objects.requireNonNull(target.getParent()));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      Disk.force(parent);
      return stored;
    } catch (IOException e) {
      if (Disk.isFull(e)) throw Disk.full(e);
      throw e;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Stored write(InputStream content, long limitBytes, Path file) throws IOException {
    MessageDigest digest = Disk.sha256();
    long bytes = 0;
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        bytes += read;
        if (bytes > limitBytes)
          throw new Refusal(StoreRefusal.FILE_TOO_LARGE, Map.of("limitBytes", limitBytes));
        space.require();
        digest.update(buffer, 0, read);
        ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read);
        while (rest.hasRemaining()) out.write(rest);
      }
      out.force(true);
    }
    return new Stored(HexFormat.of().formatHex(digest.digest()), bytes);
  }

  @Override
  public Path get(String digest) {
    if (DIGEST.matcher(digest).matches() && Files.isRegularFile(path(digest))) return path(digest);
    throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "file " + digest));
  }

  /// Every stored file.
  List<Stored> all() throws IOException {
    List<Stored> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file :
          files
              .filter(path -> DIGEST.matcher(path.getFileName().toString()).matches())
              .sorted()
              .toList()) all.add(new Stored(file.getFileName().toString(), Files.size(file)));
    }
    return all;
  }

  private Path path(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest);
  }
}
