package org.yutang.programme;

import java.util.List;
import java.util.UUID;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;

/// The case whose photos are read, as far as [Papers] need to know it; asks nobody's permission.
///
/// @param counts whether it can be a twin: not once it is withdrawn
/// @param photos that are read, in their order
public record PaperOwner(
    UUID id,
    PersonId person,
    PlaceCode county,
    PlaceCode village,
    boolean counts,
    List<String> photos) {

  public PaperOwner {
    photos = List.copyOf(photos);
  }
}
