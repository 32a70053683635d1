package org.yutang.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yutang.store.Home;

/// The server that a verb talks to: the one that runs on the folder, or one started for the call
/// and stopped by [#close].
final class LocalServer implements AutoCloseable {

  /// The options of every verb that talks to a server.
  static final List<Usage.Option> OPTIONS =
      List.of(
          Usage.Option.of("--as", "NAME"),
          Usage.Option.of("--dir", "FOLDER"),
          Usage.Option.of("--keys", "FOLDER"));

  private final LocalClient client;
  private final Home home;
  private final @Nullable RunningServer own;

  private LocalServer(LocalClient client, Home home, @Nullable RunningServer own) {
    this.client = client;
    this.home = home;
    this.own = own;
  }

  static LocalServer reach(
      Arguments arguments, Terminal terminal, Map<String, String> environment) {
    Path dir = ServerPlan.dir(arguments, environment);
    String account = arguments.find("--as").orElse("");
    Optional<ServerFile> file = ServerFile.find(Home.at(dir));
    if (file.isPresent()) {
      LocalClient client = new LocalClient(file.get(), account, terminal.words().language());
      // whoever runs it told it where its keys are
      if (client.answers())
        return new LocalServer(client, ServerPlan.home(arguments, environment), null);
      if (ProcessHandle.of(file.get().pid()).isEmpty())
        terminal.warn("cli.stale-file", Map.of("dir", dir));
    }
    terminal.warn("cli.starting-for-call", Map.of("dir", dir));
    ServerPlan plan = ServerPlan.forOneCall(arguments, environment);
    RunningServer own = RunningServer.start(plan);
    return new LocalServer(
        new LocalClient(own.file(), account, terminal.words().language()), plan.home(), own);
  }

  LocalClient client() {
    return client;
  }

  Home home() {
    return home;
  }

  @Override
  public void close() {
    if (own != null) own.close();
  }
}
