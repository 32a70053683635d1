package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.register.PersonId;
import org.yutang.register.RegisterRefusal;

/// Claims: written down in the village, decided by the insurer within [#DAYS_TO_DECIDE] working
/// days, paid through the bank, published without a name.
///
/// Commands want the permission where the person lives, join the caller's transaction if one is
/// open, leave an event and an audit row, and refuse with [ProgrammeRefusal] or with access's
/// refusal. `version` is the one that the actor saw: whoever is late is refused with
/// [ProgrammeRefusal#CLAIM_CHANGED]. `day` is the business day, today or before, never before the
/// claim's last one.
public interface Claims {

  /// The insurer's clock, in working days; see [org.yutang.kernel.WorkingDays].
  int DAYS_TO_DECIDE = 5;

  /// How many working days after a decision it may be appealed.
  int DAYS_TO_APPEAL = 15;

  /// The most characters of a note.
  int MAX_NOTE = 1000;

  /// The claim of that person that a client made under that key. Refuses an id that can be no
  /// person's with the register's `UNKNOWN_PERSON`.
  static UUID idOf(PersonId person, UUID key) {
    if (person.shard() >= Shards.COUNT)
      throw new Refusal(RegisterRefusal.UNKNOWN_PERSON, Map.of("person", person.toString()));
    return Uuids.inShard(person.shard(), "claim", key.toString());
  }

  /// Writes a draft down, or what is amended while papers are missing. Wants `FILE_CLAIM` in the
  /// person's village.
  Claim save(Actor actor, ClaimDraft draft, LocalDate day);

  /// Gives a complete draft to the insurer, or again after papers were missing. Checks cover on the
  /// day of admission, death, and that the bill was claimed nowhere else. Wants `FILE_CLAIM`.
  Claim file(Actor actor, UUID id, int version, LocalDate day);

  /// Takes a claim back before it is decided. Wants `FILE_CLAIM`.
  Claim withdraw(Actor actor, UUID id, int version, String note, LocalDate day);

  /// Asks for papers; the clock stands still until it is filed again. Wants `DECIDE_CLAIM`.
  Claim askForPapers(Actor actor, UUID id, int version, String note, LocalDate day);

  /// Decides. Where more is due than the programme's `secondReviewAbove`, it waits for a second
  /// reviewer. An approved claim is paid by itself. Wants `DECIDE_CLAIM`.
  Claim decide(Actor actor, UUID id, int version, Decision decision, LocalDate day);

  /// The second reviewer agrees, or gives it back with a note. Wants `DECIDE_CLAIM`.
  Claim second(Actor actor, UUID id, int version, boolean agrees, String note, LocalDate day);

  /// Brings a rejected or reduced claim before another reviewer, once, within [#DAYS_TO_APPEAL]
  /// working days, by whoever filed it. What was paid stays paid; a better decision pays the rest.
  Claim appeal(Actor actor, UUID id, int version, String note, LocalDate day);

  /// Another bank account after the bank could not pay; it is paid again, as a new payout. Wants
  /// `FILE_CLAIM`.
  Claim correctPayee(Actor actor, UUID id, int version, String name, String account, LocalDate day);

  /// Refuses with [ProgrammeRefusal#UNKNOWN_CLAIM] also where the actor may not `SEE_CLAIM`. Drafts
  /// are seen by those only who may `FILE_CLAIM` there.
  Claim get(Actor actor, UUID id);

  /// Where the actor may `SEE_CLAIM`.
  Page<Claim> list(Actor actor, Claim.Query query);

  /// How many claims there are by state, drafts where the actor may see them; `query` is read as in
  /// [#list], without order and page.
  List<Claim.Tally> tally(Actor actor, Claim.Query query);

  /// What the payee of the programme's premiums (the insurer) can spend on claims now. Wants
  /// `SEE_PAYMENT` in the programme's place or anywhere inside it.
  Money funds(Actor actor, ProgrammeId programme);

  /// All attempts to pay a claim, however they ended, the first one first. Wants `SEE_PAYMENT`
  /// where the person lives.
  List<Claim.Payment> payments(Actor actor, UUID id);

  /// Everything that happened, the oldest first.
  List<Claim.Event> timeline(Actor actor, UUID id);

  /// What it is decided by: the benefit of the enrolment that covers it, as it was then; before the
  /// filing today's of the year of admission.
  Schedule terms(Actor actor, UUID id);

  /// A photo of the claim, or of its confirmation, as a JPEG; see [org.yutang.store.Photos]. Leaves
  /// an audit row.
  byte[] photo(Actor actor, UUID id, String photo);

  /// What is sealed; wants `UNMASK` where the person lives and a reason, and leaves an audit row.
  Claim.Revealed reveal(Actor actor, UUID id, String reason);

  /// What is needed to check each payment of a claim in the public log, the first one first. Wants
  /// `SEE_REGISTER` where the person lives.
  List<Claim.Receipt> receipts(Actor actor, UUID id);

  /// For everybody, without a log-in.
  ClaimFigures figures(ProgrammeId programme);

  /// What the figures count, for whoever computes them again: all claims but drafts, by id, the
  /// first `limit` behind `after`; before the first lies an id of zeros. Wants `SEE_CLAIM` in the
  /// programme's whole place, because a part of them would make other figures.
  List<ClaimVoucher> vouchers(Actor actor, ProgrammeId programme, UUID after, int limit);

  /// Likewise, every payment that the bank made.
  List<ClaimVoucher.Payment> paymentVouchers(
      Actor actor, ProgrammeId programme, UUID after, int limit);
}
