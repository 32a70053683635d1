package org.yutang.cli;

import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.yutang.store.Home;

/// Where the process starts.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(org.yutang.cli.Server.class);
    Home home = Home.at(Path.of(System.getProperty("yutang.dir", "var")));
    application.addInitializers(context -> context.getBeanFactory().registerSingleton("home", home));
    application.run(arguments);
  }
}
