package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.register.PersonId;

/// A claim as it is written down, perhaps incompletely. What is empty is empty from then on, but
/// for the sealed fields (diagnosis, payee, confirmation), which keep what was saved before,
/// because nobody gets them back to show them in a form.
///
/// @param id made by the client; see [Claims#idOf]
/// @param version 0 for a new one, else the version that the client saw
/// @param photos ids of [org.yutang.store.Photos], at most [#MAX_PHOTOS]
public record ClaimDraft(
    UUID id,
    int version,
    ProgrammeId programme,
    PersonId person,
    Optional<String> hospital,
    Optional<LocalDate> admitted,
    Optional<LocalDate> discharged,
    Optional<String> billNumber,
    Optional<Money> total,
    Optional<Money> ownShare,
    Optional<String> diagnosis,
    Optional<String> payeeName,
    Optional<String> payeeAccount,
    List<String> photos,
    Optional<Claim.Confirmation> confirmation) {

  public static final int MAX_PHOTOS = 20;

  public ClaimDraft {
    photos = List.copyOf(photos);
  }

  @Override
  public String toString() {
    return "ClaimDraft[" + id + "]";
  }
}
