package org.yutang.programme.reading;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.State;
import org.yutang.store.Home;
import org.yutang.store.Photos;

/// Reads one photo after the other while the server is up. It stands apart from the house's jobs
/// because those two workers must never wait behind a hundred photos.
///
/// May be killed at any moment: a photo that was taken is free again at the next start, or for
/// others after [#LEASE], and what was read is written once. A photo on which the reader failed
/// [#MAX_TRIES] times is unreadable.
@Component
class PaperReader implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(PaperReader.class);

  static final int MAX_TRIES = 2;

  /// Whoever was killed so often with the same photo was killed by it.
  private static final int MAX_TAKEN = 5;

  private static final Duration PICTURE_LIMIT = Duration.ofSeconds(40);

  /// Longer than starting the reader and reading one picture can take.
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

  /// After so long without work the child gives its memory back.
  private static final Duration IDLE = Duration.ofMinutes(1);

  /// After an old photo it rests so many times as long as it worked.
  private static final int PATIENCE = 3;

  /// Nobody can read a bill on less.
  private static final int SHORTEST_SIDE = 200;

  private final PaperRows rows;
  private final Photos photos;
  private final Ocr ocr;
  private final boolean wanted;
  private final Semaphore stopping = new Semaphore(0);
  private final Home home;
  private @Nullable Thread thread;

  PaperReader(
      PaperRows rows,
      Photos photos,
      Home home,
      @Value("${yutang.read-photos:true}") boolean wanted) {
    this.rows = rows;
    this.photos = photos;
    this.ocr = new OcrChild(home.run().resolve("reading"), PICTURE_LIMIT, 0);
    this.wanted = wanted;
    this.home = home;
  }

  @Override
  public synchronized void start() {
    if (!wanted || thread != null) return;
    stopping.drainPermits();
    thread = Thread.ofPlatform().name("reading").daemon().start(this::work);
  }

  @Override
  public synchronized void stop() {
    Thread ending = thread;
    thread = null;
    if (ending == null) return;
    stopping.release();
    ending.interrupt();
    try {
      ending.join(Duration.ofSeconds(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return thread != null;
  }

  private void work() {
    long idleSince = System.nanoTime();
    UUID reader = Uuids.named("reader", name());
    rows.releaseAll(reader);
    try {
      while (true) {
        Duration pause = POLL;
        try {
          long begun = System.nanoTime();
          Optional<PaperRows.Taken> next = rows.take(reader, LEASE);
          if (next.isPresent()) {
            read(next.get());
            idleSince = System.nanoTime();
            // nobody waits for what is old: a backlog leaves the processor to others
            pause =
                next.get().old() ? Duration.ofNanos(PATIENCE * (idleSince - begun)) : Duration.ZERO;
          }
        } catch (RuntimeException e) {
          if (Thread.currentThread().isInterrupted()) return;
          LOG.warn("photos are not read for a while: {}", e.toString());
          pause = PAUSE_AFTER_FAILURE;
        }
        if (System.nanoTime() - idleSince > IDLE.toNanos()) ocr.close();
        if (stopping.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ocr.close();
    }
  }

  /// Of this server's folder, which only one process uses at a time.
  private String name() {
    Path file = home.run().resolve("reader");
    try {
      if (!Files.exists(file)) Files.writeString(file, UUID.randomUUID().toString());
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(PaperRows.Taken taken) {
    byte[] jpeg;
    BufferedImage picture;
    try {
      if (taken.tries() > MAX_TAKEN) throw new IOException("it ends whoever takes it");
      jpeg = photos.get(taken.photo());
      picture = ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg)));
      if (picture == null) throw new IOException("no picture");
    } catch (Refusal | IOException lost) {
      rows.put(PaperReading.empty(taken.photo(), State.UNREADABLE), null);
      return;
    }
    Look look = Look.of(picture);
    if (Math.max(picture.getWidth(), picture.getHeight()) < SHORTEST_SIDE) {
      rows.put(PaperReading.empty(taken.photo(), State.UNREADABLE), look);
      return;
    }
    reading(taken, jpeg).ifPresent(read -> rows.put(read, look));
  }

  /// Empty where it is to be tried again.
  private Optional<PaperReading> reading(PaperRows.Taken taken, byte[] jpeg) {
    try {
      return Optional.of(Reading.of(taken.photo(), ocr.read(jpeg)));
    } catch (Ocr.Failure | RuntimeException failure) {
      if (Thread.currentThread().isInterrupted()) return Optional.empty(); // a stop; see releaseAll
      LOG.warn("a photo was not read at try {}: {}", taken.tries(), why(failure));
      if (taken.tries() >= MAX_TRIES)
        return Optional.of(PaperReading.empty(taken.photo(), State.UNREADABLE));
      rows.release(taken.photo());
      return Optional.empty();
    }
  }

  /// Without what other exceptions say, which may be somebody's number.
  private static String why(Exception failure) {
    return failure instanceof Ocr.Failure
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getSimpleName();
  }
}
