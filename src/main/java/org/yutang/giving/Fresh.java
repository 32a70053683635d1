package org.yutang.giving;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Chunks that this process has written just now, so that their delivery needs neither read them
/// back nor pay them again. Holds a bounded number of sales, the newest; what is not here (another
/// process wrote it, or this one before it died) is in the database. Thread-safe.
final class Fresh {

  /// Some 30 MB.
  private static final int MOST_SALES = 40_000;

  private final Map<UUID, Chunk> chunks = new LinkedHashMap<>();
  private int sales;

  /// @param paid completes when all its donations are in the fund
  record Chunk(List<SaleRows.Kept> sales, CompletableFuture<Void> paid) {}

  /// Before its transaction commits, since delivery may be faster than whoever committed.
  synchronized void add(UUID id, Chunk chunk) {
    chunks.put(id, chunk);
    sales += chunk.sales().size();
    var eldest = chunks.entrySet().iterator();
    while (sales > MOST_SALES && eldest.hasNext()) {
      sales -= eldest.next().getValue().sales().size();
      eldest.remove();
    }
  }

  synchronized Optional<Chunk> take(UUID id) {
    @Nullable Chunk chunk = chunks.remove(id);
    if (chunk != null) sales -= chunk.sales().size();
    return Optional.ofNullable(chunk);
  }
}
