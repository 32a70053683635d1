package org.yutang.campaign;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Takings;

/// The campaigns that this process has to do with.
@Component
class Gates {

  /// Of campaigns there are dozens; when there are many more, those at rest are forgotten.
  private static final int MOST = 1000;

  private final CampaignRows rows;
  private final Takings takings;
  private final Executor aside = Thread::startVirtualThread;
  private final Map<UUID, Gate> gates = new ConcurrentHashMap<>();

  Gates(CampaignRows rows, Takings takings) {
    this.rows = rows;
    this.takings = takings;
  }

  /// Refuses with [CampaignRefusal#UNKNOWN_CAMPAIGN], and with [CampaignRefusal#BUSY] while its
  /// stock is being laid.
  Gate get(UUID campaign) {
    Gate known = gates.get(campaign);
    if (known != null) return known;
    CampaignRows.Row row = rows.get(campaign);
    if (!row.stocked()) throw new Refusal(CampaignRefusal.BUSY, Map.of("retryAfterSeconds", 1));
    if (gates.size() >= MOST) gates.values().removeIf(Gate::isIdle);
    return gates.computeIfAbsent(campaign, id -> new Gate(row.campaign(), takings, aside));
  }
}
