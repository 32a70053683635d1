package org.yutang.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.yutang.access.LocalCredential;
import org.yutang.kernel.Refusal;
import org.yutang.store.EarlyDatabase;

/// A server in this process, from the moment it answers until [#close] (or a signal, which closes
/// it as well).
final class RunningServer implements AutoCloseable {

  private final ServerPlan plan;
  private final ConfigurableApplicationContext context;

  private RunningServer(ServerPlan plan, ConfigurableApplicationContext context) {
    this.plan = plan;
    this.context = context;
  }

  /// Starts it and writes the [ServerFile]; returns when it answers.
  ///
  /// @param further arguments for Spring beside those of the plan
  /// @throws Refusal where it cannot start, as a cause of whatever is thrown
  static RunningServer start(ServerPlan plan, String... further) {
    SpringApplication application = new SpringApplication(Server.class);
    application.addInitializers(context -> begin(plan, context));
    application.addListeners(
        (ApplicationListener<ContextClosedEvent>) closed -> ServerFile.remove(plan.home()));
    List<String> words = new java.util.ArrayList<>(plan.springArguments());
    words.addAll(List.of(further));
    try {
      RunningServer server = new RunningServer(plan, application.run(words.toArray(String[]::new)));
      server.file().write(plan.home());
      return server;
    } catch (PortInUseException e) {
      throw new Refusal(
          CliRefusal.PORT_BUSY,
          Map.of("port", String.valueOf(plan.port()), "address", plan.address().getHostAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void begin(ServerPlan plan, ConfigurableApplicationContext context) {
    var beans = (DefaultListableBeanFactory) context.getBeanFactory();
    beans.registerSingleton("home", plan.home());
    String url = context.getEnvironment().getProperty("yutang.database-url", "");
    EarlyDatabase.begin(beans, plan.home(), url);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /// What the verbs of this machine need to reach it.
  ServerFile file() {
    return new ServerFile(
        port(),
        plan.scheme(),
        bean(LocalCredential.class).value(),
        ProcessHandle.current().pid(),
        plan.tls().map(tls -> tls.certificate().toString()).orElse(null));
  }

  int port() {
    return Optional.ofNullable(((WebServerApplicationContext) context).getWebServer())
        .orElseThrow()
        .getPort();
  }

  /// Where a browser on this machine finds it.
  String url() {
    return plan.scheme() + "://" + plan.host() + ":" + port() + "/";
  }

  @Override
  public void close() {
    context.close();
  }
}
