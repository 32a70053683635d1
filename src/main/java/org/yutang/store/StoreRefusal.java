package org.yutang.store;

import org.yutang.kernel.Refusal;

/// Why the store says no.
public enum StoreRefusal implements Refusal.Code {
  /// Another server uses this folder. Facts: `folder`.
  FOLDER_IN_USE(Refusal.Kind.CONFLICT),
  /// The folder was made by a newer version. Facts: `folder`, `found`, `known`.
  FOLDER_IS_NEWER(Refusal.Kind.CONFLICT),
  /// The database cannot be used. Facts: `reason`.
  DATABASE_UNUSABLE(Refusal.Kind.UNAVAILABLE),
  /// The disk is full; nothing was changed.
  DISK_FULL(Refusal.Kind.UNAVAILABLE),
  /// A file is larger than allowed. Facts: `limitBytes`.
  FILE_TOO_LARGE(Refusal.Kind.TOO_LARGE),
  /// Neither JPEG nor PNG, or damaged.
  NOT_A_PHOTO(Refusal.Kind.INVALID),
  /// More pixels than are decoded. Facts: `megapixels`, `limit`.
  PHOTO_TOO_LARGE(Refusal.Kind.TOO_LARGE),
  /// No such file, job or key. Facts: `what`.
  NOT_FOUND(Refusal.Kind.NOT_FOUND),
  /// The same idempotency key came with another body. Facts: `key`.
  KEY_REUSED(Refusal.Kind.INVALID),
  /// The first request under this idempotency key is still being worked on. Facts: `key`.
  KEY_IN_PROGRESS(Refusal.Kind.CONFLICT),
  /// A backup cannot be read to its end or does not match its own digests; nothing was changed.
  /// Facts: `what`.
  BACKUP_DAMAGED(Refusal.Kind.INVALID),
  /// A backup was made by a newer version; nothing was changed. Facts: `found`, `known`.
  BACKUP_IS_NEWER(Refusal.Kind.CONFLICT),
  /// A backup is restored only into an empty folder and database. Facts: `what`.
  NOT_EMPTY(Refusal.Kind.CONFLICT),
  /// A sealed text does not open: it was tampered with, or the key is another. Facts: `what`.
  SEAL_BROKEN(Refusal.Kind.UNAVAILABLE);

  private final Refusal.Kind kind;

  StoreRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }
}
