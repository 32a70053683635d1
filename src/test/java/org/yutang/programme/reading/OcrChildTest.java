package org.yutang.programme.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperReading.Name;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens;

/// The child process with the models that are shipped.
@Tag("slow")
class OcrChildTest {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path dir;

  private static PaperReading reading(Ocr.Seen seen) {
    return Reading.of("photo", seen);
  }

  @Test
  void aPrintedBillIsReadWholeAndAddsUp() throws Exception {
    try (OcrChild ocr = new OcrChild(dir.resolve("child"), LIMIT, 0)) {
      for (SpecimenBill.Layout layout : SpecimenBill.Layout.values()) {
        Specimens.Taken<SpecimenBill> taken = Specimens.scanned(layout, 12);
        PaperReading read = reading(ocr.read(taken.jpeg()));
        assertThat(read.find(Name.TOTAL)).as(layout + " total").isPresent();
        assertThat(read.find(Name.TOTAL).orElseThrow().value())
            .isEqualTo(taken.paper().total().decimal());
        assertThat(read.find(Name.BILL_NUMBER).orElseThrow().value())
            .isEqualTo(taken.paper().number());
        assertThat(read.find(Name.HOSPITAL).orElseThrow().value())
            .isEqualTo(taken.paper().hospital());
      }
    }
  }

  @Test
  void aChildThatWasKilledIsStartedAnew() throws Exception {
    byte[] bill = Specimens.scanned(SpecimenBill.Layout.RECEIPT, 3).jpeg();
    try (OcrChild ocr = new OcrChild(dir.resolve("child"), LIMIT, 0)) {
      int lines = ocr.read(bill).lines().size();
      long first = ocr.pid().orElseThrow();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      ProcessHandle.of(first).ifPresent(handle -> handle.onExit().join());
      assertThat(ocr.read(bill).lines()).hasSize(lines);
      assertThat(ocr.pid().orElseThrow()).isNotEqualTo(first);
    }
  }

  @Test
  void aChildThatIsKilledWhileItReadsFailsThatPictureOnly() throws Exception {
    byte[] bill = Specimens.scanned(SpecimenBill.Layout.INVOICE, 3).jpeg();
    try (OcrChild ocr = new OcrChild(dir.resolve("child"), LIMIT, 0)) {
      var _ = ocr.read(bill);
      long child = ocr.pid().orElseThrow();
      AtomicReference<Ocr.Failure> failure = new AtomicReference<>();
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(
              () -> failure.set(catchThrowableOfType(Ocr.Failure.class, () -> ocr.read(bill))));
      Thread.sleep(150); // it takes a second
      ProcessHandle.of(child).orElseThrow().destroyForcibly();
      reading.get(60, TimeUnit.SECONDS);
      assertThat(failure.get()).isNotNull();
      assertThat(ocr.read(bill).lines()).isNotEmpty();
    }
  }

  @Test
  void aPictureThatTakesTooLongIsGivenUpAndTheChildWithIt() throws Exception {
    byte[] bill = Specimens.scanned(SpecimenBill.Layout.INVOICE, 3).jpeg();
    try (OcrChild ocr = new OcrChild(dir.resolve("child"), Duration.ofMillis(100), 0)) {
      Ocr.Failure failure = catchThrowableOfType(Ocr.Failure.class, () -> ocr.read(bill));
      assertThat(failure).hasMessage("it took too long");
      assertThat(ocr.pid()).isEmpty();
    }
  }

  @Test
  void garbageIsRefusedAndTheNextPictureRead() throws Exception {
    byte[] bill = Specimens.scanned(SpecimenBill.Layout.RECEIPT, 3).jpeg();
    byte[] broken = Arrays.copyOf(bill, bill.length);
    Arrays.fill(broken, 200, broken.length - 200, (byte) 0xff);
    try (OcrChild ocr = new OcrChild(dir.resolve("child"), LIMIT, 0)) {
      for (byte[] bad :
          new byte[][] {
            new byte[0], "no picture".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(bill, 400)
          }) {
        Ocr.Failure failure = catchThrowableOfType(Ocr.Failure.class, () -> ocr.read(bad));
        assertThat(failure).as(bad.length + " bytes").isNotNull();
      }
      try {
        assertThat(ocr.read(broken).lines().size()).isLessThan(10);
      } catch (Ocr.Failure refused) {
        assertThat(refused).hasMessageStartingWith("failed");
      }
      assertThat(ocr.read(bill).lines()).isNotEmpty();
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Path folder = dir.resolve("child");
    long child;
    try (OcrChild ocr = new OcrChild(folder, LIMIT, 0)) {
      var _ = ocr.read(Specimens.scanned(SpecimenBill.Layout.RECEIPT, 3).jpeg());
      child = ocr.pid().orElseThrow();
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files.filter(file -> file.toString().endsWith(".jpg"))).isEmpty();
      }
    }
    assertThat(ProcessHandle.of(child)).isEmpty();
    assertThat(folder).doesNotExist();
  }
}
