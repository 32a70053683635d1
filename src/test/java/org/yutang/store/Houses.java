package org.yutang.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.yutang.TestDatabases;

/// Opens the store alone, without web server or other rooms' beans, for tests that start and stop
/// many.
final class Houses {

  /// The database of each folder, when the run uses an external server.
  private static final Map<Path, String> URLS = new ConcurrentHashMap<>();

  private Houses() {}

  static Path folder() throws IOException {
    return Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "store-tests")), "home")
        .toAbsolutePath();
  }

  static AnnotationConfigApplicationContext open(Path dir, Class<?>... rooms) {
    return open(dir, url(dir), rooms);
  }

  /// The database that [#open] takes for the folder; empty for the embedded one.
  static String url(Path dir) {
    return URLS.computeIfAbsent(dir, fresh -> TestDatabases.fresh().orElse(""));
  }

  static AnnotationConfigApplicationContext openEmbedded(Path dir) {
    return open(dir, "");
  }

  static AnnotationConfigApplicationContext open(Path dir, String url, Class<?>... rooms) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("yutang.database-url", url)));
    context.registerBean("home", Home.class, () -> Home.at(dir));
    new org.springframework.context.annotation.ClassPathBeanDefinitionScanner(context) {
      {
        addExcludeFilter(
            (reader, factory) -> reader.getClassMetadata().getClassName().contains("Test"));
      }
    }.scan("org.yutang.store");
    if (rooms.length > 0) context.register(Arrays.copyOf(rooms, rooms.length));
    try {
      context.refresh();
      return context;
    } catch (RuntimeException e) {
      context.close();
      throw e;
    }
  }

  /// What a failed start says at its bottom.
  static Throwable bottom(Throwable e) {
    return e.getCause() == null ? e : bottom(e.getCause());
  }
}
