package org.yutang.programme;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.yutang.access.Actor;

/// What machines read from the photos of a claim. They propose and warn, and decide nothing: a
/// claim is filed, decided and paid whether its photos were read or not.
///
/// Photos are read in the background, each once, soon after they were saved with the claim; those
/// of confirmations are not read.
public interface Papers {

  /// How many of 256 bits two pictures may differ in and still be the same one.
  int SAME_PICTURE_BITS = 8;

  /// Sees what [Claims#get] sees, and refuses as it does.
  Findings of(Actor actor, UUID claim);

  /// @param readings in the order of the claim's photos
  /// @param twins other claims that seem to bring the same bill; withdrawn ones do not count
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
      return readings.stream()
          .flatMap(reading -> reading.find(name).stream())
          .max(java.util.Comparator.comparingDouble(PaperReading.Field::confidence));
    }
  }

  /// Another claim that seems to bring the same bill.
  ///
  /// @param photo the one of this claim
  /// @param claim empty where the actor may not see it
  /// @param otherCounty whether it is of another county
  record Twin(String photo, Set<Why> why, Optional<UUID> claim, boolean otherCounty) {
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
