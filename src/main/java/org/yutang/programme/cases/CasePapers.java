package org.yutang.programme.cases;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.PaperOwner;

/// Cases as owners of papers that are read; asks nobody's permission.
@Component
public class CasePapers {

  private final CaseRows rows;
  private final CaseStep step;

  CasePapers(CaseRows rows, CaseStep step) {
    this.rows = rows;
    this.step = step;
  }

  public Optional<PaperOwner> find(UUID id) {
    return rows.find(id)
        .map(
            row ->
                new PaperOwner(
                    row.id,
                    row.person,
                    row.county,
                    row.village,
                    row.state != Case.State.WITHDRAWN,
                    read(row, step.kind(row).kind()).toList()));
  }

  /// The photos that the kind reads, in the order of its evidence.
  static Stream<String> read(CaseRow row, CaseKind kind) {
    return kind.evidence().stream()
        .filter(evidence -> evidence.reads().isPresent())
        .flatMap(evidence -> row.evidence.getOrDefault(evidence.name(), List.of()).stream())
        .distinct();
  }
}
