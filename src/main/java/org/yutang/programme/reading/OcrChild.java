package org.yutang.programme.reading;

import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yutang.store.Json;

/// Reads pictures through a child process, because what reads them is native code: a picture that
/// breaks it breaks the child. The child has a bounded heap and bounded memory in all, a limit of
/// time for each picture, and the lowest claim on the processor; it is started when a picture comes
/// and started anew after it died. One picture at a time.
final class OcrChild implements Ocr {

  private static final int HEAP_MEGABYTES = 256;

  /// Of address space, half of which a JVM reserves without using it.
  private static final int KILOBYTES = 5 << 20;

  private static final String GONE = "the reading process is gone";
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /// Where there is no such limit (macOS), it runs without; the rest bounds it there.
  private static final String LIMITED =
      "ulimit -v " + KILOBYTES + " 2>/dev/null; exec nice -n 10 \"$@\"";

  private final Path folder;
  private final Duration pictureLimit;
  private final int longest;
  private @Nullable Process process;
  private BlockingQueue<String> said = new LinkedBlockingQueue<>();

  /// @param folder of its own, emptied at each start: native code and models are unpacked there
  /// @param longest side in pixels to which a picture is shrunk before lines are searched; 0 for as
  ///   it is
  public OcrChild(Path folder, Duration pictureLimit, int longest) {
    this.folder = folder;
    this.pictureLimit = pictureLimit;
    this.longest = longest;
  }

  @Override
  public synchronized Seen read(byte[] jpeg) throws Failure {
    try {
      Process child = running();
      DataOutputStream out = new DataOutputStream(child.getOutputStream());
      out.writeInt(jpeg.length);
      out.write(jpeg);
      out.flush();
      String answer = hear(pictureLimit);
      if (!answer.startsWith(OcrMain.SEEN)) throw new Failure(answer);
      return Json.read(answer.substring(OcrMain.SEEN.length()), Seen.class);
    } catch (IOException e) {
      close();
      throw new Failure(GONE);
    }
  }

  /// The child's id, while there is one.
  public synchronized Optional<Long> pid() {
    return Optional.ofNullable(process).filter(Process::isAlive).map(Process::pid);
  }

  private Process running() throws IOException, Failure {
    Process there = process;
    if (there != null && there.isAlive()) return there;
    close();
    Files.createDirectories(folder);
    Process started =
        new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process = started;
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    said = heard;
    Thread.ofVirtual().name("reading-child").start(() -> listen(started, heard));
    hear(START_LIMIT);
    return started;
  }

  private List<String> command() {
    return List.of(
        "/bin/sh",
        "-c",
        LIMITED,
        "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + HEAP_MEGABYTES + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:CompressedClassSpaceSize=64m",
        "-XX:ReservedCodeCacheSize=64m",
        "-Djava.awt.headless=true",
        "-Djava.io.tmpdir=" + folder,
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        OcrMain.class.getName(),
        String.valueOf(longest));
  }

  /// Passes on what the child says until its output ends.
  private static void listen(Process child, BlockingQueue<String> heard) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine())
        if (line.startsWith(OcrMain.SAYS)) heard.add(line.substring(OcrMain.SAYS.length()));
    } catch (IOException gone) {
      // the answer that is missing says so
    }
    heard.add(GONE);
  }

  private String hear(Duration limit) throws Failure {
    try {
      String answer = said.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (answer != null && !answer.equals(GONE)) return answer;
      close();
      throw new Failure(answer == null ? "it took too long" : GONE);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new Failure("interrupted");
    }
  }

  @Override
  public synchronized void close() {
    Process ending = process;
    process = null;
    if (ending == null) return;
    ending.destroyForcibly();
    try {
      ending.waitFor(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    empty();
  }

  private void empty() {
    if (!Files.isDirectory(folder)) return;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
