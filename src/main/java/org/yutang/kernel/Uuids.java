package org.yutang.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/// Ids made by whoever causes a thing, so that repeating a command repeats its id.
///
/// All are RFC 9562 UUIDs: version 7 where time leads, version 8 where a digest of names leads.
public final class Uuids {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final MessageDigest SHA_256 = untouched();

  private Uuids() {}

  /// A new id (version 7): first 48 bits the millisecond of its cause, the rest random.
  public static UUID fresh(Instant cause) {
    return timed(cause, RANDOM.nextLong(), RANDOM.nextLong());
  }

  /// The same id for the same cause and names (version 7 layout): first 48 bits the millisecond of
  /// the cause, the rest from SHA-256 of the names.
  public static UUID derived(Instant cause, String... names) {
    ByteBuffer digest = digest(names);
    return timed(cause, digest.getLong(), digest.getLong());
  }

  /// As [#derived] of a word and ids, which is quicker than of their texts and gives another id.
  public static UUID derivedFrom(Instant cause, String what, UUID... ids) {
    byte[] word = what.getBytes(StandardCharsets.UTF_8);
    ByteBuffer named = ByteBuffer.allocate(word.length + 16 * ids.length);
    named.put(word);
    for (UUID id : ids)
      named.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    ByteBuffer digest = ByteBuffer.wrap(sha256().digest(named.array()));
    return timed(cause, digest.getLong(), digest.getLong());
  }

  /// The same id for the same names (version 8), from SHA-256 of them.
  public static UUID named(String... names) {
    ByteBuffer digest = digest(names);
    return new UUID(version(digest.getLong(), 8), variant(digest.getLong()));
  }

  /// The same id for the same shard and names (version 8): first 16 bits the shard, the rest from
  /// SHA-256 of the names.
  public static UUID inShard(int shard, String... names) {
    if (shard < 0 || shard >= Shards.COUNT) throw new IllegalArgumentException("shard " + shard);
    ByteBuffer digest = digest(names);
    long high = (long) shard << 48 | digest.getLong() >>> 16;
    return new UUID(version(high, 8), variant(digest.getLong()));
  }

  /// A new id in a shard (version 8): first 16 bits the shard, the next 44 the millisecond of its
  /// cause, so that rows of one moment lie together in a key, the last 62 `random`, which the
  /// caller takes from a source that nobody can guess.
  public static UUID freshInShard(int shard, Instant cause, long random) {
    if (shard < 0 || shard >= Shards.COUNT) throw new IllegalArgumentException("shard " + shard);
    long millis = cause.toEpochMilli();
    if (millis < 0 || millis >= 1L << 44) throw new IllegalArgumentException("instant " + cause);
    long high = (long) shard << 48 | (millis >>> 12) << 16 | (millis & 0xfff);
    return new UUID(version(high, 8), variant(random));
  }

  /// The instant in the first 48 bits of an id made by [#fresh] or [#derived].
  public static Instant instantOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  private static UUID timed(Instant cause, long high, long low) {
    long millis = cause.toEpochMilli();
    if (millis < 0 || millis >= 1L << 48) throw new IllegalArgumentException("instant " + cause);
    return new UUID(version((millis << 16) | (high & 0xffff), 7), variant(low));
  }

  private static long version(long high, int version) {
    return (high & ~0xf000L) | ((long) version << 12);
  }

  private static long variant(long low) {
    return (low & 0x3fffffffffffffffL) | 0x8000000000000000L;
  }

  private static ByteBuffer digest(String... names) {
    MessageDigest sha = sha256();
    byte[] length = new byte[Integer.BYTES];
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      ByteBuffer.wrap(length).putInt(bytes.length);
      sha.update(length);
      sha.update(bytes);
    }
    return ByteBuffer.wrap(sha.digest());
  }

  /// A copy is made in a fraction of the time that asking the providers for one takes.
  private static MessageDigest sha256() {
    try {
      return (MessageDigest) SHA_256.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MessageDigest untouched() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
