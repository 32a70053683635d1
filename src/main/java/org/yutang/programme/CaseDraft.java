package org.yutang.programme;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.register.PersonId;

/// A case as it is written down, perhaps incompletely. What is empty is empty from then on, but for
/// what is sealed (personal answers, payee, confirmation), which keeps what was saved before,
/// because nobody gets it back to show it in a form.
///
/// @param id made by the client; see [Cases#idOf]
/// @param version 0 for a new one, else the version that the client saw
/// @param answers by field, as [CaseKind.Type] says
/// @param evidence ids of [org.yutang.store.Photos], by the kind's evidence
public record CaseDraft(
    UUID id,
    int version,
    ProgrammeId programme,
    String kind,
    PersonId person,
    CaseKind.Channel channel,
    Map<String, Object> answers,
    Map<String, List<String>> evidence,
    Optional<String> payeeName,
    Optional<String> payeeAccount,
    Optional<Case.Confirmation> confirmation) {

  /// The most photos of a case.
  public static final int MAX_PHOTOS = 40;

  public CaseDraft {
    answers = Map.copyOf(answers);
    evidence = Map.copyOf(evidence);
  }

  @Override
  public String toString() {
    return "CaseDraft[" + id + "]";
  }
}
