package org.yutang.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.live.Live;
import org.yutang.live.Room;

/// Who looks at which live room, and what they are told: asked of the room once a second, however
/// many look.
@Component
class LiveTold {

  /// More look at pages that do not move.
  static final int MOST_LISTENERS = 2000;

  /// Of one address; an office or a village shares one.
  static final int MOST_OF_AN_ADDRESS = 200;

  private static final int SHOWN = 50;
  private static final long SECOND = 1_000_000_000L;

  private final Live live;
  private final Map<String, Integer> addresses = new HashMap<>();
  private final Map<UUID, Integer> rooms = new HashMap<>();
  private final Map<UUID, Kept> kept = new ConcurrentHashMap<>();
  private int listeners;

  LiveTold(Live live) {
    this.live = live;
  }

  record Now(Room room, List<Room.Message> said, int viewers) {}

  private record Kept(Now now, long at) {}

  synchronized void enter(UUID room, String address) {
    if (listeners >= MOST_LISTENERS || addresses.getOrDefault(address, 0) >= MOST_OF_AN_ADDRESS)
      throw new Refusal(WebRefusal.TOO_MANY_LISTENERS, Map.of("retryAfterSeconds", 30));
    listeners++;
    addresses.merge(address, 1, Integer::sum);
    rooms.merge(room, 1, Integer::sum);
  }

  synchronized void leave(UUID room, String address) {
    listeners--;
    addresses.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    rooms.computeIfPresent(room, (_, count) -> count > 1 ? count - 1 : null);
    if (!rooms.containsKey(room)) kept.remove(room);
  }

  synchronized int viewers(UUID room) {
    return rooms.getOrDefault(room, 0);
  }

  /// At most a second old.
  Now now(UUID room) {
    Kept there =
        kept.compute(
            room,
            (_, old) ->
                old != null && System.nanoTime() - old.at < SECOND
                    ? old
                    : new Kept(ask(room), System.nanoTime()));
    return there.now;
  }

  private Now ask(UUID room) {
    int viewers = viewers(room);
    Room there = live.get(room);
    if (viewers > there.peak()) live.seen(room, viewers);
    return new Now(there, live.said(room, SHOWN), viewers);
  }
}
