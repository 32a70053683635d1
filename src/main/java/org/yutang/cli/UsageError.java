package org.yutang.cli;

import java.util.Map;

/// A command line that makes no sense; `key` is a message of the room `cli`.
final class UsageError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String key;
  private final transient Map<String, ?> facts;

  UsageError(String key, Map<String, ?> facts) {
    super(key + facts);
    this.key = key;
    this.facts = Map.copyOf(facts);
  }

  String key() {
    return key;
  }

  Map<String, ?> facts() {
    return facts;
  }
}
