package org.yutang.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.programme.Text;

/// A live room.
///
/// @param playback an https address of HLS; empty where the picture comes through our own door
/// @param onAir whether a picture comes in there now
/// @param pinned the product that is shown on top
/// @param coupon a code that the host hands out; empty where none is
public record Room(
    UUID id,
    UUID shop,
    Text title,
    Track track,
    Instant startsAt,
    Instant endsAt,
    List<Host> hosts,
    String playback,
    String replay,
    State state,
    Optional<Instant> beganAt,
    Optional<Instant> endedAt,
    boolean onAir,
    Optional<UUID> pinned,
    String coupon,
    int slowSeconds,
    List<String> words,
    int peak,
    long likes) {

  public Room {
    hosts = List.copyOf(hosts);
    words = List.copyOf(words);
  }

  public enum State {
    PLANNED,
    LIVE,
    ENDED
  }

  public enum Track {
    FOOD,
    KNOWLEDGE,
    GLUT_RESCUE,
    CHARITY
  }

  /// Somebody who speaks and has agreed to be named.
  public record Host(String name, Role role) {
    public enum Role {
      HOST,
      COUNTY_HEAD,
      GUEST
    }
  }

  /// A room about to be planned.
  public record New(
      UUID id,
      UUID shop,
      Text title,
      Track track,
      Instant startsAt,
      Instant endsAt,
      List<Host> hosts,
      String playback) {
    public New {
      hosts = List.copyOf(hosts);
    }
  }

  /// A product was pinned so long after the beginning.
  public record Chapter(UUID product, Duration offset) {}

  /// Something that was said.
  ///
  /// @param number grows; what comes later has a greater one
  public record Message(
      long number, UUID id, UUID viewer, String name, String text, Instant at, boolean hidden) {}
}
