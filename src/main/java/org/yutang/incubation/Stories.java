package org.yutang.incubation;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Text;

/// Stories of shops of women who start a business (P6), as far as their tellers agree. Thread-safe.
public interface Stories {

  /// The programme whose cases a story may be tied to.
  String PROGRAMME = "women-start-up";

  /// @param programmeCase her case of [#PROGRAMME], never shown to anybody
  /// @param called as she wants to be called, such as a nickname
  /// @param consentOn when she agreed
  /// @param consentHow how, such as by a signed paper and where it lies; not shown
  record New(
      UUID id,
      UUID shop,
      Optional<UUID> programmeCase,
      String called,
      Text text,
      LocalDate consentOn,
      String consentHow) {}

  /// What everybody may see.
  record Story(UUID id, UUID shop, PlaceCode county, String called, Text text) {}

  /// Shows a story from now on. Wants `INCUBATE` in the shop's county. Refuses with
  /// [IncubationRefusal#NO_CONSENT], [IncubationRefusal#CASE_UNFIT] and
  /// [IncubationRefusal#STORY_THERE].
  Story tell(Actor actor, New story);

  /// Takes consent back: the story is gone for everybody at once, and its words, name and case are
  /// forgotten here. Whoever may tell it may withdraw it. May be repeated.
  void withdraw(Actor actor, UUID story);

  /// Those shown, the newest first, at most 200.
  List<Story> shown(Optional<PlaceCode> county);

  Optional<Story> ofShop(UUID shop);
}
