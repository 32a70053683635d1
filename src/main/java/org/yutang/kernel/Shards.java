package org.yutang.kernel;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;

/// Which shard a row belongs to. Hot tables carry `shard_key int` first in every key, so that they
/// can be spread over a cluster without changing a statement; a row's shard never changes.
///
/// Register rows go by county: [#ofCounty] maps a county to one of [#COUNT] shards, and ids made by
/// [Uuids#inShard] carry it in their first 16 bits, so that an id alone is enough for a look-up by
/// key.
public final class Shards {

  /// How many logical shards there are; fixed for ever.
  public static final int COUNT = 1024;

  private Shards() {}

  /// The shard of everything that is registered in this county.
  public static int ofCounty(PlaceCode county) {
    CRC32 crc = new CRC32();
    crc.update(county.text().getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % COUNT);
  }

  /// The shard in the first 16 bits of an id that [Uuids#inShard] made.
  public static int ofId(UUID id) {
    return (int) (id.getMostSignificantBits() >>> 48);
  }
}
