package org.yutang.cli;

import org.yutang.kernel.Refusal;

/// Why a verb cannot do its work.
enum CliRefusal implements Refusal.Code {
  /// Facts: `port`, `address`.
  PORT_BUSY(Refusal.Kind.CONFLICT),
  /// Facts: `address`.
  ADDRESS_UNUSABLE(Refusal.Kind.INVALID),
  /// Open to other machines, but neither encrypted nor behind something that encrypts. Facts:
  /// `address`.
  NOT_ENCRYPTED(Refusal.Kind.INVALID),
  /// A certificate or key that cannot be read. Facts: `file`, `reason`.
  TLS_UNUSABLE(Refusal.Kind.INVALID),
  /// Facts: `key`, `where`, `nearest`.
  UNKNOWN_KEY(Refusal.Kind.INVALID),
  /// Facts: `key`, `where`, `value`, `wanted`.
  BAD_VALUE(Refusal.Kind.INVALID),
  /// A configuration file that is no YAML. Facts: `where`, `reason`.
  UNREADABLE_SETTINGS(Refusal.Kind.INVALID),
  /// A folder that cannot be made or written. Facts: `folder`.
  FOLDER_UNUSABLE(Refusal.Kind.UNAVAILABLE),
  /// Facts: `file`.
  FILE_MISSING(Refusal.Kind.NOT_FOUND),
  /// A file that cannot be read or written. Facts: `file`, `reason`.
  FILE_UNUSABLE(Refusal.Kind.UNAVAILABLE),
  /// A day of the ledger is not what it was when it was exported before. Facts: `day`, `file`.
  DAY_DIFFERS(Refusal.Kind.CONFLICT),
  /// Days of one shard are wanted in a folder that holds another's. Facts: `folder`, `shard`,
  /// `there`.
  OTHER_SHARD(Refusal.Kind.CONFLICT),
  /// The server went away during the call. Facts: `port`.
  SERVER_SILENT(Refusal.Kind.UNAVAILABLE),
  /// The server said no, in its own words. Facts: `detail`.
  SERVER_REFUSED(Refusal.Kind.CONFLICT);

  private final Refusal.Kind kind;

  CliRefusal(Refusal.Kind kind) {
    this.kind = kind;
  }

  @Override
  public Refusal.Kind kind() {
    return kind;
  }

  /// Whether something outside the command line and the server is missing or broken:
  /// [Exit#ENVIRONMENT].
  boolean isOutside() {
    return this == FOLDER_UNUSABLE
        || this == FILE_MISSING
        || this == FILE_UNUSABLE
        || this == SERVER_SILENT;
  }
}
