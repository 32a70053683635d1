package org.yutang;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.yutang.cli.Server;
import org.yutang.store.Home;

/// A test against the whole server on real PostgreSQL, on a free port, in a folder of its own below
/// `target`. All such tests of one run share one server, so each uses places, names and ids of its
/// own and leaves others' alone.
@SpringBootTest(classes = Server.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = ServerTest.OwnHome.class)
public abstract class ServerTest {

  /// Puts a fresh home into the context. See [TestDatabases] for how the same suite runs on an
  /// external server.
  static class OwnHome implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      try {
        Path dir = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "home");
        context.getBeanFactory().registerSingleton("home", Home.at(dir));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      TestPropertyValues.of("yutang.sandbox-payments=true", "yutang.local-webhooks=true")
          .applyTo(context);
      TestDatabases.fresh()
          .ifPresent(url -> TestPropertyValues.of("yutang.database-url=" + url).applyTo(context));
    }
  }
}
