package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.kernel.Refusal;

/// A home on a disk of 300 MB that is filled to the brim. Needs root, to mount it.
@Tag("slow")
class DiskFullTest {

  private static final long MB = 1 << 20;

  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "skipped: only root can mount a small disk");
    disk = Houses.folder();
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", disk.toString()) == 0,
        "skipped: this machine lets nobody mount a small disk");
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) run("umount", "-l", disk.toString());
  }

  @Test
  void filesAndRowsAreRefusedNothingIsHalfWrittenAndAllGoesOnWhenThereIsRoomAgain()
      throws Exception {
    Path dir = disk.resolve("home");
    Path ballast = disk.resolve("ballast");
    try (AnnotationConfigApplicationContext house = Houses.openEmbedded(dir)) {
      FileStore files = house.getBean(FileStore.class);
      Transactions transactions = house.getBean(Transactions.class);
      JdbcClient sql = house.getBean(JdbcClient.class);
      transactions.run(
          () ->
              sql.sql("insert into drill.load values (:id)").param("id", new UUID(0, 1)).update());

      // a file larger than the room that is left
      assertThatThrownBy(() -> files.put(new Zeros(290 * MB), 400 * MB))
          .hasMessage("store.disk-full");
      assertThat(dir.resolve("files/unfinished")).isEmptyDirectory();
      assertThat(house.getBean(FolderFiles.class).all()).isEmpty();

      // nearly full: refused up front, reading still works
      fill(ballast, Space.RESERVE_BYTES / 2);
      await(() -> refused(() -> transactions.run(() -> {})));
      assertThatThrownBy(
              () ->
                  transactions.run(
                      () -> sql.sql("insert into drill.load values (gen_random_uuid())").update()))
          .hasMessage("store.disk-full");
      assertThatThrownBy(() -> files.put(new Zeros(1), MB)).hasMessage("store.disk-full");
      assertThat(sql.sql("select count(*) from drill.load").query(Long.class).single())
          .isEqualTo(1);

      // full to the last byte, with a writer that does not ask first
      fill(ballast, 0);
      assertThatThrownBy(
              () -> {
                for (int n = 0; n < 40; n++)
                  sql.sql(
                          "insert into drill.load select gen_random_uuid() from generate_series(1, 100000)")
                      .update();
              })
          .isInstanceOf(RuntimeException.class);

      Files.delete(ballast);
      await(
          () ->
              !refused(
                  () ->
                      transactions.run(
                          () ->
                              sql.sql("insert into drill.load values (:id) on conflict do nothing")
                                  .param("id", new UUID(0, 2))
                                  .update())));
      assertThat(
              sql.sql("select count(*) from drill.load where id in (:a, :b)")
                  .param("a", new UUID(0, 1))
                  .param("b", new UUID(0, 2))
                  .query(Long.class)
                  .single())
          .isEqualTo(2);
      assertThat(
              sql.sql("select (count(*) - 2) % 100000 from drill.load").query(Long.class).single())
          .isZero();
      assertThat(files.put(new Zeros(MB), MB).bytes()).isEqualTo(MB);
    }
  }

  @Test
  void aFirstStartOnAFullDiskSaysSoAndLeavesNothingHalfMade() throws Exception {
    Path ballast = disk.resolve("ballast");
    fill(ballast, 10 * MB);
    Path dir = disk.resolve("home");
    assertThatThrownBy(() -> Houses.openEmbedded(dir)).rootCause().hasMessage("store.disk-full");
    Files.delete(ballast);
    Houses.openEmbedded(dir).close();
  }

  private static boolean refused(Runnable work) {
    try {
      work.run();
      return false;
    } catch (Refusal e) {
      assertThat(e.code()).isEqualTo(StoreRefusal.DISK_FULL);
      return true;
    } catch (RuntimeException e) { // the server is on its way up again
      return true;
    }
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    long limit = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(limit);
      Thread.sleep(100);
    }
  }

  /// Writes zeros until only so many bytes are free.
  private static void fill(Path ballast, long leave) throws IOException {
    byte[] block = new byte[64 << 10];
    try (OutputStream out =
        Files.newOutputStream(
            ballast,
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
      while (Files.getFileStore(ballast.getParent()).getUsableSpace()
          > leave + (leave == 0 ? 0 : block.length)) out.write(block);
    } catch (IOException e) {
      if (!Disk.isFull(e)) throw e;
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /// So many zero bytes.
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (left <= 0) return -1;
      int read = (int) Math.min(left, length);
      java.util.Arrays.fill(into, offset, offset + read, (byte) 0);
      left -= read;
      return read;
    }
  }
}
