package org.yutang.bench;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationContext;

/// One kind of work that goes on while a process is killed, and what must hold afterwards. To add
/// one (claims on a campaign, say), implement it and name it in [CrashChild#LOADS].
interface CrashLoad {

  /// One word without spaces.
  String name();

  /// The packages whose beans it works with.
  List<String> rooms();

  /// Makes what it works on, unless it is there already.
  void begin(ApplicationContext house);

  /// Does the caller's call of that number: the same again whenever it is asked for the same. May
  /// throw, and is then asked again.
  ///
  /// @return what was acknowledged, in one line that [#differences] understands; empty if nothing
  Optional<String> call(ApplicationContext house, Seat seat, long number);

  /// What is lost, doubled or beyond what there is, a sentence each.
  ///
  /// @param acknowledged lines that [#call] returned, in this process or one before it
  List<String> differences(ApplicationContext house, List<Acknowledged> acknowledged);

  /// Whether anything of that caller's first call is in the books.
  boolean hasWritten(ApplicationContext house, Seat seat);

  /// One caller of one process.
  ///
  /// @param start of all rounds; ids count from it
  /// @param process counts the processes since then
  record Seat(Instant start, int process, int caller) {}

  /// A line that a call returned.
  record Acknowledged(Seat seat, long number, String line) {}
}
