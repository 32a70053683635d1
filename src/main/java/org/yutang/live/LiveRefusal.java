package org.yutang.live;

import org.yutang.kernel.Refusal;

/// Why the room says no.
public enum LiveRefusal implements Refusal.Code {
  /// Facts: `field`.
  BAD_FIELD(Refusal.Kind.INVALID),
  /// Something of that id is there with other content. Facts: `id`.
  ID_REUSED(Refusal.Kind.CONFLICT),
  UNKNOWN_ROOM(Refusal.Kind.NOT_FOUND),
  /// Not while the room is so. Facts: `state`.
  ROOM_STATE(Refusal.Kind.CONFLICT),
  /// The product is not one that this shop has on sale.
  NOT_ON_SHELF(Refusal.Kind.CONFLICT),
  /// The stream key, the name or the secret is wrong, or somebody publishes already.
  NOT_PUBLISHING(Refusal.Kind.FORBIDDEN),
  /// The host has silenced this viewer.
  MUTED(Refusal.Kind.FORBIDDEN),
  /// Facts: `seconds`.
  TOO_FAST(Refusal.Kind.TOO_MANY),
  /// The room does not want one of the words.
  WORD_NOT_WANTED(Refusal.Kind.INVALID);

  private final Refusal.Kind kind;

  LiveRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
