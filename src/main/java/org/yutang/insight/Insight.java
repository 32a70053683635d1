package org.yutang.insight;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.programme.ProgrammeId;

/// Yearly reports, and the published figures that stand beside them.
///
/// Questions are public. Commands want `ENTER_FIGURES` in the programme's place and leave an audit
/// row; all refuse with [InsightRefusal] or with access's refusal.
public interface Insight {

  /// Says what will be counted. The same again does nothing; the same id with other content is
  /// refused with [InsightRefusal#INDICATOR_DIFFERS].
  Indicator addIndicator(Actor actor, Indicator indicator);

  /// Refuses with [InsightRefusal#UNKNOWN_INDICATOR].
  Indicator getIndicator(String id);

  /// By id.
  Page<Indicator> indicators(Optional<ProgrammeId> programme, Page.Wanted page);

  /// Enters a figure that somebody published, or corrects one: the new version holds, the old one
  /// stays visible. The same id again with the same content gets the first answer.
  Published enter(Actor actor, Published.New figure);

  /// Refuses with [InsightRefusal#UNKNOWN_INDICATOR].
  Page<Published> published(Published.Query query);

  /// The years of which there can be a report, the newest first.
  List<Integer> years(ProgrammeId programme);

  /// The days of a policy year that a report can be of, and those that everybody may ask for.
  /// Refuses with [InsightRefusal#UNKNOWN_YEAR], [InsightRefusal#FOREIGN_FUND], and like
  /// [org.yutang.programme.Programmes#get].
  ReportDays days(ProgrammeId programme, int year);

  /// The report of a policy year as of the end of a business day; without one, as of today or the
  /// year's last day, whichever comes first. Computed when asked, always the same for a day that is
  /// over, unless something is booked for it later. Where everybody asks, the day is one that
  /// [ReportDays#publicDay] lets through. Refuses with [InsightRefusal#BAD_CUT_OFF] and like
  /// [#days].
  Report report(ProgrammeId programme, int year, Optional<LocalDate> cutOff);

  /// The most characters of a name or source.
  int MAX_TEXT = 200;

  /// The id of what an account enters under a client's key.
  static UUID idOf(Actor actor, UUID key) {
    return org.yutang.kernel.Uuids.named(
        "insight.figure", actor.account().toString(), key.toString());
  }
}
