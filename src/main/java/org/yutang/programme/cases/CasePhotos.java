package org.yutang.programme.cases;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.programme.reading.PaperRows;
import org.yutang.store.Photos;

/// The photos of a case: whose they are, and which of them are read. Runs in the transaction that
/// is open.
@Component
class CasePhotos {

  private final CaseRows rows;
  private final PaperRows papers;
  private final Photos photos;

  CasePhotos(CaseRows rows, PaperRows papers, Photos photos) {
    this.rows = rows;
    this.papers = papers;
    this.photos = photos;
  }

  /// A photo belongs to one case. Rows first, in a fixed order, and the files last, when nothing
  /// else can refuse: what is kept and then rolled back would stay for ever.
  void take(UUID id, List<String> taken) {
    List<String> fresh = taken.stream().distinct().sorted().toList();
    for (String photo : fresh) {
      photos.require(photo);
      if (!rows.takePhoto(photo, id))
        throw new Refusal(ProgrammeRefusal.PHOTO_USED, Map.of("photo", photo));
    }
    fresh.forEach(photos::keep);
  }

  /// Wants those read that the kind reads, each once however often this is called.
  void want(CaseRow row, CaseKind kind) {
    CasePapers.read(row, kind).sorted().forEach(photo -> papers.want(photo, row.id));
  }
}
