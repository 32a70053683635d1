package org.yutang.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.store.Home;

/// A process that is made to be killed: the rooms of its loads on a real database, without pages.
/// It checks what processes before it acknowledged, then works and writes down what is acknowledged
/// to it.
///
/// It is told the database on the first line of its input (empty for the embedded one) and ends
/// when the input does, so that it never outlives who started it. What it says begins with [#SAYS].
final class CrashChild {

  static final String SAYS = "crash: ";

  /// Behind this come the postmaster's process id, the address of the database and its user.
  static final String DATABASE = "database ";

  static final String WRONG = "wrong ";
  static final String CHECKED = "checked ";
  static final String READY = "ready";
  static final String WRITTEN = "written ";

  /// A question on its input: whether the process of that number has written.
  static final String HAS_WRITTEN = "has-written ";

  static final int CALLERS = 4;

  enum Task {
    CHECK,
    /// Check, then work.
    WORK,
    /// Work without a check, which would meet books that somebody else is writing.
    RIVAL
  }

  private static final List<CrashLoad> LOADS = List.of(new TransferLoad(), new ClaimLoad());
  private static final long PAUSE_MILLIS = 20;
  private static final int SHOWN = 10;

  private final ConfigurableApplicationContext house;
  private final Instant start;
  private final int process;
  private final Path acknowledged;

  private CrashChild(
      ConfigurableApplicationContext house, Instant start, int process, Path acknowledged) {
    this.house = house;
    this.start = start;
    this.process = process;
    this.acknowledged = acknowledged;
  }

  /// @param arguments the house's folder, the folder of what was acknowledged, the start of all
  ///   rounds, this process's number, its [Task], and the numbers of processes to check
  public static void main(String[] arguments) throws IOException, SQLException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String url = Optional.ofNullable(input.readLine()).orElse("");
    CrashChild child =
        new CrashChild(
            open(Path.of(arguments[0]), url),
            Instant.parse(arguments[2]),
            Integer.parseInt(arguments[3]),
            Path.of(arguments[1]));
    child.sayDatabase();
    Thread.ofPlatform().daemon().start(() -> child.answer(input));
    Task task = Task.valueOf(arguments[4]);
    if (task != Task.RIVAL) child.check(List.of(arguments).subList(5, arguments.length));
    if (task != Task.CHECK) child.work();
    say(READY);
  }

  private static ConfigurableApplicationContext open(Path dir, String url) {
    Set<String> rooms = new LinkedHashSet<>(List.of("org.yutang.store"));
    for (CrashLoad load : LOADS) rooms.addAll(load.rooms());
    SpringApplication application = new SpringApplication();
    application.setMainApplicationClass(CrashChild.class);
    application.setSources(rooms);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("home", Home.at(dir)));
    return application.run("--yutang.database-url=" + url);
  }

  private void sayDatabase() throws SQLException {
    try (Connection connection = house.getBean(DataSource.class).getConnection()) {
      DatabaseMetaData about = connection.getMetaData();
      long backend =
          house.getBean(JdbcClient.class).sql("select pg_backend_pid()").query(Long.class).single();
      long postmaster =
          ProcessHandle.of(backend)
              .flatMap(ProcessHandle::parent)
              .map(ProcessHandle::pid)
              .orElse(0L);
      say(DATABASE + postmaster + " " + about.getURL() + " " + about.getUserName());
    }
  }

  private void answer(BufferedReader input) {
    try {
      for (String line = input.readLine(); line != null; line = input.readLine())
        if (line.startsWith(HAS_WRITTEN)) {
          int other = Integer.parseInt(line.substring(HAS_WRITTEN.length()));
          say(WRITTEN + hasWritten(other));
        }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      System.exit(0);
    }
  }

  private boolean hasWritten(int other) {
    for (CrashLoad load : LOADS)
      for (int caller = 0; caller < CALLERS; caller++)
        if (load.hasWritten(house, new CrashLoad.Seat(start, other, caller))) return true;
    return false;
  }

  private void check(List<String> processes) throws IOException {
    for (CrashLoad load : LOADS) {
      List<CrashLoad.Acknowledged> lines = new ArrayList<>();
      for (String other : processes) read(load, Integer.parseInt(other), lines);
      load.begin(house, new CrashLoad.Seat(start, process, 0));
      List<String> differences = load.differences(house, lines);
      for (String difference : differences.subList(0, Math.min(SHOWN, differences.size())))
        say(WRONG + difference);
      say(CHECKED + lines.size());
    }
  }

  /// Lines of the form `LOAD CALLER NUMBER WORDS`; the last one may be torn and counts for nothing
  /// then.
  private void read(CrashLoad load, int other, List<CrashLoad.Acknowledged> into)
      throws IOException {
    Path file = acknowledged.resolve(String.valueOf(other));
    if (!Files.exists(file)) return;
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      String[] words = line.split(" ", 4);
      if (words[0].equals(load.name()))
        into.add(
            new CrashLoad.Acknowledged(
                new CrashLoad.Seat(start, other, Integer.parseInt(words[1])),
                Long.parseLong(words[2]),
                words[3]));
    }
  }

  private void work() {
    for (CrashLoad load : LOADS)
      for (int caller = 0; caller < CALLERS; caller++) {
        CrashLoad.Seat seat = new CrashLoad.Seat(start, process, caller);
        Thread.ofPlatform().daemon(false).start(() -> work(load, seat));
      }
  }

  private void work(CrashLoad load, CrashLoad.Seat seat) {
    for (long number = 0; ; ) {
      try {
        Optional<String> line = load.call(house, seat, number);
        if (line.isPresent())
          write("%s %d %d %s\n".formatted(load.name(), seat.caller(), number, line.get()));
        number++;
      } catch (RuntimeException e) { // an outage: ask again, as the ledger's callers are told to
        System.out.println(e);
        pause();
      }
    }
  }

  private synchronized void write(String line) {
    try {
      Files.writeString(
          acknowledged.resolve(String.valueOf(process)),
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(String what) {
    System.out.println(SAYS + what.replace('\n', ' '));
  }
}
