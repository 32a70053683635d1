package org.yutang.programme.reading;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.programme.PaperReading;
import org.yutang.programme.PaperTrials;

/// Trials in a child of their own.
@Component
class OcrTrials implements PaperTrials {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Override
  public Trial open(Path folder) {
    return new OcrTrial(new OcrChild(folder, LIMIT, 0));
  }

  private record OcrTrial(OcrChild ocr) implements Trial {

    @Override
    public Read read(byte[] jpeg) {
      try {
        Ocr.Seen seen = ocr.read(jpeg);
        List<String> lines = seen.lines().stream().map(Ocr.Line::text).toList();
        return new Read(Reading.of("trial", seen), lines, seen.millis());
      } catch (Ocr.Failure failure) {
        return new Read(PaperReading.empty("trial", PaperReading.State.UNREADABLE), List.of(), 0);
      }
    }

    @Override
    public Optional<Long> process() {
      return ocr.pid();
    }

    @Override
    public void close() {
      ocr.close();
    }
  }
}
