package org.yutang.cli;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.yutang.store.Home;

/// `run`: a server until it is told to stop.
final class RunVerb implements Verb {

  @Override
  public String name() {
    return "run";
  }

  @Override
  public Usage usage() {
    return Usage.of(List.of(), Usage.Option.of("--port", "N"), Usage.Option.of("--dir", "FOLDER"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws InterruptedException {
    SpringApplication application = new SpringApplication(Server.class);
    Home home = Home.at(arguments.findPath("--dir").orElse(Path.of("var")));
    application.addInitializers(context -> context.getBeanFactory().registerSingleton("home", home));
    application.run("--server.port=" + arguments.findNumber("--port", 0, 65535).orElse(8080));
    Thread.currentThread().join();
    return Exit.DONE;
  }
}
