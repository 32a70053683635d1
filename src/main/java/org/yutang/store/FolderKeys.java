package org.yutang.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Keys as files `<name>.<version>` with 64 hexadecimal digits. A version is written under another
/// name, forced to the disk and then linked, which fails if the name is taken: no reader sees half
/// a key, and of two makers one wins.
@Component
class FolderKeys implements Keys {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
  private static final int BYTES = 32;

  private final Path folder;
  private final Map<String, Key> known = new ConcurrentHashMap<>();
  private final Map<String, Key> newest = new ConcurrentHashMap<>();

  FolderKeys(Home home) {
    this.folder = Home.privateFolder(home.keys());
  }

  @Override
  public Key newest(String name) {
    Key key = newest.get(name);
    return key != null ? key : findNewest(name);
  }

  private synchronized Key findNewest(String name) {
    check(name);
    OptionalInt last = last(name);
    Key key = last.isPresent() ? version(name, last.getAsInt()) : make(name, 1);
    newest.put(name, key);
    return key;
  }

  @Override
  public Key version(String name, int version) {
    check(name);
    return known.computeIfAbsent(name + "." + version, file -> read(name, version));
  }

  @Override
  public synchronized Key rotate(String name) {
    check(name);
    Key key = make(name, last(name).orElse(0) + 1);
    newest.put(name, key);
    return key;
  }

  private Key read(String name, int version) {
    try {
      byte[] secret = HexFormat.of().parseHex(Files.readString(path(name, version)).strip());
      if (secret.length != BYTES)
        throw new IllegalStateException("key file " + path(name, version) + " is damaged");
      return new Key(name, version, secret);
    } catch (NoSuchFileException e) {
      throw new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "key " + name + "/" + version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Key make(String name, int version) {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Path fresh = folder.resolve("." + UUID.randomUUID());
    try {
      try (FileChannel out =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        out.write(
            ByteBuffer.wrap(HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII)));
        out.force(true);
      }
      Files.createLink(path(name, version), fresh);
      Files.delete(fresh);
      Disk.force(folder);
    } catch (FileAlreadyExistsException e) {
      deleteQuietly(fresh);
    } catch (IOException e) {
      deleteQuietly(fresh);
      if (Disk.isFull(e)) throw Disk.full(e);
      throw new UncheckedIOException(e);
    }
    return version(name, version);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OptionalInt last(String name) {
    Pattern file = Pattern.compile(Pattern.quote(name) + "\\.(\\d{1,9})");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(path -> file.matcher(path.getFileName().toString()))
          .filter(java.util.regex.Matcher::matches)
          .mapToInt(match -> Integer.parseInt(match.group(1)))
          .max();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path path(String name, int version) {
    return folder.resolve(name + "." + version);
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("key name " + name);
  }
}
