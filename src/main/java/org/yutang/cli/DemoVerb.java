package org.yutang.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yutang.demo.Demo;
import org.yutang.store.Jobs;

/// `demo`: a server on this machine with a whole county of made-up people.
final class DemoVerb implements Verb {

  private static final long POLL_MILLIS = 500;

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public Usage usage() {
    return new Usage(List.of(), ServerPlan.OPTIONS);
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws InterruptedException {
    RunningServer server =
        RunningServer.start(ServerPlan.loopback(arguments, System.getenv()), "--yutang.demo=true");
    Demo demo = server.bean(Demo.class);
    ProgressLine line = new ProgressLine(terminal);
    if (!demo.isComplete()) terminal.warn("cli.demo-building", Map.of("url", server.url()));
    demo.build(line::show);
    line.clear();
    terminal.out().println("ready " + server.url());
    terminal.say("cli.demo-logins", Map.of());
    for (Demo.Login login : demo.logins())
      terminal
          .out()
          .println(
              "  "
                  + terminal
                      .words()
                      .t(
                          "cli.role."
                              + login.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                  + "  "
                  + server.url()
                  + login.path());
    followAndTell(demo, line, terminal);
    StartCache.makeIfMissing();
    Thread.currentThread().join(); // until a signal: the shutdown hook closes the server
    return Exit.DONE;
  }

  /// Brings everything in, the year too, and shows how far it is.
  static void fill(Demo demo, ProgressLine line) throws InterruptedException {
    demo.build(line::show);
    follow(demo, line);
  }

  private static void followAndTell(Demo demo, ProgressLine line, Terminal terminal)
      throws InterruptedException {
    Optional<Jobs.Job> year = demo.year();
    if (year.isEmpty() || year.get().ended()) return;
    follow(demo, line);
    Jobs.Job ended = demo.year().orElseThrow();
    if (ended.state() == Jobs.State.DONE) terminal.say("cli.demo-year-done", Map.of());
    else terminal.warn("cli.demo-year-failed", Map.of("job", ended.id().toString()));
  }

  /// Shows how far the year has come until it has ended; the doors are open meanwhile.
  private static void follow(Demo demo, ProgressLine line) throws InterruptedException {
    for (Optional<Jobs.Job> year = demo.year();
        year.filter(job -> !job.ended()).isPresent();
        year = demo.year()) {
      line.show(year.get().step(), year.get().done(), year.get().total());
      Thread.sleep(POLL_MILLIS);
    }
    line.clear();
  }
}
