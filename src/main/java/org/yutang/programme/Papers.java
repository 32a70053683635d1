package org.yutang.programme;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.yutang.access.Actor;

/// What machines read from the photos of a case. They propose and warn, and decide nothing: it is
/// filed, decided and paid whether its photos were read or not.
///
/// Photos are read in the background, each once, soon after they were saved: those of evidence that
/// the case's kind reads. Those of confirmations are not read.
public interface Papers {

  /// How many of 256 bits two pictures may differ in and still be the same one.
  int SAME_PICTURE_BITS = 8;

  /// For whoever may see the case and its photos; refuses others as [Cases#photo] does.
  Findings ofCase(Actor actor, UUID id);

  /// @param readings in the order of the case's evidence
  /// @param twins other cases that seem to bring the same bill; withdrawn ones do not count
  /// @param cardFits whether the identity card on a photo is this person's, as the register knows
  ///   them; empty without a readable card, and for whoever may not see the register there
  record Findings(List<PaperReading> readings, List<Twin> twins, Optional<Boolean> cardFits) {
    public Findings {
      readings = List.copyOf(readings);
      twins = List.copyOf(twins);
    }

    public boolean waiting() {
      return readings.stream().anyMatch(each -> each.state() == PaperReading.State.WAITING);
    }

    /// The surest one of a name on any bill.
    public Optional<PaperReading.Field> find(PaperReading.Name name) {
      return find(name, Set.copyOf(readings.stream().map(PaperReading::photo).toList()));
    }

    /// The surest one of a name on one of these photos.
    public Optional<PaperReading.Field> find(PaperReading.Name name, Set<String> photos) {
      return readings.stream()
          .filter(reading -> photos.contains(reading.photo()))
          .flatMap(reading -> reading.find(name).stream())
          .max(java.util.Comparator.comparingDouble(PaperReading.Field::confidence));
    }
  }

  /// Another case that seems to bring the same bill.
  ///
  /// @param photo the one of this case
  /// @param other empty where the actor may not see it
  /// @param otherCounty whether it is of another county
  record Twin(String photo, Set<Why> why, Optional<UUID> other, boolean otherCounty) {
    public Twin {
      why = Set.copyOf(why);
    }
  }

  enum Why {
    SAME_NUMBER,
    SAME_AMOUNT_AND_DAY,
    /// The very picture, perhaps cut, pressed or shrunk anew.
    SAME_PICTURE
  }
}
