package org.yutang.register;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Hands chunks from the thread that reads a file to the one that writes to the database, and the
/// emptied ones back. Few are under way at a time, so the faster side waits for the slower one and
/// memory stays flat.
final class Conveyor implements AutoCloseable {

  private static final int UNDER_WAY = 3;

  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(UNDER_WAY + 1);
  private final BlockingQueue<Chunk> empty = new ArrayBlockingQueue<>(UNDER_WAY + 2);
  private final Chunk end = new Chunk();
  private final Chunk abandoned = new Chunk();
  private final ExecutorService writer = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Future<ImportReport> writing;

  Conveyor() {
    for (int i = 0; i < UNDER_WAY; i++) empty.add(new Chunk());
  }

  /// The writing end.
  interface Chunks {
    /// The next full chunk, or null at the end; throws when the reading side gave up.
    @Nullable Chunk next();

    void giveBack(Chunk emptied);
  }

  interface Writing {
    ImportReport write(Chunks chunks);
  }

  /// Thrown to the reading side when the writing side is gone.
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Future<ImportReport> start(Writing work) {
    Future<ImportReport> started = writer.submit(() -> work.write(writingEnd()));
    writing = started;
    return started;
  }

  private Chunks writingEnd() {
    return new Chunks() {
      @Override
      public @Nullable Chunk next() {
        try {
          Chunk chunk = full.take();
          if (chunk == abandoned)
            throw new IllegalStateException("the file could not be read to its end");
          return chunk == end ? null : chunk;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void giveBack(Chunk emptied) {
        empty.offer(emptied);
      }
    };
  }

  /// An empty chunk to fill.
  Chunk take() {
    return waiting(() -> empty.poll(200, TimeUnit.MILLISECONDS));
  }

  void put(Chunk chunk) {
    waiting(() -> full.offer(chunk, 200, TimeUnit.MILLISECONDS) ? chunk : null);
  }

  void end() {
    put(end);
  }

  /// Lets the writing side undo everything.
  void abandon() {
    full.clear();
    full.offer(abandoned);
  }

  private interface Attempt {
    @Nullable Chunk make() throws InterruptedException;
  }

  private Chunk waiting(Attempt attempt) {
    try {
      while (true) {
        Chunk chunk = attempt.make();
        if (chunk != null) return chunk;
        if (writing != null && writing.isDone()) throw new Broken();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Waits until the writing side has ended.
  @Override
  public void close() {
    writer.close();
  }
}
