package org.yutang.cli;

/// What the process's end says to whoever called it. A signal ends it with 130 (Ctrl-C) or 143
/// (TERM) after a clean stop.
final class Exit {

  /// Done.
  static final int DONE = 0;

  /// Understood and refused (or failed): the sentence before says why.
  static final int REFUSED = 1;

  /// The command line makes no sense.
  static final int USAGE = 2;

  /// Something outside is missing: a JDK, Maven, a file, a network.
  static final int ENVIRONMENT = 3;

  private Exit() {}
}
