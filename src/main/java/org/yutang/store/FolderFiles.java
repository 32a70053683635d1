package org.yutang.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Files below [Home#files], in 256 folders by the first two digits of their digest.
@Component
class FolderFiles implements FileStore {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final String UNFINISHED = "unfinished";
  private static final String PASSING = "passing";

  private final Path folder;
  private final Space space;

  FolderFiles(Home home, Space space) {
    this.folder = home.files();
    this.space = space;
    sweep();
  }

  /// Deletes what has passed through for a day, and the unfinished files of a killed process; the
  /// folder may be shared, so those of today may still be written.
  void sweep() {
    deleteOld(UNFINISHED);
    deleteOld(PASSING);
  }

  private void deleteOld(String name) {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (Stream<Path> files = Files.list(Home.privateFolder(folder.resolve(name)))) {
      for (Path file : files.toList())
        if (Files.getLastModifiedTime(file).toInstant().isBefore(yesterday))
          Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Stored put(InputStream content, long limitBytes) throws IOException {
    return put(content, limitBytes, this::path);
  }

  @Override
  public Stored putPassing(InputStream content, long limitBytes) throws IOException {
    return put(content, limitBytes, this::passing);
  }

  @Override
  public void keep(String digest) {
    Path now = get(digest);
    Path target = path(digest);
    if (now.equals(target)) return;
    try {
      Path parent = Home.privateFolder(Objects.requireNonNull(target.getParent()));
      Files.move(now, target, StandardCopyOption.ATOMIC_MOVE);
      Disk.force(parent);
    } catch (NoSuchFileException e) {
      get(digest); // another request was faster
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void drop(String digest) {
    try {
      if (DIGEST.matcher(digest).matches()) Files.deleteIfExists(passing(digest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stored put(InputStream content, long limitBytes, Function<String, Path> place)
      throws IOException {
    space.require();
    Path fresh =
        Home.privateFolder(folder.resolve(UNFINISHED)).resolve(UUID.randomUUID().toString());
    try {
      Stored stored = write(content, limitBytes, fresh);
      Path target = place.apply(stored.digest());
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
    if (DIGEST.matcher(digest).matches())
      for (Path place : List.of(path(digest), passing(digest)))
        if (Files.isRegularFile(place)) return place;
    throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "file " + digest));
  }

  /// Every file that is kept.
  List<Stored> all() throws IOException {
    List<Stored> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file :
          files
              .filter(path -> DIGEST.matcher(path.getFileName().toString()).matches())
              .filter(path -> !path.startsWith(folder.resolve(PASSING)))
              .sorted()
              .toList()) all.add(new Stored(file.getFileName().toString(), Files.size(file)));
    }
    return all;
  }

  private Path passing(String digest) {
    return folder.resolve(PASSING).resolve(digest);
  }

  private Path path(String digest) {
    return folder.resolve(digest.substring(0, 2)).resolve(digest);
  }
}
