package org.yutang.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.yutang.store.Home;

/// Does harm to a ledger under load, round after round on the same folder. The process that starts
/// after a round checks it: everything acknowledged is there, nothing is there twice, the books
/// balance.
final class CrashRounds implements AutoCloseable {

  /// What happens in a round. Each ends with `kill -9`.
  enum Harm {
    /// Nothing else.
    KILL("kill -9 of the process"),
    /// All its connections are ended by the server, [#CUTS] times.
    CUT("its connections cut"),
    /// The database's postmaster is killed with -9 and comes back.
    POSTMASTER("kill -9 of the database"),
    /// A second process wants the shard: it must not have it while the first works, not write over
    /// it when the first was asleep and wakes, and must take over when the first is dead.
    RIVAL("a second process that wants the shard");

    final String words;

    Harm(String words) {
      this.words = words;
    }
  }

  /// @param wrong what did not hold, a sentence each; empty when the round was survived
  record Round(Harm harm, long acknowledged, List<String> wrong) {}

  private static final int CUTS = 10;

  /// What a process must have been acknowledged before harm is done, in bytes of its lines.
  private static final long FIRST = 300;

  private static final int LONGEST_WORK_MILLIS = 500;
  private static final Duration WATCHED = Duration.ofMillis(1500);

  /// A writer that pauses longer might rightly be relieved.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration ASLEEP = Duration.ofSeconds(3);

  private final Path folder;
  private final Home home;
  private final Random random;
  private final Consumer<String> say;
  private final Instant start;
  private final List<CrashProcess> started = new ArrayList<>();

  /// @param folder for the house, what was acknowledged and what was printed
  /// @param start a moment of today, from which ids count
  CrashRounds(Path folder, long seed, Instant start, Consumer<String> say) throws IOException {
    this.folder = folder;
    this.home = Home.at(folder.resolve("house"));
    this.random = new Random(seed);
    this.start = start.truncatedTo(ChronoUnit.MILLIS);
    this.say = say;
    Files.createDirectories(acknowledged());
  }

  /// Does these harms in turn.
  List<Round> run(List<Harm> harms) throws Exception {
    List<Round> rounds = new ArrayList<>();
    List<Integer> unchecked = new ArrayList<>();
    List<String> wrong = List.of();
    for (Harm harm : harms) {
      long begun = System.nanoTime();
      CrashProcess process = start(home, "", CrashChild.Task.WORK, unchecked);
      process.await(CrashChild.READY);
      if (!unchecked.isEmpty()) rounds.add(tell(harms, rounds.size(), wrong, process));
      int before = started.size() - 1;
      wrong = harm(harm, process);
      unchecked.clear();
      for (int number = before; number < started.size(); number++) unchecked.add(number);
      say.accept("%s took %.1f s".formatted(harm.words, (System.nanoTime() - begun) / 1e9));
    }
    CrashProcess last = start(home, "", CrashChild.Task.CHECK, all());
    last.await(CrashChild.READY);
    rounds.add(tell(harms, rounds.size(), wrong, last));
    last.end();
    return rounds;
  }

  /// What the process that came after a round found.
  private Round tell(List<Harm> harms, int number, List<String> wrong, CrashProcess after) {
    List<String> found = new ArrayList<>(wrong);
    found.addAll(after.heard(CrashChild.WRONG));
    long acknowledged = after.heard(CrashChild.CHECKED).stream().mapToLong(Long::parseLong).sum();
    Round round = new Round(harms.get(number), acknowledged, found);
    say.accept(
        "round %d of %d, %s: %s, %,d acknowledged calls checked"
            .formatted(
                number + 1,
                harms.size(),
                round.harm().words,
                found.isEmpty() ? "nothing lost" : "WRONG: " + String.join("; ", found),
                acknowledged));
    return round;
  }

