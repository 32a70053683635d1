package org.yutang.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yutang.demo.Demo;

/// `demo`: a server on this machine with a whole county of made-up people.
final class DemoVerb implements Verb {

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
    StartCache.makeIfMissing();
    Thread.currentThread().join(); // until a signal: the shutdown hook closes the server
    return Exit.DONE;
  }
}
