package org.yutang.trace.graph;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.trace.Gs1Key;

/// Something that events name: a thing, a lot, a kind of product.
///
/// @param key its canonical identifier
/// @param id derived from it; its first bits are the shard of its product
public record Item(String key, UUID id) {

  public static Item of(String uri) {
    String key = Gs1Key.canonical(uri);
    return new Item(key, Uuids.inShard(shardOf(product(key)), "item", key));
  }

  /// Where all lots and pieces of a product are.
  ///
  /// @param product its link
  public static int shardOf(String product) {
    CRC32 crc = new CRC32();
    crc.update(product.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % Shards.COUNT);
  }

  public int shard() {
    return Shards.ofId(id);
  }

  /// A product's lots and pieces lie in one shard.
  private static String product(String key) {
    String start = Gs1Key.HOME + "/01/";
    int end = start.length() + 14;
    return key.startsWith(start) && key.length() >= end ? key.substring(0, end) : key;
  }
}
