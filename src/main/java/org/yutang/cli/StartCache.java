package org.yutang.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// Halves the time of later starts: once after a build, beside the first server, a second process
/// of the lowest priority starts a throw-away server and lets the JVM write down what it loaded
/// (JEP 483, JEP 514). Nothing depends on it; where it fails, starts stay as they are.
final class StartCache {

  /// The system property in which the launcher names the file to make, where it is not there yet.
  private static final String PROPERTY = "yutang.start-cache";

  private static final List<String> PAGES =
      List.of("", "login", "log", "about", "log/checkpoint", "actuator/health");
  private static final int MINUTES = 10;
  private static final int STOP_SECONDS = 4;
  private static final Logger LOG = LoggerFactory.getLogger(StartCache.class);

  private StartCache() {}

  /// Starts making the cache behind the caller's back; a process that stops takes it along.
  static void makeIfMissing() {
    String wanted = System.getProperty(PROPERTY);
    if (wanted == null) return;
    Thread.ofVirtual().name("start-cache").start(() -> make(Path.of(wanted)));
  }

  private static void make(Path cache) {
    Path fresh = cache.resolveSibling(cache.getFileName() + ".new");
    try {
      Path folder = Files.createTempDirectory("yutang-start");
      try {
        Files.deleteIfExists(fresh);
        if (trained(fresh, folder)) Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        FileSystemUtils.deleteRecursively(folder);
        Files.deleteIfExists(fresh);
      }
    } catch (IOException | IllegalStateException e) { // the latter: the server is stopping
      LOG.debug("no start cache", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean trained(Path fresh, Path folder) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments())
      if (!option.startsWith("-D" + PROPERTY)) command.add(option);
    command.add("-XX:AOTCacheOutput=" + fresh);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StartCache.class.getName(), folder.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("YUTANG_"));
    Process process = builder.start();
    Thread hook = new Thread(() -> stop(process));
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
    } finally {
      stop(process);
      unhook(hook);
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("stopping already");
    }
  }

  private static void stop(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  /// The second process: starts a server in an empty folder, opens a few pages and ends.
  public static void main(String[] folder) throws InterruptedException {
    Arguments arguments = new RunVerb().usage().parse(List.of("--port", "0", "--dir", folder[0]));
    try (RunningServer server = RunningServer.start(ServerPlan.loopback(arguments, Map.of()));
        HttpClient client = HttpClient.newHttpClient()) {
      for (String page : PAGES)
        client.send(
            HttpRequest.newBuilder(URI.create(server.url() + page)).build(),
            HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.exit(Exit.DONE);
  }
}
