package org.yutang.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yutang.access.Setup;

/// `run`: a server until it is told to stop.
final class RunVerb implements Verb {

  @Override
  public String name() {
    return "run";
  }

  @Override
  public Usage usage() {
    return new Usage(
        List.of(),
        Stream.concat(ServerPlan.OPTIONS.stream(), ServerPlan.OPEN_OPTIONS.stream()).toList());
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws InterruptedException {
    ServerPlan plan = ServerPlan.of(arguments, System.getenv());
    RunningServer server = RunningServer.start(plan);
    terminal.out().println("ready " + server.url());
    server
        .bean(Setup.class)
        .renew()
        .ifPresent(
            token ->
                terminal.say(
                    "cli.setup-link", Map.of("link", server.url() + "setup?token=" + token)));
    StartCache.makeIfMissing();
    Thread.currentThread().join(); // until a signal: the shutdown hook closes the server
    return Exit.DONE;
  }
}