  private List<String> harm(Harm harm, CrashProcess process) throws Exception {
    process.awaitProgress(FIRST);
    Thread.sleep(random.nextInt(LONGEST_WORK_MILLIS));
    List<String> wrong = List.of();
    switch (harm) {
      case KILL -> {}
      case CUT -> {
        for (int i = 0; i < CUTS; i++) {
          if (process.cutConnections() == 0) wrong = List.of("there was no connection to cut");
          process.awaitProgress(FIRST);
          Thread.sleep(random.nextInt(LONGEST_WORK_MILLIS / CUTS));
        }
      }
      case POSTMASTER -> {
        CrashProcess.signal(process.postmaster(), "KILL");
        process.awaitProgress(FIRST);
      }
      case RIVAL -> wrong = rival(process);
    }
    process.kill();
    if (harm == Harm.RIVAL) {
      CrashProcess rival = started.getLast();
      rival.awaitProgress(FIRST);
      Thread.sleep(random.nextInt(LONGEST_WORK_MILLIS));
      rival.kill();
    }
    return wrong;
  }

  /// What the rival did while the first process worked; leaves both running.
  private List<String> rival(CrashProcess first) throws Exception {
    Home other = Home.at(folder.resolve("rival-" + started.size()));
    CrashProcess rival = start(other, first.url(), CrashChild.Task.RIVAL, List.of());
    rival.await(CrashChild.READY);
    List<String> wrong = watch(first, rival);
    first.signal("STOP");
    Thread.sleep(ASLEEP);
    first.signal("CONT");
    Thread.sleep(random.nextInt(LONGEST_WORK_MILLIS));
    return wrong;
  }

  private List<String> watch(CrashProcess first, CrashProcess rival) throws Exception {
    long begun = System.nanoTime();
    long progress = first.progress();
    long progressed = begun;
    long longestPause = 0;
    while (System.nanoTime() - begun < WATCHED.toNanos()) {
      Thread.sleep(5);
      if (first.progress() != progress) progressed = System.nanoTime();
      progress = first.progress();
      longestPause = Math.max(longestPause, System.nanoTime() - progressed);
    }
    first.tell(CrashChild.HAS_WRITTEN + (started.size() - 1));
    boolean written = Boolean.parseBoolean(first.await(CrashChild.WRITTEN));
    if (longestPause > PAUSE.toNanos()) {
      say.accept("the first process paused too long to say whether the second had to wait");
      return List.of();
    }
    List<String> wrong = new ArrayList<>();
    if (rival.progress() > 0) wrong.add("a second process was answered while the first worked");
    if (written) wrong.add("a second process wrote while the first worked");
    return wrong;
  }

  private CrashProcess start(Home in, String url, CrashChild.Task task, List<Integer> toCheck)
      throws IOException {
    int number = started.size();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            in.dir().toString(),
            acknowledged().toString(),
            start.toString(),
            String.valueOf(number),
            task.name()));
    for (int other : toCheck) arguments.add(String.valueOf(other));
    CrashProcess process =
        CrashProcess.start(
            in,
            url,
            acknowledged().resolve(String.valueOf(number)),
            folder.resolve("output"),
            arguments);
    started.add(process);
    return process;
  }

  private Path acknowledged() {
    return folder.resolve("acknowledged");
  }

  private List<Integer> all() {
    return IntStream.range(0, started.size()).boxed().toList();
  }

  /// Ends what is left of all processes and of the database that one left behind.
  @Override
  public void close() throws IOException {
    for (CrashProcess process : started) process.close();
    try {
      Optional<Long> left = postmaster();
      if (left.isPresent()) CrashProcess.signal(left.get(), "QUIT");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The process that PostgreSQL's own file names, if it is one that works on this house.
  private Optional<Long> postmaster() throws IOException {
    Path file = home.postgres().resolve("data").resolve("postmaster.pid");
    if (!Files.exists(file)) return Optional.empty();
    return Files.readAllLines(file).stream()
        .findFirst()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
        .filter(found -> found.info().commandLine().orElse("").contains(home.postgres().toString()))
        .map(ProcessHandle::pid);
  }
}
