package org.yutang.bench;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.context.ApplicationContext;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Outcome;

/// One kind of work that goes on while a process is killed, and what must hold afterwards. To add
/// one implement it and name it in [CrashChild#LOADS].
interface CrashLoad {

  /// One word without spaces.
  String name();

  /// The packages whose beans it works with.
  List<String> rooms();

  /// Makes what it works on, unless it is there already.
  ///
  /// @param any seat of the rounds, of which only the start counts
  void begin(ApplicationContext house, Seat any);

  /// Does the caller's call of that number: the same again whenever it is asked for the same. May
  /// throw, and is then asked again.
  ///
  /// @return what was acknowledged, in one line that [#differences] understands; empty if nothing
  Optional<String> call(ApplicationContext house, Seat seat, long number);

  /// The places of the commands that were accepted, as a line; empty if none was.
  static Optional<String> accepted(List<Outcome> outcomes) {
    String places =
        IntStream.range(0, outcomes.size())
            .filter(i -> outcomes.get(i) instanceof Outcome.Accepted)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(","));
    return places.isEmpty() ? Optional.empty() : Optional.of(places);
  }

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
  record Seat(Instant start, int process, int caller) {

    /// From which all of the call of that number follows.
    SplittableRandom random(long number) {
      return new SplittableRandom(
          start.toEpochMilli() + 1_000_003L * (100L * process + caller) + number);
    }

    /// The id of a command at that place of the call.
    UUID id(String what, long number, int place) {
      return Uuids.derived(
          start.plusMillis(1000L * process + number),
          what,
          String.valueOf(process),
          String.valueOf(caller),
          String.valueOf(number),
          String.valueOf(place));
    }
  }

  /// A line that a call returned.
  record Acknowledged(Seat seat, long number, String line) {

    /// Those of the call's commands that [#accepted] named.
    List<Command> of(List<Command> commands) {
      return Arrays.stream(line.split(",")).map(Integer::valueOf).map(commands::get).toList();
    }
  }
}
