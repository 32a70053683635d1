package org.yutang.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;

/// Volunteers who help with granted cases of a kind with [CaseKind#matching]: proposed by their
/// skills, invited by the side that needs help, engaged when they accept. They write their work
/// down, and the other side confirms it ([Cases#confirm]); they hand over, and the other side
/// accepts ([Cases#judgeReport]). A volunteer is a granted case of the kind that is matched from,
/// and acts by the link of that case's person.
///
/// What the needy side asks for wants `FILE_CASE` or `DECIDE_CASE` where the case is, or the link
/// of its person, and a granted case. It sees skills and hours of volunteers, never who they are; a
/// volunteer who was invited sees the answers of the need that are not personal.
public interface Volunteers {

  /// The most that are proposed.
  int MOST_PROPOSED = 20;

  /// Whoever is not asked yet, has a skill that is wanted and enough free hours, and did not pause:
  /// most wanted skills first, then most free hours, then fewest engagements, then the longest
  /// registered.
  List<Proposal> proposals(Actor actor, UUID need);

  /// Invites a volunteer; again does nothing. Refuses with [ProgrammeRefusal#NO_SUCH_VOLUNTEER].
  void invite(Actor actor, UUID need, UUID volunteer);

  /// Takes an invitation back, or ends an engagement; what was worked stays. Refuses with
  /// [ProgrammeRefusal#NOT_ENGAGED].
  void release(Actor actor, UUID need, UUID volunteer, String note);

  /// Everybody who was asked, the newest first.
  List<Engagement> of(Actor actor, UUID need);

  /// What the volunteer was asked for, the newest first.
  List<Asked> own(Cases.Applicant volunteer);

  /// Accepts or declines an invitation; the same answer again does nothing. Refuses with
  /// [ProgrammeRefusal#NOT_ENGAGED] where there is none, with [ProgrammeRefusal#ENOUGH_HELP] where
  /// as many help as may, and with [ProgrammeRefusal#NO_HOURS] where the volunteer's hours do not
  /// suffice.
  void answer(Cases.Applicant volunteer, UUID need, boolean accepts);

  /// Writes work down; the same entry again does nothing. Wants an engagement.
  ///
  /// @param entry its id, made by the client
  void log(
      Cases.Applicant volunteer,
      UUID need,
      UUID entry,
      String log,
      Map<String, Object> answers,
      LocalDate day);

  /// A follow-up report of the need, by somebody engaged.
  ///
  /// @param version of the need, as it was seen
  void handOver(
      Cases.Applicant volunteer,
      UUID need,
      int version,
      String followUp,
      Map<String, Object> answers,
      List<String> photos,
      LocalDate day);

  /// Whether invitations are wanted from now on.
  void pause(Cases.Applicant volunteer, boolean paused);

  /// Whether the volunteer wants no invitations for now.
  boolean isPaused(Cases.Applicant volunteer);

  enum State {
    INVITED,
    ENGAGED,
    DECLINED,
    /// Taken back, or ended, by the side that needed help.
    RELEASED
  }

  /// Somebody who fits.
  ///
  /// @param volunteer the volunteer's case
  /// @param fits the wanted skills that the volunteer has, in the order of the form
  /// @param lacks the wanted skills that the volunteer has not
  /// @param free hours a week that are not taken by other engagements
  /// @param engagements how many others go on
  record Proposal(
      UUID volunteer,
      PlaceCode county,
      List<String> fits,
      List<String> lacks,
      long free,
      int engagements) {
    public Proposal {
      fits = List.copyOf(fits);
      lacks = List.copyOf(lacks);
    }
  }

  /// @param hours a week
  record Engagement(
      UUID volunteer,
      State state,
      List<String> skills,
      long hours,
      Instant invitedAt,
      Optional<Instant> answeredAt) {
    public Engagement {
      skills = List.copyOf(skills);
    }
  }

  /// @param needState what became of the need's case
  /// @param version of the need's case
  /// @param answers of the need's form, personal ones left out
  /// @param entries the volunteer's own, the newest first
  /// @param reports of the need
  record Asked(
      UUID need,
      State state,
      Case.State needState,
      int version,
      CaseKind kind,
      PlaceCode county,
      Map<String, Object> answers,
      List<Case.Entry> entries,
      List<Case.Report> reports) {
    public Asked {
      answers = Map.copyOf(answers);
      entries = List.copyOf(entries);
      reports = List.copyOf(reports);
    }
  }
}
