package org.yutang.live;

import java.util.List;
import java.util.UUID;
import org.yutang.access.Actor;

/// Live rooms, for those who watch and those who show. Refuses with [LiveRefusal]. What hosts do
/// wants one of the shop's accounts with `RUN_SHOP`, or `APPROVE_SHOP` in its place; it leaves an
/// audit row. Thread-safe.
public interface Live {

  /// The most likes of one viewer in a room.
  int MOST_LIKES = 500;

  /// Plans a room; the same again is quietly accepted.
  Room plan(Actor actor, Room.New room);

  Room get(UUID room);

  /// Those to come and now first, then those that are over, the newest first.
  List<Room> list();

  List<Room> ofShop(UUID shop);

  /// Whether the actor is one of its hosts' accounts.
  boolean runs(Actor actor, UUID room);

  /// Refuses whoever is not.
  Room run(Actor actor, UUID room);

  Room begin(Actor actor, UUID room);

  /// Ends it, for good; nobody can publish any more.
  Room end(Actor actor, UUID room);

  /// A new stream key, told once; the one before opens nothing any more.
  String newKey(Actor actor, UUID room);

  void revokeKey(Actor actor, UUID room);

  /// Shows a product of the shop on top, which is a chapter while the room is live.
  Room pin(Actor actor, UUID room, UUID product);

  Room unpin(Actor actor, UUID room);

  /// Hands out a coupon of the shop by its code, or none.
  Room handOut(Actor actor, UUID room, String code);

  /// How many seconds lie between two messages of a viewer, and words that nobody may say.
  Room moderate(Actor actor, UUID room, int slowSeconds, List<String> words);

  void hide(Actor actor, UUID room, UUID message);

  /// Silences a viewer and hides what they said.
  void mute(Actor actor, UUID room, UUID viewer);

  /// Where to see it again: an https address of HLS.
  Room setReplay(Actor actor, UUID room, String address);

  List<Room.Chapter> chapters(UUID room);

  /// Says something; the same id again is the same message.
  Room.Message say(UUID room, UUID id, UUID viewer, String name, String text);

  /// What is shown of what was said, the newest `most`, the oldest of them first.
  List<Room.Message> said(UUID room, int most);

  /// Counts likes of a viewer, at most [#MOST_LIKES] of each.
  long like(UUID room, UUID viewer, int likes);

  /// So many look at it now; the most is kept.
  void seen(UUID room, int viewers);

  /// A publisher begins.
  ///
  /// @param key the stream key
  /// @param connection who publishes, as the RTMP server calls it
  /// @return the room, whose id is the name of the stream from now on
  Room publish(String key, String connection);

  /// A publisher is still there. Refuses once it is to stop.
  void stillPublishes(String key, String connection);

  void publishDone(String key, String connection);
}
