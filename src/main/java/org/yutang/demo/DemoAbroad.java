package org.yutang.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Programme;
import org.yutang.programme.Programmes;
import org.yutang.register.ImportKind;
import org.yutang.register.Sex;

/// The people outside the made-up county of whom the playbooks' samples tell, one each.
@Component
class DemoAbroad {

  /// Their ages are those of this day, so that the file stays the same through the years.
  private static final LocalDate AS_OF = LocalDate.of(2025, 7, 1);

  private final Programmes programmes;
  private final DemoImports imports;

  DemoAbroad(Programmes programmes, DemoImports imports) {
    this.programmes = programmes;
    this.imports = imports;
  }

  /// Brings them into the register.
  void register(LocalDate today) throws InterruptedException {
    List<String> rows = new ArrayList<>(List.of("country,key,name,sex,born"));
    for (Programme programme : programmes.list())
      for (CaseKind kind : programme.version(programme.yearOf(today)).kinds())
        for (DemoSample sample : DemoSample.of(programme, kind, today))
          row(programme, kind, sample).ifPresent(rows::add);
    try {
      Path file = Files.createTempFile("yutang-demo-abroad", ".csv");
      try {
        Files.write(file, rows);
        imports.run(
            ImportKind.REGISTER,
            file,
            "demo-abroad.yaml",
            "境外申请人（合成数据）.csv",
            (step, done, total) -> {});
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> row(Programme programme, CaseKind kind, DemoSample sample) {
    String key = programme.id().text() + "/" + kind.name();
    return sample
        .abroad()
        .map(
            country ->
                String.join(
                    ",",
                    country,
                    key,
                    "Example " + country,
                    sample.sex().orElse(Sex.UNKNOWN).name().toLowerCase(java.util.Locale.ROOT),
                    AS_OF.minusYears(sample.age()).toString()));
  }
}
