package org.yutang.store;

/// What a room does once a minute while the server is up, such as trying again what has waited. A
/// bean of this type is found by itself; the first call comes a minute after the start. What is
/// thrown is logged, and the next minute tries again. May run on several servers at once.
public interface EveryMinute {
  void everyMinute();
}
